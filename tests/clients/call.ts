// SPDX-License-Identifier: MIT
// How orval's functions reach the shop: its base address, and the token once somebody has signed in.
import { url } from "./env.js";

let token = "";

export function signInAs(accessToken: string): void {
  token = accessToken;
}

export async function call<T>(path: string, init: RequestInit): Promise<T> {
  const headers = new Headers(init.headers);
  if (token) headers.set("Authorization", `Bearer ${token}`);
  const answer = await fetch(url + path, { ...init, headers });
  return { status: answer.status, data: await answer.json(), headers: answer.headers } as T;
}
