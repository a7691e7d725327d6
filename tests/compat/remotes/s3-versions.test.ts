import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunningServer } from "../../servers/running-server.ts";
import { startVersionedS3 } from "../../servers/versioned-s3.ts";
import { type BothTools, makeBothTools, readData, type Tool, writeFiles } from "./both-tools.ts";

const DATA = { foo: "foo", "dir/1": "one", "dir/sub/2": "two", "dir/empty": "" };
const TARGETS = ["foo", "dir"];
const BOTH = [
  ["dvc", "lode"],
  ["lode", "dvc"],
] as const;

let server: RunningServer;
let count = 0;

beforeAll(async () => {
  server = await startVersionedS3();
});

afterAll(() => server[Symbol.asyncDispose]());

test.each(BOTH)(
  "version_aware: what %s pushes, %s pulls by its versions, also after a change",
  async (first, second) => {
    using tools = open();
    await begin(tools, first, "a");
    tools.clone("a", "old");
    writeFiles(tools.pathOf("a"), { "dir/1": "changed" });
    await tools.run(first, "a", ["add", "dir"]);
    await tools.run(first, "a", ["push"]);
    tools.clone("a", "new");
    for (const project of ["old", "new"]) await tools.run(second, project, ["pull"]);
    expect(readData(tools.pathOf("old"))).toEqual(DATA);
    expect(readData(tools.pathOf("new"))).toEqual({ ...DATA, "dir/1": "changed" });
    expect(await tools.run(second, "new", ["push"])).toContain("Everything is up to date.");
  },
);

test.each([{ version_aware: "true" }, { worktree: "true" }])(
  "%j: both tools write the same metadata",
  async (options) => {
    const texts: string[] = [];
    for (const tool of ["dvc", "lode"] as const) {
      using tools = open(options);
      await begin(tools, tool, "a");
      await tools.run(tool, "a", ["push"]);
      writeFiles(tools.pathOf("a"), { "dir/1": "changed" });
      await tools.run(tool, "a", ["add", "dir"]);
      await tools.run(tool, "a", ["push", "dir"]);
      texts.push(metadata(tools));
    }
    expect(texts[1]).toBe(texts[0]);
  },
);

test("version_aware: both tools refuse what they cannot do, with the same exit code", async () => {
  using tools = open();
  await begin(tools, "lode", "a");
  for (const args of [
    ["status", "-c"],
    ["gc", "-w", "-c", "-f"],
  ]) {
    const [dvc, lode] = [await tools.attempt("dvc", "a", args), await tools.attempt("lode", "a", args)];
    expect([args, lode.exitCode]).toEqual([args, dvc.exitCode]);
  }
});

test("version_aware: a push that fails changes no metadata, and a file without a version fails (versions-recorded)", async () => {
  using tools = open();
  await tools.init("a");
  writeFiles(tools.pathOf("a"), DATA);
  await tools.run("lode", "a", ["add", ...TARGETS]);
  const before = metadata(tools);
  await tools.run("lode", "a", ["remote", "modify", "r", "url", "s3://no-such-bucket"]);
  expect((await tools.attempt("lode", "a", ["push"])).exitCode).toBe(1);
  expect(metadata(tools)).toBe(before);
  rmSync(join(tools.pathOf("a"), ".dvc/cache"), { recursive: true });
  expect((await tools.attempt("lode", "a", ["fetch", "foo"])).exitCode).toBe(1);
});

function open(options: Readonly<Record<string, string>> = { version_aware: "true" }): BothTools {
  const { url: endpointurl = "" } = server.settings;
  const keys = { access_key_id: "any", secret_access_key: "any", region: "us-east-1" };
  return makeBothTools({ url: `s3://versions/place-${count++}`, options: { endpointurl, ...keys, ...options } });
}

async function begin(tools: BothTools, tool: Tool, project: string): Promise<void> {
  await tools.init(project);
  writeFiles(tools.pathOf(project), DATA);
  await tools.run(tool, project, ["add", ...TARGETS]);
  await tools.run(tool, project, ["push"]);
}

function metadata(tools: BothTools): string {
  return TARGETS.map((name) => readFileSync(join(tools.pathOf("a"), `${name}.dvc`), "utf8")).join("");
}
