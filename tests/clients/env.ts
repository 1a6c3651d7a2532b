// SPDX-License-Identifier: MIT
// What the shopping scripts are told, and how they end.
declare const process: { env: Record<string, string | undefined>; exitCode: number };

export const url = process.env["KRIPA_URL"] ?? "";
export const password = process.env["KRIPA_PASSWORD"] ?? "";
export const address = {
  name: "Meena Patel",
  phone: "98260 00002",
  addressLine: "7 Gandhi Chowk",
  city: "Pachore",
  state: "Madhya Pradesh",
  pincode: "465683",
};

export function expect(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what);
}

export function run(shop: () => Promise<void>): void {
  shop().catch((reason: unknown) => {
    console.error(reason);
    process.exitCode = 1;
  });
}
