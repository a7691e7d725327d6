import { findRevision, isFullSha, refState } from "@lode/core/engine";
import type { Database } from "../db/open-database.ts";
import { Recent } from "../jobs/recent.ts";
import type { GitHost } from "./git-host.ts";
import { hostedRepo } from "./hosted-repository.ts";
import { notedCommit } from "./noted-revisions.ts";

/** How many names and ids are kept: some 20 MB. */
const KEPT_MAX = 20_000;

/** Where a name led. */
interface Found {
  readonly commit: string | undefined;
  /** What the references were when git had answered; undefined: it may be another commit the next time. */
  readonly stateAfter: string | undefined;
}

/**
 * Finds the commits that revisions lead to, and keeps what git has answered, here or when a push was indexed. The commit of a full id is always the same; that
 * of a name is kept for one state of the references (see `refState`), which is looked at each time. So it is right at once after
 * a push, whichever server of the registry, or which git, has made it.
 */
export class Revisions {
  readonly #git: GitHost;
  readonly #database: Database;
  readonly #known = new Recent<Found>(KEPT_MAX, () => 1);

  constructor(git: GitHost, database: Database) {
    this.#git = git;
    this.#database = database;
  }

  /** The full id of a commit, or undefined if there is none. */
  async find(repositoryId: string, rev: string): Promise<string | undefined> {
    const repo = hostedRepo(this.#git, repositoryId);
    const stateOf = async () => (isFullSha(rev) ? "id" : await refState(repo, rev));
    const ask = () => this.#git.reading.run(() => findRevision(repo, rev));
    const state = await stateOf();
    if (state === undefined) return await ask();
    const key = `${repositoryId} ${rev} ${state}`;
    const found = await this.#known.get(key, async () => {
      const commit = await notedCommit(this.#database, repositoryId, { rev, state });
      if (commit !== undefined) return { commit, stateAfter: state };
      return { commit: await ask(), stateAfter: await stateOf() };
    });
    // What is not there may be there soon; and a push may have come in between.
    if (found.commit === undefined || found.stateAfter !== state) this.#known.forget(key);
    return found.commit;
  }
}
