import { type GitRepo, runInRepo } from "./git-repo.ts";

/** A branch or tag and the commit that it leads to. */
export interface GitRef {
  /** The short name, such as `main` or `v1.0`. */
  readonly name: string;
  /** The id of the commit; for a tag the one that it leads to in the end. */
  readonly commit: string;
  /** When an annotated tag was made, else when the commit was; in milliseconds since 1970. */
  readonly timeMs: number;
}

/** The local branches, sorted by name as git sorts. In a mirror these are the server's branches. */
export function listBranches(repo: GitRepo): Promise<readonly GitRef[]> {
  return listRefs(repo, "refs/heads");
}

/** The tags that lead to commits, annotated or not, sorted by name as git sorts. */
export function listTags(repo: GitRepo): Promise<readonly GitRef[]> {
  return listRefs(repo, "refs/tags");
}

/** The branch that HEAD is on, even if it has no commit yet; undefined if HEAD is detached. */
export async function headBranch(repo: GitRepo): Promise<string | undefined> {
  const { stdout, exitCode } = await runInRepo(repo, ["symbolic-ref", "--quiet", "HEAD"], { okExits: [1] });
  const ref = stdout.toString("utf8").trim();
  return exitCode === 0 && ref.startsWith("refs/heads/") ? ref.slice("refs/heads/".length) : undefined;
}

async function listRefs(repo: GitRepo, under: string): Promise<readonly GitRef[]> {
  const format =
    "--format=%(objecttype) %(objectname) %(*objecttype) %(*objectname) %(creatordate:unix) %(refname:lstrip=2)";
  const { stdout } = await runInRepo(repo, ["for-each-ref", format, under]);
  const refs: GitRef[] = [];
  for (const line of stdout.toString("utf8").split("\n")) {
    const [type, oid = "", peeledType, peeledOid = "", seconds, name] = line.split(" ");
    if (name === undefined) continue;
    const timeMs = Number(seconds) * 1000;
    if (type === "commit") refs.push({ name, commit: oid, timeMs });
    else if (peeledType === "commit") refs.push({ name, commit: peeledOid, timeMs });
  }
  return refs;
}
