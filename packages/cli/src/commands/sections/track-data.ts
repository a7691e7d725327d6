import type { CommandSection } from "../registry-entry.ts";

export const trackData: CommandSection = {
  title: "Track data",
  commands: {
    add: { kind: "command", summary: "Track files or directories", load: () => import("../add.ts") },
    checkout: {
      kind: "command",
      summary: "Bring tracked files to their recorded state",
      load: () => import("../checkout.ts"),
    },
    commit: { kind: "command", summary: "Record tracked files as they are now", load: () => import("../commit.ts") },
    status: { kind: "command", summary: "Show what changed since it was tracked", load: () => import("../status.ts") },
    data: {
      kind: "group",
      summary: "Look at tracked data",
      commands: {
        status: {
          kind: "command",
          summary: "Show how data differs between the last commit, the metadata and the workspace",
          load: () => import("../data-status.ts"),
        },
      },
    },
    diff: {
      kind: "command",
      summary: "Show how data differs between two revisions, or a revision and the workspace",
      load: () => import("../diff.ts"),
    },
    "check-ignore": {
      kind: "command",
      summary: "Say which paths .dvcignore excludes",
      load: () => import("../check-ignore.ts"),
    },
    unprotect: { kind: "command", summary: "Make tracked files writable", load: () => import("../unprotect.ts") },
  },
};
