import { expect, test } from "vitest";
import { makeWorkspace, type Workspace } from "./workspace.ts";

function project(): Workspace {
  const workspace = makeWorkspace();
  workspace.git("init", "-q");
  workspace.run(["init", "-q"]);
  return workspace;
}

test("lode config sets, gets, lists and removes options at every level", () => {
  const workspace = project();
  expect(
    workspace.transcript(
      "config core.autostage true",
      "config --local core.autostage false",
      "config --global cache.type copy",
      "config core.autostage",
      "config --project core.autostage",
      "config --list --show-origin",
      "config --unset --local core.autostage",
      "config core.autostage",
      "config cache.verify",
    ),
  ).toMatchInlineSnapshot(`
    "$ lode config core.autostage true
    $ lode config --local core.autostage false
    $ lode config --global cache.type copy
    $ lode config core.autostage
    false
    $ lode config --project core.autostage
    true
    $ lode config --list --show-origin
    <base>/home/.config/dvc/config	cache.type=copy
    .dvc/config	core.autostage=true
    .dvc/config.local	core.autostage=false
    $ lode config --unset --local core.autostage
    $ lode config core.autostage
    true
    $ lode config cache.verify"
  `);
  expect(workspace.read(".dvc/config")).toBe("[core]\n    autostage = true\n");
  expect(workspace.read(".dvc/config.local")).toBe("\n");
});

test("lode config refuses what would break the project, and changes nothing", () => {
  const workspace = project();
  expect(
    workspace.transcript(
      "config core.autostage maybe",
      "config core.nothing 1",
      "config --unset core.remote",
      "config --local core.remote",
      "config",
      "config -l core.remote",
      "config --show-origin core.remote x",
    ),
  ).toMatchInlineSnapshot(`
    "$ lode config core.autostage maybe
    ! ERROR: Cannot use the option 'core.autostage' of ".dvc/config": expected true or false
    ! Hint: Correct the option where it is set.
    = 251
    $ lode config core.nothing 1
    ! ERROR: Cannot use the option 'core.nothing' of ".dvc/config": unknown option; known are remote, checksum_jobs, interactive, analytics, hardlink_lock, no_scm, autostage, experiments, check_update, site_cache_dir, machine
    ! Hint: Correct the option where it is set.
    = 251
    $ lode config --unset core.remote
    ! ERROR: Cannot find the option 'core.remote': it is not set
    = 251
    $ lode config --local core.remote
    ! ERROR: Cannot find the option 'core.remote': it is not set
    = 251
    $ lode config
    ! ERROR: Cannot get or set an option without its name
    ! Hint: Use --list to see all options
    = 1
    $ lode config -l core.remote
    ! ERROR: Cannot use -l/--list together with any of these: -u/--unset, name, value
    = 1
    $ lode config --show-origin core.remote x
    ! ERROR: Cannot use --show-origin together with any of these: -u/--unset, value
    = 1"
  `);
  expect(workspace.read(".dvc/config")).toBe("");
});

test("lode config saves relative paths relative to the file and shows absolute ones", () => {
  const workspace = project();
  workspace.write("sub/file", "");
  expect(workspace.run(["config", "cache.dir", "../cache"], { cwd: "sub" }).exitCode).toBe(0);
  expect(workspace.read(".dvc/config")).toBe("[cache]\n    dir = ../cache\n");
  expect(
    workspace.transcript("config cache.dir", "cache dir", "cache dir --local", "cache dir -u", "cache dir"),
  ).toMatchInlineSnapshot(`
      "$ lode config cache.dir
      <dir>/cache
      $ lode cache dir
      <dir>/cache
      $ lode cache dir --local
      ! ERROR: Cannot find the option 'cache.dir': it is not set
      = 251
      $ lode cache dir -u
      $ lode cache dir
      <dir>/.dvc/cache"
    `);
});

test("lode config touches nothing while the file of any level is unreadable", () => {
  const workspace = project();
  workspace.write(".dvc/config.local", "[core\n");
  expect(workspace.transcript("config core.autostage true", "config -l")).toMatchInlineSnapshot(`
    "$ lode config core.autostage true
    ! ERROR: Cannot read the configuration ".dvc/config.local": the line is neither a [section] nor a 'key = value' (line 1)
    ! Hint: Correct the line.
    = 251
    $ lode config -l
    ! ERROR: Cannot read the configuration ".dvc/config.local": the line is neither a [section] nor a 'key = value' (line 1)
    ! Hint: Correct the line.
    = 251"
  `);
  expect(workspace.read(".dvc/config")).toBe("");
});

test("lode config works outside of projects on the machine's and the user's files only", () => {
  const workspace = makeWorkspace();
  expect(
    workspace.transcript(
      "config core.autostage true",
      "config --global core.autostage true",
      "config core.autostage",
      "config --list --show-origin",
    ),
  ).toMatchInlineSnapshot(`
    "$ lode config core.autostage true
    ! ERROR: Cannot use the configuration of a project: there is none around
    ! Hint: Change to a project, or use --global or --system
    = 251
    $ lode config --global core.autostage true
    $ lode config core.autostage
    true
    $ lode config --list --show-origin
    <base>/home/.config/dvc/config	core.autostage=true"
  `);
});

test("lode config --json prints plain data", () => {
  const workspace = project();
  workspace.run(["config", "core.autostage", "true"]);
  expect(
    workspace.transcript("config -l --json", "config core.autostage --json", "config --json --local core.remote"),
  ).toMatchInlineSnapshot(`
      "$ lode config -l --json
      [{"level": "project", "file": ".dvc/config", "name": "core.autostage", "value": "true"}]
      $ lode config core.autostage --json
      {"level": "project", "file": ".dvc/config", "value": "true"}
      $ lode config --json --local core.remote
      ! ERROR: Cannot find the option 'core.remote': it is not set
      {"error": {"code": "CONFIG_OPTION_MISSING", "message": "Cannot find the option 'core.remote': it is not set", "hint": null, "details": {"option": "core.remote"}}}
      = 251"
    `);
});
