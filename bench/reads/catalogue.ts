import { createHash } from "node:crypto";

/** How large the registry of the suite is: 10,000 datasets, a million objects. */
export const REPOSITORIES = 100;
export const DATASETS = 100;
export const FILES = 100;
/** In the second commit so many datasets of a repository have other files. */
export const CHANGED_DATASETS = 10;
const CHANGED_FILES = 5;
/** Datasets of which the bytes of the files are there, too; of the others the registry knows the ids alone. */
export const STORED_DATASETS = 1;

/** A file of a dataset: where it is, what it holds, and the MD5 of that. */
export interface DataFile {
  readonly path: string;
  readonly content: string;
  readonly oid: string;
}

/** A dataset as one commit has it. */
export interface DatasetVersion {
  readonly path: string;
  readonly files: readonly DataFile[];
  readonly manifest: string;
  /** Of the manifest. */
  readonly oid: string;
}

/** The name of a repository in `acme`. */
export function repositoryName(repository: number): string {
  return `repository-${String(repository).padStart(3, "0")}`;
}

/** The path of a dataset in its repository. */
export function datasetPath(dataset: number): string {
  return `data/set-${String(dataset).padStart(3, "0")}`;
}

/** Makes a dataset as a commit has it: the first, or the second, which has other bytes in some files of some datasets. */
export function datasetVersion(repository: number, dataset: number, commit: 1 | 2): DatasetVersion {
  const isChanged = commit === 2 && dataset < CHANGED_DATASETS;
  const files = Array.from({ length: FILES }, (_, file): DataFile => {
    const version = isChanged && file < CHANGED_FILES ? 2 : 1;
    const content = `file ${file} of ${dataset} in ${repository}, version ${version}\n`;
    return { path: `part-${file % 10}/${String(file).padStart(5, "0")}.txt`, content, oid: md5(content) };
  }).sort((one, other) => (one.path < other.path ? -1 : 1));
  const manifest = `[${files.map(({ oid, path }) => `{"md5": "${oid}", "relpath": "${path}"}`).join(", ")}]`;
  return { path: datasetPath(dataset), files, manifest, oid: `${md5(manifest)}.dir` };
}

/** The words of the descriptions; search for the first finds every dataset, for `lot 17` a hundred. */
export function descriptionOf(dataset: number): string {
  return `Photographs of animals, lot ${dataset}, taken in daylight and sorted by hand`;
}

function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}
