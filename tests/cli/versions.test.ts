import { expect, test } from "vitest";
import { makeWorkspace, type Workspace } from "./workspace.ts";

/** A project beside a registry whose dataset `cats` has the versions 1.0.0, 1.1.0 and 2.0.0. */
function consumer(): Workspace {
  const workspace = makeWorkspace();
  const setup = `
    for version in 1.0.0 1.1.0 2.0.0; do release $version; done
    git init -q -b main; run init -q`;
  script(workspace, `mkdir ../registry; (cd ../registry; git init -q -b main; run init -q); ${setup}`);
  return workspace;
}

/** Runs a script that can publish a version of the dataset. */
function script(workspace: Workspace, text: string): void {
  const { exitCode, stderr } = workspace.shell(`
    set -e
    NODE="$0"; LODE="$1"; run() { "$NODE" "$LODE" "$@"; }
    release() { (
      cd ../registry; mkdir -p cats; echo "$1" >cats/version; run add -q cats
      git add .; git commit -qm "$1"; git tag -am "$1" "cats@v$1"
    ) }
    ${text}`);
  if (exitCode !== 0) throw new Error(stderr);
}

function revOf(workspace: Workspace): string | undefined {
  return /^ {4}rev: (.*)$/m.exec(workspace.read("cats.dvc"))?.[1];
}

test("lode import with a range of versions takes the newest in it, and update stays in it", () => {
  const workspace = consumer();
  workspace.run(["import", "../registry", "cats", "--rev", "cats@^1.0"]);
  expect([workspace.read("cats/version"), revOf(workspace)]).toEqual(["1.1.0\n", "cats@v1.1.0"]);
  expect(workspace.transcript("status")).toBe("$ lode status\nData and pipelines are up to date.");

  script(workspace, "release 1.2.0; release 2.1.0");
  expect(workspace.transcript("status", "update cats.dvc", "status")).toMatchInlineSnapshot(`
    "$ lode status
    cats.dvc:
    	changed deps:
    		update available:   cats (../registry)
    $ lode update cats.dvc
    Importing 'cats (../registry)' -> 'cats'
    $ lode status
    Data and pipelines are up to date."
  `);
  expect([workspace.read("cats/version"), revOf(workspace)]).toEqual(["1.2.0\n", "cats@v1.2.0"]);

  workspace.run(["update", "cats.dvc", "--rev", "cats@>=2"]);
  expect([workspace.read("cats/version"), revOf(workspace)]).toEqual(["2.1.0\n", "cats@v2.1.0"]);
  expect(workspace.read("cats.dvc")).toContain("meta:\n  lode:\n    rev: cats@>=2\n");

  workspace.run(["update", "cats.dvc", "--rev", "cats@v1.0.0"]);
  expect([workspace.read("cats/version"), revOf(workspace)]).toEqual(["1.0.0\n", "cats@v1.0.0"]);
  expect(workspace.read("cats.dvc")).not.toContain("meta");
});

test("lode get and list take ranges of versions", () => {
  const workspace = consumer();
  workspace.run(["get", "../registry", "cats", "--rev", "cats@~1.0"]);
  expect(workspace.read("cats/version")).toBe("1.0.0\n");
  expect(workspace.transcript("list ../registry cats --rev cats@* --size")).toMatchInlineSnapshot(`
    "$ lode list ../registry cats --rev cats@* --size
      version"
  `);
});

test("lode import says which versions there are if none is in the range", () => {
  expect(
    consumer().transcript(
      "import ../registry cats --rev cats@^3",
      "import ../registry cats --rev dogs@*",
      "import ../registry cats --rev ^1",
    ),
  ).toMatchInlineSnapshot(`
    "$ lode import ../registry cats --rev cats@^3
    ! ERROR: Cannot find a version '^3' of 'cats' in '../registry': none is in the range
    ! Hint: There are: cats@v2.0.0, cats@v1.1.0, cats@v1.0.0
    Importing 'cats (../registry)' -> 'cats'
    = 1
    $ lode import ../registry cats --rev dogs@*
    ! ERROR: Cannot find a version '*' of 'dogs' in '../registry': no tag names one
    Importing 'cats (../registry)' -> 'cats'
    = 1
    $ lode import ../registry cats --rev ^1
    ! ERROR: Cannot find a version '^1' in '../registry': no tag names one
    Importing 'cats (../registry)' -> 'cats'
    = 1"
  `);
});

test("lode update leaves the range that an import was moved out of", () => {
  const workspace = consumer();
  workspace.run(["import", "../registry", "cats", "--rev", "cats@^1.0"]);
  const moved = workspace.read("cats.dvc").replace("rev: cats@v1.1.0", "rev: cats@v2.0.0");
  workspace.write("cats.dvc", moved);
  expect(workspace.transcript("update cats.dvc")).toMatchInlineSnapshot(`
    "$ lode update cats.dvc
    ! WARNING: 'cats.dvc' was moved out of the versions 'cats@^1.0'; it follows 'cats@v2.0.0' from now on
    Importing 'cats (../registry)' -> 'cats'"
  `);
  expect(workspace.read("cats/version")).toBe("2.0.0\n");
});
