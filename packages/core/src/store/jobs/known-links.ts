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
  return unsupported.size > 0 && unsupported.has(linkKey(type, pair));
}

/** Notes that a link type does not work between the disk of the file and the store. */
export function noteUnsupported(type: LinkType, pair: LinkedPair): void {
  unsupported.add(linkKey(type, pair));
}

const unsupported = new Set<string>();
/** The devices of directories that were asked for. */
const devices = new Map<string, bigint>();
const MAX_DEVICES = 10_000;

function linkKey(type: LinkType, { sourceDir, store }: LinkedPair): string {
  let device = devices.get(sourceDir);
  if (device === undefined) {
    if (devices.size >= MAX_DEVICES) devices.clear();
    device = statIfThere(sourceDir)?.dev ?? 0n;
    devices.set(sourceDir, device);
  }
  return `${type}:${device}:${store.dir}`;
}
