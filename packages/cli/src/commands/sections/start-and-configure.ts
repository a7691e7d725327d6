import type { CommandSection } from "../registry-entry.ts";

export const startAndConfigure: CommandSection = {
  title: "Start and configure",
  commands: {
    init: { kind: "command", summary: "Make a project in a Git repository", load: () => import("../init.ts") },
    install: {
      kind: "command",
      summary: "Install Git hooks and the merge driver",
      load: () => import("../install.ts"),
    },
    remote: {
      kind: "group",
      summary: "Manage the remote storage of a project",
      commands: {
        add: { kind: "command", summary: "Add a remote", load: () => import("../remote-add.ts") },
        default: {
          kind: "command",
          summary: "Show or set the default remote",
          load: () => import("../remote-default.ts"),
        },
        list: { kind: "command", summary: "List the remotes", load: () => import("../remote-list.ts") },
        modify: { kind: "command", summary: "Set an option of a remote", load: () => import("../remote-modify.ts") },
        remove: { kind: "command", summary: "Remove a remote", load: () => import("../remote-remove.ts") },
        rename: { kind: "command", summary: "Rename a remote", load: () => import("../remote-rename.ts") },
      },
    },
    config: { kind: "command", summary: "Get or set options of the configuration", load: () => import("../config.ts") },
    cache: {
      kind: "group",
      summary: "Manage the cache",
      commands: {
        dir: { kind: "command", summary: "Show or set the folder of the cache", load: () => import("../cache-dir.ts") },
        migrate: {
          kind: "command",
          summary: "Take cached data of DVC 2 into DVC 3's part of the cache",
          load: () => import("../cache-migrate.ts"),
        },
      },
    },
  },
};
