import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { LodeError } from "../base/lode-error.ts";

/** How a program of the configuration is run. */
export interface RunCommandOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** After this time the program is ended. */
  readonly timeoutMs: number;
  /** For messages: an infinitive with its object. */
  readonly action: string;
}

/**
 * Runs a program that the configuration names, without a shell, and returns what it prints. Its words may hold secrets, and
 * so may its output: neither is in a message.
 *
 * @throws COMMAND_FAILED if it cannot be started, fails, takes too long, or prints nothing
 */
export async function runCommand(words: readonly string[], options: RunCommandOptions): Promise<string> {
  const [program = "", ...args] = words;
  const { env, timeoutMs, action } = options;
  const child = spawn(program, args, {
    env,
    stdio: ["ignore", "pipe", "inherit"],
    timeout: timeoutMs,
    windowsHide: true,
  });
  const output = text(child.stdout);
  try {
    const [code, signal] = await once(child, "close");
    if (code !== 0) throw failed(action, signal === null ? `it ended with ${code}` : `it was ended by ${signal}`);
  } catch (error) {
    throw error instanceof LodeError ? error : failed(action, "it cannot be started", error);
  }
  const printed = (await output).trim();
  if (printed === "") throw failed(action, "it printed nothing");
  return printed;
}

function failed(action: string, state: string, cause?: unknown): LodeError {
  return new LodeError("COMMAND_FAILED", `Cannot ${action}: ${state}`, {
    hint: "Run the program by hand to see what is wrong.",
    ...(cause !== undefined && { cause }),
  });
}
