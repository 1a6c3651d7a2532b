// SPDX-License-Identifier: MIT
// The front end on an origin of its own, over https with cookies: on another site than kripad
// (SameSite=None; Secure) and on the same one (Lax). Somebody signs in, reloads, checks out.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { makeCertificate, startFront, startProxy } from "./origins.mjs";
import { makeShop, openProfile, PASSWORD, PEOPLE, settled, startKripad, visit, watch } from "./setup.mjs";

const SHOP_HOST = "kripa.example";
const API_HOSTS = { other: "api.kripad.example", same: "api.kripa.example" };
const ADDRESS = { name: "Meena Patel", phone: "9876543210", addressLine: "1 MG Road", pincode: "465683", city: "Pachore", state: "Madhya Pradesh" };

let shop, certificate, front;
let apiOrigin = "";
before(async () => {
  shop = makeShop();
  certificate = makeCertificate(shop.folder, [SHOP_HOST, ...Object.values(API_HOSTS)]);
  front = await startFront(certificate, () => apiOrigin);
});
after(async () => {
  front?.stop();
  shop?.remove();
});

// kripad behind its proxy at https://host, for a front end at `frontUrl`.
async function behindProxy(host, frontUrl) {
  let kripad;
  const proxy = await startProxy(certificate, () => kripad.url);
  const url = `https://${host}:${proxy.port}`;
  kripad = await startKripad(shop, { PUBLIC_URL: url, FRONTEND_URL: frontUrl, TRUSTED_PROXIES: "127.0.0.1" });
  const stop = async () => {
    proxy.stop();
    await kripad.stop();
  };
  return { url, stop };
}

// Every name is this machine; the made-up certificate is trusted by its key, and no other.
async function openWindow(name, takesAll = true) {
  const args = ["--host-resolver-rules=MAP * 127.0.0.1", `--ignore-certificate-errors-spki-list=${certificate.pin}`];
  return watch(await openProfile(join(shop.folder, name), takesAll, args), 1280);
}

async function signIn(win, frontUrl) {
  const { page } = win;
  await visit(win, frontUrl, "/sign-in?then=/p/pavanya-table-fan-400-mm");
  await page.fill("main [name=email]", PEOPLE.customer);
  await page.fill("main [name=password]", PASSWORD);
  await page.click('[data-key="sign-in"]');
  await page.waitForSelector(".buying");
  await settled(win);
}

async function story(win, frontUrl) {
  const { page } = win;
  await signIn(win, frontUrl);
  await page.reload();
  await page.waitForSelector("body[data-ready]");
  await settled(win);
  assert.match(await page.textContent("#head"), /Meena/); // by the cookie alone
  await page.click('main [data-key="buy-now"]');
  await page.waitForSelector(".lines .line");
  await visit(win, frontUrl, "/checkout");
  const isAsked = await page.isVisible("main [name=name]"); // else it is kept from the story before
  for (const [name, value] of Object.entries(isAsked ? ADDRESS : {})) await page.fill(`main [name="${name}"]`, value);
  await page.click('[data-key="place"]');
  await page.waitForSelector(".track");
  await settled(win);
  assert.match(await page.textContent("h1"), /Thank you/);
  assert.deepEqual(win.faults, []);
}

for (const [site, host] of Object.entries(API_HOSTS)) {
  test(`sign in, reload and check out from the ${site} site`, async () => {
    const frontUrl = `https://${SHOP_HOST}:${front.port}`;
    const { url, stop } = await behindProxy(host, frontUrl);
    apiOrigin = url;
    const win = await openWindow(site);
    try {
      await story(win, frontUrl);
      const [cookie] = await win.context.cookies(`${url}/api/auth`);
      const { name, domain, path, httpOnly, secure, sameSite } = cookie;
      const expected = { name: "refreshToken", domain: host, path: "/api/auth", httpOnly: true, secure: true, sameSite: site === "other" ? "None" : "Lax" };
      assert.deepEqual({ name, domain, path, httpOnly, secure, sameSite }, expected);
    } finally {
      await win.context.close();
      await stop();
    }
  });
}

test("where a browser takes no cookie of another site, a reload signs out, and says no more", async () => {
  const frontUrl = `https://${SHOP_HOST}:${front.port}`;
  const { url, stop } = await behindProxy(API_HOSTS.other, frontUrl);
  apiOrigin = url;
  const win = await openWindow("careful", false);
  try {
    await signIn(win, frontUrl);
    assert.match(await win.page.textContent("#head"), /Meena/);
    await win.page.reload();
    await win.page.waitForSelector("body[data-ready]");
    await settled(win);
    assert.doesNotMatch(await win.page.textContent("#head"), /Meena/);
    assert.ok(await win.page.isVisible(".buying"));
    assert.equal(win.faults.filter((fault) => !/auth\/refresh|status of 401/.test(fault)).length, 0);
  } finally {
    await win.context.close();
    await stop();
  }
});

test("a page of an origin that is not listed gets nothing", async () => {
  const frontUrl = `https://${SHOP_HOST}:${front.port}`;
  const { url, stop } = await behindProxy(API_HOSTS.other, "https://elsewhere.example");
  apiOrigin = url;
  const win = await openWindow("unlisted");
  try {
    await win.page.goto(`${frontUrl}/demo/`);
    const answer = await win.page.evaluate((api) => fetch(`${api}/api/products`).then(() => "read", () => "refused"), url);
    assert.equal(answer, "refused");
  } finally {
    await win.context.close();
    await stop();
  }
});
