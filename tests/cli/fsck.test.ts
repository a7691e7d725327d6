import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeWorkspace, type Workspace } from "./workspace.ts";

const page = readFileSync(join(import.meta.dirname, "../../docs/fsck.md"), "utf8");
const OBJECT = "files/md5/60/b725f10c9c85c70d97880dfe8191b3";

/** A file and a directory, committed and pushed. */
function project(): Workspace {
  const workspace = makeWorkspace();
  shell(
    workspace,
    `git init -q; run init -q; run remote add -q -d store ../store
    mkdir cats; echo a >cats/a; echo bb >cats/b; echo note >note; run add -q cats note; git add .; git commit -qm 1; run push -q`,
  );
  return workspace;
}

function shell(workspace: Workspace, script: string): void {
  const { exitCode, stderr } = workspace.shell(
    `set -e; run() { "$NODE" "$LODE" "$@"; }; NODE="$0"; LODE="$1"; ${script}`,
  );
  if (exitCode !== 0) throw new Error(stderr);
}

/** Other bytes, the same mode. */
function damage(workspace: Workspace, store: string): void {
  shell(workspace, `chmod 644 ${store}/${OBJECT}; echo bad >${store}/${OBJECT}; chmod 444 ${store}/${OBJECT}`);
}

test("lode fsck names a damaged object as docs/fsck.md prints it, and --repair takes it from the work tree", () => {
  const workspace = project();
  damage(workspace, ".dvc/cache");
  const [example] = /^ {4}\$ lode fsck\n(?: {4}.*\n)+/m.exec(page) ?? [""];
  expect(workspace.transcript("fsck")).toBe(`${example.replaceAll(/^ {4}/gm, "").trimEnd()}\n= 1`);
  expect(workspace.transcript("fsck --repair", "fsck -q", "fsck")).toMatchInlineSnapshot(`
    "$ lode fsck --repair
    workspace: 3 files, 10B read
    cache: 4 objects, 134B read
      damaged  60b725f10c9c85c70d97880dfe8191b3  cats/a  (<dir>/.dvc/cache/files/md5/60/b725f10c9c85c70d97880dfe8191b3): repaired from the workspace; the damaged bytes are in <dir>/.dvc/tmp/lode/corrupt/60b725f10c9c85c70d97880dfe8191b3.1
    kept aside: <dir>/.dvc/tmp/lode/corrupt/60b725f10c9c85c70d97880dfe8191b3.1, 4B, saved nowhere else
    1 problem found, 1 repaired.
    $ lode fsck -q
    $ lode fsck
    workspace: 3 files, 10B read
    cache: 4 objects, 132B read
    kept aside: <dir>/.dvc/tmp/lode/corrupt/60b725f10c9c85c70d97880dfe8191b3.1, 4B, saved nowhere else
    No damage found."
  `);
});

test("lode fsck --remote finds what the remote lost, and repairs it from the cache", () => {
  const workspace = project();
  damage(workspace, "../store");
  shell(workspace, "rm ../store/files/md5/*/*.dir");
  expect(workspace.transcript("fsck --remote", "fsck --remote --repair", "fsck --remote store")).toMatchInlineSnapshot(`
    "$ lode fsck --remote
    workspace: 3 files, 10B read
    cache: 4 objects, 132B read
    remote store: 3 objects, 12B read
      damaged  60b725f10c9c85c70d97880dfe8191b3  cats/a  (<base>/store/files/md5/60/b725f10c9c85c70d97880dfe8191b3)
      missing  d1655b35b138ce503c2e319110048157.dir  cats  (<base>/store/files/md5/d1/655b35b138ce503c2e319110048157.dir)
    2 problems found.
    = 1
    $ lode fsck --remote --repair
    workspace: 3 files, 10B read
    cache: 4 objects, 132B read
    remote store: 3 objects, 12B read
      damaged  60b725f10c9c85c70d97880dfe8191b3  cats/a  (<base>/store/files/md5/60/b725f10c9c85c70d97880dfe8191b3): repaired from the cache
      missing  d1655b35b138ce503c2e319110048157.dir  cats  (<base>/store/files/md5/d1/655b35b138ce503c2e319110048157.dir): repaired from the cache
    2 problems found, 2 repaired.
    $ lode fsck --remote store
    workspace: 3 files, 10B read
    cache: 4 objects, 132B read
    remote store: 4 objects, 132B read
    No damage found."
  `);
});

test("lode push --force replaces what is damaged in the remote", () => {
  const workspace = project();
  damage(workspace, "../store");
  expect(workspace.transcript("push", "push --force cats/a", "push --force")).toMatchInlineSnapshot(`
    "$ lode push
    Everything is up to date.
    $ lode push --force cats/a
    1 file pushed
    $ lode push --force
    Everything is up to date."
  `);
  expect(readFileSync(join(workspace.dir, "../store", OBJECT), "utf8")).toBe("a\n");
});

test("lode fsck --repair names what has no sound copy", () => {
  const workspace = project();
  damage(workspace, ".dvc/cache");
  damage(workspace, "../store");
  shell(workspace, "echo edited >cats/a");
  const { exitCode, stdout } = workspace.run(["fsck", "--repair"]);
  expect(exitCode).toBe(1);
  expect(stdout).toContain("the damaged bytes are in");
  expect(workspace.read(".dvc/tmp/lode/corrupt/60b725f10c9c85c70d97880dfe8191b3.1")).toBe("bad\n");
});

test("lode check fails when somebody forgot to push, and names what is missing", () => {
  const workspace = project();
  shell(workspace, "echo new >cats/new; run add -q cats; git commit -qam 2");
  expect(workspace.transcript("check", "check --remote")).toMatchInlineSnapshot(`
    "$ lode check
    All 5 objects are there.
    $ lode check --remote
    missing  store  c2abbc4a9932bde614189366441bf349.dir  cats
    missing  store  9cd599a3523898e6a12e13ec787da50a  cats/new
    2 of 5 objects missing.
    = 1"
  `);
  expect(JSON.parse(workspace.run(["check", "--remote", "--json"]).stdout)).toMatchObject({
    checked: 5,
    missing: [{ paths: ["cats"], place: "store" }, { paths: ["cats/new"] }],
  });
  expect(workspace.transcript("push", "check -r store", "check -r nothing")).toMatchInlineSnapshot(`
    "$ lode push
    2 files pushed
    $ lode check -r store
    All 5 objects are there.
    $ lode check -r nothing
    ! ERROR: Cannot use the remote 'nothing': it does not exist
    ! Hint: Run 'lode remote list' to see which remotes there are.
    = 251"
  `);
});

test("lode fsck names what is kept aside, and --repair removes what the cache has of it", () => {
  const workspace = project();
  shell(
    workspace,
    `mkdir -p .dvc/tmp/lode/replaced/1/cats .dvc/tmp/lode/replaced/2
    echo a >.dvc/tmp/lode/replaced/1/cats/a; echo lost >.dvc/tmp/lode/replaced/2/note; ln -s note .dvc/tmp/lode/replaced/2/link`,
  );
  expect(workspace.transcript("fsck", "fsck --repair", "fsck")).toMatchInlineSnapshot(`
    "$ lode fsck
    workspace: 3 files, 10B read
    cache: 4 objects, 132B read
    kept aside: <dir>/.dvc/tmp/lode/replaced/1/cats/a, 2B, the cache has it, --repair removes it
    kept aside: <dir>/.dvc/tmp/lode/replaced/2/note, 5B, saved nowhere else
    No damage found.
    $ lode fsck --repair
    workspace: 3 files, 10B read
    cache: 4 objects, 132B read
    kept aside: <dir>/.dvc/tmp/lode/replaced/1/cats/a, 2B, the cache has it, removed
    kept aside: <dir>/.dvc/tmp/lode/replaced/2/note, 5B, saved nowhere else
    No damage found.
    $ lode fsck
    workspace: 3 files, 10B read
    cache: 4 objects, 132B read
    kept aside: <dir>/.dvc/tmp/lode/replaced/2/note, 5B, saved nowhere else
    No damage found."
  `);
  expect(workspace.shell("find .dvc/tmp/lode/replaced | sort").stdout).toMatchInlineSnapshot(`
    ".dvc/tmp/lode/replaced
    .dvc/tmp/lode/replaced/2
    .dvc/tmp/lode/replaced/2/link
    .dvc/tmp/lode/replaced/2/note
    "
  `);
});
