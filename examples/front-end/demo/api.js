// SPDX-License-Identifier: MIT
// Calls of the shop's API, through the adapter's fetch: what they answer is the payload itself.
import { t } from "./texts.js";

const base = document.querySelector('meta[name="kripa-api"]').content || location.origin;
let token = null;

export function useToken(next) {
  token = next;
}

// What the shop said no to: `message` is for people, `fields` names what to mend.
export class ShopError extends Error {
  constructor(message, status, data) {
    super(message);
    this.status = status;
    this.code = data?.code;
    this.fields = data?.errors || [];
  }
}

async function send(method, path, body) {
  const headers = { "Content-Type": "application/json" };
  if (token) headers.Authorization = `Bearer ${token}`;
  try {
    return await fetch(`${base}/api${path}`, { method, headers, body: body && JSON.stringify(body) });
  } catch {
    throw new ShopError(t("offline"), 0);
  }
}

async function call(method, path, body) {
  const response = await send(method, path, body);
  const res = await response.json();
  if (!response.ok) throw new ShopError(res.message, response.status, res.data);
  return res.data;
}

export const get = (path) => call("GET", path);
export const post = (path, body = {}) => call("POST", path, body);
export const put = (path, body = {}) => call("PUT", path, body);
export const remove = (path) => call("DELETE", path);

// "?q=fan&page=2" of what is set.
export function query(values) {
  const set = Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== "");
  return set.length ? `?${new URLSearchParams(set)}` : "";
}

// Answers of what hardly changes while somebody looks around: asked for once.
const kept = new Map();
export function getOnce(path) {
  if (!kept.has(path)) {
    const answer = get(path);
    answer.catch(() => kept.delete(path));
    kept.set(path, answer);
  }
  return kept.get(path);
}
