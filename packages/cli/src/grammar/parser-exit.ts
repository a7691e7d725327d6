/** Ends the reading of the command line: its help was asked for, or it is wrong. Not an error of the program. */
export class ParserExit extends Error {
  override readonly name = "ParserExit";
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;

  constructor(exitCode: number, streams: { readonly stdout?: string; readonly stderr?: string }) {
    super("the command line was not accepted");
    this.exitCode = exitCode;
    this.stdout = streams.stdout ?? "";
    this.stderr = streams.stderr ?? "";
  }
}
