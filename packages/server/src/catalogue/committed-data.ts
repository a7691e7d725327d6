import { posix } from "node:path";
import { type CommittedProject, committedProjects, type GitReaders, openGitTree } from "@lode/core/engine";
import { type CommittedArtifact, projectArtifacts } from "./committed-artifacts.ts";
import { type CommitPlace, type CommittedOutput, projectOutputs } from "./committed-outputs.ts";
import { findLicense, type License } from "./find-license.ts";
import type { Json } from "./json-of-yaml.ts";
import { licenseOfName } from "./license-of-text.ts";

/** An output of a commit, with what else the commit says of it. */
export interface CommittedDataset extends CommittedOutput {
  /** Those whose path is its own. */
  readonly artifacts: readonly CommittedArtifact[];
  readonly license: License | undefined;
}

/** What a commit says of data. */
export interface CommittedData {
  readonly datasets: readonly CommittedDataset[];
  /** Those too whose path is no output's. */
  readonly artifacts: readonly CommittedArtifact[];
}

/**
 * Reads the datasets and artifacts of a commit, those of all its projects. The license of a dataset is what `license` of its
 * metadata or of its artifact's says, else the text in its folder, else the one in the root of the repository.
 *
 * @throws what reading the commit's configuration and stage files throws
 */
export async function committedData(at: CommitPlace, commit: string, readers: GitReaders): Promise<CommittedData> {
  const datasets: CommittedDataset[] = [];
  const artifacts: CommittedArtifact[] = [];
  const common = await findLicense(await openGitTree(at.repo, commit, { readers }), "");
  for (const committed of await committedProjects(at, commit, readers)) {
    const files: string[] = [];
    const outputs = await projectOutputs(committed, at.name, { onStageFile: (file) => files.push(file) });
    const declared = await projectArtifacts(
      committed,
      files.filter((file) => posix.basename(file) === "dvc.yaml"),
    );
    const ofPath = Map.groupBy(declared, ({ path }) => path);
    const licenseIn = folderLicenses(committed);
    for (const output of outputs) {
      const own = ofPath.get(output.path) ?? [];
      const license = declaredLicense(output, own) ?? (await licenseIn(posix.dirname(output.path))) ?? common;
      datasets.push({ ...output, artifacts: own, license });
    }
    artifacts.push(...declared);
  }
  return { datasets, artifacts };
}

/** Finds the licenses of folders of a project, each once. */
function folderLicenses({ project, prefix }: CommittedProject): (folder: string) => Promise<License | undefined> {
  const found = new Map<string, License | undefined>();
  return async (folder) => {
    const place = posix.relative(prefix, folder);
    if (place.startsWith("..")) return undefined;
    if (!found.has(place)) found.set(place, await findLicense(project.tree, place, prefix));
    return found.get(place);
  };
}

function declaredLicense(output: CommittedOutput, artifacts: readonly CommittedArtifact[]): License | undefined {
  for (const { meta, file } of [output, ...artifacts]) {
    const declared = licenseField(meta);
    if (declared !== undefined) return { spdxId: licenseOfName(declared), declared, path: file };
  }
  return undefined;
}

function licenseField(meta: Json): string | undefined {
  if (meta === null || typeof meta !== "object" || Array.isArray(meta)) return undefined;
  const said: unknown = Reflect.get(meta, "license") ?? Reflect.get(meta, "licence");
  return typeof said === "string" && said !== "" ? said : undefined;
}
