import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeTempFolder } from "../../packages/core/src/fs/testing/temp-folder.ts";
import { startPassingServer } from "../servers/passing-server.ts";
import { startS3 } from "../servers/s3.ts";

const binary = join(import.meta.dirname, "../../packages/cli/bin/lode.js");
const PART_BYTES = 8 << 20;
const PARTS = 6;
/** So many parts arrive before the kill. */
const ARRIVED = 3;

test("a push that is killed in a large file leaves nothing to see, and the next one sends only what is missing", async () => {
  using folder = makeTempFolder();
  await using server = await startS3();
  const bytes = Buffer.alloc(PARTS * PART_BYTES, "some line that is no part of another\n");
  for (let part = 0; part < PARTS; part++) bytes.writeUInt32BE(part, part * PART_BYTES);
  mkdirSync(join(String(server.settings.folder), "bucket"));
  await using proxy = await startProxy(String(server.settings.url), ARRIVED);
  const repo = join(folder.path, "repo");
  mkdirSync(join(repo, ".dvc"), { recursive: true });
  writeFileSync(join(repo, ".dvc/config"), configText(proxy.url, server.settings));
  writeFileSync(join(repo, "large"), bytes);
  expect(await lode(repo, folder.path, ["add", "-q", "large"]).exitCode).toBe(0);

  const killed = lode(repo, folder.path, ["push"]);
  await proxy.arrived;
  killed.kill();
  expect(await killed.exitCode).toBeNull();
  expect(await lode(repo, folder.path, ["status", "-c", "-q"]).exitCode).toBe(1);

  proxy.letPass();
  expect(await lode(repo, folder.path, ["push"]).exitCode).toBe(0);
  expect(proxy.partsPassed()).toBe(PARTS);
  const object = String(/md5: (\w+)/.exec(readFileSync(join(repo, "large.dvc"), "utf8"))?.[1]);
  const path = join(String(server.settings.folder), "bucket/store/files/md5", object.slice(0, 2), object.slice(2));
  expect(readFileSync(path).equals(bytes)).toBe(true);
});

/** A server before the server: it passes on so many parts of files, and keeps the others waiting until it is told. */
async function startProxy(target: string, mostParts: number) {
  let passed = 0;
  let begun = 0;
  let isOpen = false;
  const arrived = Promise.withResolvers<void>();
  const server = await startPassingServer(target, (request, response) => {
    const isPart = request.method === "PUT" && request.url?.includes("partNumber=") === true;
    if (isPart && !isOpen && ++begun > mostParts) return true;
    response.once("finish", () => {
      if (isPart && ++passed === mostParts) arrived.resolve();
    });
    return false;
  });
  return {
    url: server.url,
    arrived: arrived.promise,
    letPass: () => {
      isOpen = true;
    },
    partsPassed: () => passed,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

function lode(cwd: string, home: string, args: readonly string[]) {
  const env = { PATH: process.env.PATH, HOME: home, XDG_CONFIG_DIRS: home };
  const child = spawn(process.execPath, [binary, ...args], { cwd, env, stdio: "ignore" });
  return {
    kill: () => child.kill("SIGKILL"),
    exitCode: once(child, "close").then(([code]: readonly (number | null)[]) => code ?? null),
  };
}

function configText(url: string, { accessKey, secretKey }: Readonly<Record<string, string>>): string {
  const options = {
    url: "s3://bucket/store",
    endpointurl: url,
    access_key_id: accessKey,
    secret_access_key: secretKey,
  };
  const lines = Object.entries(options).map(([name, value]) => `    ${name} = ${value}`);
  return `[core]\n    no_scm = True\n    remote = s\n['remote "s"']\n${lines.join("\n")}\n`;
}
