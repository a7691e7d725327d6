import type { TreeEntry, TreeKind } from "../base/file-tree.ts";
import { isStageFileName } from "../formats/stage/path-problem.ts";
import { ignoreScopeAt } from "../project/ignore-scope.ts";
import type { WalkScope } from "../worktree/scan/walk-scope.ts";
import { type DataChildren, type DataEntry, dataChildren, dataEntry } from "./data-entry.ts";
import type { Source, SourceProject } from "./source.ts";

/** One path of a source: what its files and its metadata say of it. */
export interface SourceEntry {
  /** From the source's root; `""` is the root. */
  readonly path: string;
  /** That of the file where there is one, else that of the metadata. */
  readonly kind: "file" | "dir";
  /** What the files of the source have there; undefined if only the metadata know the path. */
  readonly file: FileKind | undefined;
  /** Undefined if no output is at, in or above the path. */
  readonly data: DataEntry | undefined;
}

/**
 * The kind of a path in the files of a source; `other` is a socket, device, pipe or submodule, `link` a link in a folder
 * that leads nowhere or to another folder: it is listed as a file, but cannot be read.
 */
export type FileKind = TreeKind["kind"] | "link";

/**
 * Looks up one path: in the files of the source, as far as its `.dvcignore` does not hide them, and in the outputs of
 * the project that the path lies in. Undefined if neither knows it.
 *
 * @throws MANIFEST_MISSING
 */
export async function sourceEntry(source: Source, path: string): Promise<SourceEntry | undefined> {
  const owner = await source.projectOf(path);
  const file = await visibleFile(source, owner, path);
  const data = owner === undefined ? undefined : await dataOf(source, owner, { path, hasFile: file !== undefined });
  return makeEntry(path, file, data);
}

/** What is in a folder, each name once; made while it is read, to be read once, since there can be millions. */
export type SourceChildren = Iterable<SourceChild>;

type SourceChild = readonly [name: string, entry: SourceEntry];

/**
 * Lists a folder: the union of outputs and files. Outputs come first, those in a tracked directory sorted by name.
 *
 * @returns undefined if the path is no folder
 * @throws MANIFEST_MISSING
 */
export async function sourceChildren(
  source: Source,
  dir: string,
  options: { readonly dvcOnly?: boolean } = {},
): Promise<SourceChildren | undefined> {
  const owner = await source.projectOf(dir);
  const data = owner === undefined ? undefined : await dataChildren(owner, inProject(owner, dir));
  const files = options.dvcOnly ? undefined : await visibleChildren(source, owner, dir);
  if (data === undefined && files === undefined) return onlyFolder(source, dir, options.dvcOnly ?? false);
  return joinChildren(dir, data ?? [], files ?? new Map());
}

/** Takes each file out of the map that is an output as well. */
function* joinChildren(dir: string, data: DataChildren, files: Map<string, FileKind>): Iterable<SourceChild> {
  for (const [name, known] of data) {
    const entry = makeEntry(childPath(dir, name), files.get(name), known);
    files.delete(name);
    if (entry !== undefined) yield [name, entry];
  }
  for (const [name, kind] of files) {
    const entry = makeEntry(childPath(dir, name), kind, undefined);
    if (entry !== undefined) yield [name, entry];
  }
}

function childPath(dir: string, name: string): string {
  return dir === "" ? name : `${dir}/${name}`;
}

/** A folder of the tree without outputs has no children among them, but it is there. */
async function onlyFolder(source: Source, dir: string, dvcOnly: boolean): Promise<SourceChildren | undefined> {
  return dvcOnly && (await source.tree.list(dir)) !== undefined ? [] : undefined;
}

/** Says whether a name is one of DVC's own files, which get and import leave out: `*.dvc`, `dvc.yaml`, `.dvcignore`. */
export function isDvcOwnFile(name: string): boolean {
  return isStageFileName(name) || name === ".dvcignore";
}

function makeEntry(path: string, file: FileKind | undefined, data: DataEntry | undefined): SourceEntry | undefined {
  const kind = file === "link" ? "file" : file === "dir" || file === "file" ? file : data?.kind;
  return kind === undefined ? undefined : { path, kind, file, data };
}

/** Metadata do not count below what is a file in the tree. */
async function dataOf(
  source: Source,
  owner: SourceProject,
  { path, hasFile }: { readonly path: string; readonly hasFile: boolean },
): Promise<DataEntry | undefined> {
  if (!hasFile && (await isBelowFile(source, path))) return undefined;
  return dataEntry(owner, inProject(owner, path));
}

async function isBelowFile(source: Source, path: string): Promise<boolean> {
  for (let slash = path.lastIndexOf("/"); slash > 0; slash = path.lastIndexOf("/", slash - 1)) {
    const parent = await source.tree.lookup(path.slice(0, slash));
    if (parent !== undefined) return parent.kind !== "dir";
  }
  return false;
}

async function visibleFile(
  source: Source,
  owner: SourceProject | undefined,
  path: string,
): Promise<FileKind | undefined> {
  const found = (await source.tree.lookup(path))?.kind;
  if (found === undefined || path === (owner?.prefix ?? "")) return found;
  const slash = path.lastIndexOf("/");
  const scope = await scopeAt(source, owner, path.slice(0, Math.max(slash, 0)));
  const kind = found === "dir" ? "dir" : "file";
  return scope === undefined || scope.isIgnored(path.slice(slash + 1), kind) ? undefined : found;
}

async function visibleChildren(
  source: Source,
  owner: SourceProject | undefined,
  dir: string,
): Promise<Map<string, FileKind> | undefined> {
  const entries = await source.tree.list(dir);
  if (entries === undefined) return undefined;
  const scope = await scopeAt(source, owner, dir);
  const children = new Map<string, FileKind>();
  for (const { name, kind } of entries) {
    if (isHidden(name, kind, scope)) continue;
    // Plain files are nearly all there is, and need no look at the path itself.
    const found = kind === "file" ? kind : await visibleChild(source, { path: childPath(dir, name), kind });
    if (found !== undefined) children.set(name, found);
  }
  return children;
}

/** The rules of the project that a folder lies in; without one, those of the whole repository. */
function scopeAt(source: Source, owner: SourceProject | undefined, dir: string): Promise<WalkScope | undefined> {
  return owner === undefined
    ? ignoreScopeAt(source.tree, dir)
    : ignoreScopeAt(owner.project.tree, inProject(owner, dir));
}

/** What is at a path that no rule hides; projects below are hidden as well. */
async function visibleChild(
  source: Source,
  { path, kind }: { readonly path: string; readonly kind: TreeEntry["kind"] },
): Promise<FileKind | undefined> {
  if (kind === "dir" && (await source.tree.lookup(`${path}/.dvc`)) !== undefined) return undefined;
  const found = (await source.tree.lookup(path))?.kind;
  if (kind === "link" && (found === undefined || found === "dir")) return "link";
  return found === "other" ? undefined : found;
}

function isHidden(name: string, kind: TreeEntry["kind"], scope: WalkScope | undefined): boolean {
  if (name === ".git" || (name === ".dvc" && kind === "dir")) return true;
  return scope?.isIgnored(name, kind === "dir" ? "dir" : "file") ?? false;
}

/** A path of the source as one from the root of a project in it. */
export function inProject({ prefix }: SourceProject, path: string): string {
  if (prefix === "") return path;
  return path === prefix ? "" : path.slice(prefix.length + 1);
}
