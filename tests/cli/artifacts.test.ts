import { expect, test } from "vitest";
import { makeWorkspace, type Workspace } from "./workspace.ts";

/** A folder beside a repository of models: two versions, the first of them with the stage `prod`. */
function beside(): Workspace {
  const workspace = makeWorkspace();
  const { exitCode, stderr } = workspace.shell(`
    set -e
    NODE="$0"; LODE="$1"; run() { "$NODE" "$LODE" "$@"; }
    mkdir ../models; cd ../models; git init -q -b main; run init -q
    printf 'artifacts:\\n  cats:\\n    path: cats.bin\\n' >dvc.yaml
    echo 1 >cats.bin; run add -q cats.bin; git add .; git commit -qm 1
    git tag -am 1 cats@v1.0.0; git tag -am 1 'cats#prod#1'
    echo 2 >cats.bin; run add -q cats.bin; git commit -qam 2; git tag -am 2 cats@v1.1.0`);
  if (exitCode !== 0) throw new Error(stderr);
  return workspace;
}

test("lode artifacts get copies the highest version, a version, one of a range, or what has a stage", () => {
  const workspace = beside();
  expect(
    workspace.transcript(
      "artifacts get ../models cats",
      "artifacts get ../models cats --rev v1.0.0 -o old.bin",
      "artifacts get ../models cats --stage prod -o prod.bin -q",
      "artifacts get ../models cats --rev ~1.0 -o range.bin",
      "artifacts get ../models cats",
    ),
  ).toMatchInlineSnapshot(`
    "$ lode artifacts get ../models cats
    Downloaded 1 file(s) to 'cats.bin'
    $ lode artifacts get ../models cats --rev v1.0.0 -o old.bin
    Downloaded 1 file(s) to 'old.bin'
    $ lode artifacts get ../models cats --stage prod -o prod.bin -q
    $ lode artifacts get ../models cats --rev ~1.0 -o range.bin
    Downloaded 1 file(s) to 'range.bin'
    $ lode artifacts get ../models cats
    ! ERROR: Cannot write to 'cats.bin': the file already exists locally
    ! Hint: To override it, run the command again with '--force'.
    = 1"
  `);
  expect([workspace.read("cats.bin"), workspace.read("old.bin"), workspace.read("prod.bin")]).toEqual([
    "2\n",
    "1\n",
    "1\n",
  ]);
});

test("lode artifacts get names what it cannot find", () => {
  expect(
    beside().transcript(
      "artifacts get ../models dogs",
      "artifacts get ../models cats --rev v9.0.0",
      "artifacts get ../models cats --rev v1.0.0 --stage prod",
    ),
  ).toMatchInlineSnapshot(`
    "$ lode artifacts get ../models dogs
    ! ERROR: Cannot find the artifact 'dogs': no annotated tag names it
    ! Hint: See the tags that there are: git tag --list 'dogs@*' 'dogs#*'. Fetch them if they are elsewhere.
    = 1
    $ lode artifacts get ../models cats --rev v9.0.0
    ! ERROR: Cannot find the artifact 'cats @ v9.0.0': no annotated tag names it
    ! Hint: See the tags that there are: git tag --list 'cats@*' 'cats#*'. Fetch them if they are elsewhere.
    = 1
    $ lode artifacts get ../models cats --rev v1.0.0 --stage prod
    ! ERROR: Cannot choose an artifact by both its version and its stage
    ! Hint: Give --rev or --stage.
    = 1"
  `);
});
