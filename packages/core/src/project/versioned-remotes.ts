import { LodeError } from "../base/lode-error.ts";
import type { RemoteConfig } from "../formats/config/config.ts";
import { resolveRemote } from "../formats/config/resolve-remote.ts";
import type { Project } from "./project.ts";

/** The kinds of storage that keep versions of files. */
const KINDS: ReadonlySet<string> = new Set(["s3", "gs", "azure"]);

/**
 * Says whether a remote keeps files at their own paths, with versions, in place of objects. On storage that has no versions
 * the options mean nothing, as in DVC.
 *
 * @throws CONFIG_INVALID if it is to keep a work tree, and no versions
 */
export function isVersionedRemote({ name, scheme, versionAware, worktree, section }: RemoteConfig): boolean {
  if (!KINDS.has(scheme)) return false;
  if (worktree && section.has("version_aware") && !versionAware) {
    throw new LodeError("CONFIG_INVALID", `Cannot use the remote '${name}': 'worktree' needs 'version_aware'`, {
      hint: "Remove one of the two options.",
      details: { remote: name },
    });
  }
  return versionAware || worktree;
}

/**
 * The remote of an output, if it is one that keeps versions: its own, else the chosen one, else the default.
 *
 * @throws REMOTE_MISSING, CONFIG_INVALID
 */
export function versionedRemoteOf(
  { config }: Pick<Project, "config">,
  own: string | undefined,
  chosen: string | undefined,
): RemoteConfig | undefined {
  const name = own ?? chosen ?? config.core.remote;
  const remote = name === undefined ? undefined : resolveRemote(config, name);
  return remote !== undefined && isVersionedRemote(remote) ? remote : undefined;
}
