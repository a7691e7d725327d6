import { count } from "./count.ts";

/** Paths by what happened to them. */
export interface Changes {
  readonly modified: readonly string[];
  readonly added: readonly string[];
  readonly deleted: readonly string[];
}

/** Writes a line for each changed path, in DVC's order: `M`, `A` or `D`, blanks up to column 8, the path. */
export function* changeLines({ modified, added, deleted }: Changes): Iterable<string> {
  for (const path of modified) yield `M       ${path}`;
  for (const path of added) yield `A       ${path}`;
  for (const path of deleted) yield `D       ${path}`;
}

/** How many files of each kind there were. */
export interface ChangeNumbers {
  readonly fetched?: number;
  readonly modified: number;
  readonly added: number;
  readonly deleted: number;
}

/** Writes numbers as DVC does: `2 files modified, 1 file added and 1 file deleted`; nothing if there were none. */
export function countsLine(numbers: ChangeNumbers): string {
  const parts = (["fetched", "modified", "added", "deleted"] as const)
    .map((kind) => ({ kind, number: numbers[kind] ?? 0 }))
    .filter(({ number }) => number > 0)
    .map(({ kind, number }) => `${count(number, "file")} ${kind}`);
  const last = parts.pop();
  if (last === undefined) return "";
  return parts.length === 0 ? last : `${parts.join(", ")} and ${last}`;
}
