import { FallbackRemote } from "../remotes/fallback-remote.ts";
import type { Remote } from "../remotes/remote.ts";
import { openRemote, type RemoteOwner } from "./open-remote.ts";

/**
 * Opens the default remote, or another in its place, to read what any remote may hold: what it lacks comes from the default
 * one, then from the others in the order of the configuration, but for those that keep their objects another way.
 *
 * @throws as openRemote does, of the first remote only
 */
export function openRemoteToRead(owner: RemoteOwner, name: string | undefined): Remote {
  const first = openRemote(owner, name);
  const fallbacks = sharedRemotes(owner)
    .filter((other) => other !== first.name)
    .map((other) => ({ name: other, open: () => openRemote(owner, other) }));
  return fallbacks.length === 0 ? first : new FallbackRemote(first, fallbacks);
}

/** The names of remotes that hold objects of any output, the default one first: not those that follow versions of files. */
export function sharedRemotes({ config }: Pick<RemoteOwner, "config">): readonly string[] {
  const { remote: preset } = config.core;
  const names = [...config.remotes.values()]
    .filter(({ versionAware, worktree }) => !versionAware && !worktree)
    .map(({ name }) => name);
  return preset !== undefined && names.includes(preset) ? [...new Set([preset, ...names])] : names;
}
