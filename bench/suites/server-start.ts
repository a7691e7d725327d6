import type { Step, Suite } from "../suite.ts";
import { emptyProgram } from "./start-up.ts";

const serve: Pick<Step, "args" | "endsAtOutput" | "plain"> = {
  args: ["serve", "--json", "--data", "registry", "--port", "0"],
  endsAtOutput: true,
  plain: emptyProgram,
};

/** How long a registry server takes until it serves. It is killed then, so that the second start is one after a kill. */
export const serverStart: Suite = {
  name: "server-start",
  data: "a registry server with the embedded database and a folder, until it serves",
  repeats: 9,
  tools: ["lode"],
  setUp: () => undefined,
  steps: [
    { name: "start, new", ...serve },
    { name: "start after a kill", ...serve },
  ],
};
