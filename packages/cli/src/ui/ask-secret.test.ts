import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { secretAsker } from "./ask-secret.ts";

function askerOf(...lines: readonly string[]) {
  const output: string[] = [];
  const input = new PassThrough();
  for (const line of lines) input.write(`${line}\n`);
  if (lines.length === 0) input.end();
  return { ask: secretAsker(() => ({ input, output: { write: (text) => output.push(text) } })), output };
}

test("secretAsker() puts the same question once, and shows no answer", async () => {
  const { ask, output } = askerOf("secret");
  expect(await Promise.all([ask("Enter it:"), ask("Enter it:")])).toEqual(["secret", "secret"]);
  expect(output.join("")).toBe("Enter it:\n");
});

test("secretAsker() gives undefined at the end of the input", async () => {
  const { ask } = askerOf();
  expect(await ask("Enter it:")).toBeUndefined();
});
