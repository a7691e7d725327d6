import { LodeError } from "../base/lode-error.ts";
import { redactCredentials } from "./redact-credentials.ts";

const MAX_STDERR_CHARS = 4000;

/** Makes the error for a git that failed. The details are `exitCode` and `stderr`, credentials removed. */
export function gitFailure(
  args: readonly string[],
  output: { readonly exitCode: number; readonly stderr: string },
): LodeError {
  const stderr = redactCredentials(output.stderr.trim()).slice(-MAX_STDERR_CHARS);
  const state = gitComplaint(stderr) ?? `it ended with exit code ${output.exitCode}`;
  return new LodeError("GIT_FAILED", `Cannot run "git ${commandName(args)}": ${state}`, {
    details: { exitCode: output.exitCode, stderr },
  });
}

/** The line of git's messages that says most; undefined if there is none. For people only. */
export function gitComplaint(stderr: string): string | undefined {
  const lines = stderr.split("\n").filter((line) => line.trim() !== "");
  const line = lines.find((text) => /^(?:fatal|error): /.test(text)) ?? lines[0];
  return line?.replace(/^(?:fatal|error): /, "").replace(/\.$/, "");
}

function commandName(args: readonly string[]): string {
  const index = args.findIndex((arg, i) => !arg.startsWith("-") && args[i - 1] !== "-c");
  return args[index] ?? "";
}
