import { expect, test } from "vitest";
import { makeWorkspace } from "./workspace.ts";

test("lode --version prints the version alone", () => {
  const workspace = makeWorkspace();
  expect(workspace.run(["--version"])).toEqual({ stdout: "0.1.0\n", stderr: "", exitCode: 0 });
  expect(workspace.run(["-V"])).toEqual({ stdout: "0.1.0\n", stderr: "", exitCode: 0 });
  expect(workspace.run(["--cd", ".", "-V"])).toEqual({ stdout: "0.1.0\n", stderr: "", exitCode: 0 });
});

test("lode --help names every command", () => {
  const { stdout, exitCode } = makeWorkspace().run(["--help"]);
  expect(exitCode).toBe(0);
  for (const word of ["init", "remote", "config", "version, doctor", "repro"]) expect(stdout).toContain(word);
});

test("a wrong command line prints the message on stderr, the help of its parser on stdout, and ends with 254", () => {
  const workspace = makeWorkspace();
  const unknown = workspace.run(["remote", "add", "x"]);
  expect(unknown.stderr).toBe("ERROR: the following arguments are required: url\n");
  expect(unknown.stdout).toMatch(/^usage: lode remote add /);
  expect(unknown.exitCode).toBe(254);
  const missing = workspace.run([]);
  expect(missing.stderr).toBe("ERROR: the following arguments are required: command\n");
  expect(missing.stdout).toMatch(/^usage: lode \[-h\]/);
  expect(missing.exitCode).toBe(254);
});

test.each([
  [["root", "x"], "unrecognized arguments: x"],
  [["--nothing", "root"], "unrecognized arguments: --nothing"],
  [["config", "core.remote", "--local", "x"], "unrecognized arguments: x"],
  [["config", "--local", "--global", "-l"], "argument --global: not allowed with argument --local"],
  [["config", "nonsense"], /^argument name: name argument should look like/],
  [["root", "--ver"], "ambiguous option: --ver could match --verbose, --version"],
  [["remote", "list", "--p"], "ambiguous option: --p could match --project, --pdb"],
  [["remote", "nothing"], /^argument cmd: invalid choice: 'nothing'/],
  [["ini"], /^argument command: invalid choice: 'ini', maybe you meant 'init'\?/],
])("lode %j is refused", (args, message) => {
  const { stderr, exitCode } = makeWorkspace().run(args);
  expect(exitCode).toBe(254);
  expect(stderr.replace("ERROR: ", "").trimEnd()).toMatch(message);
});

test("-q and -v exclude one another wherever they stand", () => {
  expect(makeWorkspace().transcript("-q root -v", "root -qv", "root --quiet=1")).toMatchInlineSnapshot(`
    "$ lode -q root -v
    ! usage: lode [-q | -v]
    ! lode: error: argument -v/--verbose: not allowed with argument -q/--quiet
    = 2
    $ lode root -qv
    ! usage: lode [-q | -v]
    ! lode: error: argument -v/--verbose: not allowed with argument -q/--quiet
    = 2
    $ lode root --quiet=1
    ! usage: lode [-q | -v]
    ! lode: error: argument -q/--quiet: ignored explicit argument '1'
    = 2"
  `);
});

test("-q before the command has no effect, as in DVC", () => {
  const workspace = makeWorkspace();
  workspace.write(".dvc/config", "");
  expect(workspace.transcript("-q root", "root -q", "root")).toMatchInlineSnapshot(`
    "$ lode -q root
    .
    $ lode root -q
    $ lode root
    ."
  `);
});

test("commands of DVC that Lode does not have are answered in one sentence", () => {
  expect(makeWorkspace().transcript("repro train", "exp run", "ds add x", "stage")).toMatchInlineSnapshot(`
    "$ lode repro train
    ! ERROR: lode does not run pipelines; use \`dvc repro\`
    = 1
    $ lode exp run
    ! ERROR: lode does not run experiments; use \`dvc experiments\`
    = 1
    $ lode ds add x
    ! ERROR: lode does not keep DVC's dataset entries; use \`dvc dataset\`
    = 1
    $ lode stage
    ! ERROR: lode does not run pipelines; use \`dvc stage\`
    = 254"
  `);
});

test("--cd works in another folder", () => {
  const workspace = makeWorkspace();
  workspace.write("project/.dvc/config", "");
  workspace.write("project/a/b", "");
  expect(workspace.transcript("--cd project/a root", "--cd nowhere root")).toMatchInlineSnapshot(`
    "$ lode --cd project/a root
    ..
    $ lode --cd nowhere root
    ! ERROR: Cannot change to the folder "nowhere": it cannot be entered
    ! Cause: ENOENT: no such file or directory, chdir '<dir>' -> 'nowhere'
    ! Hint: Name a folder that is there, and that you may enter.
    = 255"
  `);
});

test("lode root outside of a project ends with 253", () => {
  expect(makeWorkspace().transcript("root", "root --json")).toMatchInlineSnapshot(`
    "$ lode root
    ! ERROR: Cannot find a project around "<dir>": no ".dvc" folder up to "/"
    ! Hint: Make a project with \`lode init\`, or change to one
    = 253
    $ lode root --json
    ! ERROR: Cannot find a project around "<dir>": no ".dvc" folder up to "/"
    ! Hint: Make a project with \`lode init\`, or change to one
    {"error": {"code": "NOT_A_PROJECT", "message": "Cannot find a project around \\"<dir>\\": no \\".dvc\\" folder up to \\"/\\"", "hint": "Make a project with \`lode init\`, or change to one", "details": {"cwd": "<dir>", "searchedUpTo": "/"}}}
    = 253"
  `);
});

test("a reader that goes away ends the program with 141", () => {
  const workspace = makeWorkspace();
  const lines = Array.from({ length: 20_000 }, (_, i) => `['remote "r${i}"']\n    url = /some/where/${i}\n`);
  workspace.write(".dvc/config", lines.join(""));
  const script = `"$0" "$1" config -l | head -n 1; echo "\${PIPESTATUS[0]}"`;
  const { stdout } = workspace.shell(script);
  expect(stdout.trimEnd().split("\n")).toEqual(["remote.r0.url=/some/where/0", "141"]);
});
