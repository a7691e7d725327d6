import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunningServer } from "../../servers/running-server.ts";
import { startVersionedS3 } from "../../servers/versioned-s3.ts";
import { type BothTools, makeBothTools, readData, type Tool, writeFiles } from "./both-tools.ts";

const DATA = { foo: "foo", "dir/1": "one", "dir/sub/2": "two", "dir/empty": "" };
const TARGETS = ["foo", "dir"];
const TOOLS = ["dvc", "lode"] as const;
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

test.each(["dvc", "lode"] as const)(
  "version_aware: %s gets, imports and updates what lies in such a remote of a source",
  async (tool) => {
    using tools = open();
    const source = await publish(tools);
    const wanted = ["foo", "dir", "dir/sub", "dir/sub/2"];
    mkdirSync(tools.pathOf("out"));
    for (const [row, path] of wanted.entries()) {
      await tools.run(tool, "out", ["get", "--rev", "first", source, path, "-o", String(row)]);
    }
    const got = { 0: "foo", ...inFolder("1"), "2/2": "two", 3: "two" };
    expect(readData(tools.pathOf("out"))).toEqual(got);
    expect(await tools.run(tool, "out", ["get", "--show-url", source, "dir"])).toMatch(
      /s3:\/\/versions\/place-\d+\/dir\n/,
    );
    expect(await tools.run(tool, "out", ["get", "--show-url", source, "foo"])).toMatch(/place-\d+\/foo\?versionId=v1-/);
    await tools.init("a");
    await tools.run(tool, "a", ["import", "--rev", "first", source, "dir"]);
    expect(readData(tools.pathOf("a"))).toEqual(inFolder("dir"));
    await tools.run(tool, "a", ["update", "--rev", "second", "dir.dvc"]);
    expect(readData(tools.pathOf("a"))).toEqual({ ...inFolder("dir"), "dir/1": "changed" });
    rmSync(join(tools.pathOf("a"), ".dvc/cache"), { recursive: true });
    rmSync(join(tools.pathOf("a"), "dir"), { recursive: true });
    await tools.run(tool, "a", ["pull"]);
    expect(readData(tools.pathOf("a"))).toEqual({ ...inFolder("dir"), "dir/1": "changed" });
  },
);

test("import-url --version-aware: both tools record the same, tell what is newer, and update what the other imported", async () => {
  using tools = open({});
  const { put, versionOf } = storageOf(tools);
  for (const [path, content] of Object.entries(DATA)) await put(path, content);
  for (const tool of TOOLS) await importAll(tools, tool);
  const names = ["foo", "dir", "later", "plain"];
  expect(metadata(tools, "lode", names)).toBe(metadata(tools, "dvc", names));
  await put("foo", "newer");
  await put("dir/sub/2", "newer");
  await put("dir/sub/3", "three");
  for (const args of [["--json"], ["--json", "--no-updates"]]) {
    const [dvc, lode] = await Promise.all(
      TOOLS.map((tool) => tools.run(tool, tool, ["status", ...args, "foo", "dir", "plain"])),
    );
    expect(JSON.parse(lode ?? "")).toEqual(JSON.parse(dvc ?? ""));
  }
  const version = await versionOf("foo");
  for (const args of [
    ["foo.dvc", "dir.dvc", "plain.dvc"],
    ["--rev", version, "foo.dvc"],
    ["--no-download", "later.dvc"],
  ]) {
    // Each tool goes on with what the other one has recorded.
    for (const tool of TOOLS) await tools.run(tool, tool === "dvc" ? "lode" : "dvc", ["update", ...args]);
    expect(metadata(tools, "lode", names)).toBe(metadata(tools, "dvc", names));
  }
  expect(readData(tools.pathOf("lode"))).toEqual(readData(tools.pathOf("dvc")));
  expect(await tools.attempt("lode", "lode", ["update", "--rev", "nothing", "foo.dvc"])).toMatchObject({ exitCode: 1 });
});

test("pull brings the recorded versions of imports, into the cache (versions-into-cache)", async () => {
  using tools = open({});
  const { put } = storageOf(tools);
  for (const [path, content] of Object.entries(DATA)) await put(path, content);
  for (const tool of TOOLS) {
    await tools.init(tool);
    for (const name of TARGETS) await tools.run("dvc", tool, ["import-url", "--version-aware", `remote://r/${name}`]);
    rmSync(join(tools.pathOf(tool), ".dvc/cache"), { recursive: true });
    for (const name of TARGETS) rmSync(join(tools.pathOf(tool), name), { recursive: true });
  }
  await put("foo", "newer");
  await put("dir/1", "newer");
  for (const tool of TOOLS) {
    expect(await tools.run(tool, tool, ["pull"])).toContain("4 files fetched and 4 files added");
    expect(readData(tools.pathOf(tool))).toEqual(DATA);
  }
  const [dvc, lode] = await Promise.all(TOOLS.map((tool) => tools.run(tool, tool, ["status"])));
  expect(dvc).toContain("not in cache");
  expect(lode).not.toContain("not in cache");
});

test("a version that a URL names is taken, where DVC takes the newest (version-in-url)", async () => {
  using tools = open({});
  const { put, versionOf, urlOf, options } = storageOf(tools);
  await put("foo", "old");
  const url = `${urlOf("foo")}?versionId=${await versionOf("foo")}`;
  await put("foo", "newer");
  for (const tool of TOOLS) {
    await tools.init(tool);
    await tools.run(tool, tool, ["get-url", url, "got", "--fs-config", ...options]);
    await tools.run(tool, tool, ["import-url", url, "taken", "--fs-config", ...options]);
  }
  expect(readData(tools.pathOf("dvc"))).toEqual({ got: "newer", taken: "newer" });
  expect(readData(tools.pathOf("lode"))).toEqual({ got: "old", taken: "old" });
  rmSync(join(tools.pathOf("lode"), ".dvc/cache"), { recursive: true });
  rmSync(join(tools.pathOf("lode"), "taken"));
  await tools.run("dvc", "lode", ["pull"]);
  expect(readData(tools.pathOf("lode"))).toEqual({ got: "old", taken: "old" });
  await tools.run("lode", "lode", ["update", "taken.dvc"]);
  expect(readData(tools.pathOf("lode"))).toEqual({ got: "old", taken: "old" });
});

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

function open(options: Readonly<Record<string, string>> = { version_aware: "true" }): Place {
  const { url: endpointurl = "" } = server.settings;
  const keys = { access_key_id: "any", secret_access_key: "any", region: "us-east-1" };
  const url = `s3://versions/place-${count++}`;
  return { ...makeBothTools({ url, options: { endpointurl, ...keys, ...options } }), url };
}

/** Both tools, and the URL of their remote. */
interface Place extends BothTools {
  readonly url: string;
}

async function begin(tools: BothTools, tool: Tool, project: string): Promise<void> {
  await tools.init(project);
  writeFiles(tools.pathOf(project), DATA);
  await tools.run(tool, project, ["add", ...TARGETS]);
  await tools.run(tool, project, ["push"]);
}

/** Two versions of the data in a Git repository with such a remote, at the tags `first` and `second`. */
async function publish(tools: BothTools): Promise<string> {
  const root = tools.pathOf("source");
  const git = (...args: readonly string[]): void => void execFileSync("git", ["-C", root, ...args], { stdio: "pipe" });
  const commit = (tag: string): void => {
    git("add", ".");
    git("-c", "user.name=Curator", "-c", "user.email=curator@example.org", "commit", "--quiet", "--message", tag);
    git("tag", tag);
  };
  await begin(tools, "dvc", "source");
  git("init", "--quiet");
  writeFiles(root, { ".gitignore": "/foo\n/dir\n/.dvc/cache\n/.dvc/tmp\n" });
  commit("first");
  writeFiles(root, { "dir/1": "changed" });
  await tools.run("dvc", "source", ["add", "dir"]);
  await tools.run("dvc", "source", ["push"]);
  commit("second");
  rmSync(join(root, ".dvc/cache"), { recursive: true });
  return `file://${root}`;
}

/** The files of the directory, in another one. */
function inFolder(name: string): Readonly<Record<string, string>> {
  const files = Object.entries(DATA).filter(([path]) => path.startsWith("dir/"));
  return Object.fromEntries(files.map(([path, content]) => [path.replace("dir", name), content]));
}

async function importAll(tools: BothTools, tool: Tool): Promise<void> {
  const versioned = [["remote://r/foo"], ["remote://r/dir"], ["--no-download", "remote://r/dir", "later"]];
  await tools.init(tool);
  for (const args of versioned) await tools.run(tool, tool, ["import-url", "--version-aware", ...args]);
  // Nobody asked for versions here; they are recorded all the same, and followed from then on.
  await tools.run(tool, tool, ["import-url", "remote://r/foo", "plain"]);
}

function metadata(tools: BothTools, project = "a", names = TARGETS): string {
  return names.map((name) => readFileSync(join(tools.pathOf(project), `${name}.dvc`), "utf8")).join("");
}

/** The place of the remote, behind the tools' backs. */
function storageOf({ url }: Place) {
  const { url: endpoint = "" } = server.settings;
  const { pathname, host } = new URL(url);
  const at = (path: string): string => `${endpoint}/${host}${pathname}/${path}`;
  return {
    options: [`endpointurl=${endpoint}`, "access_key_id=any", "secret_access_key=any", "region=us-east-1"],
    urlOf: (path: string): string => `${url}/${path}`,
    put: async (path: string, content: string): Promise<void> => {
      await fetch(at(path), { method: "PUT", body: content });
    },
    versionOf: async (path: string): Promise<string> =>
      (await fetch(at(path), { method: "HEAD" })).headers.get("x-amz-version-id") ?? "",
  };
}
