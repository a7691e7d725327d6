import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeWorkspace, type Workspace } from "./workspace.ts";

const page = readFileSync(join(import.meta.dirname, "../../docs/gc.md"), "utf8");

/** Two versions of a file and one of a directory; only the newest are in the work tree. */
function project(): Workspace {
  const workspace = makeWorkspace();
  const { exitCode, stderr } = workspace.shell(`
    set -e; run() { "$NODE" "$LODE" "$@"; }; NODE="$0"; LODE="$1"
    git init -q; run init -q; run remote add -q -d store ../store
    echo 1 >foo; mkdir dir; echo a >dir/a; run add -q foo dir; git add .; git commit -qm 1; git tag v1; run push -q
    echo 2 >foo; run add -q foo; git commit -qam 2; run push -q`);
  if (exitCode !== 0) throw new Error(stderr);
  return workspace;
}

test("lode gc asks, removes what is out of scope, and says what it kept", () => {
  const workspace = project();
  expect(
    workspace.transcript("gc", "gc -w", "gc -T -f", "gc -w --dry", "gc -w -f", "gc -w -f", "status"),
  ).toMatchInlineSnapshot(`
    "$ lode gc
    ! ERROR: Cannot collect garbage: either of \`-w|--workspace\`, \`-a|--all-branches\`, \`-T|--all-tags\`, \`--all-experiments\`, \`-A|--all-commits\`, \`--date\` or \`--rev\` needs to be set
    ! Hint: See what would go with \`lode gc -w --dry\`; \`lode gc --help\` has the other scopes.
    = 255
    $ lode gc -w
    ! WARNING: This will remove all cache except items used in the workspace of the current repo.
    Are you sure you want to proceed? [y/n]:
    = 1
    $ lode gc -T -f
    ! WARNING: This will remove all cache except items used in the workspace and all git tags of the current repo.
    No unused 'repo' cache to remove.
    No unused 'legacy' cache to remove.
    $ lode gc -w --dry
    ! WARNING: This will remove all cache except items used in the workspace of the current repo.
    Removing <dir>/.dvc/cache/files/md5/b0/26324c6904b2a9cb4b88d6d61c81d1
    Removed 1 objects from repo cache.
    No unused 'legacy' cache to remove.
    $ lode gc -w -f
    ! WARNING: This will remove all cache except items used in the workspace of the current repo.
    Removed 1 objects from repo cache.
    No unused 'legacy' cache to remove.
    $ lode gc -w -f
    ! WARNING: This will remove all cache except items used in the workspace of the current repo.
    No unused 'repo' cache to remove.
    No unused 'legacy' cache to remove.
    $ lode status
    Data and pipelines are up to date."
  `);
});

test("lode gc --dry --json names the paths that a run then removes, in the cache and in the remote", () => {
  const workspace = project();
  const planned = JSON.parse(workspace.run(["gc", "-w", "-c", "--dry", "--json"]).stdout);
  const done = JSON.parse(workspace.run(["gc", "-w", "-c", "-f", "--json"]).stdout);
  expect(done).toEqual({ ...planned, dry: false });
  expect(done.places.map(({ kind, name, count }: Record<string, unknown>) => [kind, name, count])).toEqual([
    ["cache", "repo", 1],
    ["cache", "legacy", 0],
    ["remote", "store", 1],
    ["remote", "store", 0],
  ]);
  expect(workspace.run(["status", "-c"]).stdout).toBe("Cache and remote 'store' are in sync.\n");
});

test("every option of docs/gc.md is one of lode gc", () => {
  const help = workspaceHelp();
  const options = new Set(
    [...page.matchAll(/`lode gc [^`]*`|^ {4}lode gc .*$|`(-[^`]*)`/gm)].flatMap(
      ([text]) => text.match(/(?<=[ `])--?[a-zA-Z][a-z-]*/g) ?? [],
    ),
  );
  const others = ["--all", "--tags", "--remote", "--json", "--wait-for-lock", "--no-download"];
  for (const option of [...options].filter((name) => !others.includes(name))) expect(help).toContain(option);
});

function workspaceHelp(): string {
  return makeWorkspace().run(["gc", "--help"]).stdout;
}
