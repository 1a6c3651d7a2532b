// SPDX-License-Identifier: MIT
// Pages by the address behind the #: which one to show, and showing it. A page is a function of
// (parameters, query) that answers {title, body}, or throws what the shop said no to.
import { ShopError } from "./api.js";
import { h, icon } from "./dom.js";
import { t } from "./texts.js";

const pages = []; // {segments: ["p", ":slug"], page}
let shown = 0; // the newest visit: an older one that comes late is dropped
let after = () => {};

export function route(pattern, page) {
  pages.push({ segments: pattern.split("/").filter(Boolean), page });
}

export function here() {
  const [path, search = ""] = location.hash.replace(/^#/, "").split("?");
  return { path: path || "/", query: Object.fromEntries(new URLSearchParams(search)) };
}

export function go(address) {
  if (location.hash === `#${address}`) visit();
  else location.hash = address;
}

function find(path) {
  const given = path.split("/").filter(Boolean).map(decodeURIComponent);
  for (const { segments, page } of pages) {
    if (segments.length !== given.length) continue;
    const fits = segments.every((segment, i) => segment.startsWith(":") || segment === given[i]);
    if (!fits) continue;
    const params = {};
    segments.forEach((segment, i) => segment.startsWith(":") && (params[segment.slice(1)] = given[i]));
    return { page, params };
  }
  return null;
}

export function emptyState(drawing, text, ...actions) {
  return h("div", { class: "empty" }, icon(drawing), h("p", {}, text), actions);
}

function failed(error) {
  if (!(error instanceof ShopError)) throw error;
  const isGone = error.status === 404 || error.status === 400;
  const again = h("button", { class: "button", type: "button", on: { click: () => visit() } }, t("tryAgain"));
  const home = h("a", { class: "button", href: "#/" }, t("goHome"));
  const title = isGone ? t("notFound") : error.message;
  return { title, body: [h("h1", { tabindex: -1 }, title), emptyState("box", isGone ? error.message : "", isGone ? home : again)] };
}

async function pageOf({ path, query }) {
  const found = find(path);
  if (!found) return failed(new ShopError(t("notFound"), 404));
  return found.page(found.params, query).catch(failed);
}

// What has the focus now gets it again, in what takes its place.
function keepFocus(view, change) {
  const key = document.activeElement?.dataset?.key;
  change();
  if (key) view.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
}

async function show(isNew) {
  const view = document.getElementById("view");
  const visitNumber = ++shown;
  view.setAttribute("aria-busy", "true");
  const { title, body } = await pageOf(here());
  if (visitNumber !== shown) return;
  view.removeAttribute("aria-busy");
  view.dataset.shown = location.hash;
  document.title = title ? `${title} · ${document.body.dataset.shop}` : document.body.dataset.shop;
  keepFocus(view, () => view.replaceChildren(...[body].flat(Infinity).filter(Boolean)));
  if (isNew) {
    scrollTo(0, 0);
    view.querySelector("h1")?.focus({ preventScroll: true });
  }
  after();
}

export const visit = () => show(true);
// The same page with what has changed: focus and place stay.
export const showAgain = () => show(false);

export function start(afterEach) {
  after = afterEach;
  addEventListener("hashchange", visit);
  return show(false);
}

// A short word on what was done, for eyes and screen readers alike.
let clearing = 0;
export function say(text, kind = "good") {
  const place = document.getElementById("toast");
  place.replaceChildren(h("p", { class: `toast ${kind}` }, icon(kind === "good" ? "check" : "box"), text));
  clearTimeout(clearing);
  clearing = setTimeout(() => place.replaceChildren(), 5000);
}

// Does something that the shop may refuse, and says so.
export async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ShopError)) throw error;
    say(error.message, "bad");
    return undefined;
  }
}
