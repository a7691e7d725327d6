import type { Oid } from "../base/oid.ts";
import { isDirOid } from "../base/oid.ts";
import type { RelPath } from "../base/rel-path.ts";
import type { PathChoice } from "../formats/ignore/path-choice.ts";
import type { Manifest } from "../formats/manifest/manifest.ts";
import type { WantedOutput } from "../project/collect-wanted.ts";
import { type Project, storeOf } from "../project/project.ts";
import { findMissing } from "../store/find-missing.ts";
import { readManifest } from "../store/read-manifest.ts";
import { wantedMembers } from "../transfer/read-members.ts";
import type { MoveContext } from "../transfer/transfer-progress.ts";
import type { ImportPlace } from "./import-item.ts";
import { type ImportOrigin, importOrigin } from "./import-spec.ts";

/** An import whose data is not all in the cache. */
export interface LackingImport {
  readonly origin: ImportOrigin;
  readonly place: ImportPlace;
  /** The recorded object. */
  readonly oid: Oid;
  /** Of a directory, if the cache has it. */
  readonly manifest: Manifest | undefined;
  /** Files that the cache lacks; undefined if that is not known for want of the manifest. */
  readonly lacking: ReadonlySet<Oid> | undefined;
  /** Only what is at or below these paths of a directory is wanted. Undefined: all of it. */
  readonly within: readonly RelPath[] | undefined;
  /** Of these, only the files that are chosen. Undefined: all. */
  readonly isChosen: PathChoice | undefined;
}

/** Finds out what the cache lacks of an import; undefined if it lacks nothing. @throws IO_FAILED, CANCELLED */
export async function findLackingImport(
  project: Project,
  { stage, output, within, isChosen }: WantedOutput,
  { signal }: MoveContext,
): Promise<LackingImport | undefined> {
  const origin = importOrigin(stage);
  const { oid } = output;
  if (origin === undefined || oid === undefined) return undefined;
  const store = storeOf(project.cache, output.hashName);
  const found = isDirOid(oid) ? await readManifest(store, oid) : undefined;
  const manifest = found?.status === "ok" ? found.manifest : undefined;
  const base = { origin, place: { project, location: output.location }, oid, manifest, within, isChosen };
  if (found !== undefined && manifest === undefined) return { ...base, lacking: undefined };
  const part = { ...(within !== undefined && { within }), ...(isChosen !== undefined && { isChosen }) };
  const wanted = manifest === undefined ? [oid] : wantedMembers(manifest, { oid, ...part });
  const lacking = await findMissing(store, wanted, signal === undefined ? {} : { signal });
  return lacking.length === 0 ? undefined : { ...base, lacking: new Set(lacking) };
}
