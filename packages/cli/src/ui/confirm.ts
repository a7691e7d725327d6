import { createInterface } from "node:readline";

/** Where a question is asked; default: the streams of the process. */
export interface ConfirmStreams {
  readonly input: NodeJS.ReadableStream;
  readonly output: { write(text: string): unknown };
}

/**
 * Asks a question on stdout and reads the answer from stdin, also when neither is a terminal, as DVC does. "y" and "yes"
 * in any case mean yes, "n", "no" and the end of the input mean no; after anything else it asks again.
 */
export async function confirm(
  question: string,
  streams: ConfirmStreams = { input: process.stdin, output: process.stdout },
): Promise<boolean> {
  const reader = createInterface({ input: streams.input, terminal: false });
  const ask = () => streams.output.write(`${question} [y/n]: `);
  try {
    ask();
    for await (const line of reader) {
      const answer = line.toLowerCase();
      if (["y", "yes", "n", "no"].includes(answer)) return answer.startsWith("y");
      streams.output.write("Your response must be one of: ['yes', 'no', 'y', 'n']. Please try again.\n");
      ask();
    }
    return false;
  } finally {
    // Also pauses the input, which would otherwise keep the program alive.
    reader.close();
  }
}
