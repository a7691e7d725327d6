import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const DATASETS = 10;

/** The path of the dataset that a version changes. */
export function datasetOf(version: number): string {
  return `set-${version % DATASETS}.txt`;
}

/**
 * Puts versions of ten tracked files on top of `main` of a project, a commit each, with their objects in its cache. The
 * metadata are what DVC writes; running it as often would take minutes.
 */
export function addVersions(project: string, versions: { readonly from: number; readonly to: number }): void {
  let stream = "";
  for (let version = versions.from; version < versions.to; version++) {
    const path = `${datasetOf(version)}.dvc`;
    const parent = version === versions.from ? "from refs/heads/main^0\n" : "";
    const seconds = 1_767_225_600 + version;
    stream += `commit refs/heads/main\ncommitter Bench <bench@localhost> ${seconds} +0000\n`;
    stream += `${dataBlock(`version ${version}`)}${parent}M 100644 inline ${path}\n${dataBlock(storeVersion(project, version))}`;
  }
  execFileSync("git", ["fast-import", "--quiet"], { cwd: project, input: stream });
  execFileSync("git", ["reset", "-q", "--hard"], { cwd: project });
}

function dataBlock(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}

/** Writes the object of a version, and returns its `.dvc` file. */
function storeVersion(project: string, version: number): string {
  const content = `version ${version}\n`;
  const md5 = createHash("md5").update(content).digest("hex");
  const shard = join(project, ".dvc/cache/files/md5", md5.slice(0, 2));
  mkdirSync(shard, { recursive: true });
  writeFileSync(join(shard, md5.slice(2)), content, { mode: 0o444 });
  return `outs:\n- md5: ${md5}\n  size: ${content.length}\n  hash: md5\n  path: ${datasetOf(version)}\n`;
}
