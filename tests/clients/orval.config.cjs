// SPDX-License-Identifier: MIT
module.exports = {
  kripa: {
    input: "./openapi.json",
    output: { target: "./orval.ts", client: "fetch", mode: "single", override: { mutator: { path: "./call.ts", name: "call" } } },
  },
};
