import { posix } from "node:path";
import { isLodeError, LodeError } from "../base/lode-error.ts";
import { choosePaths } from "../formats/ignore/path-choice.ts";
import { readImportNotes } from "../formats/stage/import-notes.ts";
import type { OwnedOutput } from "../project/project-index.ts";
import { isPartialImport, isRepoImport, isUrlImport } from "../project/stage.ts";
import { importedPath } from "./import-spec.ts";
import { nextSource } from "./next-source.ts";
import type { Source, SourceProject } from "./source.ts";
import { recordedAtUrl } from "./url/recorded-at-url.ts";
import { urlSource } from "./url/url-source.ts";

/** Where the data of an output is that was imported without it. */
export interface DataOrigin {
  readonly source: Source;
  /** From the root of that source. */
  readonly path: string;
  /** From the output; `""` is the output itself. */
  readonly within: string;
}

/** A path in such an output. */
export interface PartialEntry {
  readonly kind: "file" | "dir";
  /** Undefined if its source cannot be reached. */
  readonly origin: DataOrigin | undefined;
}

/**
 * Says whether only the place that an output was imported from has its data: it was imported without it, or as versions of
 * files that are not pushed to where other data is.
 */
export function isUnknownImport({ stage, output }: OwnedOutput): boolean {
  if (output.oid === undefined) return (isRepoImport(stage) || isUrlImport(stage)) && isPartialImport(stage);
  const entry = stage.deps[0]?.entry;
  return isUrlImport(stage) && !output.entry.push && entry !== undefined && recordedAtUrl(entry) !== undefined;
}

/**
 * A path in an output that was imported without its data, as it is where it comes from.
 *
 * @param rest from the output; `""` is the output
 * @returns undefined if there is no such path
 * @throws IMPORT_CYCLE, and what opening of a source throws
 */
export async function partialEntry(
  source: SourceProject,
  owned: OwnedOutput,
  rest: string,
): Promise<PartialEntry | undefined> {
  const origin = await originOf(source, owned, rest);
  if (origin === undefined && isUrlImport(owned.stage) && rest === "") return { kind: "file", origin };
  const kind = origin && (await source.place.services.kindOf(origin.source, origin.path));
  return kind && { kind, origin };
}

/** The output itself, for a list: where its source cannot be reached it is taken for a file. */
export async function listedPartialEntry(source: SourceProject, owned: OwnedOutput): Promise<PartialEntry> {
  try {
    return (await partialEntry(source, owned, "")) ?? { kind: "file", origin: undefined };
  } catch (error) {
    if (isUrlImport(owned.stage) && error instanceof LodeError && error.code !== "CANCELLED") return UNREACHED;
    if (isLodeError(error, "SOURCE_UNREACHABLE", "OFFLINE")) return UNREACHED;
    throw error;
  }
}

const UNREACHED: PartialEntry = { kind: "file", origin: undefined };

/** What is in a folder of such an output, by name, as far as the import takes it; undefined if it is no folder. */
export async function partialChildren(
  source: SourceProject,
  owned: OwnedOutput,
  rest: string,
): Promise<ReadonlyMap<string, PartialEntry> | undefined> {
  const origin = await originOf(source, owned, rest);
  if (origin === undefined) return undefined;
  const kinds = await source.place.services.childKinds(origin.source, origin.path);
  if (kinds === undefined) return undefined;
  const { stage } = owned;
  const isChosen = choosePaths(readImportNotes(stage.dvcFile?.file.meta, stage.file));
  const children = new Map<string, PartialEntry>();
  for (const [name, kind] of kinds) {
    if (kind === "file" && isChosen?.(posix.join(rest, name)) === false) continue;
    const path = posix.join(origin.path, name);
    children.set(name, { kind, origin: { ...origin, path, within: posix.join(rest, name) } });
  }
  return children;
}

async function originOf(source: SourceProject, owned: OwnedOutput, rest: string): Promise<DataOrigin | undefined> {
  const next = (await nextSource(source, owned)) ?? (await urlSource(source, owned.stage));
  if (next === undefined) return undefined;
  const path = posix.join(importedPath(next.path), rest).replace(/^\.$|\/$/, "");
  return { source: next.source, path, within: rest };
}
