import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { confirm } from "./confirm.ts";

async function answered(...lines: readonly string[]) {
  const output: string[] = [];
  const input = Readable.from(lines.map((line) => `${line}\n`));
  const result = await confirm("Go on?", { input, output: { write: (text) => output.push(text) } });
  return { result, output: output.join("") };
}

test.each([
  [["y"], true],
  [["YES", "n"], true],
  [["no"], false],
  [["n", "y"], false],
  [[], false],
])("confirm() takes %j for %s", async (lines, result) => {
  expect(await answered(...lines)).toEqual({ result, output: "Go on? [y/n]: " });
});

test("confirm() asks again after anything else", async () => {
  const again = "Your response must be one of: ['yes', 'no', 'y', 'n']. Please try again.\n";
  expect(await answered("", " y", "y")).toEqual({
    result: true,
    output: `Go on? [y/n]: ${again}Go on? [y/n]: ${again}Go on? [y/n]: `,
  });
});
