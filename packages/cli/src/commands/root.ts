import { relative } from "node:path";
import { findProjectRoot } from "@lode/core";
import { defineCommand } from "../command.ts";

export const command = defineCommand({
  name: "root",
  summary: "Print the path of the project's root",
  description: "The path is relative to the current folder.",
  args: {},
  examples: [{ line: 'cd "$(lode root)"', note: "go to the root of the project" }],
  isLocal: true,
  failureExitCode: 255,
  async run(_args, { cwd }) {
    const root = await findProjectRoot(cwd);
    return { root, relative: relative(cwd, root) || "." };
  },
  render: (result) => result.relative,
});
