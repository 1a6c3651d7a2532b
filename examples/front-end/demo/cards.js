// SPDX-License-Identifier: MIT
// A product in a list: its picture, name, price for this viewer, and a button that buys it.
import { busyWhile, drawingOf, h, icon, tintOf } from "./dom.js";
import { attempt, say } from "./router.js";
import { addToCart, isRetailer, session, toggleFavorite } from "./session.js";
import { money, t } from "./texts.js";

// The picture, or a drawing of its category. `thumb` is a smaller one, where the shop made one.
export function picture({ images = [], image, name, category, slug }, { large = false } = {}) {
  const first = images[0];
  const url = (first && (large ? first.url : first.thumb || first.url)) || image;
  const box = h("span", { class: `picture ${tintOf(category?.slug || slug || name)}` });
  const drawn = icon(drawingOf(category?.slug, name));
  if (!url) box.append(drawn);
  else box.append(h("img", { src: url, alt: "", loading: "lazy", on: { error: () => box.replaceChildren(drawn) } }));
  return box;
}

export function starsOf(average) {
  const lit = Math.round(average);
  return h(
    "span",
    { class: "stars", role: "img", "aria-label": t("stars", { count: average }) },
    [1, 2, 3, 4, 5].map((star) => icon("star", star <= lit ? "lit" : "")),
  );
}

export function ratingOf(product) {
  const { average, count } = product.rating || {};
  return count ? h("span", { class: "rating" }, starsOf(average), h("small", {}, `${average} (${count})`)) : null;
}

// What one piece costs this viewer; what others pay is struck out for a retailer.
export function priceOf(product) {
  const trade = isRetailer() ? product.retailer_price : undefined;
  const isCheaper = trade !== undefined && trade < product.price;
  const bulk = isRetailer() && product.price_bulk;
  return h(
    "p",
    { class: "price" },
    h("strong", {}, money(trade ?? product.price)),
    isCheaper ? h("s", { "aria-label": t("retailPrice", { amount: money(product.price) }) }, money(product.price)) : null,
    bulk
      ? h("small", { class: "bulk" }, t("bulkFrom", { amount: money(bulk), count: Math.max(product.min_bulk_qty || 1, 1) }))
      : null,
  );
}

export function stockOf(product) {
  if (product.stock <= 0) return h("p", { class: "stock none" }, t("outOfStock"));
  if (product.stock < 5) return h("p", { class: "stock few" }, t("left", { count: product.stock }));
  return h("p", { class: "stock" }, t("inStock"));
}

export function addButton(product, quantity = () => 1, text = t("add"), className = "button strong") {
  const off = product.stock <= 0;
  const button = h(
    "button",
    { class: className, type: "button", disabled: off, data: { key: `add-${product._id}` } },
    icon("cart"),
    h("span", {}, text, h("span", { class: "hidden" }, `: ${product.name}`)),
  );
  const add = () =>
    attempt(async () => {
      await addToCart(product, quantity());
      say(t("added", { name: product.name }));
    });
  button.addEventListener("click", busyWhile(button, add));
  return button;
}

export function heart(product) {
  if (!session.account) return null;
  const button = h("button", { class: "heart", type: "button" }, icon("heart"));
  const paint = () => {
    const has = session.favorites.has(product._id);
    button.setAttribute("aria-pressed", String(has));
    button.setAttribute("aria-label", `${t("favorite")}: ${product.name}`);
  };
  const toggle = () =>
    attempt(async () => {
      await toggleFavorite(product._id);
      paint();
    });
  button.addEventListener("click", busyWhile(button, toggle));
  paint();
  return button;
}

export function card(product) {
  return h(
    "li",
    { class: "card" },
    h(
      "a",
      { class: "card-link", href: `#/p/${product.slug}` },
      picture(product),
      h("span", { class: "card-name" }, product.name),
    ),
    ratingOf(product),
    priceOf(product),
    product.stock < 5 ? stockOf(product) : null,
    heart(product),
    addButton(product),
  );
}

export const cards = (products) => h("ul", { class: "cards" }, products.map(card));

// - 3 +, with a field between: change(quantity) is called with what it should be.
export function stepper({ value, max, label, key, change }) {
  const input = h("input", {
    type: "number",
    min: 1,
    max,
    value,
    inputmode: "numeric",
    "aria-label": label,
    data: { key },
  });
  const set = (wanted) => {
    const next = Math.max(1, Math.min(max, Math.round(wanted) || 1));
    input.value = next;
    change(next);
  };
  const step = (by, sign, name) =>
    h("button", { type: "button", "aria-label": `${name}: ${label}`, data: { key: `${key}${sign}` }, on: { click: () => set(Number(input.value) + by) } }, sign);
  input.addEventListener("change", () => set(Number(input.value)));
  return h("div", { class: "stepper", role: "group", "aria-label": label }, step(-1, "−", t("fewer")), input, step(1, "+", t("oneMore")));
}
