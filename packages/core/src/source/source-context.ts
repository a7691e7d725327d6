import type { RunContext } from "../base/events.ts";
import type { ProjectCache } from "../project/project.ts";
import type { ProjectContext } from "../project/project-context.ts";

/** Which repository is opened, and how its data is reached. */
export interface SourceSpec {
  /** A path, relative to the current folder, or a Git URL. */
  readonly url: string;
  /**
   * A branch, tag or commit, or the newest of several versions: `cats@^1.2`, `>=2 <4`; see parseVersionRange. Default:
   * the work tree of a local path, the default branch of a URL.
   */
  readonly rev?: string;
  /** A configuration file's path, or a configuration, laid over the source's own. */
  readonly config?: string | Readonly<Record<string, unknown>>;
  /** A remote's name in place of the default one, or options laid over the default one. */
  readonly remote?: string | Readonly<Record<string, unknown>>;
}

/** What opening of a source needs. */
export interface SourceContext extends RunContext {
  readonly context: ProjectContext;
  /** Where objects of the source are looked for first and kept; undefined: its own cache, if it is on this machine. */
  readonly cache: ProjectCache | undefined;
  /** What was asked of a server at this time or later (milliseconds since 1970) is not asked again. Default: now. */
  readonly freshSinceMs?: number;
  /** The sources on the way here, outermost first: an import may lead to another import. */
  readonly trail?: readonly SourceStep[];
}

/** One step of a chain of imports. */
export interface SourceStep {
  readonly url: string;
  readonly commit: string | undefined;
  readonly path: string;
}
