import { expect, test } from "vitest";
import { makeWorkspace } from "./workspace.ts";

test("lode check-ignore names the rule that decides, for people and for programs", () => {
  const workspace = makeWorkspace();
  workspace.git("init", "-q");
  workspace.run(["init", "-q"]);
  workspace.write(".dvcignore", "# logs\n*.log\n!keep.log\n");
  expect(
    workspace.transcript(
      "check-ignore a.log keep.log data",
      "check-ignore -d -n a.log keep.log data",
      "check-ignore --json a.log .dvc data",
      "check-ignore keep.log",
      "check-ignore -n data",
    ),
  ).toMatchInlineSnapshot(`
    "$ lode check-ignore a.log keep.log data
    a.log
    $ lode check-ignore -d -n a.log keep.log data
    .dvcignore:2:*.log	a.log
    .dvcignore:3:!keep.log	keep.log
    ::	data
    $ lode check-ignore --json a.log .dvc data
    [{"target": "a.log", "ignored": true, "rule": {"description": ".dvcignore:2:*.log", "file": ".dvcignore", "line": 2}}, {"target": ".dvc", "ignored": true, "rule": {"description": ":.dvc/", "file": null, "line": null}}, {"target": "data", "ignored": false, "rule": null}]
    $ lode check-ignore keep.log
    = 1
    $ lode check-ignore -n data
    ! ERROR: Cannot use --non-matching without --details
    ! Hint: See what goes together with \`lode check-ignore --help\`.
    = 255"
  `);
});

test("lode check-ignore --stdin answers up to an empty line", () => {
  const workspace = makeWorkspace();
  workspace.git("init", "-q");
  workspace.run(["init", "-q"]);
  workspace.write(".dvcignore", "*.log\n");
  const { stdout, exitCode } = workspace.run(["check-ignore", "--stdin"], { input: "a.log\nb\n\nc.log\n" });
  expect({ stdout, exitCode }).toEqual({ stdout: "a.log\n", exitCode: 0 });
});
