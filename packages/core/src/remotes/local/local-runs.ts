import { dirname, join, relative } from "node:path";
import { isRunPath, type RunPath } from "../../formats/pipeline/run-path.ts";
import { ensureDir } from "../../fs/ensure-dir.ts";
import { fileModes } from "../../fs/file-modes.ts";
import { listFiles } from "../../fs/list-dir.ts";
import { readBytesIfExists } from "../../fs/read-text-if-exists.ts";
import { writeFileAtomic } from "../../fs/write-file-atomic.ts";
import type { RunStorage } from "../run-storage.ts";

/** The folder whose `runs` holds the records. */
export interface LocalRunsOptions {
  /** Absolute; it need not exist. */
  readonly dir: string;
  /** `shared = group`: what is written there is writable by the group. */
  readonly shared?: "group" | undefined;
}

/** The run cache of a cache or remote on this machine's file system. */
export class LocalRuns implements RunStorage {
  readonly #options: LocalRunsOptions;

  constructor(options: LocalRunsOptions) {
    this.#options = options;
  }

  /** @throws IO_FAILED */
  async *list(): AsyncGenerator<RunPath> {
    const { dir } = this.#options;
    for (const file of listFiles(join(dir, "runs"))) {
      const path = relative(dir, file);
      if (isRunPath(path)) yield path;
    }
  }

  /** @throws IO_FAILED */
  async read(path: RunPath): Promise<Uint8Array | undefined> {
    return readBytesIfExists(join(this.#options.dir, path));
  }

  /** @throws IO_FAILED */
  async write(path: RunPath, text: Uint8Array): Promise<void> {
    const { dir, shared } = this.#options;
    const modes = fileModes(shared);
    const file = join(dir, path);
    ensureDir(dirname(file), modes);
    writeFileAtomic(file, text, { mode: modes.file });
  }
}
