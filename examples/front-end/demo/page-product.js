// SPDX-License-Identifier: MIT
// One product: pictures, price, how many, and what others say of it.
import { get } from "./api.js";
import { addButton, heart, picture, priceOf, ratingOf, stepper, stockOf } from "./cards.js";
import { busyWhile, h } from "./dom.js";
import { crumbs } from "./page-list.js";
import { reviewsOf } from "./reviews.js";
import { attempt, go } from "./router.js";
import { addToCart } from "./session.js";
import { money, t } from "./texts.js";

function gallery(product) {
  const large = h("div", { class: "large" }, picture(product, { large: true }));
  if (product.images.length < 2) return large;
  const show = (image) => () => large.replaceChildren(picture({ ...product, images: [image] }, { large: true }));
  const small = product.images.map((image, i) =>
    h("li", {}, h("button", { type: "button", "aria-label": `${product.name} ${i + 1}`, on: { click: show(image) } }, picture({ ...product, images: [image] }))),
  );
  return [large, h("ul", { class: "thumbs" }, small)];
}

function buying(product) {
  if (product.stock <= 0) return null;
  let wanted = 1;
  const saves = h("p", { class: "saves", role: "status" });
  const change = (qty) => {
    wanted = qty;
    const { price, retailer_price: trade, price_bulk: bulk, min_bulk_qty: from = 1 } = product;
    const each = bulk && qty >= from ? bulk : (trade ?? price);
    saves.textContent = each < price ? t("youSave", { amount: money((price - each) * qty) }) : "";
  };
  change(1);
  const now = h("button", { class: "button marigold", type: "button", data: { key: "buy-now" } }, t("buyNow"));
  const buy = () =>
    attempt(async () => {
      await addToCart(product, wanted);
      go("/cart");
    });
  now.addEventListener("click", busyWhile(now, buy));
  return [
    h("div", { class: "buying" }, stepper({ value: 1, max: product.stock, label: t("quantity"), key: "qty", change }), addButton(product, () => wanted), now),
    saves,
  ];
}

function facts(product) {
  const rows = [
    ["SKU", product.sku],
    ["HSN", product.hsn],
    ["GST", product.gst_rate === undefined ? null : `${product.gst_rate} %`],
  ].filter(([, value]) => value);
  return rows.length ? h("dl", { class: "facts" }, rows.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)))) : null;
}

export async function productPage({ slug }) {
  const product = await get(`/products/${encodeURIComponent(slug)}`);
  const reviews = await reviewsOf(product);
  const tags = (product.tags || []).map((tag) => h("li", {}, h("a", { class: "chip", href: `#/search?q=${encodeURIComponent(tag)}` }, tag)));
  return {
    title: product.name,
    body: [
      crumbs(product.category, product.subcategory_id),
      h(
        "article",
        { class: "product" },
        h("div", { class: "gallery" }, gallery(product)),
        h(
          "div",
          { class: "about" },
          h("h1", { tabindex: -1 }, product.name),
          ratingOf(product),
          priceOf(product),
          h("p", { class: "small" }, t("taxIncluded")),
          stockOf(product),
          buying(product),
          heart(product),
          product.description ? h("p", { class: "description" }, product.description) : null,
          facts(product),
          tags.length ? h("ul", { class: "chips" }, tags) : null,
        ),
      ),
      reviews,
    ],
  };
}
