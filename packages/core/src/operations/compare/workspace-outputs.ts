import type { RelPath } from "../../base/rel-path.ts";
import { scanLocation } from "../../project/workspace/scan-location.ts";
import { memoryOf, type Workspace } from "../../project/workspace/workspace.ts";
import type { DigestedScan } from "../../worktree/digest/digested-scan.ts";
import { hashScan } from "../../worktree/digest/hash-scan.ts";
import { scanManifest } from "../../worktree/digest/scan-manifest.ts";
import { outputState } from "../../worktree/digest/summarize-scan.ts";
import { recallTree } from "../../worktree/digest/tree-fact.ts";
import { isScan } from "../../worktree/scan/scan.ts";
import type { DataOutput, DataOutputs } from "./data-output.ts";

/**
 * Looks at what lies at the paths of recorded outputs. Only files that are new or changed since they were last hashed
 * are read; links to nothing, pipes and devices are passed over.
 *
 * @throws NAME_NOT_UTF8, FILE_CHANGED, FILE_UNREADABLE, IO_FAILED, CANCELLED
 */
export async function workspaceOutputs(workspace: Workspace, recorded: Iterable<DataOutput>): Promise<DataOutputs> {
  const outputs = new Map<RelPath, DataOutput>();
  for (const output of recorded) {
    const found = await workspaceOutput(workspace, output);
    if (found !== undefined) outputs.set(output.path, found);
  }
  return outputs;
}

async function workspaceOutput(
  workspace: Workspace,
  { path, hashName }: Pick<DataOutput, "path" | "hashName">,
): Promise<DataOutput | undefined> {
  const location = { kind: "inside", path } as const;
  const scan = await scanLocation(workspace, location);
  if (!isScan(scan)) return undefined;
  const memory = memoryOf(workspace, location, hashName);
  let digesting: Promise<DigestedScan> | undefined;
  const digested = () => {
    digesting ??= hashScan(scan, { hashName, memory, run: workspace.run });
    return digesting;
  };
  const { oid, kind } = recallTree(scan, memory) ?? outputState(await digested(), memory);
  return {
    path,
    kind,
    hashName,
    oid,
    origin: "workspace",
    hasManifest: async () => true,
    members: async () => (kind === "dir" ? scanManifest(await digested()) : []),
  };
}
