// SPDX-License-Identifier: MIT
// The demo shop: brings its parts together and starts.
import { accountPage } from "./page-account.js";
import { cartPage } from "./page-cart.js";
import { checkoutPage } from "./page-checkout.js";
import { homePage } from "./page-home.js";
import { categoryPage, favoritesPage, searchPage } from "./page-list.js";
import { orderPage, ordersPage } from "./page-orders.js";
import { productPage } from "./page-product.js";
import { registerPage, signInPage } from "./page-sign.js";
import { attempt, route, showAgain, start } from "./router.js";
import { onChange, resume } from "./session.js";
import { categoryNav, foot, head, shopFacts } from "./shell.js";
import { loadLanguage, t } from "./texts.js";

route("/", homePage);
route("/c/:slug", categoryPage);
route("/search", searchPage);
route("/favorites", favoritesPage);
route("/p/:slug", productPage);
route("/cart", cartPage);
route("/checkout", checkoutPage);
route("/orders", ordersPage);
route("/orders/:id", orderPage);
route("/sign-in", signInPage);
route("/register", registerPage);
route("/account", accountPage);

const place = (id) => document.getElementById(id);
let shop = {};

// The search field keeps what is being typed: the rest of the head changes around it.
function paintHead() {
  const typed = document.activeElement?.name === "q" ? document.activeElement : null;
  const fresh = head(shop, inOtherLanguage);
  if (typed) fresh[0].querySelector("form.search").replaceWith(typed.form);
  place("head").replaceChildren(...fresh.filter(Boolean));
  typed?.focus();
}

async function paintAround() {
  paintHead();
  place("categories").replaceChildren(await categoryNav());
  place("foot").replaceChildren(foot(shop));
}

async function inOtherLanguage() {
  place("skip").textContent = t("skip");
  await paintAround();
  await showAgain();
  document.querySelector('[data-key="language"]')?.focus();
}

loadLanguage();
place("skip").textContent = t("skip");
place("skip").addEventListener("click", (event) => {
  event.preventDefault();
  place("view").querySelector("h1")?.focus();
});
await attempt(resume);
shop = (await attempt(shopFacts)) || {};
document.body.dataset.shop = shop.shopName || "Kripa";
onChange(paintHead);
await start(paintAround);
document.body.dataset.ready = "yes";
