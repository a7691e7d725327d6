import { join } from "node:path";
import type { Place } from "./suite.ts";

/** Makes the place's project a Git repository with DVC in it and a remote that is a folder beside it. */
export function initProject(place: Place): void {
  place.run(["git", "init", "-q", "-b", "main"]);
  place.runTool(["init", "-q"]);
  place.runTool(["remote", "add", "-q", "-d", "store", join(place.dir, "remote")]);
}

/** Commits all of the project's metadata. */
export function commitAll(place: Place, message: string): void {
  place.run(["git", "add", "-A"]);
  place.run(["git", "commit", "-q", "-m", message]);
}
