// SPDX-License-Identifier: MIT
// The same purchase with the functions that orval makes, which are named after the operations.
import { signInAs } from "./call.js";
import { address, expect, password, run } from "./env.js";
import { addToCart, cancelOrder, listMyOrders, listProducts, placeOrder, signIn } from "./orval.js";

run(async () => {
  const found = await listProducts({ sort: "price", availability: "in" });
  expect(found.status === 200, "products are listed");
  const lamp = found.data.data.items[0];
  expect(lamp !== undefined, "there is a lamp");
  const id: string = lamp._id;

  const signedIn = await signIn({ email: "meena@example.in", password });
  expect(signedIn.status === 200, "signed in");
  const token: string = signedIn.data.data.token;
  signInAs(token);
  const added = await addToCart({ productId: id, qty: 1 });
  expect(added.status === 200 && added.data.data.item?.qty === 1, "one is in the cart");

  const placed = await placeOrder({ shippingAddress: address, paymentMethod: "COD" });
  expect(placed.status === 201, "ordered");
  const total: number = placed.data.data.totalAmount;
  expect(total === 499, "as it was meant");

  const refused = await placeOrder({ items: [{ product: id, qty: 100 }], shippingAddress: address });
  expect(refused.status === 409 && refused.data.data.code === "OUT_OF_STOCK", "there are not as many");

  const mine = await listMyOrders({ mode: "customer", status: "pending" });
  expect(mine.status === 200 && mine.data.data.meta.total === 1, "one order");
  const over = await cancelOrder(placed.data.data._id, {});
  expect(over.status === 200 && over.data.data.deliveryStatus === "cancelled", "it is cancelled");
});
