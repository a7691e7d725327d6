import type { CommandSection } from "../registry-entry.ts";

export const shareData: CommandSection = {
  title: "Share data",
  commands: {
    push: { kind: "command", summary: "Send tracked data to remote storage", load: () => import("../push.ts") },
    fetch: {
      kind: "command",
      summary: "Bring tracked data from remote storage into the cache",
      load: () => import("../fetch.ts"),
    },
    pull: {
      kind: "command",
      summary: "Bring tracked data from remote storage into the work tree",
      load: () => import("../pull.ts"),
    },
    bundle: {
      kind: "group",
      summary: "Carry data in one file",
      commands: {
        create: {
          kind: "command",
          summary: "Write tracked data to one file",
          load: () => import("../bundle-create.ts"),
        },
        unpack: {
          kind: "command",
          summary: "Take the data of a bundle into the cache",
          load: () => import("../bundle-unpack.ts"),
        },
      },
    },
  },
};
