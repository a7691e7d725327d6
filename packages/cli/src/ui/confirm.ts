import { createInterface } from "node:readline";

/**
 * Asks a question on stdout and reads one line of stdin, also when neither is a terminal. Only "y" and "yes", in any
 * case, mean yes; an empty line or the end of the input means no, and any other answer is asked again.
 */
export async function confirm(question: string): Promise<boolean> {
  const reader = createInterface({ input: process.stdin, terminal: false });
  try {
    process.stdout.write(`${question} [y/n]: `);
    for await (const line of reader) {
      const answer = line.trim().toLowerCase();
      if (answer === "y" || answer === "yes") return true;
      if (answer === "" || answer === "n" || answer === "no") return false;
      process.stdout.write("Your response must be one of: y, n, yes, no. Please try again.\n");
      process.stdout.write(`${question} [y/n]: `);
    }
    return false;
  } finally {
    reader.close();
    // A pending read would keep the program alive.
    process.stdin.unref?.();
    process.stdin.pause();
  }
}
