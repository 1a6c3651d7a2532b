// SPDX-License-Identifier: MIT
// What the page says, in the language that was chosen, and how it writes money and dates.
import en from "./texts-en.js";
import hi from "./texts-hi.js";

const STORED_AS = "kripa-demo-language";
const LANGUAGES = { en, hi };
let language = "en";

export function chooseLanguage(name) {
  language = LANGUAGES[name] ? name : "en";
  document.documentElement.lang = language;
  localStorage.setItem(STORED_AS, language);
}

export function loadLanguage() {
  const wanted = new URLSearchParams(location.search).get("lang");
  const preferred = (navigator.language || "").startsWith("hi") ? "hi" : "en";
  chooseLanguage(wanted || localStorage.getItem(STORED_AS) || preferred);
}

export const currentLanguage = () => language;

// t("left", {count: 3}): "only {count} left"; a text of two forms, [one, many], goes by count.
export function t(name, values = {}) {
  let text = LANGUAGES[language][name] ?? en[name] ?? name;
  if (Array.isArray(text)) text = text[values.count === 1 ? 0 : 1];
  return text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

export function money(rupees) {
  const digits = Number.isInteger(rupees) ? 0 : 2;
  const form = { style: "currency", currency: "INR", minimumFractionDigits: digits, maximumFractionDigits: 2 };
  return new Intl.NumberFormat(`${language}-IN`, form).format(rupees);
}

export function day(iso) {
  const form = { day: "numeric", month: "short", year: "numeric", timeZone: "Asia/Kolkata" };
  return new Intl.DateTimeFormat(`${language}-IN`, form).format(new Date(iso));
}

export function moment(iso) {
  const form = { day: "numeric", month: "short", hour: "numeric", minute: "2-digit", timeZone: "Asia/Kolkata" };
  return new Intl.DateTimeFormat(`${language}-IN`, form).format(new Date(iso));
}

// Of a name that is written in both, "छत का पंखा (Ceiling Fan)", all is shown: people search by either.
export function bothTexts() {
  return { en, hi };
}
