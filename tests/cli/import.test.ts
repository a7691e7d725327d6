import { expect, test } from "vitest";
import { makeWorkspace, type Workspace } from "./workspace.ts";

/** A registry with two releases of its data, and a project beside it in which commands are run. */
function consumer(): Workspace {
  const workspace = makeWorkspace();
  const setup = `
    set -e
    export GIT_AUTHOR_DATE=2024-01-01T00:00:00Z GIT_COMMITTER_DATE=2024-01-01T00:00:00Z
    run() { "$NODE" "$LODE" "$@"; }
    NODE="$0"; LODE="$1"
    mkdir ../src; (
      cd ../src; git init -q -b main; run init -q
      mkdir cats; echo 1 >cats/a; echo 2 >cats/b; echo note >notes.md
      run add -q cats; git add .; git commit -qm 'first release'; git tag v1
      echo 3 >cats/b; run add -q cats; git commit -qam 'second release'; git tag v2
    )
    git init -q -b main; run init -q`;
  const { exitCode, stderr } = workspace.shell(setup);
  if (exitCode !== 0) throw new Error(stderr);
  return workspace;
}

/** Commit ids depend on the files that `init` writes, and the checksum of an import on the commit. */
function masked(text: string): string {
  return text
    .replaceAll(/\b[0-9a-f]{40}\b/g, "<commit>")
    .replaceAll(/ at [0-9a-f]{7}\b/g, " at <commit>")
    .replaceAll(/^md5: [0-9a-f]{32}$/gm, "md5: <checksum>");
}

test("lode import locks data to a commit, status and update follow its source", () => {
  const workspace = consumer();
  expect(
    masked(
      workspace.transcript(
        "import ../src cats --rev v1",
        "import ../src notes.md -q",
        "import ../src cats",
        "status",
        "update cats.dvc",
        "update cats.dvc --rev v2",
        "status",
      ),
    ),
  ).toMatchInlineSnapshot(`
    "$ lode import ../src cats --rev v1
    Importing 'cats (../src)' -> 'cats'

    To track the changes with git, run:

    	git add .gitignore cats.dvc

    To enable auto staging, run:

    	dvc config core.autostage true
    $ lode import ../src notes.md -q
    $ lode import ../src cats
    ! ERROR: Cannot write to 'cats': the directory already exists locally
    ! Hint: To override it, run the command again with '--force'.
    = 1
    $ lode status
    Data and pipelines are up to date.
    $ lode update cats.dvc
    'cats.dvc' didn't change, skipping
    $ lode update cats.dvc --rev v2
    Importing 'cats (../src)' -> 'cats'
    $ lode status
    Data and pipelines are up to date."
  `);
  expect(masked(workspace.read("cats.dvc"))).toMatchInlineSnapshot(`
    "md5: <checksum>
    frozen: true
    deps:
    - path: cats
      repo:
        url: ../src
        rev: v2
        rev_lock: <commit>
    outs:
    - md5: b886af8c0a803c07bab2c9b4cb208c16.dir
      size: 4
      nfiles: 2
      hash: md5
      path: cats
    "
  `);
});

test("lode import names what it cannot find", () => {
  const workspace = consumer();
  expect(
    masked(
      workspace.transcript(
        "import ../src dogs",
        "import ../src cats --rev v3",
        "import ../nowhere cats",
        "import ../src cats --config a --remote b --remote-config c=d",
      ),
    ),
  ).toMatchInlineSnapshot(`
    "$ lode import ../src dogs
    ! ERROR: Cannot find 'dogs' in '../src' at <commit>: there is no such file or directory
    ! Hint: See what there is: lode list ../src
    Importing 'dogs (../src)' -> 'dogs'
    = 255
    $ lode import ../src cats --rev v3
    ! ERROR: Cannot find the Git revision "v3" in "<base>/src": it is not there
    ! Hint: See its branches and tags with \`git branch -a\` and \`git tag\`, or \`git fetch\` first.
    Importing 'cats (../src)' -> 'cats'
    = 1
    $ lode import ../nowhere cats
    ! ERROR: Cannot open the repository "../nowhere": there is no folder "<base>/nowhere"
    ! Hint: A relative path starts at the current folder: change to the one that it was meant for.
    Importing 'cats (../nowhere)' -> 'cats'
    = 1
    $ lode import ../src cats --config a --remote b --remote-config c=d
    ! ERROR: Cannot use --config together with --remote and --remote-config: only two of them fit into one import
    ! Hint: Put the remote's options into the config file.
    = 255"
  `);
});

test("lode import records without data, pull brings it, update completes it", () => {
  const workspace = consumer();
  expect(
    masked(
      workspace.transcript(
        "import -q ../src cats --no-download",
        "status",
        "pull",
        "import -q ../src notes.md --no-exec",
        "update notes.md.dvc",
        "update --to-remote notes.md.dvc",
        "import -q --json ../src notes.md -f",
      ),
    ),
  ).toMatchInlineSnapshot(`
    "$ lode import -q ../src cats --no-download
    $ lode status
    cats.dvc:
    	changed outs:
    		deleted:            cats
    $ lode pull
    A       cats/
    2 files fetched and 2 files added
    $ lode import -q ../src notes.md --no-exec
    $ lode update notes.md.dvc
    Importing 'notes.md (../src)' -> 'notes.md'
    $ lode update --to-remote notes.md.dvc
    ! ERROR: Cannot update 'notes.md.dvc' with --to-remote: its data was imported from another repository
    = 1
    $ lode import -q --json ../src notes.md -f
    {"path": "notes.md", "dvcFile": "notes.md.dvc", "oid": "e650f8d4343a4278d3450e0a1d737e54", "git": {"changed": ["notes.md.dvc"], "staged": false}, "commit": "<commit>"}"
  `);
});

test("lode get runs no command that a source's configuration names", () => {
  const workspace = consumer();
  workspace.shell(`cd ../src; cat >>.dvc/config <<'EOF'
[core]
    remote = evil
['remote "evil"']
    url = webdav://127.0.0.1:9/
    bearer_token_command = touch ${workspace.dir}/ran
EOF
    git commit -qam evil`);
  const { exitCode, stderr } = workspace.run(["get", `file://${workspace.dir}/../src`, "cats"]);
  expect(exitCode).toBe(1);
  expect(stderr).toContain("has the option `bearer_token_command`, which runs a command on this machine");
  expect(workspace.shell("ls").stdout).not.toMatch(/ran|cats/);
});
