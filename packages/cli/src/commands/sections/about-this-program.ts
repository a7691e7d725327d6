import type { CommandSection } from "../registry-entry.ts";

export const aboutThisProgram: CommandSection = {
  title: "About this program and place",
  commands: {
    root: { kind: "command", summary: "Print the path of the project's root", load: () => import("../root.ts") },
    version: {
      kind: "command",
      aliases: ["doctor"],
      summary: "Describe this program and the project around",
      load: () => import("../version.ts"),
    },
    completion: {
      kind: "command",
      summary: "Print a script that completes commands in a shell",
      load: () => import("../completion.ts"),
    },
  },
};
