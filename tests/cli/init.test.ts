import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeWorkspace } from "./workspace.ts";

test("lode init makes a project and stages it", () => {
  const workspace = makeWorkspace();
  workspace.git("init", "-q");
  expect(workspace.transcript("init")).toMatchInlineSnapshot(`
    "$ lode init
    Initialized DVC repository.

    You can now commit the changes to git.

    What's next?
    ------------
    - Track and version a dataset:   lode add <path>
    - Say where data is shared:      lode remote add -d <name> <url>
    - Learn what else there is:      lode --help"
  `);
  expect(workspace.read(".dvc/config")).toBe("");
  expect(workspace.read(".dvc/.gitignore")).toBe("/config.local\n/tmp\n/cache\n");
  expect(workspace.git("status", "--short")).toBe("A  .dvc/.gitignore\nA  .dvc/config\nA  .dvcignore\n");
});

test("lode init refuses what it cannot do and leaves nothing behind", () => {
  const workspace = makeWorkspace();
  expect(workspace.transcript("init", "init --subdir", "init --no-scm --subdir")).toMatchInlineSnapshot(`
    "$ lode init
    ! ERROR: Cannot make a project in "<dir>": it is not the root of a Git repository
    ! Hint: Run \`git init\` first, or use --no-scm to do without Git, or --subdir in a part of a repository
    = 1
    $ lode init --subdir
    ! ERROR: Cannot make a project in "<dir>": it is in no Git repository
    ! Hint: Run \`git init\` first, or use --no-scm to do without Git, or --subdir in a part of a repository
    = 1
    $ lode init --no-scm --subdir
    ! ERROR: Cannot make a project with both --no-scm and --subdir
    ! Hint: With --no-scm any folder can be a project; leave out --subdir.
    = 255"
  `);
  workspace.git("init", "-q");
  workspace.write(".gitignore", ".dvc\n");
  expect(workspace.transcript("init")).toMatchInlineSnapshot(`
    "$ lode init
    ! ERROR: Cannot make the project "<dir>/.dvc": Git ignores this folder
    ! Hint: Make Git see it, for example by adding \`!.dvc\` to .gitignore
    = 1"
  `);
  expect(existsSync(join(workspace.dir, ".dvc"))).toBe(false);
});

test("lode init makes a project anew only with -f", () => {
  const workspace = makeWorkspace();
  workspace.git("init", "-q");
  workspace.run(["init", "-q"]);
  workspace.write(".dvc/cache/files/md5/ab/cdef", "precious");
  workspace.write(".dvcignore", "mine\n");
  expect(workspace.transcript("init", "init -f -q")).toMatchInlineSnapshot(`
    "$ lode init
    ! ERROR: Cannot make the project "<dir>/.dvc": it exists
    ! Hint: Use -f to make it anew; its cache and configuration are lost then
    = 1
    $ lode init -f -q"
  `);
  expect(existsSync(join(workspace.dir, ".dvc/cache"))).toBe(false);
  expect(workspace.read(".dvcignore")).toBe("mine\n");
});

test("lode init --no-scm does without Git", () => {
  const workspace = makeWorkspace();
  expect(workspace.run(["init", "--no-scm", "-q"])).toEqual({ stdout: "", stderr: "", exitCode: 0 });
  expect(workspace.read(".dvc/config")).toBe("[core]\n    no_scm = True\n");
  expect(existsSync(join(workspace.dir, ".dvc/.gitignore"))).toBe(false);
});

test("lode init --subdir makes a project inside another", () => {
  const workspace = makeWorkspace();
  workspace.git("init", "-q");
  workspace.run(["init"]);
  workspace.write("inner/file", "");
  expect(workspace.run(["init", "--subdir", "-q"], { cwd: "inner" }).exitCode).toBe(0);
  expect(workspace.run(["root"], { cwd: "inner" }).stdout).toBe(".\n");
});

test("lode init warns when Git ignores a part of the project", () => {
  const workspace = makeWorkspace();
  workspace.git("init", "-q");
  workspace.write(".gitignore", ".dvcignore\n");
  expect(workspace.run(["init"]).stderr).toMatchInlineSnapshot(`
    "WARNING: Git ignores '.dvcignore', so others will not get this part of the project
    "
  `);
});
