import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseOid } from "../../base/oid.ts";
import { parseRelPath } from "../../base/rel-path.ts";
import { buildManifest } from "../../formats/manifest/build-manifest.ts";
import type { Manifest } from "../../formats/manifest/manifest.ts";
import { type ManifestMerge, mergeManifests } from "../../formats/manifest/merge-manifests.ts";
import { runGit } from "../../git/run-git.ts";
import { type GitFixture, gitFixture } from "../../git/testing/git-fixture.ts";

/** Path → content, which is one line, so that Git cannot merge two contents. */
type Files = Readonly<Record<string, string>>;

/** Few names, so that the sides meet, at three levels, so that files meet folders. */
const path = fc.constantFrom("a", "a/x", "a/x/p", "a/y", "b", "b/x", "c", "c.d", "c/x");
const files: fc.Arbitrary<Files> = fc
  .dictionary(path, fc.constantFrom("1", "2", "3"), { maxKeys: 6 })
  .map((all) => Object.fromEntries(Object.entries(all).filter(([name]) => !hasFileAbove(all, name))))
  // Nothing that Git could take for a rename: it looks at how much of two contents is the same.
  .map((all) => Object.fromEntries(Object.entries(all).map(([name, version]) => [name, oidOf(name + version)])));
const sides = fc.record({ ancestor: files, our: files, their: files });

function hasFileAbove(all: Files, name: string): boolean {
  return Object.keys(all).some((other) => name.startsWith(`${other}/`));
}

test("mergeManifests() merges as Git merges the same files", async () => {
  const git = await gitFixture(process.env.PATH);
  await git.repo("repo");
  const batch = fc.array(sides, { minLength: 1, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(batch, async (cases) => {
      const byGit = await mergeWithGit(git, cases);
      cases.forEach(({ ancestor, our, their }, i) => {
        const merge = mergeManifests({
          ancestor: manifestOf(ancestor),
          our: manifestOf(our),
          their: manifestOf(their),
        });
        expect(described(merge), JSON.stringify({ ancestor, our, their })).toEqual(byGit[i]);
      });
    }),
    { numRuns: 12 },
  );
});

/** The result as Git would tell it: the files, or that there is a conflict. */
function described({ merged, conflicts, collisions }: ManifestMerge): readonly string[] | "conflict" {
  if (conflicts.length + collisions.length > 0) return "conflict";
  return merged.map(({ relpath, oid }) => `${relpath} ${oid}`).sort();
}

function manifestOf(content: Files): Manifest {
  return buildManifest(
    Object.entries(content).map(([name, text]) => ({ relpath: parseRelPath(name), oid: oidOf(text) })),
    "dir",
  );
}

function oidOf(text: string) {
  const oid = parseOid(createHash("md5").update(text).digest("hex"));
  if (oid === undefined) throw new Error("not an oid");
  return oid;
}

/** Merges all cases with two runs of git. */
async function mergeWithGit(
  git: GitFixture,
  cases: readonly { readonly ancestor: Files; readonly our: Files; readonly their: Files }[],
): Promise<readonly (readonly string[] | "conflict")[]> {
  const cwd = `${git.dir}/repo`;
  const commits = cases.flatMap(({ ancestor, our, their }, i) => [
    commitText(ancestor, `base-${i}`),
    commitText(our, `our-${i}`, `base-${i}`),
    commitText(their, `their-${i}`, `base-${i}`),
  ]);
  await runGit(git, ["fast-import", "--quiet", "--force"], { cwd, input: commits.join("") });
  const input = cases.map((_, i) => `our-${i} their-${i}\n`).join("");
  const { stdout } = await runGit(git, ["merge-tree", "--stdin", "--name-only", "--no-messages"], { cwd, input });
  const results = stdout.toString("latin1").matchAll(/([01])\0([0-9a-f]{40})\0(?:[^\0]+\0)*\0/g);
  return Promise.all([...results].map(([, clean, tree = ""]) => (clean === "1" ? listTree(git, tree) : "conflict")));
}

async function listTree(git: GitFixture, tree: string): Promise<readonly string[]> {
  const { stdout } = await runGit(git, ["ls-tree", "-r", "-z", "--name-only", tree], { cwd: `${git.dir}/repo` });
  const names = stdout.toString("utf8").split("\0").filter(Boolean);
  const contents = await Promise.all(names.map((name) => git.git("repo", "cat-file", "blob", `${tree}:${name}`)));
  return names.map((name, i) => `${name} ${oidOf(contents[i] ?? "")}`).sort();
}

function commitText(content: Files, branch: string, from?: string): string {
  const lines = [
    `commit refs/heads/${branch}\ncommitter A <a@example.com> 0 +0000\ndata 0\n`,
    ...(from === undefined ? [] : [`from refs/heads/${from}\n`]),
    "deleteall\n",
    ...Object.entries(content).map(([name, text]) => `M 100644 inline ${name}\ndata ${text.length}\n${text}\n`),
  ];
  return `${lines.join("")}\n`;
}
