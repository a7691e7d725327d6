import type { CommandSection } from "../registry-entry.ts";

export const keepDataWell: CommandSection = {
  title: "Keep data well",
  commands: {
    check: {
      kind: "command",
      summary: "Make sure that all data of the checked-out commit is there",
      load: () => import("../check.ts"),
    },
    fsck: {
      kind: "command",
      summary: "Read and hash all data, and repair what is damaged",
      load: () => import("../fsck.ts"),
    },
    gc: { kind: "command", summary: "Remove data that nothing needs from the cache", load: () => import("../gc.ts") },
  },
};
