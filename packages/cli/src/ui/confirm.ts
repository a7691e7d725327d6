import { createInterface } from "node:readline";

/** Where a question is asked. */
export interface ConfirmStreams {
  readonly input: NodeJS.ReadableStream;
  readonly output: { write(text: string): unknown };
}

/**
 * Asks a question and reads the answer, also when neither stream is a terminal, as DVC does. "y" and "yes"
 * in any case mean yes, "n", "no" and the end of the input mean no; after anything else it asks again.
 */
export async function confirm(question: string, streams: ConfirmStreams): Promise<boolean> {
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
