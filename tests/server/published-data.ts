import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type ClientFolder, gitUrl } from "./git-client.ts";
import type { RegistryFixture } from "./registry-fixture.ts";

/** The MD5 of a text. */
export function oidOf(content: string): string {
  return createHash("md5").update(content).digest("hex");
}

/** The address of an object below DVC's remote. */
export function keyOf(oid: string): string {
  return `files/md5/${oid.slice(0, 2)}/${oid.slice(2)}`;
}

/** Sends an object to a repository as its writer. */
export async function upload(
  fixture: RegistryFixture,
  repository: string,
  { oid, body }: { readonly oid: string; readonly body: string },
): Promise<void> {
  const headers = { "x-lode-token": fixture.token("writer") ?? "" };
  const answer = await fetch(`${fixture.server.url}/acme/${repository}/dvc/${keyOf(oid)}`, {
    method: "PUT",
    body,
    headers,
  });
  if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`);
}

/** What publishDataset publishes. */
export interface Publication {
  readonly repository: string;
  /** Of the directory. */
  readonly files: Readonly<Record<string, string>>;
  readonly tag: string;
  /** Other files of the commit. */
  readonly beside?: Readonly<Record<string, string>>;
}

/** Commits and pushes `data/set.dvc` of a directory with these files, and `notes.txt.dvc` of a file; gives the commit. */
export async function publishDataset(
  fixture: RegistryFixture,
  client: ClientFolder,
  { repository, files, tag, beside = {} }: Publication,
): Promise<string> {
  const members = Object.entries(files).sort(([one], [other]) => (one < other ? -1 : 1));
  for (const content of Object.values(files)) await upload(fixture, repository, { oid: oidOf(content), body: content });
  const manifest = `[${members.map(([path, text]) => `{"md5": "${oidOf(text)}", "relpath": "${path}"}`).join(", ")}]`;
  await upload(fixture, repository, { oid: `${oidOf(manifest)}.dir`, body: manifest });
  await upload(fixture, repository, { oid: oidOf("notes"), body: "notes" });
  const size = Object.values(files).join("").length;
  const set = `md5: ${oidOf(manifest)}.dir\n  size: ${size}\n  nfiles: ${members.length}\n  hash: md5\n  path: set`;
  const url = `${fixture.server.url}/acme/${repository}/dvc`;
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(client.path, "work", path)), { recursive: true });
    writeFileSync(join(client.path, "work", path), text);
  };
  write(".dvc/config", `[core]\n    remote = s\n['remote "s"']\n    url = ${url}\n`);
  write("data/set.dvc", `outs:\n- ${set}\n  desc: A set of texts\n  labels:\n  - text\n`);
  write("notes.txt.dvc", `outs:\n- md5: ${oidOf("notes")}\n  size: 5\n  hash: md5\n  path: notes.txt\n`);
  for (const [path, text] of Object.entries(beside)) write(path, text);
  await client.git("work", "init", "--quiet", "-b", "main");
  await client.git("work", "add", ".");
  await client.git("work", "commit", "--quiet", "-m", tag);
  await client.git("work", "tag", tag);
  const target = gitUrl(fixture.server.url, `acme/${repository}`, fixture.token("writer"));
  await client.git("work", "push", "--quiet", target, "main", tag);
  return await client.git("work", "rev-parse", "HEAD");
}
