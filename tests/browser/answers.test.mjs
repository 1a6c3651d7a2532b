// SPDX-License-Identifier: MIT
// The adapter against an answer of every route: those that http_table_story heard from kripad
// (KRIPA_RECORD_ANSWERS, a line of JSON each). Both habits of the pages must find the payload.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import "../../examples/front-end/kripa-adapter.js";

const lines = readFileSync(process.env.KRIPA_RECORD_ANSWERS, "utf8").trim().split("\n");
const answers = lines.map((line) => JSON.parse(line)).filter(({ route }) => route.startsWith("/api/"));
const isList = (data) => Boolean(data && Array.isArray(data.items) && data.meta);

// What the page gets of an answer, through the wrapped fetch.
async function seen({ method, target, status, body }) {
  const answer = async () => new Response(JSON.stringify(body), { status });
  const fetch = kripaAdapter.wrap(answer, { api: "http://localhost" });
  return (await fetch(`http://localhost${target}`, { method })).json();
}

// Without the alias, which must be there wherever a category stands.
function withoutAlias(value) {
  return JSON.parse(JSON.stringify(value, (name, member) => (name === "Category" ? undefined : member)));
}
function checkAlias(value, where) {
  if (!value || typeof value !== "object") return;
  if (value.category && typeof value.category === "object") assert.equal(value.Category, value.category, where);
  Object.entries(value).forEach(([name, member]) => name !== "Category" && checkAlias(member, where));
}

async function checkGood(answer) {
  const where = `${answer.method} ${answer.target}`;
  const res = await seen(answer);
  const { data } = answer.body;
  if (data === null) return assert.deepEqual(Object.keys(res), [], where);
  const isArray = Array.isArray(data) || (isList(data) && answer.route !== "/api/products");
  assert.equal(Array.isArray(res), isArray, where);
  assert.deepEqual(withoutAlias(res), isArray && !Array.isArray(data) ? data.items : data, where);
  if (!("data" in data)) assert.ok(res.data === res && res.data.data === res, where);
  if (isList(data)) assert.equal(res.meta.total, data.meta.total, where);
  checkAlias(res, where);
}

test("good answers of every route", async () => {
  const good = answers.filter(({ body }) => body.success === true);
  for (const answer of good) await checkGood(answer);
  const routes = new Set(good.map(({ method, route }) => `${method} ${route}`));
  const document = answers.find(({ route }) => route === "/api/openapi.json").body;
  const paths = Object.entries(document.paths).filter(([path]) => path.startsWith("/api/"));
  const operations = paths.flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ":$1")}`),
  );
  // What is no envelope (a picture, a document) is none of ours.
  const raw = operations.filter((name) => !routes.has(name));
  console.log(`${routes.size} of ${operations.length} routes, ${good.length} answers; without envelope: ${raw.join(", ")}`);
  assert.ok(routes.size > 55 && raw.length < 10, `never answered: ${raw.join(", ")}`);
});

test("bad answers, and what is no envelope, are as they were sent", async () => {
  const others = answers.filter(({ body }) => body.success !== true);
  assert.ok(others.length > 0);
  for (const answer of others) assert.deepEqual(await seen(answer), answer.body);
});
