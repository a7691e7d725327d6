import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { RegistryServer } from "../registry-server.ts";
import { datasetPath, REPOSITORIES, repositoryName } from "./catalogue.ts";
import { thirdCommit } from "./commit-stream.ts";
import { importAndPush } from "./fill-registry.ts";

const POLL_MS = 20;
const LIMIT_MS = 60_000;

/**
 * Pushes commits, one after another, each to another repository, and measures how long after the end of each `git push` the
 * version is in the list of its dataset, in ms. @throws if one is not there after a minute
 */
export async function pushDelays(server: RegistryServer, dir: string, count: number): Promise<readonly number[]> {
  const delays: number[] = [];
  for (let at = 0; at < count; at += 1) {
    const repository = (at * 37) % REPOSITORIES;
    const name = repositoryName(repository);
    const place = join(dir, name);
    importAndPush(server, { dir: place, name, stream: thirdCommit(repository), refs: ["main"] });
    const commit = execFileSync("git", ["rev-parse", "main"], { cwd: place, encoding: "utf8" }).trim();
    delays.push(await msUntil(() => isListed(server, name, commit)));
  }
  return delays;
}

async function msUntil(isThere: () => Promise<boolean>): Promise<number> {
  const start = performance.now();
  while (!(await isThere())) {
    if (performance.now() - start > LIMIT_MS) throw new Error("the pushed version did not appear");
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return performance.now() - start;
}

async function isListed({ url, token }: RegistryServer, name: string, commit: string): Promise<boolean> {
  const path = `/api/v1/repositories/acme/${name}/versions?limit=1&path=${datasetPath(0)}`;
  const answer = await fetch(`${url}${path}`, { headers: { "x-lode-token": token } });
  return (await answer.text()).includes(commit);
}
