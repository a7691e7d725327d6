import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { secretAsker } from "./ask-secret.ts";
import { confirm } from "./confirm.ts";

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

test("secretAsker() takes the answers to several questions from one piece of input, the last without a line break", async () => {
  const input = new PassThrough();
  input.end("y\none\ntwo");
  const output = { write: () => true };
  const ask = secretAsker(() => ({ input, output }));
  expect(await confirm("Go on?", { input, output })).toBe(true);
  expect([await ask("First:"), await ask("Second:"), await ask("Third:")]).toEqual(["one", "two", undefined]);
});

test("secretAsker() gives undefined at the end of the input", async () => {
  const { ask } = askerOf();
  expect(await ask("Enter it:")).toBeUndefined();
});
