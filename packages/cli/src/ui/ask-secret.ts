import { openSync } from "node:fs";
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { ReadStream } from "node:tty";
import { LodeError } from "@lode/core";
import { type LineInput, nextLine } from "./next-line.ts";

/** Where a secret is asked for. */
export interface SecretStreams {
  readonly input: LineInput;
  readonly output: { write(text: string): unknown };
}

/**
 * Makes what asks for secrets, as Python's getpass does for DVC: at the terminal, without showing what is typed, and from a
 * line of the standard input where there is no terminal. Questions come one at a time; an answer is remembered.
 * They throw CANCELLED after Ctrl-C.
 *
 * @param open opens the streams, once; the terminal is asked also while standard input is something else
 */
export function secretAsker(open: () => SecretStreams): (question: string) => Promise<string | undefined> {
  const answers = new Map<string, Promise<string | undefined>>();
  let last: Promise<unknown> = Promise.resolve();
  let streams: SecretStreams | undefined;
  return (question) => {
    const known = answers.get(question);
    if (known !== undefined) return known;
    const answer = last.then(() => {
      streams ??= open();
      return ask(question, streams);
    });
    last = answer.catch(() => undefined);
    answers.set(question, answer);
    return answer;
  };
}

/** Asks at the terminal of this process, or its standard input. */
export const askAtTerminal = secretAsker(processSecretStreams);

/** The terminal of this process, also while standard input is something else; without a terminal, its standard input. */
export function processSecretStreams(): SecretStreams {
  return { input: openTerminal() ?? process.stdin, output: process.stderr };
}

function openTerminal(): ReadStream | undefined {
  if (process.stdin.isTTY) return process.stdin;
  try {
    return new ReadStream(openSync("/dev/tty", "r"));
  } catch {
    // No terminal, or none of this name: the standard input is what there is.
    return undefined;
  }
}

/** Undefined at the end of the input. @throws CANCELLED */
async function ask(question: string, { input, output }: SecretStreams): Promise<string | undefined> {
  output.write(`${question}\n`);
  if (input.isTTY !== true) return nextLine(input);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input, output: silent, terminal: true });
  try {
    return await new Promise((resolve, reject) => {
      reader.once("line", resolve);
      reader.once("close", () => resolve(undefined));
      reader.once("SIGINT", () => {
        process.kill(process.pid, "SIGINT");
        reject(new LodeError("CANCELLED", "Cancelled"));
      });
    });
  } finally {
    // Also pauses the input, which would otherwise keep the program alive.
    reader.close();
  }
}
