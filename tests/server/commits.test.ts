import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { clientFolder } from "./git-client.ts";
import { publishDataset } from "./published-data.ts";
import { type CallerName, type RegistryFixture, startRegistry } from "./registry-fixture.ts";

const files = { "a/x.txt": "ax", "b.txt": "b" };

/** Asks for something of the batch protocol of a repository. */
function ask(fixture: RegistryFixture, repository: string, { path, as, body }: Question): Promise<Response> {
  const token = fixture.token(as ?? "anonymous");
  const headers = { ...(token !== undefined && { "x-lode-token": token }), "content-type": "application/json" };
  const url = `${fixture.server.url}/acme/${repository}/dvc/batch${path}`;
  return fetch(url, { headers, ...(body !== undefined && { method: "POST", body: JSON.stringify(body) }) });
}

interface Question {
  readonly path: string;
  readonly as?: CallerName;
  readonly body?: unknown;
}

interface Frame {
  readonly id: string;
  readonly what: string;
  readonly size: number;
  readonly text: string;
}

function framesOf(bytes: Buffer): Frame[] {
  const frames: Frame[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf("\n", at);
    const [id = "", what = "", size = "0"] = bytes.toString("latin1", at, end).split(" ");
    const isSent = ["commit", "tree", "blob"].includes(what);
    const next = end + 1 + (isSent ? Number(size) : 0);
    const body = bytes.subarray(end + 1, next);
    if (isSent) expect(createHash("sha1").update(`${what} ${size}\0`).update(body).digest("hex")).toBe(id);
    frames.push({ id, what, size: Number(size), text: String(body) });
    at = next;
  }
  return frames;
}

async function framesFrom(answer: Promise<Response>): Promise<Frame[]> {
  return framesOf(Buffer.from(await (await answer).arrayBuffer()));
}

test("a commit is sent with its folders, its metadata, and the sizes of the rest", async () => {
  await using fixture = await startRegistry();
  using client = clientFolder();
  const commit = await publishDataset(fixture, client, { repository: "open", files, tag: "v1.0" });
  const discovered = await ask(fixture, "open", { path: "" });
  expect(JSON.parse(await discovered.text())).toMatchObject({ protocol: "lode-batch-1", git_ids_max: 50_000 });
  for (const path of ["/commit", "/commit?rev=v1.0", `/commit?rev=${commit}`, "/commit?rev=main"]) {
    const frames = await framesFrom(ask(fixture, "open", { path }));
    expect(frames[0]).toMatchObject({ id: commit, what: "commit" });
    const texts = frames.filter(({ what }) => what === "blob").map(({ text }) => text);
    expect(texts.filter((text) => text.startsWith("outs:"))).toHaveLength(2);
    expect(texts.filter((text) => text.includes("remote = s"))).toHaveLength(1);
    expect(frames.filter(({ what }) => what === "tree").length).toBeGreaterThan(2);
  }
  const unknown = await ask(fixture, "open", { path: "/commit?rev=nothing" });
  expect([unknown.status, JSON.parse(await unknown.text()).error.code]).toEqual([404, "REVISION_UNKNOWN"]);
  expect((await ask(fixture, "open", { path: "/commit?rev=--all" })).status).toBe(400);
});

test("Git objects are sent by their ids, and tags with what they say", async () => {
  await using fixture = await startRegistry();
  using client = clientFolder();
  const commit = await publishDataset(fixture, client, { repository: "open", files, tag: "v1.0" });
  await client.git("work", "-c", "tag.gpgSign=false", "tag", "-a", "-m", "The first", "cats@v1.0.0");
  const writer = fixture.token("writer");
  await client.git(
    "work",
    "push",
    "--quiet",
    `${fixture.server.url.replace("//", `//x:${writer}@`)}/acme/open`,
    "--tags",
  );
  const blob = await client.git("work", "rev-parse", "HEAD:notes.txt.dvc");
  const lost = "0".repeat(40);
  const frames = await framesFrom(ask(fixture, "open", { path: "/git", body: { ids: [blob, lost, commit] } }));
  expect(frames.map(({ id, what }) => `${id} ${what}`)).toEqual([
    `${blob} blob`,
    `${lost} missing`,
    `${commit} commit`,
  ]);
  expect((await ask(fixture, "open", { path: "/git", body: { ids: ["HEAD"] } })).status).toBe(400);
  const { tags } = JSON.parse(await (await ask(fixture, "open", { path: "/tags" })).text());
  expect(tags).toMatchObject([
    { name: "cats@v1.0.0", commit, annotation: { subject: "The first", tagger: "A <a@example.org>" } },
    { name: "v1.0", commit, annotation: null },
  ]);
});

test("commits are for readers alone", async () => {
  await using fixture = await startRegistry();
  using client = clientFolder();
  const commit = await publishDataset(fixture, client, { repository: "closed", files, tag: "v1.0" });
  const questions: readonly Question[] = [
    { path: "/commit" },
    { path: `/commit?rev=${commit}` },
    { path: "/tags" },
    { path: "/git", body: { ids: [commit] } },
  ];
  for (const question of questions) {
    const statusOf = async (as: CallerName) => (await ask(fixture, "closed", { ...question, as })).status;
    expect(await statusOf("reader")).toBe(200);
    expect(await statusOf("anonymous")).toBe(401);
    expect(await statusOf("stranger")).toBe(404);
    expect(await statusOf("token-of-another-repository")).toBe(404);
    expect(await statusOf("revoked")).toBe(401);
  }
  const elsewhere = await framesFrom(ask(fixture, "open", { path: "/git", as: "writer", body: { ids: [commit] } }));
  expect(elsewhere).toMatchObject([{ what: "missing" }]);
});
