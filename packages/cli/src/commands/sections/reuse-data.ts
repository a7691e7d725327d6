import type { CommandSection } from "../registry-entry.ts";

export const reuseData: CommandSection = {
  title: "Reuse data",
  commands: {
    list: {
      kind: "command",
      aliases: ["ls"],
      summary: "List what a repository holds",
      load: () => import("../list.ts"),
    },
    du: { kind: "command", summary: "Show how large data is", load: () => import("../du.ts") },
    get: {
      kind: "command",
      summary: "Copy a file or directory out of a repository",
      load: () => import("../get.ts"),
    },
    import: {
      kind: "command",
      summary: "Copy a file or directory out of a repository, and remember where it came from",
      load: () => import("../import.ts"),
    },
    update: {
      kind: "command",
      summary: "Move imports to the newest version of their data",
      load: () => import("../update.ts"),
    },
    outdated: {
      kind: "command",
      summary: "List imports with their versions, and say which are behind",
      load: () => import("../outdated.ts"),
    },
    artifacts: {
      kind: "group",
      summary: "Take artifacts of a repository by their names",
      commands: {
        get: {
          kind: "command",
          summary: "Copy an artifact of a repository by its name",
          load: () => import("../artifacts-get.ts"),
        },
      },
    },
    "list-url": {
      kind: "command",
      aliases: ["ls-url"],
      summary: "List what is at a URL or path",
      load: () => import("../list-url.ts"),
    },
    "get-url": {
      kind: "command",
      summary: "Copy a file or directory from a URL or path",
      load: () => import("../get-url.ts"),
    },
    "import-url": {
      kind: "command",
      summary: "Copy a file or directory from a URL or path, and remember where it came from",
      load: () => import("../import-url.ts"),
    },
  },
};
