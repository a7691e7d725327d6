import { isLodeError } from "../../base/lode-error.ts";
import type { Oid } from "../../base/oid.ts";
import { printManifest } from "../../formats/manifest/print-manifest.ts";
import { openRemote } from "../../project/open-remote.ts";
import type { Project } from "../../project/project.ts";
import type { Remote } from "../../remotes/remote.ts";
import { addFiles } from "../../store/add-files.ts";
import type { ObjectStore } from "../../store/object-store.ts";
import { putBytes } from "../../store/put-bytes.ts";
import type { OutputObjects } from "../needed/needed-objects.ts";
import { type CheckedWorkspace, contentKey } from "./check-workspace.ts";

/** From where a store is repaired. */
export interface StoreSources {
  readonly project: Project;
  readonly store: ObjectStore;
  /** Those of the store's hash name. */
  readonly outputs: readonly OutputObjects[];
  readonly workspace: CheckedWorkspace;
}

/** Copies what the work tree has of some objects into a store. */
export async function addFromWorkspace(
  { workspace }: StoreSources,
  store: ObjectStore,
  open: ReadonlySet<Oid>,
): Promise<void> {
  const { hashName } = store;
  await addFiles(
    store,
    [...open].flatMap((oid) => workspace.files.get(contentKey({ hashName, oid })) ?? []),
  );
  for (const oid of open) {
    const manifest = workspace.manifests.get(contentKey({ hashName, oid }));
    if (manifest !== undefined) await putBytes(store, oid, printManifest(manifest));
  }
}

/** The remotes that outputs name, the default one, then all others; those that cannot be used are left out. */
export function remotesOf(project: Project, outputs: readonly OutputObjects[]): readonly Remote[] {
  const { config } = project;
  const names = [...outputs.flatMap(({ output }) => output.remote ?? []), config.core.remote, ...config.remotes.keys()];
  return [...new Set(names)].flatMap((name) => {
    try {
      return name === undefined ? [] : [openRemote(project, name)];
    } catch (error) {
      if (isLodeError(error)) return [];
      throw error;
    }
  });
}
