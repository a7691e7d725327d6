import { unpackBundle } from "@lode/core";
import { argument } from "../arguments/positionals.ts";
import { defineCommand } from "../command.ts";
import { openCommandProject } from "../project-context.ts";
import { count } from "../ui/count.ts";

export const command = defineCommand({
  name: "bundle unpack",
  summary: "Take the data of a bundle into the cache",
  description:
    "Each object is verified before it gets its name. The work tree is left alone: run `lode checkout` then.",
  args: { file: argument({ help: "The bundle" }) },
  examples: [{ line: "lode bundle unpack data.tar && lode checkout", note: "on the machine without network" }],
  isLocal: true,
  failureExitCode: 1,
  async run({ file }, context) {
    return unpackBundle(await openCommandProject(context), file, context);
  },
  render: ({ outputs, added, known }) =>
    `${count(added, "object")} unpacked, ${known} known already: ${count(outputs.length, "output")}`,
});
