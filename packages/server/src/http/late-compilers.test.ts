import Fastify from "fastify";
import { expect, test } from "vitest";
import { compileRest, lateCompilers } from "./late-compilers.ts";

/** A web server with a route that doubles a number; its query and its answer have schemas. */
async function doubling() {
  const compilers = lateCompilers();
  const app = Fastify({ schemaController: { compilersFactory: compilers } });
  const number = { type: "object", properties: { n: { type: "integer" } } };
  app.get<{ Querystring: { n: number } }>(
    "/double",
    { schema: { querystring: number, response: { 200: number } } },
    async ({ query }) => ({ n: query.n * 2, more: "is not in the schema" }),
  );
  await app.ready();
  return { app, compilers };
}

test("lateCompilers() compiles a schema when it is first asked for, and checks by it each time", async () => {
  const { app, compilers } = await doubling();
  expect(compilers.pending.size).toBe(2);
  expect((await app.inject("/double?n=2")).json()).toEqual({ n: 4 });
  expect(compilers.pending.size).toBe(0);
  expect((await app.inject("/double?n=two")).json()).toMatchObject({ code: "FST_ERR_VALIDATION" });
});

test("compileRest() compiles what nobody has asked for, and ends when the server does", async () => {
  const { app, compilers } = await doubling();
  await compileRest(compilers, AbortSignal.abort());
  expect(compilers.pending.size).toBe(2);
  await compileRest(compilers, new AbortController().signal);
  expect(compilers.pending.size).toBe(0);
  expect((await app.inject("/double?n=3")).json()).toEqual({ n: 6 });
});
