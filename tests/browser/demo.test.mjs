// SPDX-License-Identifier: MIT
// The demo shop in a browser, at the width of a phone and of a desktop: people look around, register,
// buy, follow their order, review; a retailer buys in bulk. No page may have an error on its console, a
// request that is refused, something that sticks out at the side, or a serious finding of axe.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { axiosSource, caller, checkLooks, makeShop, openBrowser, openPage, PASSWORD, PEOPLE, settled, startKripad, visit } from "./setup.mjs";

const ADDRESS = { name: "Sita Devi", phone: "9876543210", addressLine: "12 MG Road", pincode: "465683", city: "Pachore", state: "Madhya Pradesh" };
const FAN = "pavanya-ceiling-fan-1200-mm-brown"; // 1749; for retailers 1479, from 5 pieces on 1385

let shop, kripad, browser, url, call;
before(async () => {
  shop = makeShop();
  kripad = await startKripad(shop);
  ({ url } = kripad);
  call = caller(url);
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await kripad?.stop();
  shop?.remove();
});

const key = (name) => `[data-key="${name}"]`;
const at = (page, start) => page.waitForFunction((begin) => location.hash.startsWith(begin), `#${start}`);
const title = (page) => page.textContent("h1");

async function fill(page, values) {
  for (const [name, value] of Object.entries(values)) await page.fill(`main [name="${name}"]`, value);
}

async function go(win, address) {
  await win.page.evaluate((hash) => (location.hash = hash), address);
  await at(win.page, address);
  await settled(win);
}

async function signIn(win, person, then = "/") {
  await visit(win, url, `/sign-in?then=${then}`);
  await fill(win.page, { email: PEOPLE[person], password: PASSWORD });
  await win.page.click(key("sign-in"));
  await win.page.waitForFunction(() => !location.hash.startsWith("#/sign-in"));
  await settled(win);
}

// Checks out what is in the cart; the order's id.
async function checkOut(win) {
  const { page } = win;
  await go(win, "/checkout");
  const other = page.locator('main [name=to][value="new"]');
  if (await other.count()) await other.check(); // the account was here before, at another width
  await fill(page, ADDRESS);
  await page.click(key("place"));
  await at(page, "/orders/");
  await settled(win);
  return /orders\/([0-9a-f]{24})/.exec(page.url())[1];
}

const deliver = async (id) => {
  await call("admin", "PUT", `/orders/${id}/status`, { status: "shipped" });
  await call("admin", "PUT", `/orders/${id}/status`, { status: "delivered" });
};

// A window for one story: at its end nothing may have gone wrong on its pages.
const story = (name, width, tell) =>
  test(name, async () => {
    const win = await openPage(browser, width);
    try {
      await tell(win);
      assert.deepEqual(win.faults, []);
    } finally {
      await win.context.close();
    }
  });

function stories(width) {
  story("a guest looks around", width, async (win) => {
    const { page } = win;
    await visit(win, url);
    assert.ok(await page.isVisible(".hero"));
    assert.ok((await page.locator(".cards .card").count()) >= 8);
    await checkLooks(win, "home");
    await page.click('.tree a[href="#/c/lighting"]');
    await at(page, "/c/lighting");
    await settled(win);
    assert.equal(await title(page), "Lighting");
    assert.equal(await page.getAttribute('.tree a[href="#/c/lighting"]', "aria-current"), "page");
    await checkLooks(win, "category");
    await page.selectOption(key("sort"), "price");
    await at(page, "/c/lighting?sort=price");
    await settled(win);
    const prices = await page.locator(".card .price strong").allTextContents();
    const numbers = prices.map((text) => Number(text.replace(/[^\d.]/g, "")));
    assert.deepEqual(numbers, numbers.toSorted((a, b) => a - b));
  });

  story("search suggests while one types, by keyboard alone", width, async (win) => {
    const { page } = win;
    await visit(win, url);
    await page.focus("[name=q]");
    await page.keyboard.type("ceiling fan");
    await page.waitForSelector("#suggestions:not([hidden]) [role=option]");
    assert.equal(await page.getAttribute("[name=q]", "aria-expanded"), "true");
    await checkLooks(win, "suggestions");
    await page.keyboard.press("ArrowDown");
    const name = await page.textContent('#suggestions [aria-selected="true"] span:not(.picture)');
    assert.match(name, /fan/i);
    await page.keyboard.press("Enter");
    await at(page, "/p/");
    await settled(win);
    assert.equal(await title(page), name);
    await page.fill("[name=q]", "पंखा");
    await page.keyboard.press("Enter");
    await at(page, "/search?q=");
    await settled(win);
    assert.ok((await page.locator(".card").count()) > 0);
    await go(win, "/search?q=zzzzqqqq");
    assert.ok(await page.isVisible(".empty"));
    await checkLooks(win, "nothing-found");
  });

  story("everything is there in Hindi", width, async (win) => {
    const { page } = win;
    await visit(win, url);
    await page.click(key("language"));
    await page.waitForSelector('html[lang="hi"]');
    await settled(win);
    assert.match(await title(page), /बिजली/);
    await checkLooks(win, "home-hindi");
    await go(win, `/p/${FAN}`);
    assert.match(await page.textContent(".buying"), /कार्ट में डालें/);
    await page.reload();
    await page.waitForSelector("body[data-ready]");
    await settled(win);
    assert.equal(await page.getAttribute("html", "lang"), "hi");
    await go(win, "/register");
    assert.equal(await title(page), "खाता बनाएँ");
    await checkLooks(win, "register-hindi");
  });

  story("somebody fills a cart, registers, buys, follows the parcel and writes a review", width, async (win) => {
    const { page } = win;
    await visit(win, url, `/p/${FAN}`);
    await checkLooks(win, "product");
    await page.click(`main ${key("qty+")}`);
    await page.click(`main ${key("buy-now")}`);
    await at(page, "/cart");
    await settled(win);
    assert.match(await page.textContent(".line-sum"), /3,498/);
    await checkLooks(win, "cart");
    await page.click(key("to-checkout"));
    await at(page, "/sign-in");
    await page.click('main a[href^="#/register"]');
    await at(page, "/register");
    await settled(win);
    await checkLooks(win, "register");
    await fill(page, { name: "Sita Devi", email: `sita${width}@example.in`, phone: "9876543210", password: PASSWORD });
    await page.click(key("register"));
    await at(page, "/checkout");
    await settled(win);
    await checkLooks(win, "checkout");
    const id = await checkOut(win);
    assert.match(await title(page), /Thank you! Order \d+ is placed/);
    await checkLooks(win, "order");
    await deliver(id);
    await page.reload();
    await page.waitForSelector("body[data-ready]"); // signed in still, by the cookie
    await settled(win);
    assert.equal(await page.locator(".track .done").count(), 3);
    await go(win, "/orders");
    assert.equal(await page.locator(".order .status.delivered").count(), 1);
    await checkLooks(win, "orders");
    await review(win);
    await buyAgain(win);
    await go(win, "/account");
    assert.equal(await page.inputValue("main [name=pincode]"), ADDRESS.pincode);
    await checkLooks(win, "account");
    await page.click(key("sign-out"));
    await page.waitForSelector('#head a[href="#/sign-in"]');
  });

  // The second time the address is there already.
  async function buyAgain(win) {
    const { page } = win;
    await go(win, "/c/led-bulbs");
    await page.click(".card .button");
    await page.waitForSelector("#head .badge");
    await go(win, "/checkout");
    assert.equal(await page.isChecked('main [name=to][value="0"]'), true);
    await checkLooks(win, "checkout-again");
    await page.click(key("place"));
    await at(page, "/orders/");
    await settled(win);
    assert.match(await page.textContent("address"), /12 MG Road/);
  }

  async function review(win) {
    const { page } = win;
    await go(win, `/p/${FAN}`);
    await page.click(".write summary");
    await page.click('.star-picker input[value="4"]');
    await fill(page, { text: "Quiet, and it cools the whole room." });
    await page.click(key("send-review"));
    await page.waitForSelector(".review .verified");
    await settled(win);
    assert.match(await page.textContent(".review"), /Sita Devi.*Bought here.*Quiet/s);
    assert.ok(Number(await page.textContent(".average")) >= 4);
    assert.equal(await page.locator(".write").count(), 0); // one review a person
    await checkLooks(win, "review");
  }

  story("an order is cancelled before it is sent", width, async (win) => {
    const { page } = win;
    await signIn(win, "customer");
    await go(win, "/p/deeptika-led-bulb-9-w-b22-cool-white");
    await page.click(`main ${key("buy-now")}`);
    await at(page, "/cart");
    const id = await checkOut(win);
    await page.click(".actions .link");
    await page.click(".actions .button");
    await page.waitForSelector("main .problem");
    assert.equal((await call("admin", "GET", `/orders/${id}`)).deliveryStatus, "cancelled");
  });

  story("a retailer sees trade prices and buys in bulk", width, async (win) => {
    const { page } = win;
    await signIn(win, "retailer", `/p/${FAN}`);
    assert.match(await page.textContent(".about .price"), /1,479.*1,749.*1,385 each from 5/s);
    await checkLooks(win, "product-retailer");
    await page.fill(`main ${key("qty")}`, "4");
    await page.click(`main ${key("buy-now")}`);
    await at(page, "/cart");
    await settled(win);
    assert.match(await page.textContent(".line .bulk"), /Add 1 more to pay ₹1,385 each/);
    await page.click('.line button[data-key$="+"]');
    await page.waitForSelector(".line .bulk.reached");
    await settled(win);
    assert.match(await page.textContent(".line-sum"), /6,925/); // 5 x 1385
    await checkLooks(win, "cart-retailer");
    const id = await checkOut(win);
    const order = await call("admin", "GET", `/orders/${id}`);
    assert.deepEqual([order.isBulkOrder, order.items[0].price, order.items[0].qty], [true, 1385, 5]);
    assert.ok(await page.isVisible(".status.trade"));
    await go(win, "/account");
    await checkLooks(win, "account-retailer");
  });

  story("a wrong form says what is wrong, beside it", width, async (win) => {
    const { page, faults } = win;
    await visit(win, url, "/register");
    await page.click(key("register"));
    assert.equal(await page.locator('main [aria-invalid="true"]').count(), 3);
    assert.equal(await page.evaluate(() => document.activeElement.name), "name");
    await checkLooks(win, "register-wrong");
    assert.deepEqual(faults, []); // nothing was sent
    await fill(page, { name: "Sita", email: "sita", password: "short" });
    await page.click(key("register"));
    await page.waitForSelector('main [data-wrong="email"]:not(:empty)');
    assert.ok(await page.textContent('main [data-wrong="password"]'));
    assert.match(faults.join(), /register 400/);
    faults.length = 0; // that, and the browser's own word on it
  });
}

for (const width of [360, 1280]) describe(`at ${width} pixels`, () => stories(width));

test("banners stand on the first page, and lead to their product", async () => {
  const product = await call("admin", "GET", `/products/${FAN}`);
  await call("admin", "POST", "/admin/banners", { title: "Monsoon sale", subtitle: "Fans from ₹1,499", badge: "New", product: product._id, status: "active" });
  await call("admin", "POST", "/admin/banners", { title: "Light up Diwali", status: "active", sortOrder: 1 });
  for (const width of [360, 1280]) {
    const win = await openPage(browser, width);
    await visit(win, url);
    assert.deepEqual(await win.page.locator(".banner h2").allTextContents(), ["Monsoon sale", "Light up Diwali"]);
    await checkLooks(win, "home-banners");
    await win.page.click(".banner a");
    await at(win.page, `/p/${FAN}`);
    assert.deepEqual(win.faults, []);
    await win.context.close();
  }
});

test("the policy lets nothing run but the shop's own files", async () => {
  const policy = (await fetch(`${url}/demo`)).headers.get("Content-Security-Policy");
  for (const part of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"]) assert.ok(policy.includes(part), policy);
  assert.doesNotMatch(policy, /unsafe|\*/);
  const { page, context } = await openPage(browser, 1280);
  await visit({ page }, url);
  const ran = await page.evaluate(async () => {
    const refused = [];
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => refused.push(effectiveDirective));
    document.body.append(Object.assign(document.createElement("a"), { onclick: null }));
    const script = document.createElement("script");
    try {
      script.textContent = "window.ran = true";
    } catch {
      refused.push("trusted-types");
    }
    document.head.append(script);
    const image = new Image();
    image.src = "http://192.0.2.1/x.png";
    await new Promise((resolve) => setTimeout(resolve, 200));
    return { ran: Boolean(window.ran), refused };
  });
  assert.equal(ran.ran, false);
  assert.ok(ran.refused.includes("img-src"), JSON.stringify(ran));
  await context.close();
});

const HEADS = {
  "a script that says where the API is": `<script src="/demo/kripa-adapter.js" data-api=""></script>`,
  "a script beside a meta element": `<meta name="kripa-api" content=""><script src="/demo/kripa-adapter.js"></script>`,
  "a module that is told": `<script type="module">import "/demo/kripa-adapter.js"; kripaAdapter.install({ api: location.origin });</script>`,
};
for (const [name, head] of Object.entries(HEADS)) {
  test(`the adapter is wired in as ${name}`, async () => {
    const { page, context } = await openPage(browser, 1280);
    const body = `<!doctype html><html lang="en"><head>${head}</head><body></body></html>`;
    await page.route("**/wired", (route) => route.fulfill({ contentType: "text/html", body }));
    await page.goto(`${url}/wired`);
    const seen = await page.evaluate(async () => {
      const list = await (await fetch("/api/categories")).json();
      return [list[0].name, list.data.data[0].name];
    });
    assert.equal(seen[0], seen[1]);
    await context.close();
  });
}

test("pages that use axios get the same, and one refresh and one key, too", async () => {
  const win = await openPage(browser, 1280);
  await signIn(win, "customer");
  await win.page.evaluate(axiosSource);
  const seen = await win.page.evaluate(async (fan) => {
    const all = axios.create();
    const shop = axios.create({ baseURL: `${location.origin}/api`, headers: { Authorization: "Bearer gone" } });
    kripaAdapter.wireAxios(shop);
    const { data: product } = await shop.get(`/products/${fan}`);
    const page = await shop.get("/products", { params: { limit: 2 } });
    const mine = await shop.get("/orders/my");
    await shop.post("/cart/add", { productId: product._id, qty: 1 });
    const address = { name: "Meena Patel", phone: "9876543210", addressLine: "1 MG Road", city: "Pachore", state: "Madhya Pradesh", pincode: "465683" };
    const place = async () => (await shop.post("/orders", { items: [{ product: product._id, qty: 1 }], shippingAddress: address })).data.data._id;
    const orders = [await place(), await place()];
    const refused = await shop.post("/cart/add", { productId: product._id, qty: 1e6 }).catch((error) => error.response);
    const plain = await all.get("/demo/icon.svg");
    return {
      product: [product.name, product.data.Category.slug],
      lists: [page.data.items.length, page.data.data.meta.limit, Array.isArray(mine.data), Array.isArray(mine.data.data)],
      orders,
      refused: [refused.status, refused.data.message.length > 0],
      plain: plain.data.slice(0, 4),
    };
  }, FAN);
  assert.deepEqual(seen.product, ["Pavanya Ceiling Fan 1200 mm Brown", "fans-cooling"]);
  assert.deepEqual(seen.lists, [2, 2, true, true]);
  assert.equal(seen.orders[0], seen.orders[1]);
  assert.deepEqual(seen.refused, [400, true]);
  assert.equal(seen.plain, "<svg");
  await win.context.close();
});

test("the adapter works as a script: both habits, one refresh, one key a checkout", async () => {
  const win = await openPage(browser, 1280);
  await signIn(win, "customer");
  const seen = await win.page.evaluate(async (fan) => {
    const json = async (path, init) => (await fetch(path, init)).json();
    const product = await json(`/api/products/${fan}`);
    const headers = { "Content-Type": "application/json", Authorization: "Bearer gone" };
    const profile = await json("/api/auth/profile", { headers }); // 401, refresh by the cookie, again
    const address = { name: "Meena Patel", phone: "9876543210", addressLine: "1 MG Road", city: "Pachore", state: "Madhya Pradesh", pincode: "465683" };
    const body = JSON.stringify({ items: [{ product: product._id, qty: 1 }], shippingAddress: address });
    const place = () => json("/api/orders", { method: "POST", headers, body });
    const [one, same] = [await place(), await place()];
    await json("/api/cart/add", { method: "POST", headers, body: JSON.stringify({ productId: product._id }) });
    const other = await place();
    const mine = await json("/api/orders/my", { headers });
    return { names: [product.name, product.data.name, product.data.data.Category.slug], profile: profile.data.name, orders: [one._id, same._id, other._id], list: Array.isArray(mine) && mine.data.meta.total };
  }, FAN);
  assert.deepEqual(seen.names, ["Pavanya Ceiling Fan 1200 mm Brown", "Pavanya Ceiling Fan 1200 mm Brown", "fans-cooling"]);
  assert.equal(seen.profile, "Meena Patel");
  assert.equal(seen.orders[0], seen.orders[1]);
  assert.notEqual(seen.orders[0], seen.orders[2]);
  assert.ok(seen.list >= 2);
  await win.context.close();
});
