import type { RunContext } from "../../base/events.ts";
import type { EntryState } from "../../formats/stage/output-entry.ts";
import type { Output } from "../../project/output.ts";
import type { Project } from "../../project/project.ts";
import type { Stage } from "../../project/stage.ts";
import { writeDvcFile, writeLockStage } from "../../project/write-stage.ts";
import type { StorageFile } from "../../remotes/storage/remote-storage.ts";
import type { SendableOutput } from "./sendable-output.ts";

/** What was sent to a remote that keeps versions; each output is sent to one. */
export interface SentOutputs {
  readonly remote: string;
  readonly outputs: readonly SendableOutput[];
  /** By path from the project's root. */
  readonly sent: ReadonlyMap<string, StorageFile>;
}

/**
 * Writes to the metadata under which versions a remote has the files of outputs: of a directory, each file is listed then.
 * Versions that were recorded of files that are the same stay. Stages of which nothing was sent are not touched.
 *
 * @throws IO_FAILED, DVC_FILE_INVALID
 */
export function recordVersions(project: Project, groups: readonly SentOutputs[], run: RunContext): void {
  const changes = new Map<Output, StateChange>();
  const stages = new Map<string, Stage>();
  for (const { remote, outputs, sent } of groups) {
    for (const sendable of outputs) {
      const change = changeOf(sendable, remote, sent);
      if (change === undefined) continue;
      const { output, stage } = sendable.wanted;
      changes.set(output, change);
      stages.set(stage.address, stage);
    }
  }
  for (const stage of stages.values()) writeStage(project, { stage, changes }, run);
}

type StateChange = Pick<EntryState, "cloud" | "files">;

function changeOf(
  { wanted, entries }: SendableOutput,
  remote: string,
  sent: SentOutputs["sent"],
): StateChange | undefined {
  const { location } = wanted.output;
  if (location.kind !== "inside") return undefined;
  if (entries === undefined) {
    const file = sent.get(location.path);
    return file && { cloud: cloudOf(remote, file) };
  }
  const files = entries.map((entry) => {
    const file = sent.get(`${location.path}/${entry.relpath}`);
    if (file === undefined) return entry;
    return { ...entry, ...(file.sizeBytes !== undefined && { size: file.sizeBytes }), cloud: cloudOf(remote, file) };
  });
  return files.every((file, i) => file === entries[i]) ? undefined : { files };
}

/** As DVC writes it: the checksum of the kind of storage, and the version. */
function cloudOf(remote: string, { checksum, versionId }: StorageFile): NonNullable<EntryState["cloud"]> {
  return {
    [remote]: { ...(checksum !== undefined && { [checksum.key]: checksum.value }), version_id: versionId },
  };
}

function writeStage(
  project: Project,
  { stage, changes }: { readonly stage: Stage; readonly changes: ReadonlyMap<Output, StateChange> },
  run: RunContext,
): void {
  const { dvcFile, pipeline, file } = stage;
  if (dvcFile !== undefined) {
    const outs = stage.outs.map((out) => ({ ...out.entry, ...changes.get(out) }));
    writeDvcFile(project, file, { content: { ...dvcFile.file, outs }, old: dvcFile });
  } else if (pipeline?.locked !== undefined) {
    const byPath = new Map(stage.outs.map((out) => [out.entry.path, changes.get(out)]));
    const outs = pipeline.locked.outs.map((entry) => ({ ...entry, ...byPath.get(entry.path) }));
    writeLockStage(project, { file, name: pipeline.definition.name, locked: { ...pipeline.locked, outs } }, run);
  }
}
