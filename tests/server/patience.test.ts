import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { startPassingServer } from "../servers/passing-server.ts";
import { type ClientFolder, clientFolder } from "./git-client.ts";
import { startLodeServer } from "./lode-server.ts";
import { publishDataset } from "./published-data.ts";
import { startRegistry } from "./registry-fixture.ts";
import { settingsFile } from "./settings-file.ts";

const lode = join(import.meta.dirname, "../../packages/cli/bin/lode.js");

/** Makes a project with one large file, and a remote that one may push to. */
async function projectWithLargeFile(client: ClientFolder, remoteUrl: string, token: string): Promise<Buffer> {
  const content = randomBytes(96 << 20);
  mkdirSync(join(client.path, "work"));
  writeFileSync(join(client.path, "work/large.bin"), content);
  await client.git("work", "init", "--quiet");
  for (const line of [
    ["init", "--quiet"],
    ["remote", "add", "-d", "s", remoteUrl],
    ["remote", "modify", "s", "auth", "custom"],
    ["remote", "modify", "s", "custom_auth_header", "X-Lode-Token"],
    ["remote", "modify", "--local", "s", "password", token],
    ["add", "large.bin"],
  ]) {
    const ran = await client.run("work", process.execPath, lode, ...line);
    if (ran.exitCode !== 0) throw new Error(ran.stderr);
  }
  return content;
}

test("a push of a large file goes on by itself when the server is stopped and started again", async () => {
  const args = ["--config", settingsFile({ stop_timeout_seconds: 0 })];
  await using fixture = await startRegistry(() => startLodeServer({ args }));
  using client = clientFolder();
  const { server } = fixture;
  const content = await projectWithLargeFile(client, `${server.url}/acme/closed/dvc`, fixture.token("writer") ?? "");
  const env = { PATH: process.env.PATH, HOME: join(client.path, "home") };
  const push = spawn(process.execPath, [lode, "push"], { cwd: join(client.path, "work"), env });
  const exit = once(push, "exit");
  const said = text(push.stderr);
  const hasBegun = () => /"method":"PATCH"/.test(server.log());
  await expect.poll(hasBegun, { interval: 1, timeout: 20_000 }).toBe(true);
  await server.stop();
  expect(push.exitCode).toBe(null);
  const port = new URL(server.url).port;
  await using again = await startLodeServer({ dataDir: server.dataDir, args: [...args, "--port", port] });
  expect([(await exit)[0], (await said).includes("ERROR")]).toEqual([0, false]);
  // The upload that had begun was taken up again, and no other one was begun.
  expect(again.log()).toMatch(/"method":"HEAD","url":"[^"]*\/uploads\//);
  expect(again.log()).not.toMatch(/"method":"POST","url":"[^"]*\/uploads"/);
  const pulled = await client.run(
    "work",
    "/bin/sh",
    "-c",
    `rm -r .dvc/cache large.bin && '${process.execPath}' '${lode}' pull`,
  );
  expect([pulled.exitCode, readFileSync(join(client.path, "work/large.bin")).equals(content)]).toEqual([0, true]);
}, 60_000);

test.each([503, 429])(
  "a server that answers %i and says when to come again is obeyed, and the user told",
  async (status) => {
    await using fixture = await startRegistry();
    using client = clientFolder();
    const many = Object.fromEntries(Array.from({ length: 70 }, (_, at) => [`${at}.txt`, `text ${at}`]));
    await publishDataset(fixture, client, { repository: "open", files: many, tag: "v1" });
    const refused = new Set<string>();
    await using busy = await startPassingServer(fixture.server.url, ({ url = "" }, answer) => {
      const step = /\/dvc\/batch.*$/.exec(url)?.[0];
      if (step === undefined || refused.has(step)) return false;
      refused.add(step);
      answer.writeHead(status, { "retry-after": "1" }).end();
      return true;
    });
    const got = await client.run(".", process.execPath, lode, "get", `${busy.url}/acme/open`, "data/set");
    expect(got.exitCode).toBe(0);
    expect(readFileSync(join(client.path, "set/7.txt"), "utf8")).toBe("text 7");
    expect(refused.size).toBeGreaterThan(2);
    const told = got.stderr.match(/^WARNING: Cannot .* the server answered \d+ .*; trying again in 1 s$/gm);
    expect(told).toHaveLength(refused.size);
  },
  30_000,
);
