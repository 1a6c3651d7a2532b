// SPDX-License-Identifier: MIT
// The first page: banners, what the shop promises, categories, best sellers, what is new.
import { get } from "./api.js";
import { cards, picture } from "./cards.js";
import { drawingOf, h, icon, tintOf } from "./dom.js";
import { isRetailer } from "./session.js";
import { categoryTree, shopFacts } from "./shell.js";
import { money, t } from "./texts.js";

const SHOWN = 8; // products a row

const productsBy = (sort, limit) => get(`/products?limit=${limit}&availability=in&sort=${sort}`);

function hero(shop) {
  return h(
    "section",
    { class: "hero" },
    h(
      "div",
      {},
      h("h1", { tabindex: -1 }, t("tagline")),
      h("p", {}, t("heroText")),
      h("p", {}, h("a", { class: "button marigold", href: "#/search" }, t("shopNow"))),
    ),
    h("div", { class: "hero-art" }, icon("fan"), icon("bulb"), icon("plug"), shop.logo ? h("img", { src: shop.logo, alt: "" }) : null),
  );
}

// A banner leads to its product, or to all of them. What it shows is its own picture, or its product's.
function banner(one, i, count) {
  const address = one.product ? `#/p/${one.product.slug}` : "#/search";
  const art = one.image?.url ? h("img", { class: "banner-image", src: one.image.url, alt: "" }) : one.product ? picture(one.product, { large: true }) : null;
  return h(
    "li",
    { class: `banner ${tintOf(one.title)}`, id: `offer-${i + 1}`, "aria-label": t("offer", { number: i + 1, count }) },
    h(
      "div",
      {},
      one.badge ? h("p", { class: "badge-text" }, one.badge) : null,
      h("h2", {}, one.title),
      one.subtitle ? h("p", {}, one.subtitle) : null,
      one.product ? h("p", { class: "banner-price" }, money((isRetailer() && one.product.retailer_price) || one.product.price)) : null,
      h("p", {}, h("a", { class: "button marigold", href: address }, one.ctaLabel || t("shopNow"), h("span", { class: "hidden" }, `: ${one.title}`))),
    ),
    art ? h("div", { class: "banner-art" }, art) : null,
  );
}

// The banners lie side by side and are swiped or scrolled; two buttons do the same. Nothing moves by itself.
function banners(all) {
  if (!all.length) return null;
  const strip = h("ul", { class: "banners", tabindex: 0, "aria-label": t("offers") }, all.map((one, i) => banner(one, i, all.length)));
  const turn = (by) => () => strip.scrollBy({ left: by * strip.clientWidth, behavior: "smooth" });
  const button = (drawing, name, by) => h("button", { type: "button", class: "turn", "aria-label": name, on: { click: turn(by) } }, icon(drawing));
  return h(
    "section",
    { class: "offers", "aria-label": t("offers") },
    strip,
    all.length > 1 ? h("div", { class: "turns" }, button("back", t("previous"), -1), button("next", t("next"), 1)) : null,
  );
}

function promise(drawing, title, text) {
  return h("li", {}, icon(drawing), h("div", {}, h("strong", {}, title), h("span", {}, text)));
}

function promises(shop) {
  const { deliveryCharge = 0, freeDeliveryFrom, returnDays = 0 } = shop;
  const cost = deliveryCharge ? t("deliveryFor", { amount: money(deliveryCharge) }) : t("free");
  return h(
    "ul",
    { class: "promises" },
    promise("rupee", t("payOnDelivery"), t("payOnDeliveryText")),
    freeDeliveryFrom ? promise("truck", t("freeFrom", { amount: money(freeDeliveryFrom) }), cost) : promise("truck", t("delivery"), cost),
    returnDays ? promise("shield", t("easyReturns", { count: returnDays }), t("easyReturnsText")) : null,
    isRetailer() ? null : promise("shop", t("forRetailers"), t("forRetailersText")),
  );
}

function categories(tree) {
  return h(
    "ul",
    { class: "category-tiles" },
    tree.map(({ slug, name, logo }, i) =>
      h(
        "li",
        {},
        h("a", { class: `tint-${i % 8}`, href: `#/c/${slug}` }, logo ? h("img", { src: logo, alt: "", loading: "lazy" }) : icon(drawingOf(slug)), h("span", {}, name)),
      ),
    ),
  );
}

const row = (title, products) => (products.length ? h("section", {}, h("h2", {}, title), cards(products)) : null);

export async function homePage() {
  const [shop, offers, tree, sold, fresh] = await Promise.all([
    shopFacts(),
    get("/banners"),
    categoryTree(),
    productsBy("-sold", SHOWN),
    productsBy("-createdAt", 2 * SHOWN),
  ]);
  const isSold = new Set(sold.items.map((product) => product._id));
  const others = fresh.items.filter((product) => !isSold.has(product._id)).slice(0, SHOWN);
  return {
    title: "",
    body: [
      hero(shop),
      banners(offers),
      promises(shop),
      h("section", {}, h("h2", {}, t("categories")), categories(tree)),
      row(t("bestSellers"), sold.items),
      row(t("newest"), others),
    ],
  };
}
