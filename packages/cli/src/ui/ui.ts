import { once } from "node:events";
import type { LodeEvent } from "@lode/core";
import { type DownloadEvent, downloadLine } from "./download-line.ts";
import { noProgress, type Progress, terminalProgress } from "./progress.ts";
import { type TextStyle, textStyleFor } from "./text-style.ts";

/** The streams of the program as the commands see them. Results go to stdout, everything else to stderr. */
export interface Ui {
  /** Writes a line to stdout. */
  result(line: string): void;
  /**
   * After close, writes the pieces of a text to stdout, as they are, and makes no more of them than the reader takes: Node keeps in
   * memory what a pipe has no room for.
   */
  pieces(pieces: Iterable<string>): Promise<void>;
  /** Writes a line to stdout, unless quiet or when stdout is kept for JSON. */
  notice(line: string): void;
  warning(message: string): void;
  /** Writes lines to stderr, in any case. */
  error(lines: string): void;
  onEvent(event: LodeEvent): void;
  /** The style of stdout. */
  readonly style: TextStyle;
  readonly errorStyle: TextStyle;
  readonly stdoutIsTerminal: boolean;
  /** Removes the progress display. */
  close(): void;
}

/** How loud the program is. */
export interface UiOptions {
  readonly quiet: boolean;
  readonly json: boolean;
}

/** Makes the Ui of this process. */
export function processUi(options: UiOptions): Ui {
  const { stdout, stderr } = process;
  const progress: Progress = stderr.isTTY && !options.quiet ? terminalProgress(stderr) : noProgress;
  const errorStyle = textStyleFor(stderr);
  const toStdout = (line: string) => progress.around(() => stdout.write(`${line}\n`));
  const notice = (line: string) => {
    if (!options.quiet && !options.json) toStdout(line);
  };
  const toStderr = (line: string) => progress.around(() => stderr.write(`${line}\n`));
  const warning = (message: string) => {
    if (!options.quiet) toStderr(`${errorStyle("yellow", "WARNING")}: ${message}`);
  };
  const announce = (event: DownloadEvent) => {
    const line = downloadLine(event);
    if (line !== undefined && !options.quiet) toStderr(line);
  };
  return {
    result: toStdout,
    async pieces(pieces) {
      for (const piece of pieces) {
        if (!stdout.write(piece)) await once(stdout, "drain");
      }
    },
    notice,
    warning,
    error: toStderr,
    style: textStyleFor(stdout),
    errorStyle,
    stdoutIsTerminal: stdout.isTTY === true,
    onEvent(event) {
      if (event.type === "progress") progress.update(event);
      else if (event.type === "warning") warning(event.message);
      else if (event.type === "download") announce(event);
      else notice(event.message);
    },
    close: () => progress.stop(),
  };
}
