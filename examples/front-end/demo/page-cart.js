// SPDX-License-Identifier: MIT
// The cart: what is in it, at this viewer's prices, and how far it is to the bulk price or to free
// delivery.
import { picture, stepper } from "./cards.js";
import { busyWhile, h, icon } from "./dom.js";
import { attempt, emptyState, say, showAgain } from "./router.js";
import { cartLines, isRetailer, session, setInCart } from "./session.js";
import { shopFacts } from "./shell.js";
import { money, t } from "./texts.js";

export const sumOf = (lines) => lines.reduce((sum, line) => sum + line.price * line.qty, 0);

// What the shop will ask for bringing it; the order itself decides.
export function deliveryOf(shop, sum) {
  const { deliveryCharge = 0, freeDeliveryFrom } = shop;
  return freeDeliveryFrom !== undefined && sum >= freeDeliveryFrom ? 0 : deliveryCharge;
}

function bulkHint(line) {
  if (!isRetailer() || !line.bulkPrice) return null;
  if (line.isBulkPrice) return h("p", { class: "bulk reached" }, icon("check"), t("bulkReached"));
  const count = (line.minBulkQty || 1) - line.qty;
  return count > 0 ? h("p", { class: "bulk" }, t("bulkMore", { count, amount: money(line.bulkPrice) })) : null;
}

function lineItem(line) {
  const change = (qty) =>
    attempt(async () => {
      await setInCart(line.product, qty);
      await showAgain();
    });
  const drop = h("button", { class: "icon-button", type: "button", "aria-label": t("remove", { name: line.name }) }, icon("trash"));
  const dropNow = () =>
    attempt(async () => {
      await setInCart(line.product, 0);
      say(t("removed"));
      await showAgain();
      document.querySelector("h1")?.focus();
    });
  drop.addEventListener("click", busyWhile(drop, dropNow));
  const regular = isRetailer() && line.regularPrice > line.price ? h("s", {}, money(line.regularPrice)) : null;
  return h(
    "li",
    { class: line.available === false ? "line off" : "line" },
    picture(line),
    h(
      "div",
      { class: "line-text" },
      h("a", { href: `#/p/${line.slug || line.product}` }, line.name),
      h("p", { class: "small" }, money(line.price), " ", t("each"), " ", regular),
      bulkHint(line),
      line.problem ? h("p", { class: "problem" }, line.problem) : null,
    ),
    stepper({ value: line.qty, max: Math.max(line.stock, 1), label: `${t("quantity")}: ${line.name}`, key: `qty-${line.product}`, change }),
    h("strong", { class: "line-sum" }, money(line.price * line.qty)),
    drop,
  );
}

export function sums({ lines, delivery, total, saved = 0 }) {
  const row = (name, value, className) => h("div", { class: className }, h("dt", {}, name), h("dd", {}, value));
  return [
    h(
      "dl",
      { class: "sums" },
      row(t("items"), money(lines)),
      row(t("delivery"), delivery ? money(delivery) : t("free")),
      row(t("total"), money(total), "sum-total"),
    ),
    saved > 0 ? h("p", { class: "saves" }, t("savedWithTrade", { amount: money(saved) })) : null,
  ];
}

export const savedOf = (lines) => lines.reduce((sum, line) => sum + Math.max(0, (line.regularPrice ?? line.price) - line.price) * line.qty, 0);

function nudge(shop, sum) {
  const missing = (shop.freeDeliveryFrom ?? 0) - sum;
  if (missing <= 0 || !shop.deliveryCharge) return null;
  return h("div", { class: "nudge" }, h("p", {}, icon("truck"), t("moreForFree", { amount: money(missing) })), h("progress", { max: shop.freeDeliveryFrom, value: sum, "aria-label": t("delivery") }));
}

export async function cartPage() {
  const [lines, shop] = await Promise.all([cartLines(), shopFacts()]);
  const title = h("h1", { tabindex: -1 }, t("cart"));
  if (!lines.length) {
    return { title: t("cart"), body: [title, emptyState("cart", t("emptyCart"), h("a", { class: "button strong", href: "#/search" }, t("startShopping")))] };
  }
  const sum = sumOf(lines);
  const delivery = deliveryOf(shop, sum);
  const next = session.account ? "#/checkout" : "#/sign-in?then=/checkout";
  return {
    title: t("cart"),
    body: [
      title,
      h(
        "div",
        { class: "two" },
        h("ul", { class: "lines" }, lines.map(lineItem)),
        h(
          "aside",
          { class: "panel", "aria-label": t("total") },
          nudge(shop, sum),
          sums({ lines: sum, delivery, total: sum + delivery, saved: savedOf(lines) }),
          h("p", {}, h("a", { class: "button strong full", href: next, data: { key: "to-checkout" } }, session.account ? t("toCheckout") : t("signInToBuy"))),
        ),
      ),
    ],
  };
}
