import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeWorkspace, type Workspace } from "./workspace.ts";

/** A project with tracked data whose remote is a web server that does not answer. */
function remoteProject(): Workspace {
  const workspace = makeWorkspace();
  const { exitCode, stderr } = workspace.shell(`
    set -e; lode() { "$NODE" "$LODE" "$@"; }; NODE="$0"; LODE="$1"
    git init -q; lode init -q; lode remote add -d store http://127.0.0.1:1/store
    echo 1 >a; lode add -q a`);
  if (exitCode !== 0) throw new Error(stderr);
  return workspace;
}

test("lode --offline does what needs no network, and fails at once where it would", () => {
  const workspace = remoteProject();
  expect(
    workspace.transcript("status --offline", "fetch --offline", "push --offline", "status -c --offline"),
  ).toMatchInlineSnapshot(`
    "$ lode status --offline
    Data and pipelines are up to date.
    $ lode fetch --offline
    Everything is up to date.
    $ lode push --offline
    ! ERROR: Cannot use the remote 'store' (http://127.0.0.1:1/store): this is offline mode
    ! Hint: Run the command again without offline mode.
    = 1
    $ lode status -c --offline
    ! ERROR: Cannot use the remote 'store' (http://127.0.0.1:1/store): this is offline mode
    ! Hint: Run the command again without offline mode.
    = 1"
  `);
  rmSync(join(workspace.dir, ".dvc/cache"), { recursive: true });
  expect(
    workspace.transcript("fetch --offline", "pull --offline --json", "gc -f -c -w --offline"),
  ).toMatchInlineSnapshot(`
    "$ lode fetch --offline
    ! ERROR: Cannot use the remote 'store' (http://127.0.0.1:1/store): this is offline mode
    ! Hint: Run the command again without offline mode.
    = 1
    $ lode pull --offline --json
    ! ERROR: Cannot use the remote 'store' (http://127.0.0.1:1/store): this is offline mode
    ! Hint: Run the command again without offline mode.
    {"error": {"code": "OFFLINE", "message": "Cannot use the remote 'store' (http://127.0.0.1:1/store): this is offline mode", "hint": "Run the command again without offline mode.", "details": {"remote": "store", "url": "http://127.0.0.1:1/store"}}}
    = 1
    $ lode gc -f -c -w --offline
    ! WARNING: This will remove all cache except items used in the workspace of the current repo.
    ! ERROR: Cannot use the remote 'store' (http://127.0.0.1:1/store): this is offline mode
    ! Hint: Run the command again without offline mode.
    = 255"
  `);
});

test("LODE_OFFLINE is --offline for every command", () => {
  const workspace = remoteProject();
  const push = (value: string) => workspace.run(["push", "-q"], { env: { LODE_OFFLINE: value } }).stderr;
  expect(push("1")).toContain("this is offline mode");
  expect(push("0")).not.toContain("this is offline mode");
});

test("lode --offline takes a source as it was last fetched", () => {
  const workspace = makeWorkspace();
  const url = `file://${workspace.dir}/src`;
  const setup = workspace.shell(`
    set -e; lode() { "$NODE" "$LODE" "$@"; }; NODE="$0"; LODE="$1"
    git init -q -b main src; (cd src; lode init -q; echo 1 >a; git add .; git commit -qm one)
    git init -q repo; cd repo; lode init -q; lode import -q ${url} a
    cd ../src; echo 2 >a; git commit -qam two`);
  expect(setup).toMatchObject({ exitCode: 0 });
  const run = (line: string) => workspace.run(line.split(" "), { cwd: "repo" });
  expect(run("status --offline").stdout).toBe("Data and pipelines are up to date.\n");
  expect(run("update a.dvc --offline").stdout).toBe("'a.dvc' didn't change, skipping\n");
  expect(run(`list ${url} --offline`).stdout).toContain("a\n");
  const unknown = run("list file:///nowhere/else --offline --json");
  expect(unknown.exitCode).toBe(1);
  expect(JSON.parse(unknown.stdout)).toMatchObject({ error: { code: "OFFLINE" } });
  rmSync(join(workspace.dir, "../home"), { recursive: true, force: true });
  expect(run("update a.dvc --offline").stderr).toContain("it is not in the local copy");
  const status = run("status --offline");
  expect(status).toMatchObject({ exitCode: 0, stdout: "Data and pipelines are up to date.\n" });
  expect(status.stderr).toContain("Newer versions of it are not looked for");
});

test("commands that never use the network have no --offline", () => {
  expect(makeWorkspace().run(["root", "--offline"]).exitCode).toBe(254);
});
