import { expect, test } from "vitest";
import { makeWorkspace, type Workspace } from "./workspace.ts";

const functions = `
  set -e
  export GIT_AUTHOR_DATE=2024-01-01T00:00:00Z GIT_COMMITTER_DATE=2024-01-01T00:00:00Z
  NODE="$0"; LODE="$1"; run() { "$NODE" "$LODE" "$@"; }
  release() { (
    cd ../registry; mkdir -p cats; echo "$1" >cats/version; run add -q cats
    git add .; git commit -qm "$1"; git tag -am "$1" "cats@v$1"
    run push -q
  ) }`;

function script(workspace: Workspace, text: string): void {
  const { exitCode, stderr } = workspace.shell(`${functions}\n${text}`);
  if (exitCode !== 0) throw new Error(stderr);
}

/** Imports of a range, of one version, and of the default branch, made when the registry had the version 1.0.0. */
function consumer(): Workspace {
  const workspace = makeWorkspace();
  script(
    workspace,
    `mkdir ../registry; (cd ../registry; git init -q -b main; run init -q; run remote add -q -d s $PWD/../store; echo notes >notes.md)
    release 1.0.0; git init -q -b main; run init -q; url=file://$(cd ../registry; pwd)
    run import -q $url cats -o range --rev 'cats@^1'
    run import -q $url cats -o pinned --rev cats@v1.0.0
    run import -q $url cats -o branch
    run import -q $url notes.md --no-exec`,
  );
  return workspace;
}

function masked(text: string): string {
  return text.replaceAll(/\b[0-9a-f]{7}\b/g, "<short>").replaceAll(/ +$/gm, "");
}

test("lode outdated says which imports are behind, and ends with 1 if one is", () => {
  const workspace = consumer();
  expect(masked(workspace.transcript("update notes.md.dvc -q", "outdated"))).toMatchInlineSnapshot(`
    "$ lode update notes.md.dvc -q
    $ lode outdated
    IMPORT        CURRENT      WANTED       NEWEST       STATE
    branch.dvc    <short>      <short>      <short>      up to date
    notes.md.dvc  <short>      <short>      <short>      up to date
    pinned.dvc    cats@v1.0.0  cats@v1.0.0  cats@v1.0.0  up to date
    range.dvc     cats@v1.0.0  cats@v1.0.0  cats@v1.0.0  up to date"
  `);
  script(workspace, "release 1.1.0; release 2.0.0");
  expect(masked(workspace.transcript("outdated", "update range.dvc branch.dvc -q", "outdated"))).toMatchInlineSnapshot(`
    "$ lode outdated
    IMPORT        CURRENT      WANTED       NEWEST       STATE
    branch.dvc    <short>      <short>      <short>      behind
    notes.md.dvc  <short>      <short>      <short>      up to date
    pinned.dvc    cats@v1.0.0  cats@v1.0.0  cats@v2.0.0  up to date
    range.dvc     cats@v1.0.0  cats@v1.1.0  cats@v2.0.0  behind
    = 1
    $ lode update range.dvc branch.dvc -q
    $ lode outdated
    IMPORT        CURRENT      WANTED       NEWEST       STATE
    branch.dvc    <short>      <short>      <short>      up to date
    notes.md.dvc  <short>      <short>      <short>      up to date
    pinned.dvc    cats@v1.0.0  cats@v1.0.0  cats@v2.0.0  up to date
    range.dvc     cats@v1.1.0  cats@v1.1.0  cats@v2.0.0  up to date"
  `);
});

test("lode outdated takes an import for up to date whose data did not change", () => {
  const workspace = consumer();
  script(workspace, "cd ../registry; echo more >other.md; git add .; git commit -qm other");
  const { stdout, exitCode } = workspace.run(["outdated", "branch.dvc", "--json"]);
  const [branch] = JSON.parse(stdout);
  expect(branch).toMatchObject({ dvcFile: "branch.dvc", follows: null, state: "current" });
  expect(branch.wanted.commit).not.toBe(branch.current.commit);
  expect(exitCode).toBe(0);
});

test("lode outdated tells what it could not ask", () => {
  const workspace = consumer();
  script(workspace, "mv ../registry ../gone");
  const { stdout, stderr, exitCode } = workspace.run(["outdated"]);
  expect(masked(stdout)).toMatchInlineSnapshot(`
    "IMPORT        CURRENT  WANTED  NEWEST  STATE
    branch.dvc    <short>  -       -       not asked
    notes.md.dvc  -        -       -       not asked
    pinned.dvc    <short>  -       -       not asked
    range.dvc     <short>  -       -       not asked
    "
  `);
  expect(stderr.match(/WARNING/g)).toHaveLength(1);
  expect(exitCode).toBe(1);
});

test("lode outdated asks each server once", () => {
  const workspace = consumer();
  workspace.shell(`${functions}\nexport GIT_TRACE=$PWD/../trace; run outdated -q || true`);
  expect(workspace.read("../trace").match(/built-in: git (fetch|clone|ls-remote)/g)).toHaveLength(1);
});
