import { expect, test } from "vitest";
import { makeWorkspace, type Workspace } from "./workspace.ts";

/** A project with a remote of its own, beside a registry whose data is in a bucket. */
function consumer(): Workspace {
  const workspace = makeWorkspace();
  script(
    workspace,
    `mkdir ../registry; ( cd ../registry; git init -q -b main; run init -q; run remote add -q -d s $PWD/../bucket
      mkdir -p cats/deep; echo 1 >cats/a; echo 2 >cats/deep/b; echo 3 >cats/c; echo m >model; echo note >notes.md
      run add -q cats model; git add .; git commit -qm 1; run push -q )
    git init -q -b main; run init -q; run remote add -q -d own $PWD/../own; git add .; git commit -qm 1`,
  );
  return workspace;
}

function script(workspace: Workspace, text: string): void {
  const { exitCode, stderr } = workspace.shell(`
    set -e; NODE="$0"; LODE="$1"; run() { "$NODE" "$LODE" "$@"; }
    ${text}`);
  if (exitCode !== 0) throw new Error(stderr);
}

/** Loses the registry, its bucket, and the clones of it, and clones the project. */
function loseSource(workspace: Workspace): void {
  script(
    workspace,
    `git add .; git commit -qm imports; mv cats ../expected; rm -rf ../registry ../bucket .dvc/cache ~/.cache
    git clone -q . ../clone`,
  );
}

test("lode import --store keeps the data: with the source and its bucket gone, a fresh clone pulls everything", () => {
  const workspace = consumer();
  script(
    workspace,
    `url=file://$(cd ../registry; pwd)
    run import -q --store $url cats; run import -q --store $url model; run import -q --store $url notes.md
    run import -q --store $url cats -o part --include 'deep/'`,
  );
  expect(workspace.read("model.dvc")).toContain("meta:\n  lode:\n    store: true\n");
  expect(workspace.transcript("status -c", "push")).toMatchInlineSnapshot(`
    "$ lode status -c
    Cache and remote 'own' are in sync.
    $ lode push
    Everything is up to date."
  `);
  loseSource(workspace);
  const { stdout, stderr, exitCode } = workspace.run(["pull"], { cwd: "../clone" });
  expect({ stdout, stderr, exitCode }).toMatchInlineSnapshot(`
    {
      "exitCode": 0,
      "stderr": "",
      "stdout": "A       cats/
    A       part/
    A       model
    A       notes.md
    5 files fetched and 6 files added
    ",
    }
  `);
  script(workspace, "cd ../clone; diff -r cats ../expected; test $(cat part/deep/b) = 2; test $(cat notes.md) = note");
});

test("lode pull says what it could not ask, and brings the rest", () => {
  const workspace = consumer();
  script(workspace, "url=file://$(cd ../registry; pwd); run import -q --store $url cats; run import -q $url model");
  loseSource(workspace);
  const { stderr, exitCode } = workspace.run(["pull"], { cwd: "../clone" });
  expect(stderr.replaceAll(workspace.dir.replace(/work$/, ""), "<base>/")).toMatchInlineSnapshot(`
    "WARNING: Cannot reach the repository "file://<base>/registry": '<base>/registry' does not appear to be a git repository. Its data is left out
    WARNING: Some of the cache files do not exist neither locally nor on remote. Missing cache files:
    md5: 69b64623f86def16ce17d454b8be41ae
    WARNING: Cannot create "model": the cache does not have its content
    ERROR: Cannot check out everything: model failed
    Hint: Get the missing data with \`lode fetch\`, then run \`lode checkout\` again.
    "
  `);
  expect(exitCode).toBe(1);
  script(workspace, "cd ../clone; diff -r cats ../expected; test ! -e model");
});

test("lode takes imports from their sources where its own remote cannot be asked", () => {
  const workspace = consumer();
  script(workspace, "run import -q --store ../registry cats; rm -rf .dvc/cache cats ../own; echo >../own");
  const { stderr, exitCode } = workspace.run(["pull"]);
  expect(exitCode).toBe(0);
  expect(stderr).toContain("Imports are taken from their sources");
  expect(workspace.read("cats/deep/b")).toBe("2\n");
});

test("lode update keeps the new version too, and push what could not be kept before", () => {
  const workspace = consumer();
  script(workspace, "run import -q --store ../registry cats");
  script(workspace, "cd ../registry; echo new >cats/new; run add -q cats; git commit -qam 2; run push -q");
  script(workspace, "run update -q cats.dvc; grep -q store cats.dvc");
  expect(workspace.transcript("status -c")).toMatchInlineSnapshot(`
    "$ lode status -c
    Cache and remote 'own' are in sync."
  `);
  script(workspace, "rm -rf ../own");
  expect(workspace.transcript("status -c", "push")).toMatchInlineSnapshot(`
    "$ lode status -c
    	new:                cats
    	new:                cats/a
    	new:                cats/c
    	new:                cats/deep/b
    	new:                cats/new
    $ lode push
    5 files pushed"
  `);
});

test("lode import --store needs a remote before it brings anything", () => {
  const workspace = consumer();
  script(workspace, "run remote remove own");
  expect(workspace.transcript("import --store ../registry cats")).toMatchInlineSnapshot(`
    "$ lode import --store ../registry cats
    ! ERROR: Cannot choose a remote: none is given and there is no default remote
    ! Hint: Set one with \`lode remote default NAME\`, or add one with \`lode remote add -d NAME URL\`.
    = 1"
  `);
  expect(workspace.git("status", "--short")).toBe(" M .dvc/config\n");
});

test("lode gc keeps what is kept in the own remote, also with --imports", () => {
  const workspace = consumer();
  script(
    workspace,
    "run import -q --store ../registry cats; run import -q ../registry model; run gc -wcf --imports -q",
  );
  expect(workspace.transcript("status -c")).toMatchInlineSnapshot(`
    "$ lode status -c
    Cache and remote 'own' are in sync."
  `);
});
