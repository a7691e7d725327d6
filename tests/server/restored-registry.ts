import { join } from "node:path";
import { expect } from "vitest";
import { apiClient } from "./api-client.ts";
import { type ClientFolder, gitUrl, type Ran } from "./git-client.ts";
import { startLodeServer } from "./lode-server.ts";
import { oidOf, upload } from "./published-data.ts";
import type { RegistryFixture } from "./registry-fixture.ts";

/** The path of the built program. */
export const lode = join(import.meta.dirname, "../../packages/cli/bin/lode.js");

/** Runs `lode serve` to its end, with the settings of some variables. */
export function serve(client: ClientFolder, args: readonly string[], env: Variables = {}): Promise<Ran> {
  return client.runWith({ env }, process.execPath, lode, "serve", ...args);
}

type Variables = Readonly<Record<string, string>>;

/** The result in JSON of a program that succeeds. */
export async function succeeds(ran: Promise<Ran>): Promise<unknown> {
  const { exitCode, stdout, stderr } = await ran;
  if (exitCode !== 0) throw new Error(`${exitCode}: ${stdout}${stderr}`);
  return JSON.parse(stdout);
}

/** Where a registry was restored. */
export interface RestoredPlace {
  readonly dataDir: string;
  readonly variables?: Variables;
}

/**
 * Starts the server of a restored registry, which has to have what the fixture has: commits, data by plain URLs, members,
 * tokens, versions.
 */
export async function expectSame(fixture: RegistryFixture, place: RestoredPlace, client: ClientFolder): Promise<void> {
  await using restored = await startLodeServer(place);
  expect(restored.token).toBeUndefined();
  const token = fixture.token("writer") ?? "";
  const heads = (url: string) => client.git(".", "ls-remote", gitUrl(url, "acme/open", token));
  expect(await heads(restored.url)).toBe(await heads(fixture.server.url));
  const api = apiClient(restored, token);
  const original = apiClient(fixture.server, token);
  const path = "/repositories/acme/open/entries?path=data/set&rev=v2";
  expect(await api("GET", path)).toEqual(await original("GET", path));
  const versions = async (of: typeof api) => (await of("GET", "/repositories/acme/open/versions?path=data/set")).body;
  await expect.poll(() => versions(api), { timeout: 10_000 }).toEqual(await versions(original));
  const file = await fetch(`${restored.url}/acme/open/@v1/data/set/a`);
  expect([file.status, await file.text()]).toEqual([200, "one"]);
  // It takes new data as any registry does.
  await upload({ ...fixture, server: restored }, "open", { oid: oidOf("new"), body: "new" });
}
