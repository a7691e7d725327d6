import { readdirSync, readFileSync } from "node:fs";
import { request } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { startRegistry } from "./registry-fixture.ts";

/** How many processes of git's backend serve the repositories of a folder. */
function backends(dataDir: string): number {
  return readdirSync("/proc").filter(
    (pid) => /^\d+$/.test(pid) && environmentOf(pid).includes(`GIT_PROJECT_ROOT=${dataDir}/`),
  ).length;
}

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, "latin1");
  } catch {
    // It has ended.
    return "";
  }
}

async function until(isSo: () => boolean): Promise<void> {
  for (let left = 200; left > 0 && !isSo(); left -= 1) await pause(50);
  expect(isSo()).toBe(true);
}

test("git that serves a push ends when the rest of the push does not come, even if the server is killed", async () => {
  await using fixture = await startRegistry();
  const { url, dataDir } = fixture.server;
  const push = () => {
    const headers = {
      "x-lode-token": fixture.token("writer"),
      "content-type": "application/x-git-receive-pack-request",
      "content-length": "1000",
    };
    const sent = request(`${url}/acme/open/git-receive-pack`, { method: "POST", headers });
    sent.on("error", () => undefined).write("00");
    return sent;
  };
  const [one] = [push(), push()];
  await until(() => backends(dataDir) >= 2);
  one.destroy();
  await until(() => backends(dataDir) < 4);
  await fixture.server.stop("SIGKILL");
  await until(() => backends(dataDir) === 0);
});
