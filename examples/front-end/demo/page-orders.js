// SPDX-License-Identifier: MIT
// The buyer's orders: a list, and each with where it is, what was bought and where it goes.
import { get, put, query } from "./api.js";
import { picture } from "./cards.js";
import { busyWhile, h, icon } from "./dom.js";
import { sums } from "./page-cart.js";
import { attempt, emptyState, go, say, showAgain } from "./router.js";
import { session } from "./session.js";
import { day, moment, money, t } from "./texts.js";

const STEPS = ["pending", "shipped", "delivered"];
const PAGE = 10;

// A page for somebody who is signed in.
function signInFirst(then) {
  go(`/sign-in${query({ then })}`);
  return { title: t("signIn"), body: null };
}

const badge = (status) => h("span", { class: `status ${status}` }, t(status));

function orderCard(order) {
  const goods = order.items.map(({ qty, name }) => `${qty} × ${name}`).join(", ");
  return h(
    "li",
    { class: "order" },
    h(
      "a",
      { href: `#/orders/${order._id}` },
      h("span", { class: "order-head" }, h("strong", {}, t("order", { number: order.number })), badge(order.deliveryStatus), order.isBulkOrder ? h("span", { class: "status trade" }, t("bulkOrder")) : null),
      h("span", { class: "small" }, t("placedOn", { date: day(order.createdAt) })),
      h("span", { class: "order-goods" }, goods),
      h("strong", {}, money(order.totalAmount)),
    ),
  );
}

export async function ordersPage() {
  if (!session.account) return signInFirst("/orders");
  const first = await get(`/orders/my${query({ limit: PAGE })}`);
  const title = h("h1", { tabindex: -1 }, t("orders"));
  if (!first.length) return { title: t("orders"), body: [title, emptyState("box", t("noOrders"), h("a", { class: "button strong", href: "#/search" }, t("startShopping")))] };
  const list = h("ul", { class: "orders" }, first.map(orderCard));
  const place = h("p", { class: "more" });
  const offer = (cursor) => {
    if (!cursor) return place.remove();
    const button = h("button", { class: "button", type: "button" }, t("more"));
    const more = () =>
      attempt(async () => {
        const page = await get(`/orders/my${query({ limit: PAGE, cursor })}`);
        list.append(...page.map(orderCard));
        offer(page.meta.next);
      });
    button.addEventListener("click", busyWhile(button, more));
    return place.replaceChildren(button);
  };
  offer(first.meta.next);
  return { title: t("orders"), body: [title, list, first.meta.next ? place : null] };
}

// Packed, on its way, delivered: each with when, as far as the order has come.
function track(order) {
  const at = (status) => order.history?.find(({ to }) => to === status)?.at;
  if (order.deliveryStatus === "cancelled") {
    const when = at("cancelled");
    return h("p", { class: "problem" }, t("wasCancelled"), " ", when ? moment(when) : "");
  }
  const reached = STEPS.indexOf(order.deliveryStatus);
  const step = (status, i) => {
    const when = i === 0 ? order.createdAt : at(status);
    return h(
      "li",
      { class: i <= reached ? "done" : "", "aria-current": i === reached ? "step" : undefined },
      h("span", { class: "dot" }, i <= reached ? icon("check") : null),
      h("span", {}, h("strong", {}, t(status)), when && i <= reached ? h("small", {}, moment(when)) : null),
    );
  };
  return h("ol", { class: "track" }, STEPS.map(step));
}

function parcel({ shipment }) {
  if (!shipment?.courier) return null;
  const text = t("courier", { courier: shipment.courier, number: shipment.trackingNumber || "–" });
  const link = shipment.trackingUrl ? h("a", { class: "button", href: shipment.trackingUrl, rel: "noreferrer" }, t("track")) : null;
  return h("p", { class: "parcel" }, icon("truck"), text, link);
}

function cancelling(order) {
  if (order.deliveryStatus !== "pending") return null;
  const place = h("p", { class: "actions" });
  const button = (text, className, work) => {
    const one = h("button", { class: className, type: "button" }, text);
    one.addEventListener("click", busyWhile(one, work));
    return one;
  };
  const cancel = () =>
    attempt(async () => {
      await put(`/orders/${order._id}/cancel`);
      say(t("wasCancelled"));
      await showAgain();
    });
  const ask = () => {
    place.replaceChildren(h("span", {}, t("cancelSure")), button(t("yesCancel"), "button", cancel), button(t("keep"), "button strong", offer));
    place.querySelector("button").focus();
  };
  const offer = () => place.replaceChildren(button(t("cancel"), "link", ask));
  offer();
  return place;
}

function goods(order) {
  const item = ({ product, name, qty, price }) =>
    h(
      "li",
      { class: "line" },
      picture(product || { name }),
      h("div", { class: "line-text" }, product ? h("a", { href: `#/p/${product._id}` }, name) : h("span", {}, name), h("p", { class: "small" }, `${qty} × ${money(price)}`)),
      h("strong", { class: "line-sum" }, money(price * qty)),
    );
  return h("ul", { class: "lines" }, order.items.map(item));
}

export async function orderPage({ id }, values) {
  if (!session.account) return signInFirst(`/orders/${id}`);
  const order = await get(`/orders/${id}`);
  const { name, addressLine, city, state, pincode, phone } = order.shippingAddress;
  const isPaid = order.paymentStatus === "paid";
  const isNew = values.new && order.deliveryStatus === "pending";
  const lines = order.totalAmount - order.deliveryCharge;
  const title = t(isNew ? "thanks" : "order", { number: order.number });
  return {
    title,
    body: [
      h("h1", { tabindex: -1 }, title),
      isNew ? h("p", { class: "lead" }, t("thanksText")) : h("p", { class: "small" }, t("placedOn", { date: day(order.createdAt) })),
      order.isBulkOrder ? h("p", {}, h("span", { class: "status trade" }, t("bulkOrder"))) : null,
      h("section", { class: "panel", "aria-label": t("orders") }, track(order), parcel(order)),
      h(
        "div",
        { class: "two" },
        goods(order),
        h(
          "aside",
          { class: "panel", "aria-label": t("total") },
          sums({ lines, delivery: order.deliveryCharge, total: order.totalAmount }),
          order.deliveryStatus === "cancelled" ? null : h("p", {}, t(isPaid ? "paid" : "cod_pending", { amount: money(order.totalAmount) })),
          order.invoiceUrl ? h("p", {}, h("a", { class: "button", href: order.invoiceUrl }, t("invoice"))) : null,
          h("h2", {}, t("deliverTo")),
          h("address", {}, name, h("br"), addressLine, h("br"), `${city} ${pincode}`, h("br"), state, h("br"), phone),
          cancelling(order),
        ),
      ),
    ],
  };
}
