import { type GitTreeEntries, parseTreeObject } from "../../git/tree/tree-object.ts";
import type { GitFrame } from "../../remotes/batch/git-frames.ts";
import { invalidFrames } from "../../remotes/batch/pieces.ts";

/**
 * Follows a stream that brings a commit: after the commit everything has to follow from what came before, each folder from
 * the one around it, and nothing more often than it is there. So a stream is never longer than its commit.
 */
export class PromisedFrames {
  readonly #promised = new Set<string>();
  readonly #trees: Map<string, GitTreeEntries>;
  /** How many frames may come, of those that came too. */
  #most = 1;
  #count = 0;

  /** @param trees takes the folders that come */
  constructor(trees: Map<string, GitTreeEntries>) {
    this.#trees = trees;
  }

  /** Takes the next frame. @throws BATCH_INVALID if it was not promised, PATH_HOSTILE if a folder holds an impossible name */
  take(frame: GitFrame): void {
    this.#count += 1;
    const { oid } = frame;
    if (this.#count > this.#most) throw invalidFrames("the stream is longer than its commit");
    if (this.#count > 1 && !this.#promised.has(oid)) throw invalidFrames(`nothing in the commit is '${oid}'`);
    if (frame.kind !== "object") return;
    if (frame.type === "commit") this.#promise([rootOfCommit(frame.bytes)]);
    if (frame.type === "tree") {
      const entries = parseTreeObject(frame.bytes, oid.length / 2);
      this.#trees.set(oid, entries);
      this.#promise(Array.from(entries.values(), (entry) => entry.oid));
    }
  }

  #promise(oids: readonly string[]): void {
    this.#most += oids.length;
    for (const oid of oids) this.#promised.add(oid);
  }
}

/** The id of the folder that is the root of a commit. @throws BATCH_INVALID */
export function rootOfCommit(bytes: Buffer): string {
  const [, tree] = /^tree ([0-9a-f]{40}|[0-9a-f]{64})$/.exec(bytes.toString("latin1", 0, bytes.indexOf("\n"))) ?? [];
  if (tree === undefined) throw invalidFrames("a commit has no folder");
  return tree;
}
