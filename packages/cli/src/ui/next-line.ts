import { createInterface } from "node:readline";

/** Where answers come from. */
export type LineInput = NodeJS.ReadableStream & { readonly isTTY?: boolean };

/** What has arrived and was not asked for yet: a pipe brings several answers at once, and all questions share them. */
const readers = new WeakMap<LineInput, () => Promise<string | undefined>>();

/**
 * The next line of an input, undefined at its end. Between two calls the input is paused, so that it does not keep the
 * program alive. A terminal brings one line at a time and is left to others after each.
 */
export function nextLine(input: LineInput): Promise<string | undefined> {
  if (input.isTTY === true) return oneLine(input);
  const known = readers.get(input) ?? lineReader(input);
  readers.set(input, known);
  return known();
}

async function oneLine(input: LineInput): Promise<string | undefined> {
  const reader = createInterface({ input, terminal: false });
  try {
    return await new Promise((resolve) => {
      reader.once("line", resolve);
      reader.once("close", () => resolve(undefined));
    });
  } finally {
    reader.close();
  }
}

function lineReader(input: LineInput): () => Promise<string | undefined> {
  const reader = createInterface({ input, terminal: false });
  const lines: string[] = [];
  let isOver = false;
  let wake: (() => void) | undefined;
  reader.on("line", (line) => {
    lines.push(line);
    wake?.();
  });
  reader.once("close", () => {
    isOver = true;
    wake?.();
  });
  return async () => {
    while (lines.length === 0 && !isOver) {
      await new Promise<void>((resolve) => {
        wake = resolve;
        reader.resume();
      });
      if (!isOver) reader.pause();
    }
    return lines.shift();
  };
}
