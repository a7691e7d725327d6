import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type BothTools, makeBothTools, readData, type Tool, writeFiles } from "./both-tools.ts";

/** A real server of one kind of storage. */
export interface InterchangeStorage {
  /** The URL of a place in which nothing is yet, as `remote add` takes it. */
  readonly url: string;
  /** Options of a remote there, as `remote modify` takes them. */
  readonly options: Readonly<Record<string, string>>;
  /** Variables that both tools get. */
  readonly env?: Readonly<Record<string, string>>;
  /** Writes a file below the URL, behind the tools' backs. */
  readonly put: (path: string, content: string) => Promise<void> | void;
}

/** What cannot be done by a kind of storage, or by DVC with it. */
export interface InterchangeLimits {
  /** The storage cannot list: no directories at URLs, no `gc -c`. */
  readonly list?: boolean;
  /** DVC cannot import a single file from this kind of storage. */
  readonly dvcImportsFiles?: boolean;
  /** DVC records folders of a directory under wrong names. */
  readonly dvcImportsFolders?: boolean;
  /** DVC cannot import, get or list a directory whose names hold blanks and marks of URLs. */
  readonly dvcOddNames?: boolean;
}

const LARGE = Buffer.alloc(6 << 20, "a line of a large file\n");
const DATA = {
  "plain.txt": "plain",
  "empty.txt": "",
  "large.bin": LARGE,
  ...Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`dir/many/${i}`, `number ${i}`])),
  "dir/sub/deep/x": "x",
  "dir/ä b+%#.txt": "odd",
};
const TOOLS = ["dvc", "lode"] as const;
const TARGETS = ["plain.txt", "empty.txt", "large.bin", "dir"];
const SOURCE = { "source/file": "a file", "source/dir/one": "one", "source/dir/sub/two": "two" };

/**
 * Tests that the real DVC and Lode share a remote and the data at URLs of one kind of storage.
 *
 * @param start gives a new place on the server for each test
 */
export function testInterchange(
  kind: string,
  start: () => Promise<InterchangeStorage>,
  limits: InterchangeLimits = {},
): void {
  test.each([
    ["dvc", "lode"],
    ["lode", "dvc"],
  ] as const)(`${kind}: what %s pushes, %s finds, pulls and collects`, async (first, second) => {
    using tools = makeBothTools(await start());
    await share(tools, first, second);
    if (limits.list !== false) await collect(tools, first, second);
  });

  test(`${kind}: what Lode sends straight to the remote, DVC pulls`, async () => {
    const storage = await start();
    for (const [path, content] of Object.entries(SOURCE)) await storage.put(path, content);
    using tools = makeBothTools(storage);
    await tools.init("first");
    writeFiles(join(tools.pathOf("first"), "../outside"), DATA);
    await tools.run("lode", "first", ["add", "--to-remote", "../outside/dir"]);
    await tools.run("lode", "first", ["import-url", "--to-remote", "remote://r/source/file"]);
    if (limits.list !== false) {
      await tools.run("lode", "first", ["import-url", "--to-remote", "remote://r/source/dir", "taken"]);
    }
    tools.clone("first", "second");
    await tools.run("dvc", "second", ["pull"]);
    const taken = { "taken/one": "one", "taken/sub/two": "two" };
    const expected = { file: "a file", ...(limits.list !== false && taken), ...below("dir/", DATA) };
    expect(readData(tools.pathOf("second"))).toEqual(asText(expected));
  });

  testUrls(kind, start, limits);
}

/** The first tool pushes; the second sees, pulls and pushes nothing again. */
async function share(tools: BothTools, first: Tool, second: Tool): Promise<void> {
  await tools.init("first");
  writeFiles(tools.pathOf("first"), DATA);
  await tools.run(first, "first", ["add", ...TARGETS]);
  await tools.run(first, "first", ["push"]);
  expect(JSON.parse(await tools.run(second, "first", ["status", "-c", "--json"]))).toEqual({});
  tools.clone("first", "second");
  await tools.run(second, "second", ["pull"]);
  expect(readData(tools.pathOf("second"))).toEqual(asText(DATA));
  expect(await tools.run(second, "second", ["push"])).toContain("Everything is up to date.");
}

/** The second tool collects what a project does not need; the first one misses just that. */
async function collect(tools: BothTools, first: Tool, second: Tool): Promise<void> {
  await tools.run(second, "second", ["remove", "plain.txt.dvc"]);
  await tools.run(second, "second", ["gc", "-w", "-c", "-f"]);
  const status = JSON.parse(await tools.run(first, "first", ["status", "-c", "--json"]));
  expect(status).toEqual({ "plain.txt": "new" });
}

/** Both tools import data, and update it when it has changed. */
async function importBoth(storage: InterchangeStorage, names: readonly string[]): Promise<void> {
  for (const [path, content] of Object.entries(SOURCE)) await storage.put(path, content);
  using tools = makeBothTools(storage);
  for (const tool of TOOLS) await importAll(tools, tool, names);
  expectSame(tools, names);
  for (const tool of TOOLS) await updateOther(tools, tool, { names, isChanged: false });
  await storage.put("source/file", "another file");
  await storage.put("source/dir/three", "three");
  for (const tool of TOOLS) await updateOther(tools, tool, { names, isChanged: true });
  expectSame(tools, names);
  expect(readData(tools.pathOf("lode"))).toEqual({
    ...(names.includes("file") && { file: "another file" }),
    ...(names.includes("dir") && { "dir/one": "one", "dir/sub/two": "two", "dir/three": "three" }),
  });
}

function testUrls(kind: string, start: () => Promise<InterchangeStorage>, limits: InterchangeLimits): void {
  const { list = true, dvcImportsFiles = true, dvcImportsFolders = true, dvcOddNames = true } = limits;
  const names = [...(dvcImportsFiles ? ["file"] : []), ...(list && dvcImportsFolders ? ["dir"] : [])];

  if (names.length > 0) {
    test(`${kind}: both import the same data from URLs, record the same, and see when it changes`, async () => {
      await importBoth(await start(), names);
    });
  }

  test(`${kind}: Lode lists and gets what is at URLs as DVC does`, async () => {
    const storage = await start();
    const files = { ...SOURCE, ...(dvcOddNames && { "source/dir/ä b+%#.txt": "odd" }) };
    for (const [path, content] of Object.entries(files)) await storage.put(path, content);
    using tools = makeBothTools(storage);
    const listed: string[][] = [];
    for (const tool of TOOLS) {
      await tools.init(tool);
      await tools.run(tool, tool, ["get-url", "remote://r/source/file"]);
      if (!list) continue;
      await tools.run(tool, tool, ["get-url", "remote://r/source/dir"]);
      for (const args of [
        ["remote://r/source"],
        ["-R", "remote://r/source"],
        ["-R", "--size", "remote://r/source/dir"],
      ]) {
        listed.push((await tools.run(tool, tool, ["list-url", ...args])).split("\n").sort());
      }
    }
    expect(listed.slice(3)).toEqual(listed.slice(0, 3));
    const expected = { file: "a file", ...(list && below("source/", files)) };
    expect(readData(tools.pathOf("lode"))).toEqual(asText({ ...expected, file: "a file" }));
    expect(readData(tools.pathOf("dvc"))).toEqual(readData(tools.pathOf("lode")));
  });

  test(`${kind}: what is not at a URL is said to be missing`, async () => {
    using tools = makeBothTools(await start());
    await tools.init("lode");
    const missing = "remote://r/nothing/here";
    expect(await tools.attempt("lode", "lode", ["get-url", missing])).toMatchObject({ exitCode: 1 });
    expect(await tools.attempt("lode", "lode", ["list-url", missing])).toMatchObject({ exitCode: 255 });
    expect(await tools.attempt("lode", "lode", ["import-url", missing])).toMatchObject({ exitCode: 1 });
  });
}

async function importAll(tools: BothTools, tool: Tool, names: readonly string[]): Promise<void> {
  await tools.init(tool);
  for (const name of names) await tools.run(tool, tool, ["import-url", `remote://r/source/${name}`]);
}

/** Updates what the other tool has imported. */
async function updateOther(
  tools: BothTools,
  tool: Tool,
  { names, isChanged }: { readonly names: readonly string[]; readonly isChanged: boolean },
): Promise<void> {
  const files = names.map((name) => `${name}.dvc`);
  const said = await tools.run(tool, tool === "dvc" ? "lode" : "dvc", ["update", ...files]);
  for (const name of files) expect(said.includes(`'${name}' didn't change, skipping`)).toBe(!isChanged);
}

/** The projects `dvc` and `lode` have the same metadata and data. */
function expectSame(tools: BothTools, names: readonly string[]): void {
  for (const name of names) {
    const [byDvc, byLode] = ["dvc", "lode"].map((project) =>
      readFileSync(join(tools.pathOf(project), `${name}.dvc`), "utf8"),
    );
    expect(byLode).toBe(byDvc);
  }
  expect(readData(tools.pathOf("lode"))).toEqual(readData(tools.pathOf("dvc")));
}

function below(prefix: string, files: Readonly<Record<string, string | Buffer>>): Record<string, string | Buffer> {
  const chosen = Object.entries(files).filter(([path]) => path.startsWith(prefix));
  return Object.fromEntries(
    chosen.map(([path, content]) => [prefix === "source/" ? path.slice(prefix.length) : path, content]),
  );
}

function asText(files: Readonly<Record<string, string | Buffer>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([path, content]) => [path, Buffer.from(content).toString("latin1")]),
  );
}
