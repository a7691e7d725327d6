import { basename, dirname, resolve } from "node:path";
import { Readable } from "node:stream";
import { appendAll } from "../../base/append-all.ts";
import { compareCodePoints } from "../../base/code-point-order.ts";
import { LodeError } from "../../base/lode-error.ts";
import type { Oid } from "../../base/oid.ts";
import type { BundleIndex } from "../../formats/bundle/bundle-index.ts";
import { fileModes } from "../../fs/file-modes.ts";
import { lstatPath } from "../../fs/lstat-path.ts";
import { placeFile } from "../../fs/place-file.ts";
import { spoolStream } from "../../fs/spool-stream.ts";
import { eachRevision } from "../../project/each-revision.ts";
import { openProjectAt } from "../../project/open-project.ts";
import { type Project, storeOf } from "../../project/project.ts";
import { withProjectLock } from "../../project/project-lock.ts";
import type { HistoryScope } from "../../project/scope-commits.ts";
import type { SelectOptions } from "../../project/select-targets.ts";
import type { ObjectStore } from "../../store/object-store.ts";
import { statObjects } from "../../store/stat-objects.ts";
import type { MoveContext } from "../../transfer/transfer-progress.ts";
import { fetchLocked } from "../fetch/fetch.ts";
import { bundleOids, isInCache, type OutputToBundle, outputsToBundle, requireObjects } from "./bundle-contents.ts";
import { bundleBytes, type ObjectToBundle } from "./write-bundle.ts";

/** What goes into a bundle. */
export interface CreateBundleOptions extends SelectOptions, HistoryScope {
  /** Relative to the project's `cwd`; whole outputs. Default: everything. */
  readonly targets?: readonly string[];
  /** Only this revision, in place of the work tree and the scope. */
  readonly rev?: string;
  /** A revision whose data the receiver has already, and which is left out. Default: none. */
  readonly since?: string;
  /** Whether an existing file is replaced. Default: false. */
  readonly force?: boolean;
}

/** A bundle that was made. */
export interface CreatedBundle extends BundleIndex {
  /** Absolute. */
  readonly path: string;
}

/**
 * Writes outputs and all their objects to one file, a tar archive in the layout of a remote; see docs/bundle.md.
 *
 * 1. Find the outputs.
 * 2. Fetch what the cache lacks of them.
 * 3. Write the objects, each verified, to a temporary file beside; manifests after all other objects.
 * 4. Give the file its name.
 *
 * @param file relative to the current folder
 * @throws PATH_EXISTS, OBJECTS_MISSING, OBJECT_CORRUPT, TARGET_UNKNOWN, TARGET_INVALID, REVISION_UNKNOWN, and what fetch
 *   throws; no file is left then
 */
export function createBundle(
  project: Project,
  { file, ...options }: CreateBundleOptions & { readonly file: string },
  context: MoveContext,
): Promise<CreatedBundle> {
  const path = resolve(project.context.cwd, file);
  return withProjectLock(project, async () => {
    if (options.force !== true) refuseExisting(path, file);
    const outputs = await collectOutputs(project, options, context);
    const since = options.since === undefined ? undefined : await collectSince(project, options.since);
    const objects = await objectsToBundle(project, { outputs, without: since?.outputs ?? [] }, context);
    const sizeBytes = objects.reduce((sum, object) => sum + object.sizeBytes, 0);
    const described = outputs.map((output) => output.described).sort((a, b) => compareCodePoints(a.path, b.path));
    const index = { outputs: described, objects: objects.length, sizeBytes, since: since?.commit ?? null };
    await writeBundle(path, bundleBytes(index, objects, progress(objects.length, context)));
    return { path, ...index };
  });
}

function refuseExisting(path: string, file: string): void {
  if (lstatPath(path) === undefined) return;
  throw new LodeError("PATH_EXISTS", `Cannot write the bundle '${file}': something is there already`, {
    hint: "Use --force to replace it.",
    details: { path },
  });
}

/** Finds the outputs of one revision, or of the work tree and a scope, and fetches what the cache lacks of them. */
async function collectOutputs(
  project: Project,
  { rev, since: _since, force: _force, ...options }: CreateBundleOptions,
  context: MoveContext,
): Promise<readonly OutputToBundle[]> {
  if (rev !== undefined) {
    await using at = await openProjectAt(project, rev);
    const outputs = await outputsToBundle(at, options);
    // The remotes of today know where the data of yesterday is.
    if (!(await isInCache(project, outputs))) await fetchLocked({ ...at, config: project.config }, options, context);
    return outputs;
  }
  const scope = { scope: options, run: context, failures: "stop" } as const;
  const outputs = (await eachRevision(project, scope, (at) => outputsToBundle(at, options))).flat();
  if (!(await isInCache(project, outputs))) await fetchLocked(project, options, context);
  return outputs;
}

interface Since {
  readonly commit: string | null;
  readonly outputs: readonly OutputToBundle[];
}

async function collectSince(project: Project, rev: string): Promise<Since> {
  await using at = await openProjectAt(project, rev);
  return { commit: at.commit ?? null, outputs: await outputsToBundle(at, {}) };
}

interface BundleParts {
  readonly outputs: readonly OutputToBundle[];
  /** What they share with these is left out. */
  readonly without: readonly OutputToBundle[];
}

/** In the order of their ids, manifests last. */
async function objectsToBundle(
  project: Project,
  { outputs, without }: BundleParts,
  context: MoveContext,
): Promise<readonly ObjectToBundle[]> {
  const files: ObjectToBundle[] = [];
  const dirs: ObjectToBundle[] = [];
  for (const hashName of ["md5", "md5-dos2unix"] as const) {
    const wanted = await bundleOids({ project, run: context }, outputs, hashName);
    const known = await bundleOids({ project, run: context }, without, hashName);
    const fileOids = [...wanted.files].filter((oid) => !known.files.has(oid)).sort(compareCodePoints);
    const dirOids = [...wanted.dirs].filter((oid) => !known.dirs.has(oid)).sort(compareCodePoints);
    await requireObjects(project, { oids: [...fileOids, ...dirOids], hashName }, context);
    appendAll(files, withSizes(storeOf(project.cache, hashName), fileOids));
    appendAll(dirs, withSizes(storeOf(project.cache, hashName), dirOids));
  }
  return [...files, ...dirs];
}

function withSizes(store: ObjectStore, oids: readonly Oid[]): readonly ObjectToBundle[] {
  const sizes = statObjects(store, oids);
  return oids.map((oid, i) => ({ store, oid, sizeBytes: sizes[i] ?? 0 }));
}

function progress(total: number, { onEvent }: MoveContext): () => void {
  let done = 0;
  return () => onEvent?.({ type: "progress", task: "store", unit: "files", done: ++done, total });
}

async function writeBundle(path: string, bytes: AsyncIterable<Buffer>): Promise<void> {
  const dir = dirname(path);
  const modes = fileModes();
  const spooled = await spoolStream({ dir, modes }, Readable.from(bytes), () => undefined);
  placeFile({ dir, name: basename(path), mode: modes.file, modes }, spooled.path);
}
