import { LodeError } from "../base/lode-error.ts";
import type { RemoteConfig } from "../formats/config/config.ts";
import { resolveRemote } from "../formats/config/resolve-remote.ts";
import type { BatchLimits } from "../remotes/batch/batch-limits.ts";
import { BatchRemote } from "../remotes/batch/batch-remote.ts";
import { LocalRemote } from "../remotes/local/local-remote.ts";
import { OfflineRemote } from "../remotes/offline-remote.ts";
import { storageKind } from "../remotes/open-storage.ts";
import type { Remote } from "../remotes/remote.ts";
import { RetryingRemote } from "../remotes/retrying-remote.ts";
import type { RemoteStorage } from "../remotes/storage/remote-storage.ts";
import type { StorageAccess } from "../remotes/storage/storage-access.ts";
import { StorageRemote } from "../remotes/storage/storage-remote.ts";
import { knownLimits } from "./known-limits.ts";
import { localFolder } from "./local-folder.ts";
import type { Project } from "./project.ts";
import type { ProjectContext } from "./project-context.ts";
import { isVersionedRemote } from "./versioned-remotes.ts";

/** Whose remotes are opened. Damaged objects of a remote on this machine go where those of the cache go. */
export type RemoteOwner = Pick<Project, "config" | "context" | "cache">;

/**
 * Opens a remote of a project's configuration, or the default one. Nothing is contacted. Offline, a remote that is not
 * on this machine is an OfflineRemote.
 *
 * @throws REMOTE_NOT_SET if no name is given and there is no default remote
 * @throws REMOTE_MISSING if there is no remote of this name
 * @throws REMOTE_UNSUPPORTED if its kind of storage is not available
 * @throws REMOTE_VERSIONED if it keeps files at their own paths, with versions: see openVersionedRemote
 * @throws URL_INVALID, CREDENTIALS_MISSING, CONFIG_FILE_NOT_FOUND if its options cannot be used
 */
export function openRemote(owner: RemoteOwner, name: string | undefined): Remote {
  const chosen = name ?? owner.config.core.remote;
  if (chosen === undefined) throw remoteNotSet();
  const resolved = resolveRemote(owner.config, chosen);
  if (isVersionedRemote(resolved)) throw remoteVersioned(resolved);
  const remote = remoteFor(resolved, owner);
  return owner.context.offline === true && resolved.scheme !== "local" ? new OfflineRemote(remote) : remote;
}

function remoteFor(remote: RemoteConfig, { context, cache }: RemoteOwner): Remote {
  switch (remote.scheme) {
    case "local": {
      const shared = remote.options.get("shared") === "group";
      const { asideDir } = cache.current;
      return new LocalRemote({
        name: remote.name,
        dir: localFolder(remote),
        ...(shared && { shared: "group" }),
        ...(asideDir !== undefined && { asideDir }),
      });
    }
    case "http":
    case "https": {
      const around = surroundings(context);
      const known = knownLimits(context, remote.url);
      return new RetryingRemote(withBatches(storageRemote(remote, around), { ...remote, ...around }, known));
    }
    default:
      return new RetryingRemote(storageRemote(remote, surroundings(context)));
  }
}

/** A password that the user is asked for is asked for once, by the storage alone. */
function withBatches(remote: StorageRemote, access: StorageAccess, known: BatchLimits | undefined): Remote {
  if (access.askSecret !== undefined && access.options.get("ask_password") === true) return remote;
  return new BatchRemote(
    remote,
    async () => new (await import("../remotes/batch/batch-client.ts")).BatchClient(access, known),
  );
}

type Surroundings = Pick<StorageAccess, "env" | "askSecret" | "findToken">;

/** What clients of storage may know of the machine and the user. */
export function surroundings({ git, askSecret, findToken }: ProjectContext): Surroundings {
  return { env: git.env, askSecret, findToken };
}

/** @throws REMOTE_UNSUPPORTED */
function storageRemote(remote: RemoteConfig, around: Surroundings): StorageRemote {
  const { name, url, jobs, scheme, options } = remote;
  const kind = storageKind(scheme);
  if (kind !== undefined) {
    const { lists, urlOf } = kind;
    const access = { url, options, ...around };
    kind.check?.(access);
    const open = (): Promise<RemoteStorage> => kind.open(access);
    return new StorageRemote({ name, url, jobs, lists, urlOf: urlOf && ((key) => urlOf(url, key)), open });
  }
  throw kindUnsupported(remote);
}

/** The error for a remote on storage of a kind that is not available. */
export function kindUnsupported({ name, scheme }: RemoteConfig): LodeError {
  return new LodeError(
    "REMOTE_UNSUPPORTED",
    `Cannot use the remote '${name}': storage of the kind '${scheme}' is not available in Lode yet`,
    { hint: "Use `dvc` for this remote.", details: { remote: name, scheme } },
  );
}

function remoteVersioned({ name }: RemoteConfig): LodeError {
  return new LodeError(
    "REMOTE_VERSIONED",
    `Cannot do this with the remote '${name}': it keeps files at their own paths, with versions`,
    { hint: "`lode push`, `lode fetch` and `lode pull` work with it.", details: { remote: name } },
  );
}

/** The error for work that needs a remote where none is named and none is the default. */
export function remoteNotSet(): LodeError {
  return new LodeError("REMOTE_NOT_SET", "Cannot choose a remote: none is given and there is no default remote", {
    hint: "Set one with `lode remote default NAME`, or add one with `lode remote add -d NAME URL`.",
  });
}
