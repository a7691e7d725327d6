import { LodeError } from "../../base/lode-error.ts";
import type { DvcFile } from "../../formats/stage/dvc-file.ts";
import type { EntryState, OutputEntry } from "../../formats/stage/output-entry.ts";
import { printDvcFile } from "../../formats/stage/print-dvc-file.ts";

/** Three versions of a `.dvc` file. */
export interface DvcFileSides {
  /** Without outputs if the sides have nothing in common. */
  readonly ancestor: DvcFile;
  readonly our: DvcFile;
  readonly their: DvcFile;
}

/** What can be merged: one output on each side. */
export interface MergeableSides {
  readonly ancestor: OutputEntry | undefined;
  readonly our: OutputEntry;
  readonly their: OutputEntry;
  /** Everything of the file beside its output, from the side that changed it. */
  readonly rest: Omit<DvcFile, "outs">;
}

/**
 * Makes sure that three versions of a `.dvc` file differ in nothing but the files of one tracked directory.
 *
 * @param name the file, for messages
 * @throws MERGE_UNSUPPORTED
 */
export function checkMergeable({ ancestor, our, their }: DvcFileSides, name: string): MergeableSides {
  const before = onlyOutput(ancestor, name);
  const [here, there] = [onlyOutput(our, name), onlyOutput(their, name)];
  if (here === undefined || there === undefined) throw unsupported(name, "DVC files with deleted outputs");
  for (const [side, output] of [[ancestor, before] as const, [their, there] as const]) {
    if (output === undefined) continue;
    if (settingsText(side, output) !== settingsText(our, here)) {
      throw unsupported(name, "outputs with different options");
    }
  }
  if (![before ?? here, here, there].every(isDirectory)) throw unsupported(name, "outputs that are not directories");
  return { ancestor: before, our: here, their: there, rest: mergeRest({ ancestor, our, their }, name) };
}

function onlyOutput({ deps, outs }: DvcFile, name: string): OutputEntry | undefined {
  if (deps.length === 0 && outs.length <= 1) return outs[0];
  throw unsupported(name, "DVC files that weren't created by `dvc add`");
}

/** All that an entry says beside its content. */
function settingsText({ wdir }: DvcFile, output: OutputEntry): string {
  const { checksum: _checksum, size: _size, nfiles: _nfiles, hash, ...settings } = output;
  const file = { ...(wdir !== undefined && { wdir }), deps: [], outs: [{ ...settings, hash: "md5" }] };
  return `${hash ?? "legacy"}\n${printDvcFile(file)}`;
}

function isDirectory({ checksum }: EntryState): boolean {
  return checksum?.key === "md5" && checksum.value.endsWith(".dir");
}

function mergeRest({ ancestor, our, their }: DvcFileSides, name: string): Omit<DvcFile, "outs"> {
  const text = (file: DvcFile) => printDvcFile({ ...file, outs: [] });
  const { outs: _our, ...ourRest } = our;
  const { outs: _their, ...theirRest } = their;
  if (text(their) === text(our) || text(their) === text(ancestor)) return ourRest;
  if (text(our) === text(ancestor)) return theirRest;
  throw unsupported(name, "DVC files with different descriptions or settings");
}

/** The words after "unable to" are DVC's, for scripts that look for them. */
function unsupported(name: string, what: string): LodeError {
  return new LodeError("MERGE_UNSUPPORTED", `Cannot merge '${name}': unable to auto-merge ${what}`, {
    hint: "Choose one side with `git checkout --ours` or `--theirs`, or edit the file.",
    details: { file: name },
  });
}
