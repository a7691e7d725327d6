import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { scratchFolder } from "./scratch-folder.ts";
import type { Place, PlainCommand } from "./suite.ts";

/** Which way the bytes go: from the work tree to objects, from objects to others, or from objects to a work tree. */
export type Direction = "to-objects" | "between-objects" | "to-files";

let program: string | undefined;
let listCount = 0;

/**
 * The C program copy-pairs.c on the members of the tracked directory `data`, into a fresh folder of the place.
 *
 * @returns undefined where there is no C compiler
 */
export function copyPairs(place: Place, direction: Direction, hardlinks = false): PlainCommand | undefined {
  program ??= compile();
  if (program === "") return undefined;
  const list = join(place.dir, `pairs-${listCount++}`);
  const objects = join(place.project, ".dvc/cache/files/md5");
  const target = `${list}-target`;
  const lines = members(place).map(({ md5, relpath }) => {
    const object = `${md5.slice(0, 2)}/${md5.slice(2)}`;
    const from = direction === "to-objects" ? join(place.project, "data", relpath) : `${objects}/${object}`;
    return `${from}\t${target}/${direction === "to-files" ? relpath : object}\n`;
  });
  writeFileSync(list, lines.join(""));
  return { name: "C program", argv: [program, ...(hardlinks ? ["-l"] : []), list] };
}

function compile(): string {
  const path = join(scratchFolder("copy-pairs"), "copy-pairs");
  const source = join(import.meta.dirname, "copy-pairs.c");
  const { status } = spawnSync("cc", ["-O2", "-pthread", "-o", path, source], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  return status === 0 ? path : "";
}

function members({ project }: Place): readonly { readonly md5: string; readonly relpath: string }[] {
  const [, oid = ""] = /md5: (\w+\.dir)/.exec(readFileSync(join(project, "data.dvc"), "utf8")) ?? [];
  return JSON.parse(readFileSync(join(project, ".dvc/cache/files/md5", oid.slice(0, 2), oid.slice(2)), "utf8"));
}
