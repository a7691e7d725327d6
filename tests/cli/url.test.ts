import { expect, test } from "vitest";
import { makeWorkspace, type Workspace } from "./workspace.ts";

/** A project, and a folder of data beside it. */
function project(): Workspace {
  const workspace = makeWorkspace();
  const setup = `
    set -e
    mkdir -p ../data/sub; echo one >../data/a; echo two >../data/sub/b
    git init -q -b main; "$0" "$1" init -q`;
  const { exitCode, stderr } = workspace.shell(setup);
  if (exitCode !== 0) throw new Error(stderr);
  return workspace;
}

test("lode list-url looks, get-url copies, import-url remembers and update follows", () => {
  const workspace = project();
  expect(
    workspace.transcript(
      "list-url ../data",
      "list-url -R --json ../data",
      "list-url --tree ../data",
      "get-url ../data/a copy",
      "get-url ../data/a copy",
      "import-url ../data/sub -q",
      "import-url --no-download ../data/a -q",
      "status --json",
      "update a.dvc",
      "status",
    ),
  ).toMatchInlineSnapshot(`
    "$ lode list-url ../data
    a
    sub
    $ lode list-url -R --json ../data
    [{"path": "a", "isdir": false, "size": 4}, {"path": "sub/b", "isdir": false, "size": 4}]
    $ lode list-url --tree ../data
    ../data
    ├── a
    └── sub
        └── b
    $ lode get-url ../data/a copy
    $ lode get-url ../data/a copy
    ! ERROR: Cannot write to 'copy': the file already exists locally
    ! Hint: To override it, run the command again with '--force'.
    = 1
    $ lode import-url ../data/sub -q
    $ lode import-url --no-download ../data/a -q
    $ lode status --json
    ! WARNING: stage: 'a.dvc' is frozen. Its dependencies are not going to be shown in the status output.
    ! WARNING: stage: 'sub.dvc' is frozen. Its dependencies are not going to be shown in the status output.
    {"a.dvc": [{"changed outs": {"a": "deleted"}}]}
    $ lode update a.dvc
    Importing '<base>/data/a' -> 'a'
    $ lode status
    ! WARNING: stage: 'a.dvc' is frozen. Its dependencies are not going to be shown in the status output.
    ! WARNING: stage: 'sub.dvc' is frozen. Its dependencies are not going to be shown in the status output.
    Data and pipelines are up to date."
  `);
});

test("lode import-url says what it cannot do, and changes nothing", () => {
  const workspace = project();
  expect(
    workspace.transcript(
      "import-url ../nothing",
      "import-url s3://bucket/key",
      "import-url --to-remote --no-exec ../data",
      "import-url -r store ../data",
      "get-url http://127.0.0.1:9/x",
    ),
  ).toMatchInlineSnapshot(`
    "$ lode import-url ../nothing
    ! ERROR: Cannot read '../nothing': it does not exist
    ! Hint: A path out of the project starts at the folder of the .dvc file, unless it is absolute.
    Importing '<base>/nothing' -> 'nothing'
    = 1
    $ lode import-url s3://bucket/key
    ! ERROR: Cannot sign in to S3: Could not load credentials from any providers
    ! Hint: Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, sign in with the AWS tools, or set the options of the remote with \`lode remote modify --local\`. For a public bucket set \`allow_anonymous_login\` to true.
    Importing 's3://bucket/key' -> 'key'
    = 251
    $ lode import-url --to-remote --no-exec ../data
    ! ERROR: Cannot import: --no-exec, --no-download and --version-aware can't be used with --to-remote
    = 1
    $ lode import-url -r store ../data
    ! ERROR: Cannot import: --remote can't be used without --to-remote
    = 1
    $ lode get-url http://127.0.0.1:9/x
    ! ERROR: Cannot look at 'http://127.0.0.1:9/x': the server refuses the connection
    ! Cause: connect ECONNREFUSED 127.0.0.1:9
    ! Hint: Look whether the URL is right and the server runs; what has arrived stays.
    = 1"
  `);
});
