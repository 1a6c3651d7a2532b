// SPDX-License-Identifier: MIT
// What stands around every page: head, categories, foot.
import { getOnce } from "./api.js";
import { drawingOf, h, icon } from "./dom.js";
import { go, here, say } from "./router.js";
import { searchForm } from "./search.js";
import { isRetailer, session, signOut } from "./session.js";
import { chooseLanguage, currentLanguage, t } from "./texts.js";

export const categoryTree = () => getOnce("/categories?tree=1");
export const shopFacts = () => getOnce("/shop");

function link(address, drawing, text, extra = {}) {
  return h("a", { href: `#${address}`, class: "head-link", ...extra }, icon(drawing), h("span", {}, text));
}

function languageButton(again) {
  const change = () => {
    chooseLanguage(currentLanguage() === "hi" ? "en" : "hi");
    again();
  };
  const lang = currentLanguage() === "hi" ? "en" : "hi";
  return h("button", { class: "head-link", type: "button", lang, data: { key: "language" }, on: { click: change } }, icon("globe"), h("span", {}, t("language")));
}

function cartLink() {
  const { pieces } = session;
  const badge = pieces ? h("b", { class: "badge", "aria-hidden": "true" }, pieces > 99 ? "99+" : String(pieces)) : null;
  const told = pieces ? h("span", { class: "hidden" }, `, ${t("pieces", { count: pieces })}`) : null;
  return h("a", { href: "#/cart", class: "head-link cart-link" }, icon("cart"), h("span", {}, t("cart")), told, badge);
}

export function head(shop, again) {
  const person = session.account;
  return [
    h(
      "div",
      { class: "head wide-row" },
      h("a", { class: "brand", href: "#/" }, h("span", { class: "mark" }, icon("bulb")), h("span", {}, shop.shopName || "Kripa")),
      searchForm(),
      h(
        "nav",
        { class: "head-links", "aria-label": t("account") },
        languageButton(again),
        person ? link("/account", "user", person.name.split(" ")[0], { "aria-label": `${t("account")}: ${person.name}` }) : link("/sign-in", "user", t("signIn")),
        person ? link("/orders", "box", t("orders"), { class: "head-link on-wide" }) : null,
        cartLink(),
      ),
    ),
    isRetailer() ? h("p", { class: "trade-strip" }, icon("shop"), t("youSeeTrade")) : null,
  ];
}

// The categories, each with what lies below it; open where the page is.
function branch(category, path) {
  const address = `/c/${category.slug}`;
  const current = path === address ? "page" : undefined;
  const below = category.children || [];
  const isOpen = current || below.some((child) => path === `/c/${child.slug}`);
  return h(
    "li",
    { class: isOpen ? "open" : "" },
    h("a", { href: `#${address}`, "aria-current": current }, icon(drawingOf(category.slug)), h("span", {}, category.name)),
    below.length ? h("ul", {}, below.map((child) => branch(child, path))) : null,
  );
}

export async function categoryNav() {
  const tree = await categoryTree().catch(() => []);
  const { path } = here();
  return h("nav", { class: "tree", "aria-label": t("categories") }, h("ul", {}, tree.map((category) => branch(category, path))));
}

export function foot(shop) {
  const facts = [shop.address, shop.phone, shop.email].filter(Boolean);
  const leave = async () => {
    await signOut();
    say(t("signedOut"));
    go("/");
  };
  return h(
    "div",
    { class: "wide-row foot" },
    h("div", {}, h("p", {}, h("strong", {}, shop.shopName || "Kripa")), facts.map((fact) => h("p", {}, fact))),
    h(
      "div",
      {},
      h("p", {}, t("footer")),
      h("p", {}, h("a", { href: "/api/openapi.json" }, t("source"))),
      session.account ? h("p", {}, h("button", { class: "link", type: "button", on: { click: leave } }, t("signOut"))) : null,
    ),
  );
}
