import { posix } from "node:path";
import { LodeError } from "../base/lode-error.ts";
import { isRelPath, type RelPath } from "../base/rel-path.ts";
import { requireManifest } from "./data-entry.ts";
import type { SourceObject } from "./object-places.ts";
import type { Source } from "./source.ts";
import { isDvcOwnFile, type SourceEntry, sourceChildren, sourceEntry } from "./source-entry.ts";

/** What a path of a source stands for: a file, or a directory with all files below it. */
export interface SourceItem {
  readonly kind: "file" | "dir";
  /** Normalised, from the source's root. */
  readonly path: string;
  /** In no particular order. */
  readonly files: readonly SourceFile[];
  /** Folders below a directory, empty ones too; a parent comes before what is in it. */
  readonly dirs: readonly RelPath[];
}

/** One file to take from a source. */
export interface SourceFile {
  /** From the item; `""` if the item is the file. */
  readonly relpath: RelPath | "";
  readonly content: SourceContent;
}

/** Where the bytes of a file are: in the tree of a source, or an object. */
export type SourceContent =
  | { readonly kind: "tree"; readonly source: Source; readonly path: string }
  | { readonly kind: "object"; readonly object: SourceObject };

/**
 * Finds what a path stands for. Files of the source's tree come before outputs of the same path; DVC's own files
 * (`*.dvc`, `dvc.yaml`, `.dvcignore`, `.dvc/`, `.git/`) are left out of directories.
 *
 * @param path relative to the source's root; `""` and `.` are everything
 * @returns undefined if there is no such path
 * @throws MANIFEST_MISSING, DATA_UNKNOWN if an output has never been hashed, NOT_A_FILE or SOURCE_PATH_MISSING if a
 *   folder of a work tree holds a link to a folder or to nothing
 */
export async function findSourceItem(source: Source, path: string): Promise<SourceItem | undefined> {
  const normal = normalPath(path);
  if (normal === undefined) return undefined;
  await source.tree.prefetch?.([normal]);
  const entry = (await sourceEntry(source, normal)) ?? (await hiddenFile(source, normal));
  if (entry === undefined) return undefined;
  if (entry.kind === "file") {
    return { kind: "file", path: normal, files: [{ content: await contentOf(source, entry), relpath: "" }], dirs: [] };
  }
  const found: Found = { files: [], dirs: [] };
  await collect(source, { dir: normal, below: "" }, found);
  return { kind: "dir", path: normal, ...found };
}

/** A file that ignore rules hide can still be had by its path, such as `.dvc/config`. */
async function hiddenFile(source: Source, path: string): Promise<SourceEntry | undefined> {
  const file = await source.tree.lookup(path);
  return file?.kind === "file" ? { path, kind: "file", file: "file", data: undefined } : undefined;
}

/** A path as it is in a source; undefined if it leads out of it. */
export function normalPath(path: string): string | undefined {
  const normal = posix.normalize(path === "" ? "." : path).replace(/\/$/, "");
  if (normal === ".") return "";
  return isRelPath(normal) ? normal : undefined;
}

interface Place {
  /** From the source's root. */
  readonly dir: string;
  /** From the item. */
  readonly below: RelPath | "";
}

interface Found {
  readonly files: SourceFile[];
  readonly dirs: RelPath[];
}

async function collect(source: Source, { dir, below }: Place, found: Found): Promise<void> {
  for (const [name, entry] of (await sourceChildren(source, dir)) ?? []) {
    if (entry.kind === "file" && isDvcOwnFile(name)) continue;
    const relpath = joinRel(below, name);
    if (entry.file === "link") throw await unreadableLink(source, entry.path);
    if (entry.file === "file") found.files.push({ content: treeContent(source, entry), relpath });
    else if (entry.kind === "file") found.files.push({ content: await contentOf(source, entry), relpath });
    else await collectFolder(source, { entry, relpath }, found);
  }
}

/** A whole tracked directory that only metadata know is taken from its manifest, without a look at each folder. */
async function collectFolder(
  source: Source,
  { entry, relpath }: { readonly entry: SourceEntry; readonly relpath: RelPath },
  found: Found,
): Promise<void> {
  found.dirs.push(relpath);
  const object = entry.file === undefined ? entry.data?.object : undefined;
  if (object === undefined) return collect(source, { dir: entry.path, below: relpath }, found);
  for (const member of await requireManifest(object.owner, object.owned)) {
    found.files.push({
      relpath: joinRel(relpath, member.relpath),
      content: { kind: "object", object: { ...object, oid: member.oid, within: member.relpath } },
    });
  }
}

function treeContent(source: Source, { path }: SourceEntry): SourceContent {
  return { kind: "tree", source, path };
}

async function contentOf(source: Source, entry: SourceEntry): Promise<SourceContent> {
  if (entry.file === "file") return treeContent(source, entry);
  const { object, origin } = entry.data ?? {};
  if (object !== undefined) return { kind: "object", object };
  const found = origin && (await sourceEntry(origin.source, origin.path));
  if (origin === undefined || found === undefined) throw neverHashed(entry);
  return contentOf(origin.source, found);
}

async function unreadableLink(source: Source, path: string): Promise<LodeError> {
  const isFolder = (await source.tree.lookup(path))?.kind === "dir";
  const state = isFolder ? "it is a link to a folder" : "it is a link to nothing";
  return new LodeError(
    isFolder ? "NOT_A_FILE" : "SOURCE_PATH_MISSING",
    `Cannot take '${path}' of '${source.url}': ${state}`,
    {
      hint: "Take a commit of it with --rev, where a link is a file that holds its text.",
      details: { path, url: source.url },
    },
  );
}

function neverHashed({ path }: SourceEntry): LodeError {
  return new LodeError("DATA_UNKNOWN", `Cannot read '${path}' of the source: its content was never recorded`, {
    hint: "Run `lode commit` or the stage that makes it in the source.",
    details: { path },
  });
}

function joinRel(below: RelPath | "", name: string): RelPath {
  const path = below === "" ? name : `${below}/${name}`;
  if (isRelPath(path)) return path;
  throw new LodeError("PATH_HOSTILE", `Cannot use the path ${JSON.stringify(path)}: it leaves its folder`);
}
