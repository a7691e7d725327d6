import { type ClientFolder, gitUrl } from "../git-client.ts";
import type { Client } from "./http-writer.ts";
import type { MortalServer } from "./mortal-server.ts";

/** Pushes a commit to a branch of its own, over and over. */
export async function pushBranches({ server, acknowledged, ending }: Client, folder: ClientFolder): Promise<void> {
  await folder.git(".", "init", "--quiet", "git");
  for (let round = 0; !ending.aborted; round += 1) {
    const branch = `refs/heads/b-${round}`;
    await folder.git("git", "commit", "--quiet", "--allow-empty", "-m", branch);
    const isPushed = await server.survives(() => folder.git("git", "push", "--quiet", urlOf(server), `HEAD:${branch}`));
    if (!isPushed) continue;
    acknowledged.branches.add(branch);
    acknowledged.count += 1;
  }
}

/** The branches that the server has. */
export async function branchesOf(server: MortalServer, folder: ClientFolder): Promise<readonly string[]> {
  const listed = await folder.git("git", "ls-remote", "--heads", urlOf(server));
  return listed.split("\n").map((line) => line.slice(line.indexOf("\t") + 1));
}

function urlOf({ url, token }: MortalServer): string {
  return gitUrl(url, "acme/git", token);
}
