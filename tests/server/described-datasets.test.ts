import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Api, apiClient, must } from "./api-client.ts";
import { type ClientFolder, clientFolder, gitUrl } from "./git-client.ts";
import { oidOf } from "./published-data.ts";
import { type RegistryFixture, startRegistry } from "./registry-fixture.ts";

let fixture: RegistryFixture;
let client: ClientFolder;
let api: Api;

const out = (path: string, more = "") =>
  `outs:\n- md5: ${oidOf(path)}\n  size: 5\n  hash: md5\n  path: ${path}\n${more}`;
const mit =
  "Permission is hereby granted, free of charge, to any person obtaining a copy of this software. The above copyright notice and this permission notice shall be included in all copies.";

/** A project in the root and one in a folder, with data of every origin. */
const files: Readonly<Record<string, string>> = {
  ".dvc/config": "",
  LICENSE: mit,
  "plain.bin.dvc": out(
    "plain.bin",
    "  type: model\n  labels: [big, old]\nmeta:\n  license: cc-by-4.0\n  made: 2024-01-02\n",
  ),
  "data/own.dvc": out("own", "  desc: With a text beside\n"),
  "data/COPYING": "All rights reserved.",
  "copied.dvc": `deps:\n- path: data/x\n  repo:\n    url: https://ann:secret@git.example.org/team/x.git\n    rev: main\n    rev_lock: ${"a1".repeat(20)}\n${out("copied")}`,
  "fetched.dvc": `deps:\n- path: https://ann:secret@files.example.org/f?token=abc\n  etag: '"e1"'\n${out("fetched")}`,
  "queried.dvc": `deps:\n- db:\n    connection: pg\n    query: select 1\n    file_format: csv\n${out("queried")}`,
  "dvc.yaml":
    "stages:\n  train:\n    cmd: run\n    outs: [made.bin]\nartifacts:\n  net:\n    path: made.bin\n    type: model\n    labels: [small]\n    desc: The net\n    meta: {score: 0.5}\n  page:\n    path: index.html\n",
  "dvc.lock": `schema: '2.0'\nstages:\n  train:\n    cmd: run\n    outs:\n    - path: made.bin\n      hash: md5\n      md5: ${oidOf("made.bin")}\n      size: 7\n`,
  "sub/.dvc/config": "",
  "sub/dvc.yaml": "artifacts:\n  cats:\n    path: cats\n    meta: {license: Our terms}\n",
  "sub/cats.dvc": `outs:\n- md5: ${oidOf("cats")}.dir\n  size: 9\n  nfiles: 2\n  hash: md5\n  path: cats\n`,
};

beforeAll(async () => {
  fixture = await startRegistry();
  client = clientFolder();
  api = apiClient(fixture.server);
  await must(fixture.admin("PATCH", "/repositories/acme/open", { push_policy: "off" }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(client.path, "work", path)), { recursive: true });
    writeFileSync(join(client.path, "work", path), text);
  }
  await client.git("work", "init", "--quiet", "-b", "main");
  await client.git("work", "add", ".");
  await client.git("work", "commit", "--quiet", "-m", "all");
  await client.git("work", "push", "--quiet", gitUrl(fixture.server.url, "acme/open", fixture.token("writer")), "main");
});

afterAll(async () => {
  client[Symbol.dispose]();
  await fixture[Symbol.asyncDispose]();
});

const list = (query = "") => must(api("GET", `/repositories/acme/open/datasets?${query}`));

test("datasets tell where their data is from, without secrets", async () => {
  const body = await list();
  const none = { stage: null, url: null, path: null, rev: null, commit: null, etag: null };
  const imported = {
    url: "https://***@git.example.org/team/x.git",
    path: "data/x",
    rev: "main",
    commit: "a1".repeat(20),
  };
  expect(body).toMatchObject({
    items: [
      { path: "copied", origin: { ...none, kind: "import", ...imported }, is_stored_here: false },
      { path: "data/own", origin: { ...none, kind: "add" }, file: "data/own.dvc" },
      {
        path: "fetched",
        origin: { kind: "import-url", url: "https://***@files.example.org/f?token=***", etag: '"e1"' },
      },
      { path: "made.bin", origin: { ...none, kind: "stage", stage: "train" }, file: "dvc.yaml", size_bytes: 7 },
      { path: "plain.bin", origin: { ...none, kind: "add" }, type: "model", labels: ["big", "old"] },
      { path: "queried", origin: { ...none, kind: "import-db" } },
      { path: "sub/cats", origin: { ...none, kind: "add" }, file: "sub/cats.dvc", kind: "dir", files: 2 },
    ],
    next: null,
  });
  expect(JSON.stringify(body)).not.toMatch(/secret|abc/);
});

test("datasets have the artifacts that dvc.yaml files make of them, and their metadata", async () => {
  const net = {
    name: "net",
    path: "made.bin",
    file: "dvc.yaml",
    description: "The net",
    type: "model",
    labels: ["small"],
  };
  expect(await list("is_artifact=true")).toMatchObject({
    items: [
      { path: "made.bin", artifacts: [{ ...net, meta: { score: 0.5 } }] },
      {
        path: "sub/cats",
        artifacts: [{ name: "sub:cats", path: "sub/cats", file: "sub/dvc.yaml", description: null }],
      },
    ],
  });
  expect(await list("prefix=plain")).toMatchObject({
    items: [{ artifacts: [], meta: { license: "cc-by-4.0", made: "2024-01-02" } }],
  });
});

test("datasets have the license of their metadata, else of their folder, else of the repository", async () => {
  const licenses = JSON.stringify(await list())
    .match(/(?<="license":){"spdx_id".*?}/g)
    ?.map((text) => JSON.parse(text));
  const common = { spdx_id: "MIT", declared: null, path: "LICENSE" };
  expect(licenses).toEqual([
    common,
    { spdx_id: null, declared: null, path: "data/COPYING" },
    common,
    common,
    { spdx_id: "CC-BY-4.0", declared: "cc-by-4.0", path: "plain.bin.dvc" },
    common,
    { spdx_id: null, declared: "Our terms", path: "sub/dvc.yaml" },
  ]);
});

test.each([
  ["kind=dir", ["sub/cats"]],
  ["origin=import", ["copied"]],
  ["origin=stage", ["made.bin"]],
  ["type=model", ["made.bin", "plain.bin"]],
  ["label=small", ["made.bin"]],
  ["label=big&type=model", ["plain.bin"]],
  ["label=small&origin=add", []],
  ["prefix=data/", ["data/own"]],
  ["is_artifact=false&kind=file&after=fetched", ["plain.bin", "queried"]],
  ["is_artifact=true&limit=1", ["made.bin"]],
])("the list of datasets may be narrowed: %s", async (query, paths) => {
  expect(await list(query)).toMatchObject({
    items: paths.map((path) => ({ path })),
    next: query.includes("limit") ? "made.bin" : null,
  });
});

test("a filter that nobody knows is refused", async () => {
  expect(await api("GET", "/repositories/acme/open/datasets?origin=magic")).toMatchObject({
    status: 400,
    body: { error: { code: "REQUEST_INVALID" } },
  });
});
