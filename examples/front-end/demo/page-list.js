// SPDX-License-Identifier: MIT
// Lists of products: of a category, of a search, of all there is, and favourites.
import { get, query } from "./api.js";
import { cards } from "./cards.js";
import { busyWhile, h } from "./dom.js";
import { attempt, emptyState, go, here } from "./router.js";
import { categoryTree } from "./shell.js";
import { t } from "./texts.js";

const PAGE = 24;
const SORTS = [
  ["-createdAt", "sortNew"],
  ["-sold", "sortSold"],
  ["price", "sortCheap"],
  ["-price", "sortDear"],
  ["name", "sortName"],
];

// Changes one value of the address's query and goes there.
function change(name, value) {
  const { path, query: values } = here();
  go(`${path}${query({ ...values, [name]: value })}`);
}

function tools({ sort = "", availability }, isSearch) {
  const options = SORTS.map(([value, name]) => h("option", { value }, t(name)));
  const first = isSearch ? h("option", { value: "" }, "–") : null;
  return h(
    "div",
    { class: "tools" },
    h(
      "label",
      {},
      h("span", {}, t("sort")),
      h("select", { value: sort || (isSearch ? "" : "-createdAt"), data: { key: "sort" }, on: { change: (event) => change("sort", event.target.value) } }, first, options),
    ),
    h(
      "label",
      { class: "check" },
      h("input", { type: "checkbox", checked: availability === "in", data: { key: "in" }, on: { change: (event) => change("availability", event.target.checked ? "in" : "") } }),
      h("span", {}, t("inStockOnly")),
    ),
  );
}

// The first page, and a button that adds the next one below it.
async function listOf(filter) {
  const first = await get(`/products${query({ ...filter, limit: PAGE })}`);
  if (!first.items.length) return { total: 0, body: emptyState("search", t("nothingFound")) };
  const list = cards(first.items);
  const place = h("p", { class: "more" });
  const offer = (cursor) => {
    if (!cursor) return place.remove();
    const button = h("button", { class: "button", type: "button" }, t("more"));
    const more = () =>
      attempt(async () => {
        const page = await get(`/products${query({ ...filter, limit: PAGE, cursor })}`);
        const added = [...cards(page.items).children];
        list.append(...added);
        added[0]?.querySelector("a").focus();
        offer(page.meta.next);
      });
    button.addEventListener("click", busyWhile(button, more));
    return place.replaceChildren(button);
  };
  offer(first.meta.next);
  return { total: first.meta.total, body: [list, first.meta.next ? place : null] };
}

async function page(title, filter, values, { crumbs = null, below = null, isSearch = false } = {}) {
  const { sort, availability } = values;
  const { total, body } = await listOf({ ...filter, sort: sort || (isSearch ? "" : "-createdAt"), availability });
  return {
    title,
    body: [
      crumbs,
      h("h1", { tabindex: -1 }, title),
      below,
      h("div", { class: "list-head" }, h("p", { role: "status" }, t("results", { count: total })), tools(values, isSearch)),
      body,
    ],
  };
}

export function crumbs(...links) {
  const home = h("li", {}, h("a", { href: "#/" }, t("home")));
  const others = links.filter(Boolean).map(({ slug, name }) => h("li", {}, h("a", { href: `#/c/${slug}` }, name)));
  return h("nav", { class: "crumbs", "aria-label": t("categories") }, h("ol", {}, home, others));
}

// The category of this slug with all that is above it, the highest first.
function wayTo(tree, slug) {
  for (const category of tree) {
    if (category.slug === slug) return [category];
    const below = wayTo(category.children || [], slug);
    if (below.length) return [category, ...below];
  }
  return [];
}

export async function categoryPage({ slug }, values) {
  const way = wayTo(await categoryTree(), slug);
  const category = way.at(-1);
  if (!category) return page(t("allProducts"), { category: slug }, values);
  const chips = (category.children || []).map((child) => h("li", {}, h("a", { class: "chip", href: `#/c/${child.slug}` }, child.name)));
  const below = [category.description ? h("p", { class: "lead" }, category.description) : null, chips.length ? h("ul", { class: "chips" }, chips) : null];
  return page(category.name, { category: slug }, values, { crumbs: crumbs(...way.slice(0, -1)), below });
}

export function searchPage(params, values) {
  const text = values.q?.trim();
  return text ? page(t("resultsFor", { text }), { q: text }, values, { isSearch: true }) : page(t("allProducts"), {}, values);
}

export async function favoritesPage() {
  const products = await get("/favorites");
  return {
    title: t("favorites"),
    body: [h("h1", { tabindex: -1 }, t("favorites")), products.length ? cards(products) : emptyState("heart", t("nothingFound"))],
  };
}
