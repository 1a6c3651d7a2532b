// SPDX-License-Identifier: MIT
// Signing in and registering. Afterwards it goes on where it was wanted (?then=/checkout).
import { query } from "./api.js";
import { h } from "./dom.js";
import { field, formOf } from "./forms.js";
import { go, say } from "./router.js";
import { register, session, signIn } from "./session.js";
import { t } from "./texts.js";

function goOn({ then }) {
  say(t("welcome", { name: session.account.name }));
  go(then?.startsWith("/") ? then : "/");
}

function page(title, form, other) {
  return { title, body: h("div", { class: "narrow panel" }, h("h1", { tabindex: -1 }, title), form, h("p", {}, other)) };
}

const email = () => field({ name: "email", label: t("email"), type: "email", required: true, autocomplete: "username" });

export async function signInPage(params, values) {
  const form = formOf(
    {
      submit: t("signIn"),
      key: "sign-in",
      send: async (given) => {
        await signIn(given.email, given.password);
        goOn(values);
      },
    },
    email(),
    field({ name: "password", label: t("password"), type: "password", required: true, autocomplete: "current-password" }),
  );
  return page(t("signIn"), form, h("a", { href: `#/register${query({ then: values.then })}` }, t("noAccount")));
}

export async function registerPage(params, values) {
  const form = formOf(
    {
      submit: t("register"),
      key: "register",
      send: async (given) => {
        await register(given);
        goOn(values);
      },
    },
    field({ name: "name", label: t("name"), required: true, autocomplete: "name" }),
    email(),
    field({ name: "phone", label: t("phone"), autocomplete: "tel", inputmode: "tel", hint: t("phoneHint") }),
    field({ name: "password", label: t("password"), type: "password", required: true, autocomplete: "new-password", hint: t("passwordHint") }),
  );
  return page(t("register"), form, h("a", { href: `#/sign-in${query({ then: values.then })}` }, t("haveAccount")));
}
