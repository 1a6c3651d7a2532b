// SPDX-License-Identifier: MIT
// The search field of the header: suggestions as you type, by keyboard and touch (the pattern of a
// combobox with a list), and the page of results with Enter.
import { get, query } from "./api.js";
import { picture } from "./cards.js";
import { h, icon } from "./dom.js";
import { go, here } from "./router.js";
import { isRetailer } from "./session.js";
import { money, t } from "./texts.js";

const WAIT_MS = 180; // after the last key
const SUGGESTIONS = 6;
const LETTERS_MIN = 2;

export function searchForm() {
  const list = h("ul", { id: "suggestions", class: "suggestions", role: "listbox", "aria-label": t("suggestions"), hidden: true });
  const told = h("p", { class: "hidden", role: "status" });
  const input = h("input", {
    type: "search",
    name: "q",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    enterkeyhint: "search",
    placeholder: t("searchFor"),
    value: here().query.q || "",
    "aria-label": t("search"),
    "aria-expanded": "false",
    "aria-controls": "suggestions",
    "aria-autocomplete": "list",
    data: { key: "search" },
  });
  let chosen = -1;
  let asked = 0;
  let waiting = 0;

  function close() {
    asked++;
    clearTimeout(waiting);
    list.hidden = true;
    list.replaceChildren();
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    chosen = -1;
  }

  function choose(next) {
    const options = list.children;
    if (!options.length) return;
    options[chosen]?.setAttribute("aria-selected", "false");
    chosen = (next + options.length) % options.length;
    options[chosen].setAttribute("aria-selected", "true");
    options[chosen].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[chosen].id);
  }

  function option(address, i, ...content) {
    const open = (event) => {
      event.preventDefault();
      close();
      go(address);
    };
    return h("li", { id: `suggestion-${i}`, role: "option", "aria-selected": "false", data: { address }, on: { mousedown: open } }, content);
  }

  function show(text, products) {
    const found = products.map((product, i) => {
      const price = (isRetailer() && product.retailer_price) || product.price;
      return option(`/p/${product.slug}`, i, picture(product), h("span", {}, product.name), h("strong", {}, money(price)));
    });
    const all = option(`/search${query({ q: text })}`, products.length, icon("search"), h("span", {}, t("seeAll", { text })));
    list.replaceChildren(...found, all);
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    told.textContent = t("suggested", { count: products.length });
  }

  async function suggest() {
    const text = input.value.trim();
    const number = ++asked;
    if (text.length < LETTERS_MIN) return close();
    const page = await get(`/products${query({ q: text, limit: SUGGESTIONS })}`).catch(() => null);
    if (page && number === asked && document.activeElement === input) show(text, page.items);
  }

  function onKey(event) {
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen - 1);
    else if (event.key === "Escape" && !list.hidden) close();
    else return;
    event.preventDefault();
  }

  function onSubmit(event) {
    event.preventDefault();
    const address = list.children[chosen]?.dataset.address;
    const text = input.value.trim();
    close();
    if (address) go(address);
    else if (text) go(`/search${query({ q: text })}`);
  }

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(suggest, WAIT_MS);
  });
  input.addEventListener("keydown", onKey);
  input.addEventListener("blur", close);
  const button = h("button", { type: "submit", "aria-label": t("search") }, icon("search"));
  return h("form", { class: "search", role: "search", on: { submit: onSubmit } }, input, button, list, told);
}
