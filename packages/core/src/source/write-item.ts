import { dirname } from "node:path";
import { appendAll } from "../base/append-all.ts";
import { LodeError } from "../base/lode-error.ts";
import type { Oid } from "../base/oid.ts";
import type { RelPath } from "../base/rel-path.ts";
import { ensureDir } from "../fs/ensure-dir.ts";
import { realDirsBelow } from "../fs/ensure-real-dirs.ts";
import { spoolToFile } from "../fs/spool-to-file.ts";
import { type CheckoutFailure, checkoutFiles } from "../store/checkout-files.ts";
import { copyFiles, type FileCopy } from "../store/copy-files.ts";
import { findMissing } from "../store/find-missing.ts";
import { expectFiles } from "../store/jobs/expect-files.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { batchContext, type MoveContext } from "../transfer/transfer-progress.ts";
import { chainedContents } from "./chained-contents.ts";
import { groupByPlaces, type ObjectPlaces, type SourceObject } from "./object-places.ts";
import type { SourceFile, SourceItem } from "./source-item.ts";
import { openTreeStream } from "./tree-stream.ts";

/**
 * Writes an item of a source to a path, as copies: each file is whole and, if it is an object, verified before it gets
 * its name. Files that are there are replaced; others in a directory stay.
 *
 * @param target absolute
 * @returns the number of files
 * @throws OBJECTS_MISSING if objects are in none of their places; files that were written stay
 */
export async function writeSourceItem(
  item: SourceItem,
  { target, context }: { readonly target: string; readonly context: MoveContext },
): Promise<number> {
  const root = item.kind === "dir" ? target : dirname(target);
  ensureDir(root);
  const ensureBelow = realDirsBelow(root);
  for (const dir of item.dirs) ensureBelow(dir);
  const copies: FileCopy[] = [];
  for (const { relpath, content } of item.files) {
    if (content.kind === "object") continue;
    const to = relpath === "" ? target : `${target}/${relpath}`;
    if (relpath.includes("/")) ensureBelow(dirname(relpath));
    const { diskRoot } = content.source;
    if (diskRoot !== undefined) copies.push({ from: `${diskRoot}/${content.path}`, to });
    else await spoolToFile(await openTreeStream(content.source, content.path), to);
  }
  await copyFiles(copies, signalOf(context));
  await writeObjects(item, target, context);
  return item.files.length;
}

interface ObjectFile {
  readonly object: SourceObject;
  readonly relpath: SourceFile["relpath"];
}

async function writeObjects(item: SourceItem, target: string, context: MoveContext): Promise<void> {
  const files = item.files.flatMap(({ content, relpath }) =>
    content.kind === "object" ? [{ object: content.object, relpath }] : [],
  );
  expectFiles(files.length);
  for (const [places, group] of groupByPlaces(files, ({ object }) => object)) {
    await writeGroup(places, group, { target, context });
  }
}

/** Where and how something is written. */
interface Writing {
  readonly target: string;
  readonly context: MoveContext;
}

/** Writes objects that have the same places: from the cache what is there, the rest from the remote. */
async function writeGroup(
  { store, remote }: ObjectPlaces,
  files: readonly ObjectFile[],
  { target, context }: Writing,
): Promise<void> {
  const lacking = new Set(await findMissing(store, oidsOf(files), signalOf(context)));
  const stored = files.filter(({ object }) => !lacking.has(object.oid));
  for (const plan of plans(stored, target)) await copyStored(store, plan, context);
  if (lacking.size === 0) return;
  const rest = files.filter(({ object }) => lacking.has(object.oid));
  const batch = batchContext(context, "download", { before: 0, total: rest.length });
  batch.onProgress?.({ files: 0, bytes: 0 });
  const missing: Oid[] = remote === undefined ? [...lacking] : [];
  for (const plan of remote === undefined ? [] : plans(rest, target)) {
    const report = await remote?.fetchFiles({ ...plan, hashName: store.hashName }, batch);
    refuseFailures(report?.failed ?? []);
    appendAll(missing, report?.missing ?? []);
  }
  const gone = new Set(missing);
  const chained = rest.filter(({ object }) => gone.has(object.oid));
  for (const some of Map.groupBy(chained, ({ object }) => object.owned.output).values()) {
    await writeChained(some, target, context);
  }
}

/** @throws the first failure, once all is written that can be */
async function copyStored(
  store: ObjectStore,
  plan: Parameters<typeof checkoutFiles>[1],
  context: MoveContext,
): Promise<void> {
  let first: LodeError | undefined;
  const onFailure = ({ error }: CheckoutFailure): void => {
    first ??= error;
  };
  await checkoutFiles(store, plan, { linkTypes: ["copy"], replace: true, onFailure, ...signalOf(context) });
  if (first !== undefined) throw first;
}

/** What the remote lacks may be in the source of an import, and is then written from there. */
async function writeChained(files: readonly ObjectFile[], target: string, context: MoveContext): Promise<void> {
  const [first] = files;
  if (first === undefined) return;
  const chained = await chainedContents(files.map(({ object }) => object));
  const found = files.flatMap(({ relpath }, row) => {
    const content = chained?.[row];
    return content === undefined ? [] : [{ relpath, content }];
  });
  if (chained === undefined || found.length < files.length) {
    throw objectsMissing(
      first.object,
      files.map(({ object }) => object.oid),
    );
  }
  const kind = first.relpath === "" ? "file" : "dir";
  await writeSourceItem({ kind, path: "", files: found, dirs: [] }, { target, context });
}

/** One plan for the files of a directory; for a single file, one in its own folder. */
function plans(files: readonly ObjectFile[], target: string): readonly Parameters<typeof checkoutFiles>[1][] {
  const inDir = files.flatMap(({ object, relpath }) => (relpath === "" ? [] : [{ relpath, oid: object.oid }]));
  const single = files.find(({ relpath }) => relpath === "");
  if (single === undefined) return inDir.length === 0 ? [] : [{ root: target, items: inDir }];
  return [singlePlan(target, single.object.oid)];
}

function singlePlan(target: string, oid: Oid): Parameters<typeof checkoutFiles>[1] {
  const root = dirname(target);
  // The last component of an absolute path is a RelPath of its folder.
  const relpath = target.slice(root.length).replace(/^\//, "") as RelPath;
  return { root, items: [{ relpath, oid }] };
}

function refuseFailures(failures: readonly { readonly error: Error }[]): void {
  const [first] = failures;
  if (first !== undefined) throw first.error;
}

function oidsOf(files: readonly ObjectFile[]): readonly Oid[] {
  return files.map(({ object }) => object.oid);
}

function signalOf({ signal }: MoveContext): { readonly signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}

/** The error for objects of a source that are nowhere. */
export function objectsMissing({ owner, owned }: SourceObject, missing: readonly Oid[]): LodeError {
  const { path } = owned.output.entry;
  return new LodeError(
    "OBJECTS_MISSING",
    `Cannot get '${path}' of '${owner.place.spec.url}': ${missing.length} of its objects are neither in a cache nor in a remote`,
    { hint: "Push them from where they are: `lode push`.", details: { path, missing } },
  );
}
