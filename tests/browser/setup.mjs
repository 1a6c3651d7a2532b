// SPDX-License-Identifier: MIT
// What the browser tests stand on: a shop with the sample catalogue, kripad in front of it, and a
// browser that notes whatever goes wrong on a page.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const { KRIPA_BUILD: build, KRIPA_MODULES: modules, KRIPA_CHROMIUM: executablePath } = process.env;
const source = new URL("../..", import.meta.url).pathname;
const require = createRequire(join(modules, "package.json"));
const { chromium } = require("playwright-core");
export const axiosSource = readFileSync(join(modules, "node_modules/axios/dist/axios.min.js"), "utf8");
const axeSource = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

export const PASSWORD = "Monsoon#Lamp42";
export const PEOPLE = { admin: "asha@example.in", retailer: "ravi@example.in", customer: "meena@example.in" };
const WAIT_MS = 60000; // the machine may be busy with other tests
const LOOKS = 600; // 50 ms apart
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"];

function kripactl(env, args, input) {
  return execFileSync(join(build, "kripactl"), args, { env, input, cwd: source, encoding: "utf8" });
}

// The shop of examples/quickstart.sh, with passwords that hash fast. kripactl(args, input) works on it.
export function makeShop() {
  const folder = mkdtempSync(join(tmpdir(), "kripa-browser-"));
  const env = { ...process.env, KRIPA_STORE: `sqlite:${join(folder, "shop.db")}`, JWT_SECRET: "browser-Zk3vR8wq1LbY6tNsD0hXjC9uP2mE5" };
  const control = (args, input) => kripactl(env, args, input);
  control(["init", "--name", "Asha Rao", "--email", PEOPLE.admin], PASSWORD);
  control(["shop", "set", "--shop-name", "Kripa Electricals", "--state", "Madhya Pradesh", "--delivery-charge", "40", "--free-delivery-from", "999"]);
  control(["category", "add", "--file", "examples/catalogue/categories.jsonl"]);
  control(["product", "add", "--file", "examples/catalogue/products.jsonl"]);
  control(["user", "add", "--name", "Ravi Kumar", "--email", PEOPLE.retailer, "--role", "retailer"], PASSWORD);
  control(["user", "add", "--name", "Meena Patel", "--email", PEOPLE.customer], PASSWORD);
  return { folder, env, control, remove: () => rmSync(folder, { recursive: true }) };
}

// kripad on a free port of 127.0.0.1, with these settings beside the shop's.
export async function startKripad(shop, settings = {}) {
  const log = join(shop.folder, `kripad-${Date.now()}.log`);
  const limits = { RATE_LIMIT_ADDRESS: "off", RATE_LIMIT_ACCOUNT: "off", RATE_LIMIT_FREE: "off" };
  const env = { ...shop.env, HOST: "127.0.0.1", PORT: "0", DEMO: "on", ...limits, ...settings };
  const child = spawn(join(build, "kripad"), [], { env, cwd: shop.folder, stdio: ["ignore", "ignore", openSync(log, "a")] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  for (let look = 0; look < LOOKS; look++) {
    const port = /"message":"ready".*?"port":(\d+)/.exec(readFileSync(log, "utf8"))?.[1];
    if (port) {
      const stop = () => child.kill() && ended;
      return { url: `http://127.0.0.1:${port}`, port: Number(port), log: () => readFileSync(log, "utf8"), stop };
    }
    assert.equal(child.exitCode, null, readFileSync(log, "utf8"));
    await pause(50);
  }
  child.kill();
  throw new Error(`kripad did not start: ${readFileSync(log, "utf8")}`);
}

const launching = (args) => ({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", ...args] });
export const openBrowser = (args = []) => chromium.launch(launching(args));
// With a profile in this folder, as people have, that takes cookies of other sites or not: a private window takes none.
export function openProfile(folder, takesAll, args = []) {
  const profile = { cookie_controls_mode: takesAll ? 0 : 1, block_third_party_cookies: !takesAll };
  mkdirSync(join(folder, "Default"), { recursive: true });
  writeFileSync(join(folder, "Default", "Preferences"), JSON.stringify({ profile }));
  return chromium.launchPersistentContext(folder, { ...launching(args), locale: "en-IN" });
}

// A window of its own (nothing shared with others), `width` pixels wide. `faults` has what went wrong on its page:
// errors and warnings of the console, exceptions, requests that failed or were answered with an error.
export async function openPage(browser, width, options = {}) {
  const context = await browser.newContext({ viewport: { width, height: width < 600 ? 740 : 860 }, locale: "en-IN", ...options });
  return watch(context, width);
}

export async function watch(context, width) {
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS);
  const faults = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`exception: ${error.stack || error}`));
  page.on("requestfailed", (request) => {
    // what a page that is left no longer wants is no fault
    if (request.failure().errorText !== "net::ERR_ABORTED") faults.push(`failed: ${request.url()} ${request.failure().errorText}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) faults.push(`refused: ${response.request().method()} ${response.url()} ${response.status()}`);
  });
  return { page, context, faults, width };
}

// The page at this address (behind the #), when all of it is there.
export async function visit({ page }, url, address = "/") {
  await page.goto(`${url}/demo/#${address}`);
  await page.waitForSelector("body[data-ready]");
  await settled({ page });
}

export async function settled({ page }) {
  await page.waitForFunction(() => {
    const view = document.getElementById("view");
    return view.dataset.shown === location.hash && !view.hasAttribute("aria-busy") && view.querySelector("h1");
  });
  await page.waitForLoadState("networkidle");
}

// Nothing sticks out at the side, and nobody is shut out.
export async function checkLooks({ page, width }, name) {
  const out = await page.evaluate(() => {
    const scrolls = (element) => element && (getComputedStyle(element).overflowX !== "visible" || scrolls(element.parentElement));
    const beyond = (element) => element.getBoundingClientRect().right > innerWidth && !scrolls(element.parentElement);
    const is = (element) => `${element.tagName}.${element.getAttribute("class")}`;
    const pixels = document.documentElement.scrollWidth - innerWidth;
    return pixels > 0 ? [`${pixels} pixels`, ...[...document.body.querySelectorAll("*")].filter(beyond).slice(0, 9).map(is)] : [];
  });
  assert.deepEqual(out, [], `${name} at ${width}: sticks out`);
  if (process.env.KRIPA_SCREENSHOTS) await page.screenshot({ path: join(process.env.KRIPA_SCREENSHOTS, `${name}-${width}.png`), fullPage: true });
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate((tags) => axe.run(document, { runOnly: tags }), TAGS);
  const serious = violations.filter(({ impact }) => ["serious", "critical"].includes(impact));
  const found = serious.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => target).join(" | ")}`);
  assert.deepEqual(found, [], `${name} at ${width}`);
}

// A call of the API beside the browser, as this person.
export function caller(url) {
  const tokens = new Map();
  return async function call(person, method, path, body) {
    const headers = { "Content-Type": "application/json" };
    if (person) headers.Authorization = `Bearer ${tokens.get(person) || (await signIn(person))}`;
    const response = await fetch(`${url}/api${path}`, { method, headers, body: body && JSON.stringify(body) });
    const answer = await response.json();
    assert.ok(response.ok, `${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
    return answer.data;
  };
  async function signIn(person) {
    const body = JSON.stringify({ email: PEOPLE[person], password: PASSWORD });
    const response = await fetch(`${url}/api/auth/login`, { method: "POST", headers: { "Content-Type": "application/json" }, body });
    tokens.set(person, (await response.json()).data.token);
    return tokens.get(person);
  }
}
