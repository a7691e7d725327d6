import { DATASETS, type DatasetVersion, datasetVersion, descriptionOf } from "./catalogue.ts";

/** What `git fast-import` makes the commits of a repository of: two, with a `.dvc` file for each dataset, and a tag. */
export function commitStream(repository: number, remoteUrl: string): string {
  const config = `[core]\n    remote = s\n['remote "s"']\n    url = ${remoteUrl}\n`;
  const all = Array.from({ length: DATASETS }, (_, dataset) => dataset);
  const files = (commit: 1 | 2) => all.map((dataset) => dvcFile(datasetVersion(repository, dataset, commit), dataset));
  const first = [fileCommand(".dvc/config", config), ...files(1)].join("");
  return `${commitCommand(1)}${first}tag v1\nfrom refs/heads/main\n${COMMITTER.replace("committer", "tagger")} 1767225600 +0000\n${dataBlock("v1")}${commitCommand(2)}${files(2).join("")}`;
}

/** A third commit, on top of `main`, that takes the first dataset back to what it was in the first one. */
export function thirdCommit(repository: number): string {
  const text = dvcFile(datasetVersion(repository, 0, 1), 0);
  return `${commitCommand(3)}from refs/heads/main^0\n${text}`;
}

const COMMITTER = "committer Bench <bench@localhost>";

function commitCommand(count: number): string {
  return `commit refs/heads/main\n${COMMITTER} ${1_767_225_600 + count} +0000\n${dataBlock(`commit ${count}`)}`;
}

function dvcFile({ path, oid, files }: DatasetVersion, lot: number): string {
  const size = files.reduce((sum, { content }) => sum + content.length, 0);
  const name = path.slice(path.lastIndexOf("/") + 1);
  const output = `- md5: ${oid}\n  size: ${size}\n  nfiles: ${files.length}\n  hash: md5\n  path: ${name}\n`;
  return fileCommand(`${path}.dvc`, `outs:\n${output}  desc: ${descriptionOf(lot)}\n`);
}

function fileCommand(path: string, text: string): string {
  return `M 100644 inline ${path}\n${dataBlock(text)}`;
}

function dataBlock(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}
