import { expect, test } from "vitest";
import { makeWorkspace, type Workspace } from "./workspace.ts";

function project(): Workspace {
  const workspace = makeWorkspace();
  workspace.git("init", "-q");
  workspace.run(["init", "-q"]);
  return workspace;
}

test("lode remote adds, lists, renames and removes remotes", () => {
  const workspace = project();
  expect(
    workspace.transcript(
      "remote add -d Store s3://bucket/data",
      "remote add backup ../backup",
      "remote add store /elsewhere",
      "remote list",
      "remote default",
      "remote rename store main",
      "remote rename main backup",
      "remote default",
      "remote remove main",
      "remote remove main",
      "remote default",
      "remote list",
    ),
  ).toMatchInlineSnapshot(`
    "$ lode remote add -d Store s3://bucket/data
    Setting 'store' as a default remote.
    $ lode remote add backup ../backup
    $ lode remote add store /elsewhere
    ! ERROR: Cannot add the remote 'store': it already exists
    ! Hint: Use -f or --force to overwrite it.
    = 251
    $ lode remote list
    store   s3://bucket/data        (default)
    backup  <base>/backup
    $ lode remote default
    store
    $ lode remote rename store main
    $ lode remote rename main backup
    ! ERROR: Cannot rename the remote 'main' to 'backup': this name is taken
    = 251
    $ lode remote default
    main
    $ lode remote remove main
    $ lode remote remove main
    ! ERROR: Cannot use the remote 'main': it does not exist
    ! Hint: Run 'lode remote list' to see which remotes there are.
    = 251
    $ lode remote default
    No default remote set
    = 1
    $ lode remote list
    backup  <base>/backup"
  `);
  expect(workspace.read(".dvc/config")).toBe("['remote \"backup\"']\n    url = ../../backup\n");
});

test("lode remote modify accepts the options of the kind of storage", () => {
  const workspace = project();
  workspace.run(["remote", "add", "s", "ssh://host/path"]);
  expect(
    workspace.transcript(
      "remote modify s port 2222",
      "remote modify s port many",
      "remote modify s region eu",
      "remote modify s user",
      "remote modify nothing user me",
      "remote modify --unset s port",
    ),
  ).toMatchInlineSnapshot(`
    "$ lode remote modify s port 2222
    $ lode remote modify s port many
    ! ERROR: Cannot use the option 'remote.s.port' of ".dvc/config": expected a whole number
    ! Hint: Correct the option where it is set.
    = 251
    $ lode remote modify s region eu
    ! ERROR: Cannot use the option 'remote.s.region' of ".dvc/config": unknown option; known are url, checksum_jobs, jobs, worktree, no_traverse, version_aware, verify, type, port, user, password, ask_password, passphrase, ask_passphrase, keyfile, timeout, gss_auth, allow_agent, max_sessions
    ! Hint: Correct the option where it is set.
    = 251
    $ lode remote modify s user
    ! ERROR: Cannot set the option 'user' of 's': no value is given
    ! Hint: Use -u to remove the option
    = 251
    $ lode remote modify nothing user me
    ! ERROR: Cannot use the remote 'nothing': it does not exist
    ! Hint: Run 'lode remote list' to see which remotes there are.
    = 251
    $ lode remote modify --unset s port"
  `);
  expect(workspace.read(".dvc/config")).toBe("['remote \"s\"']\n    url = ssh://host/path\n");
});

test("lode remote and config refuse a secret in the file that Git shares", () => {
  const workspace = project();
  workspace.run(["remote", "add", "s", "ssh://host/path"]);
  const before = workspace.read(".dvc/config");
  expect(
    workspace.transcript(
      "remote modify s password hush",
      "remote modify --local s password hush",
      "remote add h https://me:hush@host/path",
      "remote add h https://host/path?token=hush",
      "config remote.s.passphrase hush",
      "config studio.token hush",
    ),
  ).toMatchInlineSnapshot(`
    "$ lode remote modify s password hush
    ! ERROR: Cannot save 'remote.s.password': it is a secret, and '.dvc/config' is shared through Git
    ! Hint: Save it on this machine only: \`lode remote modify --local s password VALUE\`. Where everybody may know it, use --allow-secret.
    = 251
    $ lode remote modify --local s password hush
    $ lode remote add h https://me:hush@host/path
    ! ERROR: Cannot save 'remote.h.url': it is a secret, and '.dvc/config' is shared through Git
    ! Hint: Leave it out of the URL, and save it on this machine only: \`lode remote modify --local h OPTION VALUE\`. Where everybody may know it, use --allow-secret.
    = 251
    $ lode remote add h https://host/path?token=hush
    ! ERROR: Cannot save 'remote.h.url': it is a secret, and '.dvc/config' is shared through Git
    ! Hint: Leave it out of the URL, and save it on this machine only: \`lode remote modify --local h OPTION VALUE\`. Where everybody may know it, use --allow-secret.
    = 251
    $ lode config remote.s.passphrase hush
    ! ERROR: Cannot save 'remote.s.passphrase': it is a secret, and '.dvc/config' is shared through Git
    ! Hint: Save it on this machine only: \`lode remote modify --local s passphrase VALUE\`. Where everybody may know it, use --allow-secret.
    = 251
    $ lode config studio.token hush
    ! ERROR: Cannot save 'studio.token': it is a secret, and '.dvc/config' is shared through Git
    ! Hint: Save it on this machine only: \`lode config --local studio.token VALUE\`. Where everybody may know it, use --allow-secret.
    = 251"
  `);
  expect(workspace.read(".dvc/config")).toBe(before);
  expect(workspace.run(["remote", "modify", "--allow-secret", "s", "password", "hush"]).exitCode).toBe(0);
  expect(workspace.read(".dvc/config")).toContain("password = hush");
});

test("lode remote default takes only a remote that there is", () => {
  const workspace = project();
  workspace.run(["remote", "add", "--local", "mine", "/store"]);
  expect(
    workspace.transcript("remote default nothing", "remote default --global mine", "remote default mine"),
  ).toMatchInlineSnapshot(`
    "$ lode remote default nothing
    ! ERROR: Cannot use the remote 'nothing': it does not exist
    ! Hint: Run 'lode remote list' to see which remotes there are.
    = 251
    $ lode remote default --global mine
    ! ERROR: Cannot use the remote 'mine': it does not exist
    ! Hint: Run 'lode remote list' to see which remotes there are.
    = 251
    $ lode remote default mine"
  `);
});
