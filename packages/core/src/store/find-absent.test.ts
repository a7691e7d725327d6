import { chmodSync } from "node:fs";
import { expect, test } from "vitest";
import { addFiles } from "./add-files.ts";
import { findAbsent } from "./find-absent.ts";
import { objectPath } from "./object-store.ts";
import { makeStoreFixture, oidOf, readObject } from "./testing/store-fixture.ts";

test("findAbsent() gives the objects without a name, few or many; a store without a directory is empty", async () => {
  using folder = makeStoreFixture();
  const oids = Array.from({ length: 2500 }, (_unused, i) => oidOf(`${i}`));
  const present = ["7", "8", "2400"].map((content) => folder.write(content, content));
  expect(findAbsent(folder.store, oids.slice(0, 3)).size).toBe(3);
  await addFiles(folder.store, present);
  expect([...findAbsent(folder.store, oids.slice(6, 10))]).toEqual([oids[6], oids[9]]);
  expect(findAbsent(folder.store, oids).size).toBe(2497);
});

test("findAbsent() leaves a damaged object alone", async () => {
  using folder = makeStoreFixture();
  const oid = oidOf("foo");
  await addFiles(folder.store, [folder.write("foo", "foo")]);
  chmodSync(objectPath(folder.store, oid), 0o644);
  folder.write(`cache/files/md5/${oid.slice(0, 2)}/${oid.slice(2)}`, "damaged");
  expect(findAbsent(folder.store, [oid]).size).toBe(0);
  expect(readObject(folder.store, oid).content).toBe("damaged");
});
