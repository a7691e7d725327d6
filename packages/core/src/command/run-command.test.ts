import { expect, test } from "vitest";
import { runCommand } from "./run-command.ts";

const options = { env: { PATH: process.env.PATH, WORD: "it's" }, timeoutMs: 20_000, action: "get a token" };

test("runCommand() gives what the program prints, trimmed, with the caller's environment", async () => {
  expect(await runCommand(["sh", "-c", 'echo "$WORD"'], options)).toBe("it's");
});

test.each([
  [["no-such-program-at-all"], "Cannot get a token: it cannot be started"],
  [["sh", "-c", "echo secret; exit 3"], "Cannot get a token: it ended with 3"],
  [["true"], "Cannot get a token: it printed nothing"],
])("runCommand() refuses %j, and shows nothing of it", async (words, message) => {
  await expect(runCommand(words, options)).rejects.toMatchObject({ code: "COMMAND_FAILED", message });
});

test("runCommand() ends a program that takes too long", async () => {
  const slow = runCommand(["sleep", "30"], { ...options, timeoutMs: 50 });
  await expect(slow).rejects.toThrow("it was ended by SIGTERM");
});
