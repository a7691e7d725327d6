import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { makeTempFolder } from "../../../core/src/fs/testing/temp-folder.ts";
import { copiedTables, leftTables } from "./copied-tables.ts";
import { copyRows } from "./copy-rows.ts";
import { type Database, openDatabase } from "./open-database.ts";

async function newDatabase(): Promise<Database> {
  const folder = makeTempFolder();
  const database = await openDatabase({ kind: "sqlite", path: join(folder.path, "registry.sqlite") });
  onTestFinished(async () => {
    await database.destroy();
    folder[Symbol.dispose]();
  });
  return database;
}

test("every table of the schema is either copied or known to be left, and its key is as it is said", async () => {
  const tables = await (await newDatabase()).introspection.getTables();
  const names = tables.map(({ name }) => name).filter((name) => !/^search_index_/.test(name));
  const known = [...Object.keys(copiedTables), ...leftTables];
  expect([new Set(names), names.length]).toEqual([new Set(known), known.length]);
  for (const [name, key] of Object.entries(copiedTables)) {
    const columns = tables.find((table) => table.name === name)?.columns.map((column) => column.name);
    expect(columns).toEqual(expect.arrayContaining([...key]));
  }
});

test("copyRows() copies tables of many pages, each row once, and keeps who refers to whom", async () => {
  const [from, to] = [await newDatabase(), await newDatabase()];
  const created_at = "2026-01-01T00:00:00.000Z";
  await from.insertInto("namespaces").values({ id: "n", name: "acme", created_at }).execute();
  const repository = { namespace_id: "n", visibility: "public", push_policy: "refuse", is_mirror: 0 } as const;
  for (const id of ["r1", "r2"]) {
    const texts = { id, name: id, description: "ü", created_at };
    await from
      .insertInto("repositories")
      .values({ ...repository, ...texts })
      .execute();
    for (let page = 0; page < 3; page += 1) {
      const claims = Array.from({ length: 417 }, (_, i) => ({
        repository_id: id,
        hash_name: "md5" as const,
        oid: `${page}-${i}`,
        size_bytes: 2 ** 40 + i,
      }));
      await from.insertInto("claims").values(claims).execute();
    }
  }
  await to.transaction().execute((transaction) => copyRows(from, transaction));
  for (const table of ["namespaces", "repositories", "claims"] as const) {
    expect(await to.selectFrom(table).selectAll().execute()).toEqual(
      await from.selectFrom(table).selectAll().execute(),
    );
  }
});
