import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { callApi, makeRepository, type RegistryServer } from "../registry-server.ts";
import {
  CHANGED_DATASETS,
  DATASETS,
  type DatasetVersion,
  datasetVersion,
  REPOSITORIES,
  repositoryName,
  STORED_DATASETS,
} from "./catalogue.ts";
import { commitStream } from "./commit-stream.ts";

/**
 * Fills a registry as pushes would: the commits come by `git push`, so that the server checks and indexes them itself; what
 * pushes of a million objects leave is written by our own hand: manifests in the folder of the objects, and claims in the database.
 *
 * @param dir for the repositories that are pushed, each in a folder of its name
 */
export function fillRegistry(server: RegistryServer, dir: string): void {
  using database = new DatabaseSync(join(server.dataDir, "registry.sqlite"), { timeout: 30_000 });
  for (let repository = 0; repository < REPOSITORIES; repository += 1) {
    const name = repositoryName(repository);
    const remote = `${makeRepository(server, name)}/dvc`;
    const versions = versionsOf(repository);
    for (const [at, version] of versions.entries()) storeObjects(server, version, at % DATASETS < STORED_DATASETS);
    claimObjects(database, name, versions);
    pushCommits(server, { dir: join(dir, name), name, stream: commitStream(repository, remote) });
  }
}

/** All datasets of the first commit, and those that the second one changes. */
function versionsOf(repository: number): readonly DatasetVersion[] {
  const versions = (count: number, commit: 1 | 2) =>
    Array.from({ length: count }, (_, dataset) => datasetVersion(repository, dataset, commit));
  return [...versions(DATASETS, 1), ...versions(CHANGED_DATASETS, 2)];
}

function storeObjects({ dataDir }: RegistryServer, { manifest, oid, files }: DatasetVersion, withFiles: boolean): void {
  const objects = withFiles ? files : [];
  for (const object of [{ oid, content: manifest }, ...objects]) {
    const path = join(dataDir, "objects/files/md5", object.oid.slice(0, 2), object.oid.slice(2));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, object.content, { mode: 0o444 });
  }
}

function claimObjects(database: DatabaseSync, name: string, versions: readonly DatasetVersion[]): void {
  const found = database.prepare("select id from repositories where name = ?").get(name);
  const insert = database.prepare("insert or ignore into claims values (?, 'md5', ?, ?)");
  const claim = (oid: string, content: string) => insert.run(String(found?.id), oid, content.length);
  database.exec("begin");
  for (const { oid, manifest, files } of versions) {
    claim(oid, manifest);
    for (const file of files) claim(file.oid, file.content);
  }
  database.exec("commit");
}

function pushCommits(
  server: RegistryServer,
  { dir, name, stream }: { readonly dir: string; readonly name: string; readonly stream: string },
): void {
  execFileSync("git", ["init", "-q", "--bare", dir]);
  importAndPush(server, { dir, name, stream, refs: ["main", "v1"] });
}

/** What is put on top of a local repository and pushed. */
export interface Pushed {
  readonly dir: string;
  /** Of the repository on the server. */
  readonly name: string;
  /** For `git fast-import`. */
  readonly stream: string;
  readonly refs: readonly string[];
}

/** Makes commits and pushes them; they are there when it returns. */
export function importAndPush({ url, token }: RegistryServer, { dir, name, stream, refs }: Pushed): void {
  execFileSync("git", ["fast-import", "--quiet"], { cwd: dir, input: stream, maxBuffer: 1 << 28 });
  const target = `${url.replace("://", `://bench:${token}@`)}/acme/${name}`;
  execFileSync("git", ["push", "--quiet", target, ...refs], { cwd: dir, stdio: ["ignore", "ignore", "pipe"] });
}

/** Makes a user who may read all of `acme` and no more, and gives their token. */
export function makeReader(server: RegistryServer): string {
  callApi(server, { path: "users", body: { name: "reader" } });
  callApi(server, { path: "namespaces/acme/members/reader", body: { role: "reader" }, method: "PUT" });
  const token = { label: "bench", scope: "reader" };
  return String(callApi(server, { path: "users/reader/tokens", body: token }).secret);
}
