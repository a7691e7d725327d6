import type { DataChanges, DataStatusResult, RenamedPath } from "@lode/core";
import type { Look, TextStyle } from "./text-style.ts";

/** Paths, or paths by what became of them. Nothing in it is empty. */
export type DataStatusSection = readonly string[] | Readonly<Record<string, readonly (string | RenamedPath)[]>>;

/** The sections of a data status that are not empty, in DVC's order and by DVC's names. */
export function dataStatusSections(result: DataStatusResult): ReadonlyMap<string, DataStatusSection> {
  const sections: readonly (readonly [string, DataStatusSection])[] = [
    ["not_in_cache", result.notInCache],
    ["not_in_remote", result.notInRemote],
    ["committed", filled(result.committed)],
    ["uncommitted", filled(result.uncommitted)],
    ["untracked", result.untracked],
    ["unchanged", result.unchanged],
  ];
  return new Map(sections.filter(([, section]) => (isList(section) ? section : Object.keys(section)).length > 0));
}

function filled(changes: DataChanges): DataStatusSection {
  return Object.fromEntries(Object.entries(changes).filter(([, paths]) => paths.length > 0));
}

/** Writes a data status in DVC's layout. */
export function* dataStatusLines(result: DataStatusResult, style: TextStyle): Iterable<string> {
  const sections = [...dataStatusSections(result)];
  for (const [i, [name, section]] of sections.entries()) {
    if (i > 0) yield "";
    yield* sectionLines(name, section, style);
  }
  const { git } = result;
  if (sections.length === 0) yield git?.isEmpty ? "No changes in an empty git repo." : "No changes.";
  if (git?.isDirty) {
    const other = sections.length > 0 ? "other " : "";
    yield style("blue", `(there are ${other}changes not tracked by dvc, use "git status" to see)`);
  }
}

interface Heading {
  readonly title: string;
  readonly hints: readonly string[];
  readonly look: Look;
}

const headings: Readonly<Record<string, Heading>> = {
  not_in_cache: { title: "Not in cache", hints: ['use "dvc fetch <file>..." to download files'], look: "red" },
  not_in_remote: { title: "Not in remote", hints: ['use "dvc push <file>..." to upload files'], look: "red" },
  committed: {
    title: "DVC committed changes",
    hints: ["git commit the corresponding dvc files to update the repo"],
    look: "green",
  },
  uncommitted: {
    title: "DVC uncommitted changes",
    hints: ['use "dvc commit <file>..." to track changes', 'use "dvc checkout <file>..." to discard changes'],
    look: "yellow",
  },
  untracked: {
    title: "Untracked files",
    hints: ['use "git add <file> ..." or "dvc add <file>..." to commit to git or to dvc'],
    look: "cyan",
  },
  unchanged: { title: "DVC unchanged files", hints: [], look: "reset" },
};

function* sectionLines(name: string, section: DataStatusSection, style: TextStyle): Iterable<string> {
  const { title, hints, look } = headings[name] ?? { title: name, hints: [], look: "reset" };
  yield `${title}:`;
  for (const hint of hints) yield `  (${hint})`;
  for (const item of sectionItems(section)) yield style(look, `        ${item}`);
}

function* sectionItems(section: DataStatusSection): Iterable<string> {
  if (isList(section)) {
    yield* section;
    return;
  }
  for (const [kind, paths] of Object.entries(section)) {
    for (const path of paths) yield `${kind}: ${pathText(path)}`;
  }
}

function isList(section: DataStatusSection): section is readonly string[] {
  return Array.isArray(section);
}

function pathText(path: string | RenamedPath): string {
  return typeof path === "string" ? path : `${path.old} -> ${path.new}`;
}
