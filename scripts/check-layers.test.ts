import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkLayers } from "./check-layers.ts";

let root = "";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "lode-layers-"));
  write("package.json", '{"type": "module"}');
  write("packages/core/src/base/oid.ts", "export type Oid = string;\n");
});

afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

test("checkLayers() accepts imports of lower layers and of the own folder", async () => {
  write("packages/core/src/store/a.ts", 'import type { Oid } from "../base/oid.ts";\nexport type A = Oid;\n');
  write("packages/core/src/store/b.ts", 'import type { A } from "./a.ts";\nexport type B = A;\n');
  write("packages/core/src/fs/c.ts", 'import { statSync } from "node:fs";\nexport const c = statSync;\n');
  expect(await checkLayers(root)).toEqual([]);
});

test.each([
  ["a higher layer", "store/a.ts", 'import type { X } from "../project/x.ts";\nexport type Y = X;\n'],
  ["a neighbour on its layer", "fs/a.ts", 'import type { X } from "../git/x.ts";\nexport type Y = X;\n'],
  ["a door above the layers", "store/a.ts", 'import type { X } from "../index.ts";\nexport type Y = X;\n'],
  ["the disk outside its home", "store/a.ts", 'import { statSync } from "node:fs";\nexport const y = statSync;\n'],
  ["the disk in a format", "formats/a.ts", 'import { stat } from "node:fs/promises";\nexport const y = stat;\n'],
  [
    "threads outside their home",
    "fs/a.ts",
    'import { Worker } from "node:worker_threads";\nexport const y = Worker;\n',
  ],
  ["processes outside their home", "fs/a.ts", 'import { spawn } from "node:child_process";\nexport const y = spawn;\n'],
  ["sockets outside their home", "fs/a.ts", 'import { request } from "node:https";\nexport const y = request;\n'],
  ["the environment", "fs/a.ts", "export const y = process.env.HOME;\n"],
  ["a folder that is no layer", "stuff/a.ts", "export const y = 1;\n"],
  ["a catch-all folder", "fs/utils/a.ts", 'import { z } from "./b.ts";\nexport const y = z;\n'],
  ["a file that does not exist", "fs/a.ts", 'import { z } from "./nothing.ts";\nexport const y = z;\n'],
  ["its own importer", "store/a.ts", 'import type { Z } from "./z.ts";\nexport type Y = Z;\n'],
])("checkLayers() reports a source that imports %s", async (_, path, text) => {
  write("packages/core/src/project/x.ts", "export type X = 1;\n");
  write("packages/core/src/git/x.ts", "export type X = 1;\n");
  write("packages/core/src/index.ts", "export type X = 1;\n");
  write("packages/core/src/fs/utils/b.ts", "export const z = 1;\n");
  write("packages/core/src/store/z.ts", 'import type { Y } from "./a.ts";\nexport type Z = Y;\n');
  if (path !== "store/a.ts") write("packages/core/src/store/a.ts", "export type Y = 1;\n");
  const before = path === "store/a.ts" ? [] : await checkLayers(root);
  write(`packages/core/src/${path}`, text);
  expect((await checkLayers(root)).filter((violation) => !before.includes(violation))).not.toEqual([]);
});
