// SPDX-License-Identifier: MIT
// A purchase with the client that openapi-typescript and openapi-fetch make: what always comes needs no `?`,
// closed sets are unions, and an error's code is one of those that the status can have.
import createClient from "openapi-fetch";
import { address, expect, password, run, url } from "./env.js";
import type { components, paths } from "./schema.js";

type Order = components["schemas"]["order"];

run(async () => {
  const api = createClient<paths>({ baseUrl: url });
  const found = await api.GET("/api/products", { params: { query: { sort: "-price", availability: "in", limit: 5 } } });
  expect(found.data !== undefined, "products are listed");
  const lamp = found.data.data.items[0];
  expect(lamp !== undefined, "there is a lamp");
  const name: string = lamp.name;
  const id: string = lamp._id;
  const made: Date = new Date(lamp.createdAt);
  expect(name.length > 0 && made.getTime() > 0 && lamp.retailer_price === undefined, "a guest's view of it");

  const signedIn = await api.POST("/api/auth/login", { body: { email: "meena@example.in", password } });
  expect(signedIn.data !== undefined, "signed in");
  const headers = { Authorization: `Bearer ${signedIn.data.data.token}` };
  const added = await api.POST("/api/cart/add", { headers, body: { productId: id, qty: 2 } });
  expect(added.data?.data.item?.qty === 2, "two are in the cart");

  const placed = await api.POST("/api/orders", {
    headers,
    params: { header: { "Idempotency-Key": "openapi-fetch-1" } },
    body: { shippingAddress: address, paymentMethod: "COD" },
  });
  expect(placed.data !== undefined, "ordered");
  const order: Order = placed.data.data;
  const state: "pending" | "shipped" | "delivered" | "cancelled" = order.deliveryStatus;
  const total: number = order.totalAmount;
  expect(state === "pending" && total === 998 && order.items[0]?.product?._id === id, "as it was meant");
  expect(placed.response.headers.get("Location") === `/api/orders/${order._id}`, "it has a place");

  const tooMany = await api.POST("/api/orders", {
    headers,
    body: { items: [{ product: id, qty: 100 }], shippingAddress: address },
  });
  expect(tooMany.error !== undefined, "there are not as many");
  const code = tooMany.error.data.code;
  expect(code === "OUT_OF_STOCK" && tooMany.error.data.errors[0]?.field === "items[0].qty", "it says which line");

  const mine = await api.GET("/api/orders/my", { headers, params: { query: { status: "pending" } } });
  expect(mine.data?.data.meta.total === 1, "one order");
  const over = await api.PUT("/api/orders/{id}/cancel", { headers, params: { path: { id: order._id } } });
  expect(over.data?.data.deliveryStatus === "cancelled", "it is cancelled without a body");
});
