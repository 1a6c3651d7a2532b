// SPDX-License-Identifier: MIT
// Who is signed in, and their cart. A guest's cart is kept here, in the browser, and joins the
// account's at sign-in. Tokens are kept in memory: a reload gets a new one by the refresh cookie.
import { get, post, put, remove, useToken } from "./api.js";

const SIGNED_IN_AS = "kripa-demo-signed-in"; // whether a refresh is worth asking for
const CART_AS = "kripa-demo-cart";

export const session = { account: null, pieces: 0, favorites: new Set() };
const listeners = new Set();
export const onChange = (listener) => listeners.add(listener);
const tell = () => listeners.forEach((listener) => listener());

export const isRetailer = () => session.account?.role === "retailer";

// ---- The cart

function guestItems() {
  try {
    const items = JSON.parse(localStorage.getItem(CART_AS));
    return Array.isArray(items) ? items : [];
  } catch {
    return [];
  }
}
function keepGuestItems(items) {
  localStorage.setItem(CART_AS, JSON.stringify(items));
}

// A line as the shop's own carts have it, of a product that a guest keeps.
async function guestLine({ productId, qty }) {
  const product = await get(`/products/${productId}`).catch(() => null);
  if (!product) return null;
  const { _id, name, price, stock, images, slug, category } = product;
  return { product: _id, name, price, stock, qty, image: images[0]?.url || null, slug, category, available: stock >= qty };
}

function count(lines) {
  session.pieces = lines.reduce((sum, line) => sum + line.qty, 0);
  tell();
}

export async function cartLines() {
  const lines = session.account
    ? await get("/cart")
    : (await Promise.all(guestItems().map(guestLine))).filter((line) => line);
  count(lines);
  return lines;
}

async function changeGuest(productId, change) {
  const items = guestItems();
  const item = items.find((one) => one.productId === productId);
  const qty = change(item?.qty || 0);
  const others = items.filter((one) => one !== item);
  keepGuestItems(qty > 0 ? [...others, { productId, qty }] : others);
  count(guestItems());
}

export async function addToCart(product, qty) {
  if (!session.account) return changeGuest(product._id, (before) => Math.min(before + qty, product.stock));
  await post("/cart/add", { productId: product._id, qty });
  await cartLines();
}

export async function setInCart(productId, qty) {
  if (!session.account) return changeGuest(productId, () => qty);
  if (qty > 0) await put(`/cart/item/${productId}`, { qty });
  else await remove(`/cart/item/${productId}`);
}

// ---- Signing in and out

async function begin(account) {
  useToken(account.token);
  session.account = account;
  localStorage.setItem(SIGNED_IN_AS, "yes");
  const items = guestItems();
  if (items.length) await post("/cart/merge", { items }).catch(() => null);
  localStorage.removeItem(CART_AS);
  const [, favorites] = await Promise.all([cartLines(), get("/favorites")]);
  session.favorites = new Set(favorites.map((product) => product._id));
  tell();
}

function end() {
  useToken(null);
  session.account = null;
  session.favorites = new Set();
  localStorage.removeItem(SIGNED_IN_AS);
  count(guestItems());
}

export async function resume() {
  count(guestItems());
  if (!localStorage.getItem(SIGNED_IN_AS)) return;
  try {
    const { token } = await post("/auth/refresh");
    useToken(token);
    await begin({ ...(await get("/auth/profile")), token });
  } catch (error) {
    if (error.status === 401 || error.status === 403) end();
    else throw error;
  }
}

export const signIn = async (email, password) => begin(await post("/auth/login", { email, password }));
export const register = async (person) => begin(await post("/auth/register", person));
export async function signOut() {
  await post("/auth/logout").catch(() => null);
  end();
}

// ---- The account

function replace(account) {
  session.account = { ...session.account, ...account };
  tell();
}
export const saveProfile = async (profile) => replace(await put("/auth/profile", profile));
export const askToBecomeRetailer = async (details) => replace(await post("/auth/retailer-request", details));

export async function toggleFavorite(productId) {
  const had = session.favorites.has(productId);
  if (had) await remove(`/favorites/remove/${productId}`);
  else await post("/favorites/add", { productId });
  session.favorites[had ? "delete" : "add"](productId);
  tell();
}
