import { type LineInput, nextLine } from "./next-line.ts";

/** Where a question is asked. */
export interface ConfirmStreams {
  readonly input: LineInput;
  readonly output: { write(text: string): unknown };
}

/**
 * Asks a question and reads the answer, also when neither stream is a terminal, as DVC does. "y" and "yes"
 * in any case mean yes, "n", "no" and the end of the input mean no; after anything else it asks again.
 */
export async function confirm(question: string, { input, output }: ConfirmStreams): Promise<boolean> {
  for (;;) {
    output.write(`${question} [y/n]: `);
    const answer = (await nextLine(input))?.toLowerCase();
    if (answer === undefined) return false;
    if (["y", "yes", "n", "no"].includes(answer)) return answer.startsWith("y");
    output.write("Your response must be one of: ['yes', 'no', 'y', 'n']. Please try again.\n");
  }
}
