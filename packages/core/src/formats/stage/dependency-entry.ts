import type { EntryState } from "./output-entry.ts";

/** Where an imported dependency comes from: another repository at a commit. */
export interface RepoSource {
  /** Path or Git URL, as written. */
  readonly url: string;
  /** Branch, tag or commit that `update` follows; absent: the default branch. */
  readonly rev?: string;
  /** The full commit id that the data was taken from; absent after `import --no-exec`. */
  readonly revLock?: string;
  /** A config file's path, or a config mapping, laid over the source's own configuration. */
  readonly config?: string | Readonly<Record<string, unknown>>;
  /** A remote's name, or options laid over the source's default remote. */
  readonly remote?: string | Readonly<Record<string, unknown>>;
}

/** A dependency as a `.dvc` file, or `dvc.yaml` together with `dvc.lock`, gives it. */
export interface DependencyEntry extends EntryState {
  /** As written: relative to the stage's wdir, absolute, a URL, or, with `repo`, relative to the source's root. */
  readonly path: string;
  readonly repo?: RepoSource;
  /** A database import, kept as it is. */
  readonly db?: Readonly<Record<string, unknown>>;
  readonly fsConfig?: Readonly<Record<string, unknown>>;
}
