import { LodeError } from "../base/lode-error.ts";
import { isDirOid } from "../base/oid.ts";
import { isRelPath, type RelPath } from "../base/rel-path.ts";
import type { Manifest } from "../formats/manifest/manifest.ts";
import {
  findManifestEntry,
  type ManifestChild,
  manifestChildren,
  manifestHas,
  manifestHasFolder,
} from "../formats/manifest/manifest-subtree.ts";
import type { OwnedOutput } from "../project/project-index.ts";
import type { SourceObject } from "./object-places.ts";
import {
  type DataOrigin,
  isUnknownImport,
  listedPartialEntry,
  type PartialEntry,
  partialChildren,
  partialEntry,
} from "./partial-entry.ts";
import type { SourceProject } from "./source.ts";

/** What the metadata of a source's project say of a path. */
export interface DataEntry {
  readonly kind: "file" | "dir";
  /** Whether the path is an output or lies in one, and not only above one. */
  readonly isOut: boolean;
  /** The recorded size; unknown for members of directories. */
  readonly sizeBytes: number | undefined;
  /** The object of a file, or the manifest of a whole output; undefined for folders without an object of their own. */
  readonly object: SourceObject | undefined;
  /** The output that the path is or lies in. */
  readonly owned: OwnedOutput | undefined;
  /** Where the data is to be looked for, if the output was imported without it. */
  readonly origin?: DataOrigin;
}

/**
 * Looks a path up in the outputs of a project.
 *
 * @param path from the project's root; `""` is the root
 * @throws MANIFEST_MISSING if the path lies in a directory whose manifest cannot be had; what opening of the source of an
 *   output throws that was imported without its data
 */
export async function dataEntry(source: SourceProject, path: string): Promise<DataEntry | undefined> {
  if (isRelPath(path)) {
    const owned = await source.ownerOf(path);
    if (owned?.output.cached) return entryIn(source, owned, path);
  }
  return (await source.outputFolders()).has(path) ? FOLDER : undefined;
}

const FOLDER: DataEntry = { kind: "dir", isOut: false, sizeBytes: undefined, object: undefined, owned: undefined };

/** The entries of a folder, each name once; made while they are read, to be read once, since there can be millions. */
export type DataChildren = Iterable<NamedEntry>;

type NamedEntry = readonly [name: string, entry: DataEntry];

/** The entries of a folder; undefined if no output is at, in or above the path. */
export async function dataChildren(source: SourceProject, dir: string): Promise<DataChildren | undefined> {
  const owned = isRelPath(dir) ? await source.ownerOf(dir) : undefined;
  if (owned?.output.cached && isRelPath(dir) && isUnknownImport(owned)) {
    const found = await partialChildren(source, owned, pathInOutput(owned, dir));
    return found && Array.from(found, ([name, entry]) => [name, unknownImport(owned, entry)] as const);
  }
  if (owned?.output.cached && owned.output.oid !== undefined && isDirOid(owned.output.oid)) {
    return childrenIn(source, owned, dir);
  }
  const children = (await source.outputFolders()).get(dir);
  if (children === undefined) return undefined;
  const entries: [string, DataEntry][] = [];
  for (const [name, child] of children) {
    entries.push([name, child === undefined ? FOLDER : await listedOutput(source, child)]);
  }
  return entries;
}

async function entryIn(source: SourceProject, owned: OwnedOutput, path: RelPath): Promise<DataEntry | undefined> {
  const rest = pathInOutput(owned, path);
  if (isUnknownImport(owned)) {
    const found = await partialEntry(source, owned, rest);
    return found && unknownImport(owned, found);
  }
  if (rest === "") return wholeOutput(source, owned);
  const { oid } = owned.output;
  if (oid === undefined || !isDirOid(oid)) return undefined;
  const manifest = await requireManifest(source, owned);
  const file = findManifestEntry(manifest, rest);
  if (file !== undefined) return member(source, owned, file);
  return manifestHas(manifest, rest) ? innerFolder(owned) : undefined;
}

async function childrenIn(source: SourceProject, owned: OwnedOutput, dir: string): Promise<DataChildren | undefined> {
  const rest = isRelPath(dir) ? pathInOutput(owned, dir) : "";
  const manifest = await requireManifest(source, owned);
  if (rest !== "" && !manifestHasFolder(manifest, rest)) return undefined;
  return members(source, owned, manifestChildren(manifest, rest));
}

function* members(source: SourceProject, owned: OwnedOutput, children: Iterable<ManifestChild>): Iterable<NamedEntry> {
  for (const [name, entry] of children) {
    yield [name, entry === undefined ? innerFolder(owned) : member(source, owned, entry)];
  }
}

/** The manifest of an output. @throws MANIFEST_MISSING */
export async function requireManifest(source: SourceProject, owned: OwnedOutput): Promise<Manifest> {
  const manifest = await source.place.services.readManifest(source, owned);
  if (manifest !== undefined) return manifest;
  const { path } = owned.output.entry;
  throw new LodeError(
    "MANIFEST_MISSING",
    `Cannot look into the directory '${path}' of '${owned.stage.address}': its manifest is neither in the cache nor in the remote`,
    { hint: "Push it from where it is: `lode push`.", details: { path, oid: owned.output.oid } },
  );
}

/** The path of something in an output, from the output; `""` is the output itself. */
export function pathInOutput({ output }: OwnedOutput, path: RelPath): RelPath | "" {
  // The end of a path after one of its slashes is a path as well.
  return output.location.kind === "inside" ? (path.slice(output.location.path.length + 1) as RelPath | "") : "";
}

async function listedOutput(source: SourceProject, owned: OwnedOutput): Promise<DataEntry> {
  if (isUnknownImport(owned)) return unknownImport(owned, await listedPartialEntry(source, owned));
  return wholeOutput(source, owned);
}

function unknownImport(owned: OwnedOutput, { kind, origin }: PartialEntry): DataEntry {
  const known = { kind, isOut: true, sizeBytes: undefined, object: undefined, owned };
  return origin === undefined ? known : { ...known, origin };
}

/** An output as an entry. What has never been hashed is taken for a file, as in DVC. */
function wholeOutput(source: SourceProject, owned: OwnedOutput): DataEntry {
  const { oid, hashName, entry } = owned.output;
  return {
    kind: oid !== undefined && isDirOid(oid) ? "dir" : "file",
    isOut: true,
    sizeBytes: entry.size,
    object: oid === undefined ? undefined : { oid, hashName, owner: source, owned, within: "" },
    owned,
  };
}

function member(source: SourceProject, owned: OwnedOutput, { oid, relpath }: Manifest[number]): DataEntry {
  const { hashName } = owned.output;
  const object = { oid, hashName, owner: source, owned, within: relpath };
  return { kind: "file", isOut: true, sizeBytes: undefined, object, owned };
}

function innerFolder(owned: OwnedOutput): DataEntry {
  return { ...FOLDER, isOut: true, owned };
}
