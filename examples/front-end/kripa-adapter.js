// SPDX-License-Identifier: MIT
// Lets a front end that was written for the old app talk to kripad: it wraps fetch for the API's
// address and leaves every other request alone. docs/front-end.md says how to wire it in.
//
//   <script src="kripa-adapter.js" data-api="https://api.shop.example.in"></script>
//   import "./kripa-adapter.js"; kripaAdapter.install({ api: "https://api.shop.example.in" });
//
// One file, no dependency; no `export`, so that both lines above work. It never reads the page's
// storage: it learns the access token from the answers that bring one and from the page's own calls.
(function (root) {
  "use strict";

  const OLD_TOKENS_MAX = 8; // that were replaced here and that the page may still send
  const KEY_STORED_AS = "kripa-checkout"; // of sessionStorage: a reload must not order twice
  const PLACED_FOR_MS = 30 * 60 * 1000; // from then on the same order again is another one
  const SIGNS_IN = /^\/api\/auth\/(login|register|refresh|login-otp\/verify)$/;
  const CHANGES_CART = /^\/api\/cart(\/|$)/;
  const PLACES_ORDER = /^\/api\/(retailer\/)?orders$/;
  const ENDS_CHECKOUT = /^\/api\/(payments\/verify|orders\/[^/]+\/cancel|auth\/(login|logout))$/;
  const READS_PRODUCTS = /^\/api\/products(\/|$)/;

  // ---- What an answer looks like to the pages

  // A property that neither JSON.stringify nor {...spread} nor Object.keys sees.
  function hide(object, name, value) {
    if (!(name in object)) {
      Object.defineProperty(object, name, { value, configurable: true, writable: true });
    }
  }

  // Some pages read `product.Category`, wherever a product stands in an answer.
  function aliasCategory(value) {
    if (Array.isArray(value)) {
      value.forEach(aliasCategory);
    } else if (value && typeof value === "object") {
      Object.values(value).forEach(aliasCategory);
      if (value.category && typeof value.category === "object" && !value.Category) {
        value.Category = value.category;
      }
    }
  }

  // {success, message, data} becomes data, which is its own hidden `.data`: so what a page calls
  // res, res.data or res.data.data is the same. Lists become arrays with a hidden `.meta`, but for
  // /api/products, whose page reads items and meta. Bad answers stay as they are.
  function shape(path, envelope) {
    if (!envelope || typeof envelope !== "object" || envelope.success !== true) return envelope;
    if (!("data" in envelope)) return envelope;
    let payload = envelope.data;
    if (payload === null || typeof payload !== "object") payload = {};
    const isList = Array.isArray(payload.items) && payload.meta && typeof payload.meta === "object";
    if (isList && !path.endsWith("/api/products")) {
      const meta = payload.meta;
      payload = payload.items;
      hide(payload, "meta", meta);
    }
    aliasCategory(payload);
    hide(payload, "success", true);
    hide(payload, "message", envelope.message);
    hide(payload, "data", payload);
    return payload;
  }

  // The same response, whose json() and whose clones' json() are shaped.
  function shaped(response, path) {
    const json = response.json.bind(response);
    const clone = response.clone.bind(response);
    response.json = async () => shape(path, await json());
    response.clone = () => shaped(clone(), path);
    return response;
  }

  // ---- Requests

  // A page that sends back what it was shown must not send our alias with it.
  function withoutAlias(body) {
    if (typeof body !== "string" || !body.includes('"Category"')) return body;
    try {
      return JSON.stringify(JSON.parse(body), (name, value) => (name === "Category" ? undefined : value));
    } catch {
      return body;
    }
  }

  function bearer(headers) {
    const match = /^Bearer\s+(.+)$/i.exec(headers.get("Authorization") || "");
    return match && match[1] !== "null" && match[1] !== "undefined" ? match[1] : null;
  }

  function makeKey() {
    if (root.crypto && root.crypto.randomUUID) return root.crypto.randomUUID();
    const bytes = root.crypto.getRandomValues(new Uint8Array(16)); // a page without https
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  // One key a checkout. The same request gets the same key until the order is paid or cancelled, or
  // the cart changes, as it does by an order that took the cart; another request is another checkout.
  function makeCheckout() {
    let held = null; // {request, key, placed?: when it was answered}
    function load() {
      if (held) return;
      try {
        held = JSON.parse(root.sessionStorage.getItem(KEY_STORED_AS));
      } catch {
        held = null; // no storage, or not ours
      }
    }
    function save() {
      try {
        if (held) root.sessionStorage.setItem(KEY_STORED_AS, JSON.stringify(held));
        else root.sessionStorage.removeItem(KEY_STORED_AS);
      } catch {
        /* a browser without storage forgets at a reload, no more */
      }
    }
    return {
      keyOf(path, body) {
        const request = `${path} ${typeof body === "string" ? body : ""}`;
        load();
        const isOld = held && held.placed && Date.now() - held.placed > PLACED_FOR_MS;
        if (!held || isOld || held.request !== request) {
          held = { request, key: makeKey() };
          save();
        }
        return held.key;
      },
      placed(body) {
        if (typeof body === "string" && !body.includes('"items"') && !body.includes('"razorpay"')) return this.end();
        if (held) held.placed ||= Date.now();
        save();
      },
      end() {
        held = null;
        save();
      },
    };
  }

  // The token that holds now, and those it took the place of: a page that still sends one of them
  // gets the new one in its place.
  function makeTokens() {
    let current = null;
    let old = [];
    return {
      take(token) {
        if (!token || token === current) return;
        if (current) old = [current, ...old].slice(0, OLD_TOKENS_MAX);
        current = token;
      },
      forget() {
        current = null;
        old = [];
      },
      current: () => current,
      // What to send for what the page would send.
      instead(token) {
        if (token && !old.includes(token)) this.take(token);
        return token ? current : null;
      },
    };
  }

  // A fetch that does all of this for `options.api` ("" or nothing: the page's own origin).
  function wrap(fetch, options = {}) {
    const here = root.location ? root.location.href : undefined;
    const base = new URL(options.api || "/", here || "http://localhost/");
    const prefix = base.pathname.replace(/\/$/, "");
    const tokens = makeTokens();
    const checkout = makeCheckout();
    let refreshing = null;

    // "/api/orders" of a request to the API, null of any other.
    function apiPath(url) {
      const at = new URL(url, here || base);
      if (at.origin !== base.origin || !at.pathname.startsWith(`${prefix}/api/`)) return null;
      return at.pathname.slice(prefix.length).replace(/\/$/, "");
    }

    // Two calls that find the token expired share one refresh.
    function refresh() {
      refreshing ||= (async () => {
        const response = await fetch(`${base.origin}${prefix}/api/auth/refresh`, {
          method: "POST",
          credentials: "include",
          headers: { "Content-Type": "application/json" },
        });
        if (response.status === 401) tokens.forget();
        if (!response.ok) return false;
        tokens.take((await response.json()).data.token);
        return true;
      })().finally(() => {
        refreshing = null;
      });
      return refreshing.catch(() => false);
    }

    function prepare(path, method, init) {
      const headers = new Headers(init.headers);
      const sent = bearer(headers);
      let token = tokens.instead(sent);
      if (!token && method === "GET" && READS_PRODUCTS.test(path)) token = tokens.current();
      if (token) headers.set("Authorization", `Bearer ${token}`);
      if (method === "POST" && PLACES_ORDER.test(path) && !headers.has("Idempotency-Key")) {
        headers.set("Idempotency-Key", checkout.keyOf(path, init.body));
      }
      const body = withoutAlias(init.body);
      return { token, init: { ...init, method, headers, body, credentials: init.credentials || "include" } };
    }

    async function learn(path, method, body, response) {
      if (response.status === 201 && PLACES_ORDER.test(path)) checkout.placed(body);
      if (method !== "GET" && CHANGES_CART.test(path) && response.ok) checkout.end();
      if (ENDS_CHECKOUT.test(path) && response.ok) checkout.end();
      if (path === "/api/auth/logout") tokens.forget();
      if (path === "/api/auth/refresh" && response.status === 401) tokens.forget();
      if (!response.ok || !(SIGNS_IN.test(path) || path === "/api/auth/password")) return;
      const envelope = await response.clone().json().catch(() => null);
      if (SIGNS_IN.test(path) && path !== "/api/auth/refresh") tokens.forget(); // somebody else, perhaps
      tokens.take(envelope && envelope.data && envelope.data.token);
    }

    // A Request's parts as an init, so that it can be sent twice.
    async function initOf(input, init) {
      if (typeof input !== "object" || !("headers" in input)) return { ...init };
      const { method, headers, cache, redirect, referrer, signal } = input;
      const parts = { method, headers, cache, redirect, referrer, signal };
      if (input.credentials === "omit") parts.credentials = "omit"; // "same-origin" is what nobody said
      if (method !== "GET" && method !== "HEAD") {
        const isJson = /json/.test(headers.get("Content-Type") || "");
        parts.body = await (isJson ? input.clone().text() : input.clone().blob());
      }
      return { ...parts, ...init };
    }

    return async function kripaFetch(input, init) {
      const url = typeof input === "object" && "url" in input ? input.url : String(input);
      const path = apiPath(url);
      if (!path) return fetch(input, init);
      const asked = await initOf(input, init);
      const method = (asked.method || "GET").toUpperCase();
      const first = prepare(path, method, asked);
      let response = await fetch(url, first.init);
      const isStream = first.init.body && typeof first.init.body.getReader === "function";
      if (response.status === 401 && first.token && !isStream && !SIGNS_IN.test(path)) {
        const known = tokens.current();
        if ((known && known !== first.token) || (await refresh())) {
          first.init.headers.set("Authorization", `Bearer ${tokens.current()}`);
          response = await fetch(url, first.init);
        }
      }
      await learn(path, method, asked.body, response);
      return shaped(response, path);
    };
  }

  // Puts the wrapped fetch in the place of the page's, once.
  function install(options) {
    if (root.fetch && !root.fetch.isKripa) {
      root.fetch = wrap(root.fetch.bind(root), options);
      root.fetch.isKripa = true;
    }
  }

  // axios (from 1.7 on) uses fetch when told, but parses answers by itself: this shapes them there. An instance that was
  // made before is wired by itself.
  function wireAxios(axios) {
    axios.defaults.adapter = "fetch";
    axios.defaults.transformResponse = [
      function (text) {
        if (typeof text !== "string" || !/^\s*\{"success"/.test(text)) return text;
        const isWhole = /^([a-z]+:)?\/\//i.test(this.url);
        const address = isWhole ? this.url : `${this.baseURL || ""}/${this.url}`.replace(/([^:]\/)\/+/g, "$1");
        return shape(address.split(/[?#]/)[0], JSON.parse(text));
      },
    ].concat(axios.defaults.transformResponse || []); // which parse what is no envelope, as before
  }

  const adapter = { install, wrap, shape, wireAxios };
  root.kripaAdapter = adapter;
  if (typeof module === "object" && module.exports) module.exports = adapter;

  // By itself where the page says where the API is.
  const document = root.document;
  const script = document && document.currentScript;
  const meta = document && document.querySelector('meta[name="kripa-api"]');
  if (script && "api" in script.dataset) install({ api: script.dataset.api });
  else if (meta) install({ api: meta.content });
})(typeof globalThis === "object" ? globalThis : self);
