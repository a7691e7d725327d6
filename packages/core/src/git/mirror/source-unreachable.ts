import type { RunContext } from "../../base/events.ts";
import { isLodeError, LodeError } from "../../base/lode-error.ts";
import { runGit } from "../run-git.ts";
import type { MirrorPlace } from "./mirror-place.ts";

/**
 * Asks the server whether it answers at all, after a failure that may have another reason.
 *
 * @throws SOURCE_UNREACHABLE if it does not
 */
export async function assertReachable(place: MirrorPlace, cause: LodeError, run: RunContext): Promise<void> {
  try {
    const options = { cwd: place.parent, ...(run.signal === undefined ? {} : { signal: run.signal }) };
    await runGit(place.context, ["ls-remote", "--", place.url.clean, "HEAD"], options);
  } catch (error) {
    if (!isLodeError(error, "GIT_FAILED")) throw error;
    throw sourceUnreachable(place, cause);
  }
}

function sourceUnreachable(place: MirrorPlace, cause: LodeError): LodeError {
  const url = place.url.clean;
  const state = cause.message.replace(/^Cannot run "git [^"]*": /, "");
  return new LodeError("SOURCE_UNREACHABLE", `Cannot reach the repository "${url}": ${state}`, {
    hint: `Check the address, the network and your access: git ls-remote ${url}${signInHint(url)}`,
    details: { url, ...cause.details },
    cause,
  });
}

/** Only web servers can be registry servers. */
function signInHint(url: string): string {
  const server = /^https?:\/\/[^/]+/.exec(url)?.[0];
  return server === undefined ? "" : `; to a registry server, sign in: lode login ${server}`;
}
