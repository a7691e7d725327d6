import { isLodeError } from "../../base/lode-error.ts";
import { isDirOid, type Oid, parseOid } from "../../base/oid.ts";
import type { RelPath } from "../../base/rel-path.ts";
import type { Manifest } from "../../formats/manifest/manifest.ts";
import type { Output } from "../../project/output.ts";
import type { Project } from "../../project/project.ts";
import type { OwnedOutput, ProjectIndex } from "../../project/project-index.ts";
import { isImport, isRepoImport } from "../../project/stage.ts";
import { isKnownCached } from "../../project/workspace/cached-outputs.ts";
import { findOutputManifest, type ManifestReader } from "../../project/workspace/find-output-manifest.ts";
import type { Workspace } from "../../project/workspace/workspace.ts";
import type { DataOutput } from "./data-output.ts";

/** An output as metadata record it. */
export interface RecordedOutput extends DataOutput {
  readonly owned: OwnedOutput;
  /** Says whether a large directory is known to be in the cache with all its files, without a look at any of them. */
  isKnownCached(): boolean;
}

/** Manifests that were read, by hash and id; undefined for those that cannot be had. */
export type Manifests = Map<string, Promise<Manifest | undefined>>;

/** What reading of recorded outputs needs. */
export interface RecordedContext {
  /** The project at the revision that the index is of. */
  readonly project: Project;
  readonly workspace: Workspace;
  /** Shared by the sides of a comparison, so that no manifest is read twice. */
  readonly manifests: Manifests;
}

/** The outputs of an index that are kept in the cache, as the metadata record them. */
export function recordedOutputs(context: RecordedContext, index: ProjectIndex): ReadonlyMap<RelPath, RecordedOutput> {
  const outputs = new Map<RelPath, RecordedOutput>();
  for (const [path, owned] of index.byPath) {
    if (owned.output.cached) outputs.set(path, recordedOutput(context, path, owned));
  }
  return outputs;
}

function recordedOutput(context: RecordedContext, path: RelPath, owned: OwnedOutput): RecordedOutput {
  const { output } = owned;
  const oid = recordedOid(owned);
  const members = async () => (oid === undefined || !isDirOid(oid) ? [] : manifestOf(context, output, oid));
  const isKnown = () => isKnownCached(context.workspace, output);
  return {
    owned,
    path,
    kind: oid !== undefined && isDirOid(oid) ? "dir" : "file",
    hashName: output.hashName,
    oid,
    origin: "metadata",
    hasManifest: async () => isKnown() || (await members()) !== undefined,
    members,
    isKnownCached: isKnown,
  };
}

/** Of a URL import that was never downloaded, what its source had, as in DVC. */
export function recordedOid({ stage, output }: OwnedOutput): Oid | undefined {
  if (output.oid !== undefined || !isImport(stage) || isRepoImport(stage)) return output.oid;
  const checksum = stage.deps[0]?.entry.checksum;
  return checksum?.key === "md5" ? parseOid(checksum.value) : undefined;
}

function manifestOf(context: RecordedContext, output: Output, oid: Oid): Promise<Manifest | undefined> {
  const { project, workspace, manifests } = context;
  const key = `${output.hashName}:${oid}`;
  const known = manifests.get(key) ?? readManifestOf({ project, run: workspace.run }, output, oid);
  manifests.set(key, known);
  return known;
}

async function readManifestOf(reader: ManifestReader, output: Output, oid: Oid): Promise<Manifest | undefined> {
  try {
    return await findOutputManifest(reader, output, oid);
  } catch (error) {
    if (isLodeError(error, "MANIFEST_MISSING")) return undefined;
    throw error;
  }
}
