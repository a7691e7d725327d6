import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { clientFolder, gitUrl } from "./git-client.ts";
import { startLodeServer } from "./lode-server.ts";
import { startRegistry } from "./registry-fixture.ts";
import { settingsFile } from "./settings-file.ts";

/** Whether a git looks at what a push to a repository of this folder has brought, before any reference moves. */
function isDeciding(dataDir: string): boolean {
  return readdirSync("/proc").some((pid) => {
    try {
      const environment = readFileSync(`/proc/${pid}/environ`, "latin1");
      const commandLine = readFileSync(`/proc/${pid}/cmdline`, "latin1");
      return environment.includes(`HOME=${dataDir}\0`) && commandLine.includes("cat-file");
    } catch {
      // It has ended, or is no process.
      return false;
    }
  });
}

/** A history in which each commit has to be looked at, for `git fast-import`. */
function history(commits: number): string {
  return Array.from({ length: commits }, (_, i) => {
    const oid = String(i).padStart(32, "0");
    const text = `outs:\n- md5: ${oid}\n  size: 1\n  hash: md5\n  path: data\n`;
    return `commit refs/heads/main\ncommitter A <a@example.org> ${i} +0000\ndata 0\nM 644 inline data.dvc\ndata ${text.length}\n${text}\n`;
  }).join("");
}

test("a stop in the middle of a push waits for what the push has begun, and nothing is asked of a closed database", async () => {
  const settings = settingsFile({ stop_timeout_seconds: 0 });
  await using fixture = await startRegistry(() => startLodeServer({ args: ["--config", settings] }));
  using client = clientFolder();
  const { server } = fixture;
  await client.git(".", "init", "--quiet", "-b", "main", "work");
  await client.runWith({ folder: "work", input: history(500) }, "git", "fast-import", "--quiet");
  const url = gitUrl(server.url, "acme/open", fixture.token("writer"));
  const pushed = client.run("work", "git", "push", "--quiet", url, "main");
  await expect.poll(() => isDeciding(server.dataDir), { interval: 5, timeout: 20_000 }).toBe(true);
  expect(await server.stop()).toBe(0);
  expect((await pushed).exitCode).not.toBe(0);
  expect(server.log()).not.toMatch(/destroyed|"level":50/);
});
