import { resolve } from "node:path";
import type { RunContext } from "../../base/events.ts";
import { LodeError } from "../../base/lode-error.ts";
import { type Oid, parseOid } from "../../base/oid.ts";
import type { RelPath } from "../../base/rel-path.ts";
import type { Manifest } from "../../formats/manifest/manifest.ts";
import { type FavoredSide, mergeManifests } from "../../formats/manifest/merge-manifests.ts";
import { printManifest } from "../../formats/manifest/print-manifest.ts";
import type { DvcFile } from "../../formats/stage/dvc-file.ts";
import type { OutputEntry } from "../../formats/stage/output-entry.ts";
import { type ParsedDvcFile, parseDvcFile } from "../../formats/stage/parse-dvc-file.ts";
import { printDvcFile, updateDvcFile } from "../../formats/stage/print-dvc-file.ts";
import { readTextIfExists } from "../../fs/read-text-if-exists.ts";
import { writeFileAtomic } from "../../fs/write-file-atomic.ts";
import { hashBytes } from "../../hash/md5.ts";
import { makeOutput } from "../../project/make-output.ts";
import { type Project, storeOf } from "../../project/project.ts";
import { findOutputManifest, type ManifestReader } from "../../project/workspace/find-output-manifest.ts";
import { findMissing } from "../../store/find-missing.ts";
import type { ObjectStore } from "../../store/object-store.ts";
import { putBytes } from "../../store/put-bytes.ts";
import { statObjects } from "../../store/stat-objects.ts";
import { checkMergeable, type MergeableSides } from "./check-mergeable.ts";

/** Three versions of a `.dvc` file as Git gives them to a merge driver; paths relative to the current folder. */
export interface MergeFiles {
  /** May be empty: the sides have nothing in common. */
  readonly ancestor: string;
  /** Takes the result. */
  readonly our: string;
  readonly their: string;
  /** What messages call the file. Default: the path of `our`. */
  readonly name?: string;
  /** The side that wins where both changed a path of the directory. Default: none, that is a conflict. */
  readonly favor?: FavoredSide;
}

/** How a merge went. */
export interface MergeResult {
  /** Whether `our` was written. */
  readonly changed: boolean;
  /** The merged directory's manifest; null if a side was taken as it is. */
  readonly oid: Oid | null;
}

/**
 * Merges two versions of a `.dvc` file whose output is a directory, file by file of the directory, and writes the result
 * over `our`. Listings come from the cache, or else from the remote; the files themselves are not needed.
 *
 * 1. Read all three; an empty side gives way to the other.
 * 2. Make sure that they differ in nothing but the directory's files.
 * 3. Merge the listings.
 * 4. Put the new listing into the cache, then write `our`.
 *
 * @throws MERGE_CONFLICT with the paths that both sides changed, MERGE_UNSUPPORTED, MANIFEST_MISSING,
 *   STAGE_FILE_NOT_FOUND, DVC_FILE_INVALID, YAML_INVALID; `our` is then as it was
 */
export async function mergeDvcFiles(project: Project, files: MergeFiles, run: RunContext = {}): Promise<MergeResult> {
  const { name = files.our } = files;
  const [ancestor, our, their] = [files.ancestor, files.our, files.their].map((path) => readSide(project, path, name));
  if (ancestor === undefined || our === undefined || their === undefined) return { changed: false, oid: null };
  if (their.file.outs.length === 0) return { changed: false, oid: null };
  const path = resolve(project.context.cwd, files.our);
  if (our.file.outs.length === 0) return { changed: write(path, our, their.file), oid: null };
  const sides = checkMergeable({ ancestor: ancestor.file, our: our.file, their: their.file }, name);
  const output = await mergeOutput({ project, run }, { sides, wdir: our.file.wdir ?? "", name, favor: files.favor });
  const changed = write(path, our, { ...sides.rest, outs: [output.entry] });
  return { changed, oid: output.oid };
}

function readSide(project: Project, path: string, name: string): ParsedDvcFile {
  const text = readTextIfExists(resolve(project.context.cwd, path));
  if (text !== undefined) return parseDvcFile(text, path);
  throw new LodeError("STAGE_FILE_NOT_FOUND", `Cannot merge '${name}': there is no file '${path}'`, {
    details: { file: path },
  });
}

function write(path: string, our: ParsedDvcFile, content: DvcFile): boolean {
  const text = our.text.trim() === "" ? printDvcFile(content) : updateDvcFile(our, content);
  if (text !== our.text) writeFileAtomic(path, text);
  return text !== our.text;
}

interface MergeJob {
  readonly sides: MergeableSides;
  readonly wdir: string;
  readonly name: string;
  readonly favor: FavoredSide | undefined;
}

async function mergeOutput(
  reader: ManifestReader,
  { sides, wdir, name, favor }: MergeJob,
): Promise<{ readonly entry: OutputEntry; readonly oid: Oid }> {
  const read = (entry: OutputEntry) => readListing(reader, { entry, wdir }, name);
  const { project } = reader;
  const listings = {
    ancestor: sides.ancestor === undefined ? [] : await read(sides.ancestor),
    our: await read(sides.our),
    their: await read(sides.their),
  };
  const { merged, conflicts, collisions } = mergeManifests(listings, favor);
  const open = [...(favor === undefined ? conflicts : []), ...collisions];
  if (open.length > 0) throw mergeConflict(name, open);
  const store = storeOf(project.cache, makeOutput(sides.our, wdir).hashName);
  const oid = await storeManifest(store, merged);
  const { size: _size, ...before } = sides.our;
  const sizeBytes = recordedSize(sides, oid) ?? (await sumOfSizes(store, merged));
  const entry = {
    ...before,
    checksum: { key: "md5", value: oid } as const,
    ...(sizeBytes !== undefined && { size: sizeBytes }),
    nfiles: merged.length,
  };
  return { entry, oid };
}

async function readListing(
  reader: ManifestReader,
  { entry, wdir }: { readonly entry: OutputEntry; readonly wdir: string },
  name: string,
): Promise<Manifest> {
  const output = makeOutput(entry, wdir);
  if (output.oid !== undefined) return findOutputManifest(reader, output, output.oid);
  throw new LodeError("MERGE_UNSUPPORTED", `Cannot merge '${name}': '${entry.checksum?.value}' is not an object id`, {
    details: { file: name },
  });
}

async function storeManifest(store: ObjectStore, manifest: Manifest): Promise<Oid> {
  const bytes = printManifest(manifest);
  const oid = parseOid(`${hashBytes(bytes)}.dir`);
  if (oid === undefined) throw new TypeError("a digest is not an object id");
  await putBytes(store, oid, bytes);
  return oid;
}

/** The size that a side has recorded, if the result is that side's. */
function recordedSize({ our, their }: MergeableSides, oid: Oid): number | undefined {
  return [our, their].find(({ checksum }) => checksum?.value === oid)?.size;
}

/** Bytes of all files together; undefined, as in DVC, if the cache does not have them all. */
async function sumOfSizes(store: ObjectStore, manifest: Manifest): Promise<number | undefined> {
  const oids = manifest.map(({ oid }) => oid);
  if ((await findMissing(store, oids)).length > 0) return undefined;
  return statObjects(store, oids).reduce((sum, size) => sum + size, 0);
}

/** The words after "unable to" are DVC's, for scripts that look for them. */
function mergeConflict(name: string, paths: readonly RelPath[]): LodeError {
  const list = paths.join("\n");
  return new LodeError("MERGE_CONFLICT", `Cannot merge '${name}': unable to auto-merge the following paths:\n${list}`, {
    hint: "Merge again and choose a side: see `lode git-hook merge-driver --help`.",
    details: { file: name, paths },
  });
}
