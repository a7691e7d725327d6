import type { PushLacks } from "./check-push.ts";

/** The most objects, and the most commits, that are named. */
const NAMED = 20;

/** Tells the one who pushes what is missing, and the command that mends it. Empty if nothing is. */
export function describeLacks({ missing, unreadable }: PushLacks, newest: string | undefined): string {
  const lines: string[] = [];
  if (missing.length > 0) {
    lines.push(`${missing.length} object(s) that the pushed commits need are not stored here:`);
    lines.push(...named(missing, ({ commit, path, oid }) => `${commit.slice(0, 10)}  ${path}  (${oid})`));
    const isOlder = missing.some(({ commit }) => commit !== newest);
    lines.push(
      `Send them, then push again: lode push${isOlder ? " --all-commits" : ""} (or dvc push, with the same options)`,
    );
  }
  if (unreadable.length > 0) {
    lines.push(`Nobody can say what ${unreadable.length} of the pushed commits need:`);
    lines.push(...named(unreadable, ({ commit, reason }) => `${commit.slice(0, 10)}  ${reason}`));
  }
  return lines.map((line) => `lode: ${line}\n`).join("");
}

function named<Item>(items: readonly Item[], text: (item: Item) => string): readonly string[] {
  const lines = items.slice(0, NAMED).map((item) => `  ${text(item)}`);
  return items.length > NAMED ? [...lines, `  and ${items.length - NAMED} more`] : lines;
}
