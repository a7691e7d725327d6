import { once } from "node:events";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type ClientFolder, clientFolder } from "./git-client.ts";
import { keyOf, oidOf } from "./published-data.ts";
import { type RegistryFixture, startRegistry } from "./registry-fixture.ts";

const lode = join(import.meta.dirname, "../../packages/cli/bin/lode.js");
const COUNT = 3000;

async function run(client: ClientFolder, ...lines: readonly string[]): Promise<string> {
  let stdout = "";
  for (const line of lines) {
    const [tool = "", ...args] = line.split(" ");
    const [command, ...first] = tool === "lode" ? [process.execPath, lode] : [tool];
    const ran = await client.run("work", command ?? "", ...first, ...args);
    if (ran.exitCode !== 0) throw new Error(`${line} ended with ${ran.exitCode}:\n${ran.stdout}${ran.stderr}`);
    stdout += ran.stdout;
  }
  return stdout;
}

/** A project with a dataset of many small files and a large one. */
async function project(fixture: RegistryFixture, client: ClientFolder): Promise<void> {
  for (let i = 0; i < COUNT; i += 1) {
    const path = join(client.path, `work/data/${i % 7}/${i}.txt`);
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, `small file ${i}\n`);
  }
  writeFileSync(join(client.path, "work/data/large.bin"), Buffer.alloc(2_000_000, "y"));
  await run(
    client,
    "git init --quiet -b main",
    "lode init --quiet",
    `lode remote add -d s ${fixture.server.url}/acme/closed/dvc`,
    "lode remote modify s auth custom",
    "lode remote modify s custom_auth_header X-Lode-Token",
    `lode remote modify --local s password ${fixture.token("writer")}`,
    "lode add data",
  );
}

function requests(fixture: RegistryFixture): number {
  return fixture.server.log().match(/"msg":"incoming request"/g)?.length ?? 0;
}

test("many small files are pushed, pulled and asked for with a few requests", async () => {
  await using fixture = await startRegistry();
  using client = clientFolder();
  await project(fixture, client);
  const before = requests(fixture);
  expect(await run(client, "lode push")).toContain(`${COUNT + 2} files pushed`);
  expect(requests(fixture) - before).toBeLessThan(15);
  expect(await run(client, "lode push", "lode status -c")).toContain("in sync");
  rmSync(join(client.path, "work/.dvc/cache"), { recursive: true });
  rmSync(join(client.path, "work/data"), { recursive: true });
  const between = requests(fixture);
  await run(client, "lode pull");
  expect(requests(fixture) - between).toBeLessThan(15);
  expect(readFileSync(join(client.path, "work/data/3/1004.txt"), "utf8")).toBe("small file 1004\n");
  expect(readFileSync(join(client.path, "work/data/large.bin")).length).toBe(2_000_000);
});

/** Calls the batch protocol as one caller. */
function batchOf(fixture: RegistryFixture, caller: "writer" | "reader") {
  const headers = { "x-lode-token": fixture.token(caller) ?? "", "content-type": "application/json" };
  return (step: string, body: string) =>
    fetch(`${fixture.server.url}/acme/closed/dvc/batch/${step}`, { method: "POST", headers, body });
}

test("each object of a stream is verified, and what is refused does not harm the rest", async () => {
  await using fixture = await startRegistry();
  const frames = [
    `${oidOf("one")} 3\none`,
    `${oidOf("forged")} 3\nxxx`,
    `${oidOf("[]")}.dir 2\n[]`,
    `${oidOf("two")} 3\ntwo`,
  ];
  const answer = await batchOf(fixture, "writer")("upload", frames.join(""));
  const outcome: { stored: number; refused: { oid: string; reason: string }[] } = JSON.parse(await answer.text());
  expect(outcome.stored).toBe(2);
  const refused = new Set(outcome.refused.map(({ oid }) => oid));
  expect(refused).toEqual(new Set([oidOf("forged"), `${oidOf("[]")}.dir`]));
  // Clients hear nothing of where the server keeps what.
  expect(JSON.stringify(outcome)).not.toContain(fixture.server.dataDir);
  const forged = outcome.refused.find(({ oid }) => oid === oidOf("forged"));
  expect(forged?.reason).toContain(`what arrived hashes to ${oidOf("xxx")}`);
  const oids = [oidOf("two"), oidOf("forged"), oidOf("one")];
  const missing = await batchOf(fixture, "reader")("missing", JSON.stringify({ oids }));
  expect(JSON.parse(await missing.text())).toEqual({ missing: [oidOf("forged")] });
  const stream = await batchOf(fixture, "reader")("download", JSON.stringify({ oids }));
  expect(await stream.text()).toBe(`${oidOf("two")} 3\ntwo${oidOf("forged")} missing\n${oidOf("one")} 3\none`);
});

test("whoever may not ask is told so before the body is read", async () => {
  await using fixture = await startRegistry();
  const answerBeforeBody = async (path: string) => {
    const headers = { "content-type": "application/json", "content-length": "1000000" };
    const sent = request(`${fixture.server.url}${path}`, { method: "POST", headers });
    sent.flushHeaders();
    const [answer] = await once(sent, "response");
    sent.on("error", () => undefined).destroy();
    return answer.statusCode;
  };
  expect(await answerBeforeBody("/acme/closed/dvc/batch/missing")).toBe(401);
  expect(await answerBeforeBody("/acme/closed/dvc/batch/download")).toBe(401);
  expect(await answerBeforeBody("/api/v1/users")).toBe(401);
});

test("a stream that breaks off keeps what was whole, and one that is none is refused", async () => {
  await using fixture = await startRegistry();
  const broken = await batchOf(fixture, "writer")("upload", `${oidOf("one")} 3\none${oidOf("two")} 3\ntw`);
  expect([broken.status, JSON.parse(await broken.text()).error.code]).toEqual([400, "BATCH_INVALID"]);
  const headers = { "x-lode-token": fixture.token("reader") ?? "" };
  const get = (oid: string) => fetch(`${fixture.server.url}/acme/closed/dvc/${keyOf(oid)}`, { headers });
  expect([(await get(oidOf("one"))).status, (await get(oidOf("two"))).status]).toEqual([200, 404]);
  const refused = `${oidOf("a")} missing\n`.repeat(10_001);
  for (const body of [refused, "x".repeat(500), `${oidOf("a")} 99999999\n`, "../../x 3\nabc"]) {
    expect((await batchOf(fixture, "writer")("upload", body)).status).toBe(400);
  }
  expect((await batchOf(fixture, "reader")("missing", '{"oids": ["../x"]}')).status).toBe(400);
  expect((await batchOf(fixture, "reader")("download", `{"oids": [${"1,".repeat(100_001)}1]}`)).status).toBe(400);
});
