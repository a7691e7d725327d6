import { chmodSync, lstatSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { add } from "../add/add.ts";
import { type RegistryFixture, registryFixture } from "../testing/registry-fixture.ts";
import { checkout } from "./checkout.ts";

const name = fc
  .string({
    unit: fc.constantFrom("a", "B", "é", "e\u0301", "日", " ", "-", "#", "'", "[", "."),
    minLength: 1,
    maxLength: 6,
  })
  .filter((text) => text !== "." && text !== ".." && text !== ".dvc" && !text.startsWith(".git"));
const file = fc.record({
  folders: fc.array(name, { maxLength: 3 }),
  name,
  content: fc.string({ maxLength: 20 }),
});

/** Content and execute bit of each file. */
function picture(fixture: RegistryFixture): Readonly<Record<string, string>> {
  return Object.fromEntries(
    fixture.list("repo/data").map((path) => {
      const isExecutable = (lstatSync(join(fixture.dir, "repo/data", path)).mode & 0o100) !== 0;
      return [path, `${isExecutable} ${fixture.read(`repo/data/${path}`)}`];
    }),
  );
}

test("checkout() after add() gives the same tree, for random trees", async () => {
  const fixture = await registryFixture(process.env.PATH);
  await fc.assert(
    fc.asyncProperty(fc.array(file, { minLength: 1, maxLength: 12 }), fc.boolean(), async (files, isSecond) => {
      if (!isSecond) fixture.remove("repo/data");
      for (const { folders, name: last, content } of files) {
        try {
          fixture.replace(`repo/${["data", ...folders, last].join("/")}`, content);
        } catch {
          // A file may stand where another one needs a folder: the first has the place.
        }
      }
      fc.pre(fixture.list("repo/data").length > 0);
      await add(await fixture.open(), { targets: ["data"] }, fixture.run);
      const before = picture(fixture);
      fixture.remove("repo/data");
      await checkout(await fixture.open(), {}, fixture.run);
      expect(picture(fixture)).toEqual(before);
    }),
    { numRuns: 40 },
  );
});

test("checkout() gives members of a directory the mode of new files", async () => {
  const fixture = await registryFixture(process.env.PATH);
  fixture.replace("repo/data/tool", "run");
  chmodSync(join(fixture.dir, "repo/data/tool"), 0o755);
  await add(await fixture.open(), { targets: ["data"] }, fixture.run);
  fixture.remove("repo/data");
  await checkout(await fixture.open(), {}, fixture.run);
  expect(picture(fixture)).toEqual({ tool: "false run" });
});
