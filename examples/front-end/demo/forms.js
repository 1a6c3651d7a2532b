// SPDX-License-Identifier: MIT
// Forms that say what is wrong beside the field that it is about, as the shop names it.
import { ShopError } from "./api.js";
import { busyWhile, h } from "./dom.js";
import { t } from "./texts.js";

let number = 0;

// {name, label, type?, hint?, value?, required?, autocomplete?, inputmode?, rows?, wide?}
export function field(form) {
  const id = `field-${++number}`;
  const { label, hint, rows, wide, ...attributes } = form;
  const control = h(rows ? "textarea" : "input", {
    type: rows ? undefined : "text",
    rows,
    ...attributes,
    id,
    "aria-describedby": hint ? `${id}-hint ${id}-wrong` : `${id}-wrong`,
  });
  return h(
    "div",
    { class: wide ? "field wide" : "field" },
    h("label", { for: id }, label),
    control,
    hint ? h("p", { class: "hint", id: `${id}-hint` }, hint) : null,
    h("p", { class: "wrong", id: `${id}-wrong`, data: { wrong: form.name } }),
  );
}

export function radio({ name, value, label, hint, checked, disabled, onPick }) {
  return h(
    "label",
    { class: disabled ? "choice off" : "choice" },
    h("input", { type: "radio", name, value, checked: checked || false, disabled, on: onPick ? { change: onPick } : {} }),
    h("span", {}, h("strong", {}, label), hint ? h("small", {}, hint) : null),
  );
}

export function check({ name, label, checked }) {
  return h("label", { class: "check" }, h("input", { type: "checkbox", name, checked: checked || false }), h("span", {}, label));
}

export function valuesOf(form) {
  const values = Object.fromEntries(new FormData(form));
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.trim ? value.trim() : value]));
}

function mark(form, name, message) {
  const place = form.querySelector(`[data-wrong="${CSS.escape(name)}"]`);
  const control = form.elements[name];
  if (place) place.textContent = message;
  if (control?.setAttribute) control.setAttribute("aria-invalid", "true");
  return Boolean(place);
}

function clear(form) {
  form.querySelectorAll("[data-wrong]").forEach((place) => (place.textContent = ""));
  form.querySelectorAll("[aria-invalid]").forEach((control) => control.removeAttribute("aria-invalid"));
  form.querySelector(".summary")?.remove();
}

// "shippingAddress.pincode" is about the field pincode.
const lastName = (path) => path.split(".").at(-1);

export function showErrors(form, error) {
  const rest = error.fields.filter(({ field: path, message }) => !mark(form, lastName(path), message));
  const texts = error.fields.length ? rest.map(({ message }) => message) : [error.message];
  const invalid = form.querySelector("[aria-invalid]");
  if (texts.length) form.prepend(h("p", { class: "summary", role: "alert" }, texts.join(" ")));
  invalid?.focus();
}

function missing(form) {
  const empty = [...form.elements].filter((control) => control.required && !control.value.trim());
  return empty.map((control) => ({ field: control.name, message: t("required") }));
}

// A form that calls send(values) and shows what comes back wrong.
export function formOf({ class: className = "form", submit, send, key }, ...children) {
  const button = h("button", { class: "button strong", type: "submit", data: { key: key || submit } }, submit);
  const form = h("form", { class: className, novalidate: true }, children, h("p", { class: "actions" }, button));
  form.addEventListener(
    "submit",
    busyWhile(button, async () => {
      clear(form);
      const fields = missing(form);
      if (fields.length) return showErrors(form, { fields, message: t("required") });
      try {
        await send(valuesOf(form), form);
      } catch (error) {
        if (!(error instanceof ShopError)) throw error;
        showErrors(form, error);
      }
    }),
  );
  return form;
}

export const ADDRESS_FIELDS = ["name", "phone", "addressLine", "city", "state", "pincode"];
export function addressFields(address = {}) {
  const value = (name) => ({ name, label: t(name), value: address[name] || "", required: true });
  return h(
    "div",
    { class: "grid" },
    field({ ...value("name"), autocomplete: "name" }),
    field({ ...value("phone"), autocomplete: "tel", inputmode: "tel", hint: t("phoneHint") }),
    field({ ...value("addressLine"), autocomplete: "street-address", wide: true }),
    field({ ...value("pincode"), autocomplete: "postal-code", inputmode: "numeric", hint: t("pincodeHint") }),
    field({ ...value("city"), autocomplete: "address-level2" }),
    field({ ...value("state"), autocomplete: "address-level1" }),
  );
}
