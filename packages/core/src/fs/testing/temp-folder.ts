import { lstatSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { removeTree } from "../remove-tree.ts";

/** A folder of one test, on a real disk; `using` removes it. */
export interface TempFolder extends Disposable {
  readonly path: string;
  /** Writes a file, its folders too, and returns its absolute path. */
  write(name: string, content: string | Uint8Array): string;
  /** All files and links below, relative and in order. */
  list(): string[];
}

/** Creates an empty temporary folder. */
export function makeTempFolder(parent = tmpdir()): TempFolder {
  const path = realpathSync(mkdtempSync(join(parent, "lode-test-")));
  return {
    path,
    write(name, content) {
      const full = join(path, name);
      mkdirSync(dirname(full), { recursive: true });
      writeFileSync(full, content);
      return full;
    },
    list() {
      const names = readdirSync(path, { recursive: true }).map(String);
      return names.filter((name) => !lstatSync(join(path, name)).isDirectory()).sort();
    },
    [Symbol.dispose]: () => removeTree(path),
  };
}
