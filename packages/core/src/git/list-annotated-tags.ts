import { type GitRepo, runInRepo } from "./git-repo.ts";

/** An annotated tag: one that is an object of its own, with a date and an author. */
export interface AnnotatedTag {
  readonly name: string;
  /** The id of the tag object. */
  readonly oid: string;
  /** The id of the commit that it was put on. */
  readonly commit: string;
  /** When it was made, in milliseconds since 1970. */
  readonly timeMs: number;
  readonly tagger: string;
  /** The first line of its message. */
  readonly subject: string;
}

const FIELDS = [
  "%(objecttype)",
  "%(objectname)",
  "%(*objecttype)",
  "%(*objectname)",
  "%(taggerdate:unix)",
  "%(refname:lstrip=2)",
  "%(taggername) %(taggeremail)",
  "%(contents:subject)",
];

/** The annotated tags on commits, in the order of their names. Lightweight tags have no date and are left out. */
export async function listAnnotatedTags(repo: GitRepo): Promise<readonly AnnotatedTag[]> {
  const { stdout } = await runInRepo(repo, ["for-each-ref", `--format=${FIELDS.join("%00")}`, "refs/tags"]);
  const tags: AnnotatedTag[] = [];
  for (const line of stdout.toString("utf8").split("\n")) {
    const [type, oid = "", target, commit = "", seconds, name = "", tagger = "", subject = ""] = line.split("\0");
    if (type !== "tag" || target !== "commit") continue;
    tags.push({ name, oid, commit, timeMs: Number(seconds) * 1000, tagger, subject });
  }
  return tags;
}
