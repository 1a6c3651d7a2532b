// SPDX-License-Identifier: MIT
// Elements, made by hand: text is always text, so nothing that a shop or a customer wrote can become
// markup, and no style or handler stands in the page.

const SVG = "http://www.w3.org/2000/svg";

function put(element, name, value) {
  if (value === undefined || value === null || value === false) return;
  if (name === "on") Object.entries(value).forEach(([event, handler]) => element.addEventListener(event, handler));
  else if (name === "data") Object.assign(element.dataset, value);
  else if (name === "value" || name === "checked") element[name] = value;
  else element.setAttribute(name, value === true ? "" : String(value));
}

// h("a", {class: "card", href: "#/"}, "text", [more], null)
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  // the value of a select is one of its options, so it comes after them
  const { value, ...others } = props;
  Object.entries(others).forEach(([name, one]) => put(element, name, one));
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  put(element, "value", value);
  return element;
}

// Lines on a grid of 24, one string an icon.
const ICONS = {
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM20 20l-4-4",
  cart: "M3 4h2.2l2.3 11h10l2-8H6.2M9 20a.6.6 0 1 0 0-.1M16.5 20a.6.6 0 1 0 0-.1",
  user: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20.5c.8-4 3.8-5.5 7.5-5.5s6.7 1.5 7.5 5.5",
  globe: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c5 5 5 13 0 18M12 3c-5 5-5 13 0 18",
  heart: "M12 20S4 15 4 9.2C4 6.5 6 5 8 5c1.8 0 3.2 1 4 2.6C12.8 6 14.2 5 16 5c2 0 4 1.5 4 4.2C20 15 12 20 12 20z",
  star: "M12 3.5l2.6 5.5 6 .8-4.4 4.2 1.1 6L12 17l-5.3 3 1.1-6L3.4 9.8l6-.8z",
  check: "M5 12.5l4.5 4.5L19 7.5",
  truck: "M2 6h11v10H2zM13 10h4.5l3.5 3v3h-8M6.5 19a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6M17 19a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6",
  box: "M4 8l8-4 8 4v8l-8 4-8-4zM4 8l8 4 8-4M12 12v8",
  next: "M9 5l7 7-7 7",
  back: "M15 5l-7 7 7 7",
  trash: "M5 7h14M9 7V4.5h6V7M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5",
  shop: "M4 10v10h16V10M3 10l2-6h14l2 6a3 3 0 0 1-6 0 3 3 0 0 1-6 0 3 3 0 0 1-6 0zM10 20v-5h4v5",
  shield: "M12 3l7 3v5.5c0 4.5-3 7.8-7 9.5-4-1.7-7-5-7-9.5V6zM9 12l2.2 2.2L15.2 10",
  rupee: "M7 5h10M7 9h10M7 5h3c5 0 5 8 0 8H7l7 7",
  fan: "M12 12a1.5 1.5 0 1 0 0-.1M12 10.5C9 7 10 3 13 3.5s2.5 4.5 0 7M13.3 12.7c4.4-.8 7 2.3 5.2 4.7s-5.2-.4-5.9-4M10.7 12.7c-1.5 4.2-5.6 5-6.7 2.2s2.8-4.8 6.3-3.7",
  bulb: "M9 17h6M9.5 20h5M12 3.5a6 6 0 0 0-3.5 10.9c.6.5.8 1.3.8 2.6h5.4c0-1.3.2-2.1.8-2.6A6 6 0 0 0 12 3.5z",
  plug: "M9 3v5M15 3v5M6 8h12v3a6 6 0 0 1-12 0zM12 17v4",
  kitchen: "M7 3h9l-1.5 11h-6zM16 5h3l-.8 5H15.4M8.5 14L7 20h9l-1.5-6",
  phone: "M8 2.5h8a1 1 0 0 1 1 1v17a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1v-17a1 1 0 0 1 1-1zM11 18.5h2",
  screen: "M3 5h18v11H3zM8 20h8M12 16v4",
  battery: "M3 8h16v8H3zM19 10.5h2v3h-2M11.5 9.5L8.5 12.5h4l-3 3",
};

export function icon(name, className = "") {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon ${className}`);
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[name] || ICONS.box);
  svg.append(path);
  return svg;
}

// What a category is drawn as, by words of its slug: most shops' products have no pictures on their first day.
const DRAWN = [
  [/fan|cool/, "fan"],
  [/light|lamp|led|bulb/, "bulb"],
  [/wir|switch|mcb|fitting|electric/, "plug"],
  [/kitchen|home|applian/, "kitchen"],
  [/mobile|phone|charg/, "phone"],
  [/audio|tv|speaker|screen|cctv/, "screen"],
  [/batter|power|solar|invert/, "battery"],
];
export function drawingOf(slug = "", name = "") {
  const of = (text) => DRAWN.find(([words]) => words.test(text));
  const found = of(slug) || of(name.toLowerCase());
  return found ? found[1] : "box";
}

// One of eight tints, the same for the same text each time.
export function tintOf(text = "") {
  let sum = 0;
  for (const letter of text) sum = (sum * 31 + letter.codePointAt(0)) % 4096;
  return `tint-${sum % 8}`;
}

// A button that can't be pressed again while what it began goes on.
export function busyWhile(button, work) {
  return async (event) => {
    event?.preventDefault();
    if (button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    try {
      await work(event);
    } finally {
      button.removeAttribute("aria-busy");
    }
  };
}
