import type { LinkType } from "../../fs/link-type.ts";
import { statIfThere } from "../../fs/stat-names.ts";

/** The folder of a file, and the store that the file is to be linked with. */
export interface LinkedPair {
  readonly sourceDir: string;
  readonly store: { readonly dir: string };
}

/**
 * Remembers which link types do not work between which devices, so that each is tried once a thread and not once a
 * file.
 */
export function isKnownUnsupported(type: LinkType, pair: LinkedPair): boolean {
  return unsupported.size > 0 && unsupportedOf(pair).has(type);
}

/** Notes that a link type does not work between the disk of the file and the store. */
export function noteUnsupported(type: LinkType, pair: LinkedPair): void {
  unsupportedOf(pair).add(type);
}

/** By the number of the device and the path of the store. */
const unsupported = new Map<string, Set<LinkType>>();
/** The keys of folders that were asked for, for the store that was asked for last. */
const keys = new Map<string, string>();
let keysStore = "";
const MAX_KEYS = 10_000;

function unsupportedOf({ sourceDir, store }: LinkedPair): Set<LinkType> {
  if (keysStore !== store.dir || keys.size >= MAX_KEYS) keys.clear();
  keysStore = store.dir;
  let key = keys.get(sourceDir);
  if (key === undefined) {
    key = `${statIfThere(sourceDir)?.dev ?? 0n}:${store.dir}`;
    keys.set(sourceDir, key);
  }
  let types = unsupported.get(key);
  if (types === undefined) {
    types = new Set();
    unsupported.set(key, types);
  }
  return types;
}
