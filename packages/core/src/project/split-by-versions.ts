import type { RemoteConfig } from "../formats/config/config.ts";
import type { WantedOutput } from "./collect-wanted.ts";
import type { Project } from "./project.ts";
import { versionedRemoteOf } from "./versioned-remotes.ts";

/** Outputs by the kind of their remotes. */
export interface SplitOutputs {
  /** Those whose remotes hold objects. */
  readonly plain: readonly WantedOutput[];
  /** Those whose remotes keep versions of files, by remote. */
  readonly versioned: readonly { readonly remote: RemoteConfig; readonly outputs: readonly WantedOutput[] }[];
}

/**
 * Splits outputs by whether their remotes keep versions of files in place of objects.
 *
 * @param chosen the remote in place of the default one
 * @throws REMOTE_MISSING, CONFIG_INVALID
 */
export function splitByVersions(
  project: Pick<Project, "config">,
  outputs: readonly WantedOutput[],
  chosen: string | undefined,
): SplitOutputs {
  const plain: WantedOutput[] = [];
  const versioned = new Map<string, { readonly remote: RemoteConfig; readonly outputs: WantedOutput[] }>();
  for (const wanted of outputs) {
    const remote = versionedRemoteOf(project, wanted.output.entry.remote, chosen);
    if (remote === undefined) {
      plain.push(wanted);
      continue;
    }
    const group = versioned.get(remote.name) ?? { remote, outputs: [] };
    group.outputs.push(wanted);
    versioned.set(remote.name, group);
  }
  return { plain, versioned: [...versioned.values()] };
}
