import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { printBatchLimits } from "../../remotes/batch/batch-limits.ts";
import { gitFrameHead, gitMissingFrame, gitSizeFrame } from "../../remotes/batch/git-frames.ts";
import { startWebServer, type WebServer } from "../../remotes/testing/web-server.ts";
import { type RegistryFixture, registryFixture } from "../testing/registry-fixture.ts";
import { get } from "./get.ts";

interface GitThing {
  readonly oid: string;
  readonly type: "commit" | "tree" | "blob";
  readonly bytes: Buffer;
}

function thing(type: GitThing["type"], bytes: Buffer): GitThing {
  return { oid: createHash("sha1").update(`${type} ${bytes.length}\0`).update(bytes).digest("hex"), type, bytes };
}

const blob = (text: string) => thing("blob", Buffer.from(text));

function tree(entries: Readonly<Record<string, GitThing>>): GitThing {
  const rows = Object.entries(entries).map(([name, { type, oid }]) =>
    Buffer.concat([Buffer.from(`${type === "tree" ? "40000" : "100644"} ${name}\0`), Buffer.from(oid, "hex")]),
  );
  return thing("tree", Buffer.concat(rows));
}

function frame({ oid, type, bytes }: GitThing): Buffer {
  return Buffer.concat([gitFrameHead(oid, type, bytes.length), bytes]);
}

const md5 = (text: string) => createHash("md5").update(text).digest("hex");
const readme = blob("# Read me\n");
const large = blob("0123456789".repeat(300_000));
const dataFile = blob(`outs:\n- md5: ${md5("data")}\n  size: 4\n  hash: md5\n  path: data\n`);
const docs = tree({ "large.bin": large, "readme.md": readme });
const root = tree({ ".dvc": tree({ config: blob("") }), "data.dvc": dataFile, docs });
const commit = thing("commit", Buffer.from(`tree ${root.oid}\n\nmessage\n`));
const dvcDir = tree({ config: blob("") });
const all = new Map([commit, root, docs, dvcDir, blob(""), dataFile, readme, large].map((each) => [each.oid, each]));

/** What the server sends for the commit. */
const honest = [commit, root, dvcDir, docs, dataFile, blob("")].map(frame);
const sizes = [gitSizeFrame(readme.oid, readme.bytes.length), gitSizeFrame(large.oid, large.bytes.length)];

interface Served {
  readonly web: WebServer;
  readonly fixture: RegistryFixture;
  /** Gets a path into `out` of the project's folder. */
  readonly take: (path: string) => Promise<unknown>;
}

/** A server that sends these frames for the commit; `breaks` answers end in the middle. */
async function serve(frames: readonly Buffer[], breaks = 0): Promise<Served> {
  const web = await startWebServer();
  onTestFinished(() => web[Symbol.asyncDispose]());
  const fixture = await registryFixture(process.env.PATH);
  let left = breaks;
  const send = (response: ServerResponse, parts: readonly Buffer[]) => {
    const body = Buffer.concat(parts);
    if (left <= 0) return response.end(body);
    left -= 1;
    return response.write(body.subarray(0, body.length - 3), () => response.destroy());
  };
  const answer = async (request: IncomingMessage, response: ServerResponse, step: string) => {
    if (step === "")
      return response.end(printBatchLimits({ idsMax: 100, objectMaxBytes: 1000, gitIdsMax: 100, takesUploads: false }));
    if (step === "/commit") return send(response, frames);
    const { ids }: { ids: string[] } = JSON.parse(String(await buffer(request)));
    const found = ids.map((id) => {
      const object = all.get(id);
      return object === undefined ? gitMissingFrame(id) : frame(object);
    });
    return send(response, found);
  };
  web.files.set(`/acme/set/dvc/files/md5/${md5("data").slice(0, 2)}/${md5("data").slice(2)}`, Buffer.from("data"));
  web.intercept = (request, response) => {
    const [, step] = /^\/acme\/set\/dvc\/batch(\/\w+)?$/.exec(request.url?.replace(/\?.*/, "") ?? "") ?? [null, null];
    if (step === null) return false;
    void answer(request, response, step ?? "");
    return true;
  };
  const { context } = await fixture.open();
  const take = (path: string) => get(context, { url: `${web.url}/acme/set.git`, path, out: "out" }, fixture.run);
  return { web, fixture, take };
}

test("get() takes data and Git files of a server that sends commits, with a few requests", async () => {
  const { web, fixture, take } = await serve([...honest, ...sizes]);
  await take(".");
  expect(fixture.list("repo/out")).toEqual(["data", "docs/large.bin", "docs/readme.md"]);
  expect(fixture.read("repo/out/data")).toBe("data");
  expect(fixture.read("repo/out/docs/large.bin")).toBe(String(large.bytes));
  expect(web.log.map((line) => line.replace(/files\/.*/, "files"))).toEqual([
    "GET /acme/set/dvc/batch",
    "GET /acme/set/dvc/batch/commit",
    "POST /acme/set/dvc/batch/git",
    "POST /acme/set/dvc/batch/git",
    "GET /acme/set/dvc/files",
  ]);
});

test("get() goes on when the connection breaks off in the middle", async () => {
  const { fixture, take } = await serve([...honest, ...sizes], 3);
  await take("docs");
  expect(fixture.read("repo/out/large.bin")).toBe(String(large.bytes));
});

const stranger = blob("nobody asked");
const up = tree({ "..": blob("x") });
const hostileRoot = thing("commit", Buffer.from(`tree ${up.oid}\n\n`));
const endless = Array.from({ length: 50 }, () => gitSizeFrame(readme.oid, 1));

test.each<[string, readonly Buffer[], string]>([
  ["no commit", [], "BATCH_INVALID"],
  ["a folder first", [frame(root)], "BATCH_INVALID"],
  ["a forged folder", [frame(commit), frame({ ...root, bytes: docs.bytes })], "BATCH_INVALID"],
  ["what is not in the commit", [...honest, frame(stranger)], "BATCH_INVALID"],
  ["more than the commit has", [...honest, ...endless], "BATCH_INVALID"],
  ["a name that leaves its folder", [frame(hostileRoot), frame(up)], "PATH_HOSTILE"],
  ["a web page", [Buffer.from("<html></html>\n")], "BATCH_INVALID"],
])("get() writes nothing from a server that sends %s", async (_, frames, code) => {
  const { fixture, take } = await serve(frames);
  await expect(take("docs")).rejects.toMatchObject({ code });
  expect(fixture.list("repo").filter((path) => path.startsWith("out"))).toEqual([]);
  expect(fixture.read("repo/out")).toBeUndefined();
});

test("get() names a file only after all of it has arrived as it is", async () => {
  const { fixture, take } = await serve([...honest, ...sizes]);
  all.set(large.oid, { ...large, bytes: Buffer.from("9".repeat(large.bytes.length)) });
  onTestFinished(() => void all.set(large.oid, large));
  await expect(take("docs/large.bin")).rejects.toMatchObject({ code: "BATCH_INVALID" });
  expect(fixture.list("repo").filter((path) => path.startsWith("out") || path.endsWith(".tmp"))).toEqual([]);
});
