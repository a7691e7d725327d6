import { expect, test } from "vitest";
import { makeWorkspace, type Workspace } from "./workspace.ts";

/** A clone of a registry whose dataset `data` of five files is in the remote only. */
function emptyClone(): Workspace {
  const workspace = makeWorkspace();
  const { exitCode, stderr } = workspace.shell(`
    set -e
    NODE="$0"; LODE="$1"
    mkdir ../store; (
      mkdir ../origin; cd ../origin; git init -q -b main; "$NODE" "$LODE" init -q
      "$NODE" "$LODE" remote add -q -d store "$PWD/../store"
      mkdir -p data/cats; for n in 1 2 3; do echo cat $n >data/cats/$n.jpg; done; echo old >data/old.jpg; echo a >data/a
      "$NODE" "$LODE" add -q data; "$NODE" "$LODE" push -q; git add .; git commit -qm data
    )
    git clone -q ../origin .`);
  if (exitCode !== 0) throw new Error(stderr);
  return workspace;
}

/** The files of the cache that are no listings. */
function cachedFiles(workspace: Workspace): string {
  return workspace.shell("find .dvc/cache -type f ! -name '*.dir' -exec cat {} +").stdout;
}

test("lode add, remove and move change a directory whose files are elsewhere", () => {
  const workspace = emptyClone();
  workspace.write("data/new.jpg", "new\n");
  expect(
    workspace.transcript(
      "add -q data/new.jpg",
      "remove data/old.jpg data/cats/2.jpg",
      "move -q data/a data/letters/a",
      "move data/letters/a data/cats/",
      "push",
    ),
  ).toMatchInlineSnapshot(`
    "$ lode add -q data/new.jpg
    $ lode remove data/old.jpg data/cats/2.jpg

    To track the changes with git, run:

    	git add data.dvc

    To enable auto staging, run:

    	dvc config core.autostage true
    $ lode move -q data/a data/letters/a
    $ lode move data/letters/a data/cats/

    To track the changes with git, run:

    	git add data.dvc

    To enable auto staging, run:

    	dvc config core.autostage true
    $ lode push
    2 files pushed"
  `);
  expect(cachedFiles(workspace)).toBe("new\n");
  expect(workspace.shell("find data -type f").stdout).toBe("data/new.jpg\n");
  expect(workspace.git("status", "--short")).toBe(" M data.dvc\n");
  expect(workspace.read("data.dvc")).toMatchInlineSnapshot(`
    "outs:
    - md5: c2114f7c8cf50ac48b5b974541ebb9d4.dir
      nfiles: 4
      hash: md5
      path: data
    "
  `);

  workspace.shell("rm -r .dvc/cache data");
  expect(workspace.run(["pull", "-q"]).exitCode).toBe(0);
  expect(workspace.shell("find data -type f | sort; cat data/cats/a").stdout).toMatchInlineSnapshot(`
    "data/cats/1.jpg
    data/cats/3.jpg
    data/cats/a
    data/new.jpg
    a
    "
  `);
});

test("lode remove and move say what is in the way in a tracked directory", () => {
  const workspace = emptyClone();
  workspace.write("data/old.jpg", "edited\n");
  expect(
    workspace.transcript(
      "remove data/nothing",
      "remove data/old.jpg",
      "remove data",
      "move data/a data/cats/1.jpg",
      "move data/a elsewhere",
      "move data/a data/old.jpg/a",
      "remove --outs data/old.jpg",
    ),
  ).toMatchInlineSnapshot(`
    "$ lode remove data/nothing
    ! ERROR: Cannot remove 'data/nothing': 'data' does not have it
    ! Hint: See what it has with \`lode list . data\`.
    = 1
    $ lode remove data/old.jpg
    ! ERROR: Cannot remove files whose content is saved nowhere: "<dir>/data/old.jpg"
    ! Hint: Save them with \`lode add\` first, or have them kept aside with --outs.
    = 1
    $ lode remove data
    ! ERROR: Cannot find the target 'data': it is neither a .dvc file nor a stage in 'dvc.yaml'
    ! Hint: Did you mean 'data.dvc'?
    = 1
    $ lode move data/a data/cats/1.jpg
    ! ERROR: Cannot move 'data/a' to 'data/cats/1.jpg': something is there already
    ! Hint: Choose another path; see what is there with \`lode list . data\`.
    = 1
    $ lode move data/a elsewhere
    ! ERROR: Cannot move 'data/a' to 'elsewhere': it is a part of 'data', and no tracked directory is there
    ! Hint: Move it within 'data' or to another tracked directory, or take it out with \`lode remove\` and add it.
    = 1
    $ lode move data/a data/old.jpg/a
    ! ERROR: Cannot move 'data/a' to 'data/old.jpg/a': 'data/old.jpg' is a file
    ! Hint: Choose another path; see what is there with \`lode list . data\`.
    = 1
    $ lode remove --outs data/old.jpg
    ! WARNING: Files that are saved nowhere else are kept in '.dvc/tmp/lode/replaced/1': 'data/old.jpg'

    To track the changes with git, run:

    	git add data.dvc

    To enable auto staging, run:

    	dvc config core.autostage true"
  `);
  expect(workspace.read(".dvc/tmp/lode/replaced/1/data/old.jpg")).toBe("edited\n");
});

test("lode remove --json tells stages, paths and what Git is to know", () => {
  const workspace = emptyClone();
  expect(
    workspace.transcript("remove --json data/old.jpg", "move --json data/a data/b", "remove --json data.dvc"),
  ).toMatchInlineSnapshot(`
    "$ lode remove --json data/old.jpg
    {"stages": [], "paths": ["data/old.jpg"], "git": {"changed": ["data.dvc"], "staged": false}}
    $ lode move --json data/a data/b
    {"from": "data/a", "to": "data/b", "dvcFile": "data.dvc", "git": {"changed": ["data.dvc"], "staged": false}}
    $ lode remove --json data.dvc
    {"stages": ["data.dvc"], "paths": [], "git": {"changed": [], "staged": false}}"
  `);
});
