import { basename, dirname, isAbsolute, resolve } from "node:path";
import type { RunContext } from "../../base/events.ts";
import type { FileTree } from "../../base/file-tree.ts";
import { LodeError } from "../../base/lode-error.ts";
import { redactUrl } from "../../formats/config/redact-url.ts";
import type { DependencyEntry } from "../../formats/stage/dependency-entry.ts";
import { DiskTree } from "../../fs/disk-tree.ts";
import { type Dependency, isUrlImport, type Stage } from "../../project/stage.ts";
import type { FoundAtUrl } from "../../remotes/storage/url-files.ts";
import { refuseForeignRemote } from "../refuse-foreign-options.ts";
import type { Source, SourceProject } from "../source.ts";
import { recordedAtUrl } from "./recorded-at-url.ts";
import { stateDigest, storageState } from "./storage-state.ts";
import { type StoragePlace, urlPlace } from "./url-place.ts";
import { UrlTree } from "./url-tree.ts";

/** Data at a URL as a source. */
export interface UrlSource {
  readonly source: Source;
  /** Where the data is in the source. */
  readonly path: string;
}

/**
 * Opens the URL that an output of a source was imported from: the versions that its metadata record, or what is there, if
 * that is what they record. Paths of this machine count only for a source that is on this machine itself.
 *
 * @returns undefined if the stage is no import from a URL, or nothing is there
 * @throws FILE_CHANGED if something else is there by now, CONFIG_UNTRUSTED, and what urlPlace and the storage throw
 */
export async function urlSource(owner: SourceProject, stage: Stage): Promise<UrlSource | undefined> {
  const [dependency] = stage.deps;
  if (!isUrlImport(stage) || dependency === undefined) return undefined;
  const { next } = owner.place;
  const key = JSON.stringify(["url", stage.address, dependency.entry.path]);
  const path = nameOf(dependency);
  const source = (await next.get(key)) ?? (await openDependency(owner, dependency));
  if (source === undefined) return undefined;
  next.set(key, Promise.resolve(source));
  return { source, path };
}

/** The name under which the data is in its tree: on this machine its own, elsewhere one that no URL can spoil. */
function nameOf({ location }: Dependency): string {
  return location === undefined || location.kind === "url" ? "data" : basename(location.path);
}

async function openDependency(owner: SourceProject, dependency: Dependency): Promise<Source | undefined> {
  const { location, entry } = dependency;
  const { project, place } = owner;
  if (location === undefined || location.kind === "inside") return undefined;
  if (!place.isLocal) refuseForeignRemote(entry.fsConfig ?? {}, "of an import", redactUrl(place.spec.url));
  if (location.kind === "outside") {
    const isOurs = place.isLocal || (/^file:/i.test(place.spec.url) && isAbsolute(location.path));
    return isOurs ? sourceOf(entry, new DiskTree(dirname(resolve(project.rootDir, location.path)))) : undefined;
  }
  const at = urlPlace(project, { location, fsConfig: entry.fsConfig, recorded: entry });
  if (at.kind === "local") return undefined;
  const run = place.source;
  const found = recordedAtUrl(entry) ?? (await unchangedAt(at, entry, run));
  return found && sourceOf(entry, new UrlTree(at, { name: nameOf(dependency), found }, run));
}

/** @throws FILE_CHANGED if something else is there than what is recorded */
async function unchangedAt(at: StoragePlace, entry: DependencyEntry, run: RunContext): Promise<FoundAtUrl | undefined> {
  const found = await at.files.find(run);
  const recorded = stateDigest(entry);
  if (found === undefined || recorded === undefined) return found;
  if (stateDigest(await storageState(at, found, run)) === recorded) return found;
  const shown = redactUrl(entry.path);
  throw new LodeError("FILE_CHANGED", `Cannot take the data of '${shown}': it is another than when it was imported`, {
    hint: "Update the import in the source, and commit that there.",
    details: { url: shown },
  });
}

/** It holds nothing open: the storage closes itself. */
function sourceOf({ path }: DependencyEntry, tree: FileTree): Source {
  return {
    url: redactUrl(path),
    commit: undefined,
    version: undefined,
    tree,
    linkedTree: tree,
    diskRoot: undefined,
    history: undefined,
    projectOf: async () => undefined,
    forgetManifests: async () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
  };
}
