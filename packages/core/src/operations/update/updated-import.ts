import type { ProjectCache } from "../../project/project.ts";
import type { Workspace } from "../../project/workspace/workspace.ts";
import type { SourcePool } from "../../source/source-pool.ts";
import type { MoveContext } from "../../transfer/transfer-progress.ts";

/** What became of an import. */
export interface UpdatedImport {
  /** The `.dvc` file, relative to the current folder. */
  readonly dvcFile: string;
  /** The commit, or of an import from a URL the checksum, that it was locked to; undefined if it was not locked yet. */
  readonly before: string | undefined;
  /**
   * The branch, tag or commit that the `.dvc` file names now; of a range of versions, the tag of the chosen one. Undefined
   * for an import from a URL.
   */
  readonly rev: string | undefined;
  /** The commit or checksum that it is locked to now. */
  readonly after: string;
  /** Whether the data was brought, restored, sent or removed. */
  readonly changed: boolean;
}

/** What updating of imports needs. */
export interface UpdateWork {
  readonly workspace: Workspace;
  /** Opens sources with `cache`. */
  readonly pool: SourcePool;
  readonly cache: ProjectCache;
  readonly context: MoveContext;
}
