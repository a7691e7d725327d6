import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { clientFolder, gitUrl } from "./git-client.ts";
import { startLodeServer } from "./lode-server.ts";
import { peakMb, resetPeak } from "./memory.ts";
import { type RegistryFixture, startRegistry } from "./registry-fixture.ts";
import { settingsFile } from "./settings-file.ts";

const zeros = "0".repeat(40);

function packetLine(text: string): string {
  return `${(text.length + 4).toString(16).padStart(4, "0")}${text}`;
}

/** Asks one service of git what no client of git would. */
async function ask(
  fixture: RegistryFixture,
  service: "git-upload-pack" | "git-receive-pack",
  { body, headers = {} }: { readonly body: Buffer; readonly headers?: Readonly<Record<string, string>> },
): Promise<{ readonly status: number; readonly text: string }> {
  const answer = await fetch(`${fixture.server.url}/acme/open/${service}`, {
    method: "POST",
    body: new Uint8Array(body),
    headers: {
      "x-lode-token": fixture.token("writer") ?? "",
      "content-type": `application/x-${service}-request`,
      ...headers,
    },
  });
  return { status: answer.status, text: await answer.text() };
}

/** A pack (gitformat-pack) of one commit. */
function packOfCommit(content: Buffer): Buffer {
  const head = Buffer.from("PACK\0\0\0\x02\0\0\0\x01", "latin1");
  // The type in three bits, and the size in seven bits a byte but the first, which has four.
  const size: number[] = [(1 << 4) | (content.length & 15)];
  for (let rest = Math.floor(content.length / 16); rest > 0; rest = Math.floor(rest / 128)) {
    size[size.length - 1] = (size.at(-1) ?? 0) | 128;
    size.push(rest & 127);
  }
  const pack = Buffer.concat([head, Buffer.from(size), deflateSync(content, { level: 1 })]);
  return Buffer.concat([pack, createHash("sha1").update(pack).digest()]);
}

async function pushWorks(fixture: RegistryFixture, name: string): Promise<void> {
  using client = clientFolder();
  const url = gitUrl(fixture.server.url, "acme/open", fixture.token("writer"));
  await client.git(".", "init", "--quiet", "work");
  await client.git("work", "commit", "--quiet", "--allow-empty", "-m", "good");
  await client.git("work", "push", "--quiet", url, `HEAD:refs/heads/${name}`);
}

test("a request that unpacks to far more than it has is refused, and one that does not unpack, too", async () => {
  await using fixture = await startRegistry();
  await pushWorks(fixture, "main");
  const { pid } = fixture.server;
  resetPeak(pid);
  const before = peakMb(pid);
  const have = packetLine(`have ${"1".repeat(40)}\n`);
  const asked = `${packetLine("command=fetch")}0001${have.repeat(4_000_000)}`;
  const body = gzipSync(asked);
  expect(body.length).toBeLessThan(1_000_000);
  for (const encoding of ["gzip", "x-gzip"]) {
    const headers = { "content-encoding": encoding, "git-protocol": "version=2" };
    const { status, text } = await ask(fixture, "git-upload-pack", { body, headers });
    expect([status, JSON.parse(text).error.code]).toEqual([400, "GIT_REQUEST_INVALID"]);
  }
  const headers = { "content-encoding": "gzip", "git-protocol": "version=2" };
  const broken = await ask(fixture, "git-upload-pack", { body: Buffer.from("no gzip"), headers });
  expect([broken.status, JSON.parse(broken.text).error.code]).toEqual([400, "GIT_REQUEST_INVALID"]);
  const good = await ask(fixture, "git-upload-pack", {
    body: gzipSync(`${packetLine("command=ls-refs\n")}0000`),
    headers,
  });
  expect([good.status, good.text]).toEqual([200, expect.stringContaining("refs/heads/main")]);
  expect(peakMb(pid) - before).toBeLessThan(100);
});

test("what is no request of git is told so, however fast git ends", async () => {
  await using fixture = await startRegistry();
  for (const service of ["git-upload-pack", "git-receive-pack"] as const) {
    const headers = { "content-type": "text/plain" };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => ask(fixture, service, { body: Buffer.from("xxxx"), headers })),
    );
    for (const { status, text } of answers) expect([status, text]).toEqual([415, expect.stringContaining(service)]);
  }
});

test("a pack of a few bytes with a commit of hundreds of megabytes is refused, and moves nothing", async () => {
  await using fixture = await startRegistry();
  const content = Buffer.alloc(400_000_000, "a");
  const oid = createHash("sha1").update(`commit ${content.length}\0`).update(content).digest("hex");
  const pack = packOfCommit(content);
  expect(pack.length).toBeLessThan(4_000_000);
  const command = packetLine(`${zeros} ${oid} refs/heads/bomb\0report-status\n`);
  const body = Buffer.concat([Buffer.from(`${command}0000`), pack]);
  const { status, text } = await ask(fixture, "git-receive-pack", { body });
  expect([status, text]).toEqual([200, expect.stringMatching(/unpack (?!ok)/)]);
  await pushWorks(fixture, "good");
  using client = clientFolder();
  const url = gitUrl(fixture.server.url, "acme/open", fixture.token("writer"));
  expect(await client.git(".", "ls-remote", "--heads", url)).toMatch(/^\w+\trefs\/heads\/good$/);
});

test("a push that is larger than the server takes is refused with the reason, and the next one is taken", async () => {
  await using fixture = await startRegistry(() =>
    startLodeServer({ args: ["--config", settingsFile({ push_max_bytes: 100_000 })] }),
  );
  using client = clientFolder();
  await client.git(".", "init", "--quiet", "work");
  writeFileSync(join(client.path, "work/large.bin"), randomBytes(200_000));
  await client.git("work", "add", ".");
  await client.git("work", "commit", "--quiet", "-m", "large");
  const url = gitUrl(fixture.server.url, "acme/open", fixture.token("writer"));
  const refused = await client.run("work", "git", "push", url, "HEAD:refs/heads/large");
  expect([refused.exitCode, refused.stderr]).toEqual([1, expect.stringContaining("exceeds maximum allowed size")]);
  await pushWorks(fixture, "good");
});

test("a file of DVC's that is too large to be read whole is refused with the reason, and a long README is no matter", async () => {
  await using fixture = await startRegistry();
  using client = clientFolder();
  const url = gitUrl(fixture.server.url, "acme/open", fixture.token("writer"));
  await client.git(".", "init", "--quiet", "work");
  writeFileSync(join(client.path, "work/README.md"), `marmots ${"and ".repeat(9_000_000)}`);
  await client.git("work", "add", ".");
  await client.git("work", "commit", "--quiet", "-m", "readme");
  await client.git("work", "push", "--quiet", url, "HEAD:refs/heads/main");
  const found = async () => JSON.stringify((await fixture.admin("GET", "/search?q=marmots")).body);
  await expect.poll(found, { timeout: 10_000, interval: 50 }).toContain('"name":"open"');
  mkdirSync(join(client.path, "work/.dvc"));
  writeFileSync(join(client.path, "work/.dvc/config"), "");
  writeFileSync(join(client.path, "work/dvc.yaml"), "#".repeat(33 * 1024 * 1024));
  await client.git("work", "add", ".");
  await client.git("work", "commit", "--quiet", "-m", "large");
  const refused = await client.run("work", "git", "push", url, "HEAD:refs/heads/main");
  expect([refused.exitCode, refused.stderr]).toEqual([1, expect.stringMatching(/has 34603008 bytes, more than are/)]);
  await pushWorks(fixture, "good");
});
