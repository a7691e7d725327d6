import type { BatchLimits } from "../remotes/batch/batch-limits.ts";
import type { ProjectContext } from "./project-context.ts";

/** A context lives as long as the command. */
const known = new WeakMap<ProjectContext, Map<string, BatchLimits>>();

/** Keeps what a registry server says in its discovery document for a remote, so that it is asked once in a command. */
export function keepLimits(context: ProjectContext, remoteUrl: string, limits: BatchLimits): void {
  const ofContext = known.get(context) ?? new Map<string, BatchLimits>();
  known.set(context, ofContext.set(keyOf(remoteUrl), limits));
}

/** What the server of a remote has said before in this command; undefined: it was not asked, or is no registry server. */
export function knownLimits(context: ProjectContext, remoteUrl: string): BatchLimits | undefined {
  return known.get(context)?.get(keyOf(remoteUrl));
}

/** The document is the same for everybody who may read it. */
function keyOf(remoteUrl: string): string {
  const url = URL.parse(remoteUrl);
  return url === null ? remoteUrl : `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
}
