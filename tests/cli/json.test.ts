import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeWorkspace } from "./workspace.ts";

const pages = join(import.meta.dirname, "../../docs/cli");

/** The command of each page, with `x` for each argument that has to be given. */
function commandLines(): readonly (readonly string[])[] {
  return readdirSync(pages).flatMap((name) => {
    const page = readFileSync(join(pages, name), "utf8");
    const command = /^# lode (.+)$/m.exec(page)?.[1];
    if (command === undefined) return [];
    const given = /\[options\](.*)/.exec(page)?.[1]?.replaceAll(/\[[^\]]*\]|\.\.\./g, "") ?? "";
    return [
      [
        ...command.split(" "),
        ...given
          .split(" ")
          .filter(Boolean)
          .map(() => "x"),
      ],
    ];
  });
}

test("every command prints one JSON document with --json, outside of a project too", () => {
  const lines = commandLines();
  expect(lines.length).toBeGreaterThan(40);
  for (const line of lines) {
    const workspace = makeWorkspace();
    const { stdout, exitCode } = workspace.run([...line, "--json"]);
    const document = parse(stdout);
    expect(document, `${line.join(" ")} --json printed ${stdout}`).toBeDefined();
    expect(exitCode, line.join(" ")).not.toBe(254);
    if (document?.error !== undefined) expect(document.error).toMatchObject({ code: expect.any(String) });
  }
});

function parse(text: string): { readonly error?: unknown } | null | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

test("errors are JSON with code, message, hint and details, and the exit code stays", () => {
  const workspace = makeWorkspace();
  workspace.git("init", "-q");
  workspace.run(["init", "-q"]);
  const error = (line: string) => {
    const { stdout, exitCode } = workspace.run(line.split(" "));
    return { exitCode, ...JSON.parse(stdout).error };
  };
  expect(error("push --json")).toMatchObject({
    exitCode: 1,
    code: "REMOTE_NOT_SET",
    hint: expect.stringContaining("lode remote"),
  });
  expect(error("push --json --nonsense")).toMatchObject({ exitCode: 254, code: "COMMAND_LINE_INVALID" });
  expect(error("checkout nothing.dvc --json")).toMatchObject({ exitCode: 255, code: "STAGE_FILE_NOT_FOUND" });
});

test("questions do not get into the JSON", () => {
  const workspace = makeWorkspace();
  workspace.git("init", "-q");
  workspace.run(["init", "-q"]);
  const { stdout, stderr } = workspace.run(["gc", "-w", "--json"], { input: "y\n" });
  expect(stderr).toContain("[y/n]");
  expect(() => JSON.parse(stdout)).not.toThrow();
  expect(JSON.parse(workspace.run(["version", "--json"]).stdout)).toMatchObject({ jsonVersion: 1 });
});
