import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { makeTempFolder } from "../../../core/src/fs/testing/temp-folder.ts";
import { openDatabase } from "./open-database.ts";

function tempDir(): string {
  const folder = makeTempFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  return folder.path;
}

function placeIn(dir: string) {
  return { kind: "sqlite", path: join(dir, "registry.sqlite") } as const;
}

test("openDatabase() makes the tables, and finds them again", async () => {
  const dir = tempDir();
  const first = await openDatabase(placeIn(dir));
  const user = { id: "1", name: "ann", is_administrator: 0, created_at: "2026-01-01T00:00:00.000Z" };
  await first.insertInto("users").values(user).execute();
  await first.destroy();
  const second = await openDatabase(placeIn(dir));
  expect(await second.selectFrom("users").selectAll().execute()).toEqual([{ ...user }]);
  await second.destroy();
});

test("openDatabase() takes back a transaction that fails", async () => {
  const database = await openDatabase(placeIn(tempDir()));
  const user = { id: "1", name: "ann", is_administrator: 0, created_at: "" };
  const work = database.transaction().execute(async (transaction) => {
    await transaction.insertInto("users").values(user).execute();
    throw new Error("no");
  });
  await expect(work).rejects.toThrow("no");
  expect(await database.selectFrom("users").selectAll().execute()).toEqual([]);
  await database.destroy();
});

test("openDatabase() refuses a database that a newer version has changed", async () => {
  const dir = tempDir();
  const database = await openDatabase(placeIn(dir));
  const tables = database.withTables<{ kysely_migration: { name: string; timestamp: string } }>();
  await tables.insertInto("kysely_migration").values({ name: "9999-later", timestamp: "" }).execute();
  await database.destroy();
  await expect(openDatabase(placeIn(dir))).rejects.toMatchObject({
    code: "REGISTRY_NEWER",
    details: { migrations: ["9999-later"] },
  });
});
