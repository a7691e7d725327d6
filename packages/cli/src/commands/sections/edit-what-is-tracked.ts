import type { CommandSection } from "../registry-entry.ts";

export const editWhatIsTracked: CommandSection = {
  title: "Edit what is tracked",
  commands: {
    move: {
      kind: "command",
      aliases: ["mv"],
      summary: "Move or rename a tracked file or directory",
      load: () => import("../move.ts"),
    },
    remove: {
      kind: "command",
      aliases: ["rm"],
      summary: "Stop tracking files or directories, and remove stages",
      load: () => import("../remove.ts"),
    },
    freeze: { kind: "command", summary: "Keep stages and imports as they are", load: () => import("../freeze.ts") },
    unfreeze: { kind: "command", summary: "Undo freeze", load: () => import("../unfreeze.ts") },
    destroy: {
      kind: "command",
      summary: "Make a project an ordinary folder again",
      load: () => import("../destroy.ts"),
    },
  },
};
