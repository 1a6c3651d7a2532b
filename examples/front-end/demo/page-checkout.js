// SPDX-License-Identifier: MIT
// Checkout: where to, how to pay, what it comes to, and the order. What it comes to is the shop's own
// answer (a quote), and the order names it, so nobody pays another sum than was shown.
import { get, post, query } from "./api.js";
import { h } from "./dom.js";
import { ADDRESS_FIELDS, addressFields, check, formOf, radio } from "./forms.js";
import { savedOf, sums } from "./page-cart.js";
import { emptyState, go } from "./router.js";
import { cartLines, isRetailer, saveProfile, session } from "./session.js";
import { shopFacts } from "./shell.js";
import { money, t } from "./texts.js";

const NEW = "new";

async function quoteOf() {
  const quote = await post("/orders/quote");
  return { lines: quote.totalAmount - quote.deliveryCharge, delivery: quote.deliveryCharge, total: quote.totalAmount, problems: quote.problems };
}

// Whether the parcel gets there, said while the PIN code is typed.
function watchPincode(fields) {
  const input = fields.querySelector('[name="pincode"]');
  const hint = fields.querySelector(`#${input.id}-hint`);
  input.addEventListener("input", async () => {
    const pincode = input.value.trim();
    hint.textContent = t("pincodeHint");
    if (!/^[1-9]\d{5}$/.test(pincode)) return;
    const shop = await get(`/shop${query({ pincode })}`).catch(() => null);
    if (shop && input.value.trim() === pincode) hint.textContent = t(shop.served === false ? "notServed" : "served");
  });
}

function oneLine({ name, addressLine, city, pincode }) {
  return `${name}, ${addressLine}, ${city} ${pincode}`;
}

// The address book, and a form for another address.
function whereTo() {
  const { savedAddresses = [], name, phone } = session.account;
  const fields = addressFields({ name, phone });
  fields.append(check({ name: "keep", label: t("keepAddress"), checked: !savedAddresses.length }));
  watchPincode(fields);
  const open = (isNew) => {
    fields.hidden = !isNew;
    fields.querySelectorAll('input[type="text"]').forEach((input) => (input.required = isNew));
  };
  const byDefault = Math.max(0, savedAddresses.findIndex((address) => address.default));
  const choices = savedAddresses.map((address, i) =>
    radio({ name: "to", value: String(i), label: address.addressLine, hint: oneLine(address), checked: i === byDefault, onPick: () => open(false) }),
  );
  if (choices.length) choices.push(radio({ name: "to", value: NEW, label: t("newAddress"), onPick: () => open(true) }));
  open(!choices.length);
  return h("fieldset", { class: "panel" }, h("legend", {}, t("whereTo")), choices, fields);
}

const isKept = ({ to }) => to !== undefined && to !== NEW;
function addressOf(values) {
  const kept = isKept(values) ? session.account.savedAddresses[values.to] : null;
  return Object.fromEntries(ADDRESS_FIELDS.map((name) => [name, (kept || values)[name]]));
}

function payment(shop, total) {
  const isOff = shop.codLimit !== undefined && total > shop.codLimit;
  return h(
    "fieldset",
    { class: "panel" },
    h("legend", {}, t("payment")),
    radio({ name: "paymentMethod", value: "COD", label: t("cod"), hint: t("codText"), checked: true, disabled: isOff }),
    h("p", { class: "wrong", data: { wrong: "paymentMethod" } }),
    h("p", { class: "small" }, t("onlineSoon")),
  );
}

function summary(lines, quote) {
  const goods = lines.map((line) => h("li", {}, h("span", {}, `${line.qty} × ${line.name}`), h("span", {}, money(line.price * line.qty))));
  return h(
    "aside",
    { class: "panel", "aria-label": t("yourOrder") },
    h("h2", {}, t("yourOrder")),
    h("ul", { class: "goods" }, goods),
    sums({ ...quote, saved: savedOf(lines) }),
    quote.problems.filter(({ field }) => !/^shippingAddress/.test(field)).map(({ message }) => h("p", { class: "problem" }, message)),
  );
}

export async function checkoutPage() {
  if (!session.account) {
    go("/sign-in?then=/checkout");
    return { title: t("signIn"), body: null };
  }
  const [lines, shop] = await Promise.all([cartLines(), shopFacts()]);
  const title = h("h1", { tabindex: -1 }, t("checkout"));
  if (!lines.length) return { title: t("checkout"), body: [title, emptyState("cart", t("emptyCart"))] };
  const quote = await quoteOf();
  const send = async (values) => {
    const order = await post(isRetailer() ? "/retailer/orders" : "/orders", {
      items: lines.map(({ product, qty }) => ({ product, qty })),
      shippingAddress: addressOf(values),
      paymentMethod: "COD",
      expectedTotal: quote.total,
    });
    if (values.keep && !isKept(values)) await saveProfile({ savedAddress: addressOf(values) }).catch(() => null);
    await cartLines();
    go(`/orders/${order._id}?new=1`);
  };
  const form = formOf({ class: "checkout", submit: `${t("place")} · ${money(quote.total)}`, send, key: "place" }, whereTo(), payment(shop, quote.total));
  return { title: t("checkout"), body: [title, h("div", { class: "two" }, form, summary(lines, quote))] };
}
