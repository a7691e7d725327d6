import { chmodSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeWorkspace, type Workspace } from "./workspace.ts";

/** A project with hooks and merge driver, a command `lode` on PATH, and two branches that changed the same directory. */
function twoBranches({ our, their }: { readonly our: string; readonly their: string }): Workspace {
  const workspace = makeWorkspace();
  const { exitCode, stderr } = workspace.shell(`
    set -e
    mkdir ../bin; printf '#!/bin/sh\\nexec "%s" "%s" "$@"\\n' "$0" "$1" >../bin/lode; chmod +x ../bin/lode
    export PATH="$PWD/../bin:$PATH"
    git init -q -b main; lode init -q; lode install
    echo '*.dvc merge=dvc' >.gitattributes
    mkdir data; echo 1 >data/a; echo 1 >data/b; lode add -q data; git add .; git commit -qm start
    git checkout -qb side; ${their}; lode add -q data; git commit -qam side
    git checkout -q main; ${our}; lode add -q data; git commit -qam main`);
  if (exitCode !== 0) throw new Error(stderr);
  return workspace;
}

const onPath = 'export PATH="$PWD/../bin:$PATH"; ';

test("git merge merges tracked directories file by file, and the hooks keep the data in step", () => {
  const workspace = twoBranches({ our: "echo ours >data/a", their: "echo theirs >data/c; rm data/b" });
  const { exitCode, stderr } = workspace.shell(`${onPath} git merge -q side && lode checkout -q && lode status -q`);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(workspace.shell("cd data; tail -n +1 *").stdout).toBe("==> a <==\nours\n\n==> c <==\ntheirs\n");
  expect(workspace.git("status", "--porcelain")).toBe("");
});

test("git merge reports a conflict with its paths, and the steps of docs/merge.md resolve it", () => {
  const workspace = twoBranches({ our: "echo ours >data/a", their: "echo theirs >data/a; echo new >data/c" });
  const merge = workspace.shell(`${onPath} git merge side`);
  expect(merge.exitCode).toBe(1);
  expect(merge.stderr).toContain("Cannot merge 'data.dvc': unable to auto-merge the following paths:\na\n");
  expect(merge.stdout).toContain("CONFLICT (content): Merge conflict in data.dvc");
  const page = readFileSync(join(import.meta.dirname, "../../docs/merge.md"), "utf8");
  const steps = /```sh\n(git show [^`]*)```/.exec(page)?.[1];
  expect(workspace.shell(`${onPath} set -e; ${steps}`).exitCode).toBe(0);
  expect(workspace.shell("cd data; tail -n +1 *").stdout).toBe("==> a <==\ntheirs\n\n==> b <==\n1\n\n==> c <==\nnew\n");
  expect(workspace.git("log", "--format=%s", "-1")).toContain("Merge branch 'side'");
});

test("lode install leaves a hook of another origin as it is, and says what to add to it", () => {
  const workspace = makeWorkspace();
  workspace.git("init", "-q");
  workspace.run(["init", "-q"]);
  mkdirSync(join(workspace.dir, ".git/hooks"), { recursive: true });
  workspace.write(".git/hooks/pre-push", "#!/bin/sh\n");
  expect(workspace.transcript("install")).toMatchInlineSnapshot(`
    "$ lode install
    ! ERROR: Cannot install Git hooks: Hook 'pre-push' already exists
    ! Hint: Add the line \`lode git-hook pre-push "$@"\` to it, or remove it.
    = 1"
  `);
  expect(workspace.shell("ls .git/hooks | grep -v sample").stdout).toBe("pre-push\n");
});

test("hooks of lode install run dvc where there is no lode", () => {
  const workspace = makeWorkspace();
  workspace.git("init", "-q");
  workspace.run(["init", "-q"]);
  workspace.run(["install"]);
  workspace.shell("mkdir ../bin; printf '#!/bin/sh\\necho dvc \"$@\"\\n' >../bin/dvc");
  chmodSync(join(workspace.dir, "../bin/dvc"), 0o755);
  const script = `sed -i "s|'/[^']*'|'/nowhere'|g" .git/hooks/post-checkout; PATH="$PWD/../bin:/usr/bin:/bin" .git/hooks/post-checkout a b 1`;
  expect(workspace.shell(script).stdout).toBe("dvc git-hook post-checkout a b 1\n");
});
