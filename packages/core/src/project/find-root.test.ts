import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findProjectRoot } from "./find-root.ts";

let dir = "";

beforeEach(async () => {
  dir = await realpath(await mkdtemp(join(tmpdir(), "lode-root-")));
});

afterEach(() => rm(dir, { recursive: true }));

test("findProjectRoot() finds the nearest ancestor with a .dvc folder", async () => {
  await mkdir(join(dir, "outer/.dvc"), { recursive: true });
  await mkdir(join(dir, "outer/inner/.dvc"), { recursive: true });
  await mkdir(join(dir, "outer/inner/a/b"), { recursive: true });
  await expect(findProjectRoot(join(dir, "outer"))).resolves.toBe(join(dir, "outer"));
  await expect(findProjectRoot(join(dir, "outer/inner/a/b"))).resolves.toBe(join(dir, "outer/inner"));
});

test("findProjectRoot() passes over a file named .dvc", async () => {
  await mkdir(join(dir, ".dvc"));
  await mkdir(join(dir, "a"));
  await writeFile(join(dir, "a/.dvc"), "");
  await expect(findProjectRoot(join(dir, "a"))).resolves.toBe(dir);
});

test("findProjectRoot() throws NOT_A_PROJECT when there is none or no such folder", async () => {
  await expect(findProjectRoot(dir)).rejects.toMatchObject({ code: "NOT_A_PROJECT" });
  await expect(findProjectRoot(join(dir, "nowhere"))).rejects.toMatchObject({ code: "NOT_A_PROJECT" });
});
