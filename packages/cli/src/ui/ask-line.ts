import { processSecretStreams } from "./ask-secret.ts";
import { nextLine } from "./next-line.ts";

/** Asks at the terminal, or standard input where there is none, for what may be seen. Undefined at the end of the input. */
export async function askLine(question: string): Promise<string | undefined> {
  const { input, output } = processSecretStreams();
  output.write(`${question}\n`);
  return await nextLine(input);
}
