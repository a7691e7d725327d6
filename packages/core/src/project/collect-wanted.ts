import type { HashName, Oid } from "../base/oid.ts";
import { isDirOid } from "../base/oid.ts";
import type { RelPath } from "../base/rel-path.ts";
import type { PathChoice } from "../formats/ignore/path-choice.ts";
import type { WantedDir, WantedObjects } from "../transfer/wanted-objects.ts";
import type { Output } from "./output.ts";
import type { OwnedOutput } from "./project-index.ts";
import type { Selection } from "./select-targets.ts";
import { isRepoImport, isStoredImport } from "./stage.ts";

/** Objects by the remote that they belong to; undefined is the default remote. */
export type WantedByRemote = ReadonlyMap<string | undefined, readonly WantedObjects[]>;

/** An output, or some paths in it. */
export interface WantedOutput extends OwnedOutput {
  /** Paths in a tracked directory; undefined: all of it. */
  readonly within: readonly RelPath[] | undefined;
  /** Of these, only the files of the directory that are chosen. Default: all. */
  readonly isChosen?: PathChoice;
}

/** The outputs that selections name, each with the paths in it, if only a part is selected. */
export function selectedOutputs(selections: readonly Selection[]): readonly WantedOutput[] {
  return selections.flatMap((selection) => [...outputsOf(selection)]);
}

function* outputsOf({ stage, path }: Selection): Generator<WantedOutput> {
  for (const output of stage.outs) {
    const { location } = output;
    if (path === undefined) yield { stage, output, within: undefined };
    else if (location.kind !== "inside") continue;
    else if (location.path === path) yield { stage, output, within: undefined };
    // What follows a folder and a slash in a RelPath is one itself.
    else if (path.startsWith(`${location.path}/`)) {
      yield { stage, output, within: [path.slice(location.path.length + 1) as RelPath] };
    }
  }
}

/** Sorts the objects of outputs by remote and hash; outputs without a recorded object are left out. */
export function collectWanted(outputs: Iterable<WantedOutput>): WantedByRemote {
  const byRemote = new Map<string | undefined, Map<HashName, MutableWanted>>();
  for (const wantedOutput of outputs) {
    const { output } = wantedOutput;
    const { oid, hashName } = output;
    if (oid === undefined) continue;
    const byHash = entryOf(byRemote, output.entry.remote, () => new Map<HashName, MutableWanted>());
    const wanted = entryOf(byHash, hashName, () => ({ files: new Set<Oid>(), dirs: new Map() }));
    if (isDirOid(oid)) addDir(wanted, oid, wantedOutput);
    else wanted.files.add(oid);
  }
  return new Map([...byRemote].map(([remote, byHash]) => [remote, [...byHash].map(wantedObjects)]));
}

/** Says whether an output has an object of its own in the project's cache and remotes. */
export function isStored(output: Output): boolean {
  return output.cached && output.oid !== undefined;
}

/**
 * Says whether an output is pushed to a remote: not imports from other repositories, unless they are to be kept there;
 * not `push: false`, and not what names another remote than the chosen one.
 */
export function isPushed({ stage, output }: OwnedOutput, remote: string | undefined): boolean {
  const { entry } = output;
  if (!isStored(output) || !entry.push || (isRepoImport(stage) && !isStoredImport(stage))) return false;
  return remote === undefined || entry.remote === undefined || entry.remote === remote;
}

interface MutableWanted {
  readonly files: Set<Oid>;
  readonly dirs: Map<Oid, WantedDir>;
}

/** Of one directory wanted whole and in part, the whole is wanted; of two parts, both. All are chosen from alike. */
function addDir({ dirs }: MutableWanted, oid: Oid, { within, isChosen }: Omit<WantedOutput, keyof OwnedOutput>): void {
  const before = dirs.get(oid);
  const isWhole = within === undefined || (before !== undefined && before.within === undefined);
  const dir = { oid, ...(isChosen !== undefined && { isChosen }) };
  dirs.set(oid, isWhole ? dir : { ...dir, within: [...(before?.within ?? []), ...within] });
}

function wantedObjects([hashName, { files, dirs }]: readonly [HashName, MutableWanted]): WantedObjects {
  return { hashName, files: [...files], dirs: [...dirs.values()] };
}

function entryOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const existing = map.get(key);
  if (existing !== undefined) return existing;
  const made = make();
  map.set(key, made);
  return made;
}
