import { dirname } from "node:path";
import { expect, test } from "vitest";
import { makeWorkspace, type Workspace } from "./workspace.ts";

/** A project with a tracked file `foo`, a tracked directory `dir`, and no remote. */
function project(): Workspace {
  const workspace = makeWorkspace();
  const { exitCode, stderr } = workspace.shell(`
    set -e
    git init -q -b main; "$0" "$1" init -q
    echo foo >foo; mkdir dir; echo one >dir/one; echo two >dir/two; echo text >README.md
    "$0" "$1" add -q foo dir; git add .; git commit -qm data`);
  if (exitCode !== 0) throw new Error(stderr);
  return workspace;
}

/** Runs command lines that are to fail: what each prints on stderr behind `! `, and its exit code. */
function failures(workspace: Workspace, ...lines: readonly string[]): string {
  const table = lines.map((line) => {
    const { stderr, exitCode } = workspace.run(line.split(" "));
    const base = dirname(workspace.dir);
    const told = stderr.trimEnd().replaceAll(/^/gm, "! ").replaceAll(workspace.dir, "<dir>").replaceAll(base, "<base>");
    return `$ lode ${line}\n${told}\n= ${exitCode}`;
  });
  return table
    .join("\n")
    .replaceAll(/ at [0-9a-f]{7}\b/g, " at <commit>")
    .replaceAll(/(?<=choose from |known are )[^)\n]*/g, "…");
}

test("A wrong command line says what is wrong with it", () => {
  expect(
    failures(
      project(),
      "statsu",
      "add",
      "add --nothing foo",
      "push -j many",
      "remote",
      "remote add store",
      "move foo",
      "get",
      "freeze",
      "status -q -v",
      "repro",
      "exp run",
      "add --to-remote foo dir",
      "add -r store foo",
      "init --no-scm --subdir",
    ),
  ).toMatchInlineSnapshot(`
    "$ lode statsu
    ! ERROR: argument command: invalid choice: 'statsu', maybe you meant 'status'? (choose from …)
    = 254
    $ lode add
    ! ERROR: the following arguments are required: targets
    = 254
    $ lode add --nothing foo
    ! ERROR: unrecognized arguments: --nothing
    = 254
    $ lode push -j many
    ! ERROR: argument -j/--jobs: invalid int value: 'many'
    = 254
    $ lode remote
    ! ERROR: the following arguments are required: cmd
    = 254
    $ lode remote add store
    ! ERROR: the following arguments are required: url
    = 254
    $ lode move foo
    ! ERROR: the following arguments are required: dst
    = 254
    $ lode get
    ! ERROR: the following arguments are required: url, path
    = 254
    $ lode freeze
    ! ERROR: the following arguments are required: targets
    = 254
    $ lode status -q -v
    ! usage: lode [-q | -v]
    ! lode: error: argument -v/--verbose: not allowed with argument -q/--quiet
    = 2
    $ lode repro
    ! ERROR: lode does not run pipelines; use \`dvc repro\`
    = 1
    $ lode exp run
    ! ERROR: lode does not run experiments; use \`dvc experiments\`
    = 1
    $ lode add --to-remote foo dir
    ! ERROR: Cannot add: multiple targets can't be used with --to-remote
    ! Hint: See \`lode add --help\`.
    = 1
    $ lode add -r store foo
    ! ERROR: Cannot add: --remote can't be used without --to-remote
    ! Hint: See \`lode add --help\`.
    = 1
    $ lode init --no-scm --subdir
    ! ERROR: Cannot make a project with both --no-scm and --subdir
    ! Hint: With --no-scm any folder can be a project; leave out --subdir.
    = 255"
  `);
});

test("A command outside of a project says how to make one", () => {
  const workspace = makeWorkspace();
  expect(
    failures(
      workspace,
      "status",
      "add foo",
      "push",
      "remove foo.dvc",
      "move foo bar",
      "destroy -f",
      "gc -w",
      "remote add store ../store",
      "--cd nowhere status",
      "init",
    ),
  ).toMatchInlineSnapshot(`
    "$ lode status
    ! ERROR: Cannot find a project around "<dir>": no ".dvc" folder up to "/"
    ! Hint: Make a project with \`lode init\`, or change to one
    = 253
    $ lode add foo
    ! ERROR: Cannot find a project around "<dir>": no ".dvc" folder up to "/"
    ! Hint: Make a project with \`lode init\`, or change to one
    = 253
    $ lode push
    ! ERROR: Cannot find a project around "<dir>": no ".dvc" folder up to "/"
    ! Hint: Make a project with \`lode init\`, or change to one
    = 253
    $ lode remove foo.dvc
    ! ERROR: Cannot find a project around "<dir>": no ".dvc" folder up to "/"
    ! Hint: Make a project with \`lode init\`, or change to one
    = 253
    $ lode move foo bar
    ! ERROR: Cannot find a project around "<dir>": no ".dvc" folder up to "/"
    ! Hint: Make a project with \`lode init\`, or change to one
    = 253
    $ lode destroy -f
    ! ERROR: Cannot find a project around "<dir>": no ".dvc" folder up to "/"
    ! Hint: Make a project with \`lode init\`, or change to one
    = 253
    $ lode gc -w
    ! ERROR: Cannot find a project around "<dir>": no ".dvc" folder up to "/"
    ! Hint: Make a project with \`lode init\`, or change to one
    = 253
    $ lode remote add store ../store
    ! ERROR: Cannot use the configuration of a project: there is none around
    ! Hint: Change to a project, or use --global or --system
    = 251
    $ lode --cd nowhere status
    ! ERROR: Cannot change to the folder "nowhere": it cannot be entered
    ! Cause: ENOENT: no such file or directory, chdir '<dir>' -> 'nowhere'
    ! Hint: Name a folder that is there, and that you may enter.
    = 255
    $ lode init
    ! ERROR: Cannot make a project in "<dir>": it is not the root of a Git repository
    ! Hint: Run \`git init\` first, or use --no-scm to do without Git, or --subdir in a part of a repository
    = 1"
  `);
});

test("A command that lacks a remote says how to name one", () => {
  const workspace = project();
  const before = failures(
    workspace,
    "push",
    "status -c",
    "push -r nope",
    "fetch -r nope",
    "remote default nope",
    "remote modify nope url x",
  );
  expect(before).toMatchInlineSnapshot(`
    "$ lode push
    ! ERROR: Cannot choose a remote: none is given and there is no default remote
    ! Hint: Set one with \`lode remote default NAME\`, or add one with \`lode remote add -d NAME URL\`.
    = 1
    $ lode status -c
    ! ERROR: Cannot choose a remote: none is given and there is no default remote
    ! Hint: Set one with \`lode remote default NAME\`, or add one with \`lode remote add -d NAME URL\`.
    = 1
    $ lode push -r nope
    ! ERROR: Cannot use the remote 'nope': it does not exist
    ! Hint: Run 'lode remote list' to see which remotes there are.
    = 1
    $ lode fetch -r nope
    ! ERROR: Cannot use the remote 'nope': it does not exist
    ! Hint: Run 'lode remote list' to see which remotes there are.
    = 1
    $ lode remote default nope
    ! ERROR: Cannot use the remote 'nope': it does not exist
    ! Hint: Run 'lode remote list' to see which remotes there are.
    = 251
    $ lode remote modify nope url x
    ! ERROR: Cannot use the remote 'nope': it does not exist
    ! Hint: Run 'lode remote list' to see which remotes there are.
    = 251"
  `);
  workspace.write("file", "");
  workspace.run(["remote", "add", "-d", "store", "file/store"]);
  expect(failures(workspace, "push", "remote modify store nothing x", "remote remove other")).toMatchInlineSnapshot(`
    "$ lode push
    ! ERROR: Cannot use the remote 'store': "<dir>/file/store" is not, or not in, a folder
    ! Hint: Correct it with \`lode remote modify store url PATH\`.
    = 255
    $ lode remote modify store nothing x
    ! ERROR: Cannot use the option 'remote.store.nothing' of ".dvc/config": unknown option; known are …
    ! Hint: Correct the option where it is set.
    = 251
    $ lode remote remove other
    ! ERROR: Cannot use the remote 'other': it does not exist
    ! Hint: Run 'lode remote list' to see which remotes there are.
    = 251"
  `);
});

test("A target that is not there, or not what it should be, is named", () => {
  const workspace = project();
  workspace.write("changed", "");
  workspace.shell("ln -s dir link");
  expect(
    failures(
      workspace,
      "add nothing",
      "add README.md",
      "add foo.dvc",
      "add ../elsewhere",
      "add link/one",
      "add foo/below",
      "checkout nothing",
      "commit nothing",
      "status nothing",
      "unprotect nothing",
      "remove foo",
      "remove nothing.dvc",
      "remove dir/nothing",
      "freeze foo",
      "unfreeze a b",
      "move nothing bar",
      "move foo README.md",
      "move foo no/where",
      "move dir/one elsewhere",
      "list . nothing",
      "get . nothing",
      "import . foo -o dir",
    ),
  ).toMatchInlineSnapshot(`
    "$ lode add nothing
    ! ERROR: Cannot track 'nothing': it does not exist
    ! Hint: Check the path: targets are relative to the current folder.
    = 1
    $ lode add README.md
    ! ERROR: Cannot track 'README.md': Git tracks it already
    ! Hint: Run \`git rm -r --cached 'README.md'\` and commit that, then try again.
    = 1
    $ lode add foo.dvc
    ! ERROR: Cannot track 'foo.dvc': a stage file cannot be an output
    ! Hint: Name the data; Git keeps the stage files.
    = 1
    $ lode add ../elsewhere
    ! ERROR: Cannot add '../elsewhere': it is outside of the project
    ! Hint: Take a copy with --out, or send it straight to storage with --to-remote.
    = 1
    $ lode add link/one
    ! ERROR: Cannot add 'link/one': 'link' is a symbolic link to a directory
    ! Hint: Name the directory that it leads to, if it is in the project.
    = 1
    $ lode add foo/below
    ! ERROR: Cannot add 'foo/below': 'foo' is tracked as a file
    ! Hint: Run \`lode add foo\` to take over all of it.
    = 1
    $ lode checkout nothing
    ! ERROR: Cannot find the target 'nothing': it does not exist as an output or a stage name in 'dvc.yaml'
    ! Hint: See what is tracked with \`lode list -R --dvc-only .\`.
    = 255
    $ lode commit nothing
    ! ERROR: Cannot find the target 'nothing': it does not exist as an output or a stage name in 'dvc.yaml'
    ! Hint: See what is tracked with \`lode list -R --dvc-only .\`.
    = 1
    $ lode status nothing
    ! ERROR: Cannot find the target 'nothing': it does not exist as an output or a stage name in 'dvc.yaml'
    ! Hint: See what is tracked with \`lode list -R --dvc-only .\`.
    = 1
    $ lode unprotect nothing
    ! ERROR: Cannot make "<dir>/nothing" writable: nothing is there
    ! Hint: Check the path: targets are relative to the current folder.
    = 255
    $ lode remove foo
    ! ERROR: Cannot find the target 'foo': it is neither a .dvc file nor a stage in 'dvc.yaml'
    ! Hint: Did you mean 'foo.dvc'?
    = 1
    $ lode remove nothing.dvc
    ! ERROR: Cannot load the stages of 'nothing.dvc': it does not exist
    ! Hint: See what there is with \`lode list -R .\`.
    = 1
    $ lode remove dir/nothing
    ! ERROR: Cannot remove 'dir/nothing': 'dir' does not have it
    ! Hint: See what it has with \`lode list . dir\`.
    = 1
    $ lode freeze foo
    ! ERROR: Cannot find the target 'foo': it is neither a .dvc file nor a stage in 'dvc.yaml'
    ! Hint: Did you mean 'foo.dvc'?
    = 1
    $ lode unfreeze a b
    ! WARNING: Cannot find the target 'a': it is neither a .dvc file nor a stage in 'dvc.yaml'
    ! WARNING: Cannot find the target 'b': it is neither a .dvc file nor a stage in 'dvc.yaml'
    ! ERROR: Cannot unfreeze everything: 'a', 'b' failed
    ! Hint: Nothing was changed.
    = 1
    $ lode move nothing bar
    ! ERROR: Cannot move 'nothing': no .dvc file tracks it
    ! Hint: See what is tracked with \`lode list -R --dvc-only .\`.
    = 1
    $ lode move foo README.md
    ! ERROR: Cannot move 'foo' to 'README.md': something is there already
    ! Hint: Choose another name, or move that away first.
    = 1
    $ lode move foo no/where
    ! ERROR: Cannot move 'foo': the folder 'no' does not exist
    ! Hint: Make it first.
    = 1
    $ lode move dir/one elsewhere
    ! ERROR: Cannot move 'dir/one' to 'elsewhere': it is a part of 'dir', and no tracked directory is there
    ! Hint: Move it within 'dir' or to another tracked directory, or take it out with \`lode remove\` and add it.
    = 1
    $ lode list . nothing
    ! ERROR: Cannot find 'nothing' in '.' at <commit>: there is no such file or directory
    ! Hint: See what there is: lode list .
    = 1
    $ lode get . nothing
    ! ERROR: Cannot find 'nothing' in '.' at <commit>: there is no such file or directory
    ! Hint: See what there is: lode list .
    = 255
    $ lode import . foo -o dir
    ! ERROR: Cannot use the stage file 'dir/foo.dvc': it is git-ignored
    ! Hint: Change the ignore rules, or move the file.
    = 1"
  `);
});

test("A change that would lose something is refused, with the way around it", () => {
  const workspace = project();
  workspace.write("foo", "changed\n");
  workspace.write("dir/mine", "mine\n");
  expect(
    failures(workspace, "commit foo.dvc", "checkout", "remove dir/mine", "destroy", "get . dir/one -o foo"),
  ).toMatchInlineSnapshot(`
    "$ lode commit foo.dvc
    ! ERROR: Cannot commit 'foo.dvc': it changed since it was recorded
    ! Hint: Record what is there with --force.
    = 1
    $ lode checkout
    ! ERROR: Cannot remove files whose content is saved nowhere: "<dir>/dir/mine", "<dir>/foo"
    ! Hint: Track them with \`lode add\` or \`lode commit\` first, or give them up with --force.
    = 255
    $ lode remove dir/mine
    ! ERROR: Cannot remove files whose content is saved nowhere: "<dir>/dir/mine"
    ! Hint: Save them with \`lode add\` first, or have them kept aside with --outs.
    = 1
    $ lode destroy
    ! ERROR: Cannot destroy the project "<dir>": nobody confirmed it
    ! Hint: Do it without being asked with --force.
    = 1
    $ lode get . dir/one -o foo
    ! ERROR: Cannot write to 'foo': the file already exists locally
    ! Hint: To override it, run the command again with '--force'.
    = 1"
  `);
});

test("A missing object is named, with where it may be got", () => {
  const workspace = project();
  workspace.shell("mkdir ../store; rm -r .dvc/cache foo dir");
  expect(failures(workspace, "checkout", "get . foo -o copy")).toMatchInlineSnapshot(`
    "$ lode checkout
    ! WARNING: Cannot read the files of 'dir': its listing is neither in the cache nor in a remote
    ! WARNING: Cannot create "foo": the cache does not have its content
    ! ERROR: Cannot check out everything: dir, foo failed
    ! Hint: Get the missing data with \`lode fetch\`, then run \`lode checkout\` again.
    = 255
    $ lode get . foo -o copy
    ! ERROR: Cannot get 'foo' of '.': 1 of its objects are neither in a cache nor in a remote
    ! Hint: Push them from where they are: \`lode push\`.
    = 255"
  `);
  workspace.run(["remote", "add", "-d", "store", "../store"]);
  expect(failures(workspace, "pull", "fetch foo.dvc", "remove dir/one", "list -R . dir")).toMatchInlineSnapshot(`
    "$ lode pull
    ! WARNING: Some of the cache files do not exist neither locally nor on remote. Missing cache files:
    ! md5: 37eca5ff79af30c75abe882276cbf88f.dir
    ! md5: d3b07384d113edec49eaa6238ad5ff00
    ! WARNING: Cannot read the files of 'dir': its listing is neither in the cache nor in a remote
    ! WARNING: Cannot create "foo": the cache does not have its content
    ! ERROR: Cannot check out everything: dir, foo failed
    ! Hint: Get the missing data with \`lode fetch\`, then run \`lode checkout\` again.
    = 1
    $ lode fetch foo.dvc
    ! WARNING: Some of the cache files do not exist neither locally nor on remote. Missing cache files:
    ! md5: d3b07384d113edec49eaa6238ad5ff00
    = 0
    $ lode remove dir/one
    ! ERROR: Cannot read the files of 'dir': its listing is neither in the cache nor in a remote
    ! Hint: Get it with \`lode fetch\`, or push it from where it is.
    = 1
    $ lode list -R . dir
    ! ERROR: Cannot look into the directory 'dir' of 'dir.dvc': its manifest is neither in the cache nor in the remote
    ! Hint: Push it from where it is: \`lode push\`.
    = 255"
  `);
});

test("A file that is broken is named, with the line", () => {
  const workspace = project();
  const dvcFile = workspace.read("foo.dvc");
  const broken = (path: string, content: string, ...lines: readonly string[]) => {
    const before = path === "foo.dvc" ? dvcFile : undefined;
    workspace.write(path, content);
    const told = failures(workspace, ...lines);
    if (before === undefined) workspace.shell(`rm ${path}`);
    else workspace.write(path, before);
    return told;
  };
  const conflict = `<<<<<<< HEAD\n${dvcFile}=======\n${dvcFile}>>>>>>> other\n`;
  expect(
    [
      broken("foo.dvc", conflict, "status", "checkout"),
      broken("foo.dvc", dvcFile.replace("size", "sise"), "status"),
      broken("foo.dvc", dvcFile.replace("path: foo", "path: ../foo"), "checkout"),
      broken("again.dvc", dvcFile, "checkout"),
      broken("dvc.yaml", "stages:\n  s:\n    cmd: echo ${x}\n", "status"),
      broken(".dvc/config.local", "[core]\nremote\n", "status"),
      broken(".dvc/config.local", "[core]\nnothing = 1\n", "status"),
    ].join("\n"),
  ).toMatchInlineSnapshot(`
    "$ lode status
    ! ERROR: Cannot parse "foo.dvc": implicit keys need to be on a single line, line 1, column 1, possible merge conflicts
    ! Hint: Resolve the merge conflict in it.
    = 1
    $ lode checkout
    ! ERROR: Cannot parse "foo.dvc": implicit keys need to be on a single line, line 1, column 1, possible merge conflicts
    ! Hint: Resolve the merge conflict in it.
    = 255
    $ lode status
    ! ERROR: 'foo.dvc' validation failed: extra keys not allowed, in outs -> 0 -> sise, line 2, column 3
    ! Hint: Correct the file, or restore it from Git.
    = 1
    $ lode checkout
    ! ERROR: Cannot use the output '../foo' of 'foo.dvc': it is outside of the project
    ! Hint: Track it where it lies, or bring it into the project with \`lode add --out\`.
    = 255
    $ lode checkout
    ! ERROR: Cannot use the project: output 'foo' is specified in 'foo.dvc' and in 'again.dvc'
    ! Hint: Remove one of the two.
    = 255
    $ lode status
    ! ERROR: Cannot parse 'stages.s.cmd' in 'dvc.yaml': could not find 'x'
    ! Hint: Correct 'dvc.yaml', or the parameter files that it takes values from.
    = 1
    $ lode status
    ! ERROR: Cannot read the configuration "<dir>/.dvc/config.local": the line is neither a [section] nor a 'key = value' (line 2)
    ! Hint: Correct the line.
    = 251
    $ lode status
    ! ERROR: Cannot use the option 'core.nothing' of "<dir>/.dvc/config.local": unknown option; known are …
    ! Hint: Correct the option where it is set.
    = 251"
  `);
});

test("A source that cannot be used is named", () => {
  const workspace = project();
  workspace.shell("mkdir ../plain ../empty; echo a >../plain/a; git init -q ../empty");
  expect(
    failures(
      workspace,
      "get ../nowhere cats",
      "import ../nowhere cats",
      "list ../plain --rev v1",
      "get . foo -o copy --rev v9",
      "import ../plain a",
      "import ../empty a",
    ),
  ).toMatchInlineSnapshot(`
    "$ lode get ../nowhere cats
    ! ERROR: Cannot open the repository "../nowhere": there is no folder "<base>/nowhere"
    ! Hint: A relative path starts at the current folder: change to the one that it was meant for.
    = 1
    $ lode import ../nowhere cats
    ! ERROR: Cannot open the repository "../nowhere": there is no folder "<base>/nowhere"
    ! Hint: A relative path starts at the current folder: change to the one that it was meant for.
    = 1
    $ lode list ../plain --rev v1
    ! ERROR: Cannot open "../plain" at a revision: it is not in a Git repository
    ! Hint: Leave out the revision to take what is there.
    = 1
    $ lode get . foo -o copy --rev v9
    ! ERROR: Cannot find the Git revision "v9" in "<dir>": it is not there
    ! Hint: See its branches and tags with \`git branch -a\` and \`git tag\`, or \`git fetch\` first.
    = 1
    $ lode import ../plain a
    ! ERROR: Cannot import from "../plain": it has no commit to lock the import to
    ! Hint: Commit there first, or copy the data with \`lode get\`.
    = 1
    $ lode import ../empty a
    ! ERROR: Cannot import from "../empty": it has no commit to lock the import to
    ! Hint: Commit there first, or copy the data with \`lode get\`.
    = 1"
  `);
});

test("A lock that another process holds is named", () => {
  const workspace = project();
  workspace.write(
    ".dvc/tmp/rwlock",
    `{"write": {"${workspace.dir}/foo": {"pid": ${process.pid}, "cmd": "dvc repro"}}}`,
  );
  expect(
    failures(workspace, "add foo", "move foo bar", "remove foo.dvc").replaceAll(String(process.pid), "<pid>"),
  ).toMatchInlineSnapshot(`
    "$ lode add foo
    ! ERROR: Cannot use "<dir>/foo": process <pid> (dvc repro) uses it
    ! Hint: If there is no such process, remove <dir>/.dvc/tmp/rwlock
    = 1
    $ lode move foo bar
    ! ERROR: Cannot use "<dir>/foo": process <pid> (dvc repro) uses it
    ! Hint: If there is no such process, remove <dir>/.dvc/tmp/rwlock
    = 1
    $ lode remove foo.dvc
    ! ERROR: Cannot use "<dir>/foo": process <pid> (dvc repro) uses it
    ! Hint: If there is no such process, remove <dir>/.dvc/tmp/rwlock
    = 1"
  `);
});

test("What is not only missing is told even with --quiet, and is not excused by --allow-missing", () => {
  const workspace = project();
  workspace.shell(`
    object=.dvc/cache/files/md5/d3/b07384d113edec49eaa6238ad5ff00
    rm -r foo dir; chmod 644 $object; echo other >$object; chmod 444 $object`);
  expect(failures(workspace, "checkout -q", "checkout --allow-missing dir foo")).toMatchInlineSnapshot(`
    "$ lode checkout -q
    ! ERROR: Cannot check out everything: foo failed
    ! Hint: Cannot use the object "<dir>/.dvc/cache/files/md5/d3/b07384d113edec49eaa6238ad5ff00": its content hashes to ba7790b1708b71cb2b61b1a30d824712. Run the command again when that is mended: it goes on from here.
    = 255
    $ lode checkout --allow-missing dir foo
    ! WARNING: Cannot use the object "<dir>/.dvc/cache/files/md5/d3/b07384d113edec49eaa6238ad5ff00": its content hashes to ba7790b1708b71cb2b61b1a30d824712
    ! ERROR: Cannot check out everything: foo failed
    ! Hint: Cannot use the object "<dir>/.dvc/cache/files/md5/d3/b07384d113edec49eaa6238ad5ff00": its content hashes to ba7790b1708b71cb2b61b1a30d824712. Run the command again when that is mended: it goes on from here.
    = 255"
  `);
  workspace.shell("rm -r .dvc/cache");
  expect(workspace.run(["checkout", "-q", "--allow-missing"])).toMatchObject({ exitCode: 0, stderr: "" });
});
