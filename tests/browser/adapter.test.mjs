// SPDX-License-Identifier: MIT
// The adapter without a browser: what pages see of an answer, and what it sends in their place.
import assert from "node:assert/strict";
import { test } from "node:test";
import "../../examples/front-end/kripa-adapter.js";

const API = "https://api.shop.example.in";
const good = (data, message = "OK") => ({ success: true, message, data });
const bad = (code, message = "no") => ({ success: false, message, data: { code, errors: [] } });

// A fetch that answers from `answers` ({"GET /api/cart": [status, body] or a function of the init})
// and notes what it was asked.
function server(answers) {
  const asked = [];
  const fetch = async (url, init = {}) => {
    const at = new URL(url);
    const headers = new Headers(init.headers);
    const call = {
      name: `${init.method || "GET"} ${at.pathname}`,
      token: headers.get("Authorization"),
      key: headers.get("Idempotency-Key"),
      body: init.body,
      credentials: init.credentials,
    };
    asked.push(call);
    const answer = answers[call.name];
    const [status, body] = (typeof answer === "function" ? await answer(call) : answer) || [404, bad("NOT_FOUND")];
    return new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
  };
  const call = kripaAdapter.wrap(fetch, { api: API });
  const json = async (path, init) => (await call(API + path, init)).json();
  return { asked, call, json, names: () => asked.map((one) => one.name) };
}
const post = (body, headers = {}) => ({ method: "POST", body: JSON.stringify(body), headers });
const as = (token) => ({ headers: { Authorization: `Bearer ${token}` } });

test("res, res.data and res.data.data are the payload, and nothing shows it", async () => {
  const { json } = server({ "GET /api/auth/profile": [200, good({ _id: "1", name: "Meena" })] });
  const res = await json("/api/auth/profile");
  assert.equal(res.name, "Meena");
  assert.equal(res.data.name, "Meena");
  assert.equal(res.data.data.name, "Meena");
  assert.deepEqual(Object.keys(res), ["_id", "name"]);
  assert.equal(JSON.stringify(res), '{"_id":"1","name":"Meena"}');
  assert.equal(res.success, true);
  assert.equal(res.message, "OK");
});

test("a payload's own fields win over the hidden ones", () => {
  const row = { _id: "1", data: { order: 7 }, message: "mine" };
  assert.deepEqual(kripaAdapter.shape("/api/x", good(row)).data, { order: 7 });
  assert.equal(kripaAdapter.shape("/api/x", good(row)).message, "mine");
});

test("no data is an empty payload that says so", () => {
  const res = kripaAdapter.shape("/api/auth/logout", good(null, "signed out"));
  assert.deepEqual(Object.keys(res), []);
  assert.equal(res.message, "signed out");
  assert.equal(res.data, res);
});

test("a list is an array with a hidden meta; the products page keeps items and meta", () => {
  const page = () => good({ items: [{ _id: "1" }], meta: { page: 1, total: 1 } });
  for (const path of ["/api/orders/my", "/api/retailer/products", "/api/reviews/product/1"]) {
    const list = kripaAdapter.shape(path, page());
    assert.ok(Array.isArray(list) && Array.isArray(list.data) && Array.isArray(list.data.data), path);
    assert.equal(list.meta.total, 1);
    assert.deepEqual(Object.keys(list), ["0"]);
  }
  const products = kripaAdapter.shape("/api/products", page());
  assert.equal(products.items.length, 1);
  assert.equal(products.data.data.meta.total, 1);
});

test("Category is category, wherever a product stands, and is not sent back", async () => {
  const lamp = () => ({ _id: "1", category: { _id: "9", name: "Lamps" } });
  const { json, asked } = server({
    "GET /api/orders/my": [200, good({ items: [{ items: [{ product: lamp() }] }], meta: {} })],
    "PUT /api/products/1": [200, good(lamp())],
  });
  const [order] = await json("/api/orders/my");
  assert.equal(order.items[0].product.Category.name, "Lamps");
  await json("/api/products/1", { method: "PUT", body: JSON.stringify(order.items[0].product) });
  assert.equal(asked.at(-1).body, JSON.stringify(lamp()));
  assert.equal(kripaAdapter.shape("/api/x", good({ category: "lamps" })).Category, undefined);
});

test("a bad answer stays as it is", async () => {
  const { call } = server({ "POST /api/orders": [409, bad("OUT_OF_STOCK", "only 2 left")] });
  const response = await call(`${API}/api/orders`, post({}));
  assert.equal(response.status, 409);
  const body = await response.json();
  assert.equal(body.message, "only 2 left");
  assert.equal(body.data.code, "OUT_OF_STOCK");
});

test("clones are shaped, too", async () => {
  const { call } = server({ "GET /api/cart": [200, good([{ qty: 2 }])] });
  const response = await call(`${API}/api/cart`);
  assert.equal((await response.clone().json()).data[0].qty, 2);
  assert.equal((await response.json())[0].qty, 2);
});

test("what is not the API's passes untouched", async () => {
  const seen = [];
  const call = kripaAdapter.wrap(async (...args) => seen.push(args) && new Response('{"success":true,"data":1}'), { api: API });
  const init = { method: "POST" };
  const urls = ["https://other.example.in/api/cart", `${API}/healthz`, "https://api.shop.example.in.evil.example/api/cart"];
  for (const url of urls) {
    assert.deepEqual(await (await call(url, init)).json(), { success: true, data: 1 });
    assert.equal(seen.at(-1)[0], url);
    assert.equal(seen.at(-1)[1], init);
  }
});

test("an API behind a path is found by it", async () => {
  const asked = [];
  const fetch = async (url) => asked.push(url) && new Response(JSON.stringify(good({ a: 1 })));
  const call = kripaAdapter.wrap(fetch, { api: "https://shop.example.in/kripa/" });
  assert.equal((await (await call("https://shop.example.in/kripa/api/cart")).json()).data.a, 1);
  assert.equal((await (await call("https://shop.example.in/api/cart")).json()).data.a, 1);
  assert.equal((await (await call("https://shop.example.in/api/cart")).json()).success, true);
});

test("product reads carry the token of the last sign-in, other reads only their own", async () => {
  const { json, asked } = server({
    "POST /api/auth/login": [200, good({ token: "t1" })],
    "GET /api/products": [200, good({ items: [], meta: {} })],
    "GET /api/products/lamp": [200, good({})],
    "GET /api/categories": [200, good([])],
  });
  await json("/api/products");
  assert.equal(asked.at(-1).token, null);
  await json("/api/auth/login", post({}));
  assert.equal(asked.at(-1).credentials, "include");
  await json("/api/products?q=fan");
  assert.equal(asked.at(-1).token, "Bearer t1");
  await json("/api/products/lamp");
  assert.equal(asked.at(-1).token, "Bearer t1");
  await json("/api/categories");
  assert.equal(asked.at(-1).token, null);
});

test("a token that the page sends is learned; signing out forgets it", async () => {
  const { json, asked } = server({
    "GET /api/cart": [200, good([])],
    "GET /api/products": [200, good({ items: [], meta: {} })],
    "POST /api/auth/logout": [200, good(null)],
  });
  await json("/api/cart", as("kept"));
  await json("/api/products");
  assert.equal(asked.at(-1).token, "Bearer kept");
  await json("/api/auth/logout", post({}));
  await json("/api/products");
  assert.equal(asked.at(-1).token, null);
});

test("an expired token is refreshed once for all calls, and each is sent again", async () => {
  const { json, asked, names } = server({
    "GET /api/cart": ({ token }) => (token === "Bearer new" ? [200, good([1])] : [401, bad("UNAUTHENTICATED")]),
    "GET /api/favorites": ({ token }) => (token === "Bearer new" ? [200, good([2])] : [401, bad("UNAUTHENTICATED")]),
    "POST /api/auth/refresh": async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return [200, good({ token: "new" })];
    },
  });
  const both = await Promise.all([json("/api/cart", as("old")), json("/api/favorites", as("old"))]);
  assert.deepEqual([...both[0], ...both[1]], [1, 2]);
  assert.equal(names().filter((name) => name.endsWith("refresh")).length, 1);
  await json("/api/cart", as("old")); // the page does not know of the new one
  assert.equal(asked.at(-1).token, "Bearer new");
  assert.equal(asked.length, 6);
});

test("when the refresh fails, or the new token does not do, the 401 comes through, once", async () => {
  for (const refreshed of [[401, bad("UNAUTHENTICATED")], [200, good({ token: "new" })], [503, bad("UNAVAILABLE")]]) {
    const { call, asked } = server({ "GET /api/cart": [401, bad("UNAUTHENTICATED")], "POST /api/auth/refresh": refreshed });
    assert.equal((await call(`${API}/api/cart`, as("old"))).status, 401);
    assert.equal(asked.length, refreshed[0] === 200 ? 3 : 2);
  }
});

test("a guest's 401 and a failed sign-in are not tried again", async () => {
  const { call, asked } = server({ "GET /api/cart": [401, bad("UNAUTHENTICATED")], "POST /api/auth/login": [401, bad("UNAUTHENTICATED")] });
  await call(`${API}/api/cart`);
  await call(`${API}/api/cart`, as("null")); // what a page sends that has none
  await call(`${API}/api/auth/login`, post({}));
  assert.equal(asked.length, 3);
});

test("a Request is taken like an address with an init, and can be sent twice", async () => {
  const { call, asked } = server({
    "POST /api/cart/add": ({ token }) => (token === "Bearer new" ? [200, good({})] : [401, bad("UNAUTHENTICATED")]),
    "POST /api/auth/refresh": [200, good({ token: "new" })],
  });
  const headers = { Authorization: "Bearer old", "Content-Type": "application/json" };
  const response = await call(new Request(`${API}/api/cart/add`, { method: "POST", headers, body: '{"qty":1}' }));
  assert.equal(response.status, 200);
  assert.deepEqual(asked.map((one) => one.body), ['{"qty":1}', undefined, '{"qty":1}']);
});

const order = { items: [{ product: "1", qty: 2 }], paymentMethod: "razorpay" };
const shop = () =>
  server({
    "POST /api/orders": [201, good({ _id: "7" })],
    "POST /api/retailer/orders": [201, good({ _id: "8" })],
    "POST /api/cart/add": ({ body }) => (body === '{"qty":99}' ? [409, bad("OUT_OF_STOCK")] : [200, good({})]),
    "DELETE /api/cart": [200, good([])],
    "PUT /api/orders/7/cancel": [200, good({})],
    "POST /api/payments/verify": ({ body }) => (body === "{}" ? [400, bad("INVALID")] : [200, good({})]),
  });

test("a checkout keeps its key until it is paid, cancelled or the cart changes", async () => {
  const { json, asked } = shop();
  const key = async (path = "/api/orders", body = order) => {
    await json(path, post(body));
    return asked.at(-1).key;
  };
  const first = await key();
  assert.match(first, /^[0-9a-f-]{32,36}$/);
  assert.equal(await key(), first);
  await json("/api/cart/add", post({ qty: 99 })); // refused: nothing changed
  await json("/api/payments/verify", post({}));
  assert.equal(await key(), first);
  const ends = [
    ["/api/cart/add", post({ qty: 1 })],
    ["/api/cart", { method: "DELETE" }],
    ["/api/orders/7/cancel", { method: "PUT" }],
    ["/api/payments/verify", post({ razorpay_order_id: "x" })],
  ];
  const seen = new Set([first]);
  for (const [path, init] of ends) {
    await json(path, init);
    const next = await key();
    assert.ok(!seen.has(next), path);
    seen.add(next);
  }
  assert.notEqual(await key("/api/orders", { ...order, paymentMethod: "COD" }), await key());
  assert.ok(await key("/api/retailer/orders"));
});

test("an order whose answer was lost is sent again under its key", async () => {
  const keys = [];
  const fetch = async (url, init) => {
    keys.push(init.headers.get("Idempotency-Key"));
    if (keys.length === 1) throw new TypeError("network");
    return new Response(JSON.stringify(good({ _id: "7" })), { status: 201 });
  };
  const call = kripaAdapter.wrap(fetch, { api: API });
  await assert.rejects(call(`${API}/api/orders`, post(order)));
  await call(`${API}/api/orders`, post(order));
  assert.equal(keys[0], keys[1]);
});

test("an order that took the cart ends its checkout; what is not paid goes on", async () => {
  const { json, asked } = shop();
  const key = async (body) => {
    await json("/api/orders", post(body));
    return asked.at(-1).key;
  };
  assert.notEqual(await key({ paymentMethod: "COD" }), await key({ paymentMethod: "COD" }));
  assert.equal(await key({ paymentMethod: "razorpay" }), await key({ paymentMethod: "razorpay" }));
});

test("the same order half an hour later is another one", async (t) => {
  const { json, asked } = shop();
  t.mock.timers.enable({ apis: ["Date"], now: 1e12 });
  const key = async () => {
    await json("/api/orders", post(order));
    return asked.at(-1).key;
  };
  const first = await key();
  t.mock.timers.tick(29 * 60 * 1000);
  assert.equal(await key(), first);
  t.mock.timers.tick(2 * 60 * 1000);
  assert.notEqual(await key(), first);
});

test("a key that the page sends is left alone", async () => {
  const { json, asked } = shop();
  await json("/api/orders", post(order, { "Idempotency-Key": "mine" }));
  assert.equal(asked.at(-1).key, "mine");
});

test("axios is told to use fetch, and what it parses is shaped by the call's address", () => {
  const before = () => "as before";
  const axios = { defaults: { transformResponse: [before] } };
  kripaAdapter.wireAxios(axios);
  assert.equal(axios.defaults.transformResponse[1], before);
  assert.equal(axios.defaults.adapter, "fetch");
  const [parse] = axios.defaults.transformResponse;
  const list = JSON.stringify(good({ items: [{ _id: "1" }], meta: { page: 1 } }));
  const calls = [
    [{ url: "/api/products?q=fan" }, false],
    [{ url: "/products", baseURL: "https://api.example.in/api/" }, false],
    [{ url: "https://api.example.in/api/products", baseURL: "https://other.example.in" }, false],
    [{ url: "orders/my", baseURL: "/api" }, true],
    [{ url: "/retailer/products", baseURL: "/api" }, true],
  ];
  for (const [config, isArray] of calls) assert.equal(Array.isArray(parse.call(config, list)), isArray, config.url);
  const refused = JSON.stringify(bad("INVALID"));
  assert.deepEqual(parse.call({ url: "/api/cart" }, refused), bad("INVALID"));
  for (const other of ["<svg/>", "", undefined, '{"a":1}']) assert.equal(parse.call({ url: "/x" }, other), other);
});

test("installing twice wraps once", () => {
  const before = globalThis.fetch;
  kripaAdapter.install({ api: API });
  const once = globalThis.fetch;
  kripaAdapter.install({ api: API });
  assert.equal(globalThis.fetch, once);
  globalThis.fetch = before;
});
