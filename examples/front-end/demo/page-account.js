// SPDX-License-Identifier: MIT
// The account: profile, addresses, favourites, and asking to buy as a retailer.
import { h, icon } from "./dom.js";
import { addressFields, field, formOf } from "./forms.js";
import { go, say, showAgain } from "./router.js";
import { askToBecomeRetailer, isRetailer, saveProfile, session, signOut } from "./session.js";
import { t } from "./texts.js";

async function saved() {
  say(t("saved"));
  await showAgain();
}

function profile({ name, phone, email }) {
  const send = async (values) => {
    await saveProfile(values);
    await saved();
  };
  return h(
    "section",
    { class: "panel" },
    h("h2", {}, t("profile")),
    h("p", { class: "small" }, email),
    formOf(
      { submit: t("save"), send, key: "save-profile" },
      field({ name: "name", label: t("name"), value: name, required: true, autocomplete: "name" }),
      field({ name: "phone", label: t("phone"), value: phone || "", autocomplete: "tel", inputmode: "tel", hint: t("phoneHint") }),
    ),
  );
}

function addresses({ savedAddresses = [] }) {
  const first = savedAddresses.find((address) => address.default) || savedAddresses[0];
  const others = savedAddresses.filter((address) => address !== first);
  const send = async (savedAddress) => {
    await saveProfile({ savedAddress });
    await saved();
  };
  return h(
    "section",
    { class: "panel" },
    h("h2", {}, t("addresses")),
    others.map(({ name, addressLine, city, pincode }) => h("address", {}, `${name}, ${addressLine}, ${city} ${pincode}`)),
    formOf({ submit: t("save"), send, key: "save-address" }, addressFields(first)),
  );
}

function retailer({ retailerRequestStatus, name, phone }) {
  if (isRetailer()) return h("section", { class: "panel trade-panel" }, icon("shop"), h("p", {}, t("youAreRetailer")));
  if (session.account.role !== "customer") return null;
  if (retailerRequestStatus === "pending") return h("section", { class: "panel" }, h("h2", {}, t("becomeRetailer")), h("p", { role: "status" }, t("requestPending")));
  const send = async (details) => {
    await askToBecomeRetailer(details);
    await showAgain();
  };
  return h(
    "section",
    { class: "panel" },
    h("h2", {}, t("becomeRetailer")),
    h("p", {}, retailerRequestStatus === "rejected" ? t("requestRejected") : t("becomeRetailerText")),
    formOf(
      { submit: t("askToBecome"), send, key: "ask-retailer" },
      h(
        "div",
        { class: "grid" },
        field({ name: "shopName", label: t("shopName"), required: true }),
        field({ name: "ownerName", label: t("ownerName"), value: name, required: true }),
        field({ name: "phone", label: t("phone"), value: phone || "", required: true, inputmode: "tel", hint: t("phoneHint") }),
        field({ name: "gstin", label: t("gstin") }),
        field({ name: "shopAddress", label: t("shopAddress"), required: true, wide: true }),
      ),
    ),
  );
}

export async function accountPage() {
  const { account } = session;
  if (!account) {
    go("/sign-in?then=/account");
    return { title: t("signIn"), body: null };
  }
  const leave = async () => {
    await signOut();
    say(t("signedOut"));
    go("/");
  };
  return {
    title: t("account"),
    body: [
      h("h1", { tabindex: -1 }, t("hello", { name: account.name })),
      h(
        "ul",
        { class: "chips" },
        h("li", {}, h("a", { class: "chip", href: "#/orders" }, icon("box"), t("orders"))),
        h("li", {}, h("a", { class: "chip", href: "#/favorites" }, icon("heart"), t("favorites"))),
        h("li", {}, h("button", { class: "chip", type: "button", data: { key: "sign-out" }, on: { click: leave } }, t("signOut"))),
      ),
      h("div", { class: "panels" }, profile(account), addresses(account), retailer(account)),
    ],
  };
}
