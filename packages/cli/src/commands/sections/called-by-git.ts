import type { CommandGroup } from "../registry-entry.ts";

/** What people do not type, and no help lists. */
export const calledByGit: Readonly<Record<string, CommandGroup>> = {
  "git-hook": {
    kind: "group",
    summary: "Do what Git's hooks call",
    hidden: true,
    commands: {
      "merge-driver": {
        kind: "command",
        summary: "Merge two versions of a .dvc file",
        load: () => import("../git-hook-merge-driver.ts"),
      },
      "post-checkout": {
        kind: "command",
        summary: "Run checkout as Git's post-checkout hook does",
        load: () => import("../git-hook-post-checkout.ts"),
      },
      "pre-commit": {
        kind: "command",
        summary: "Run status as Git's pre-commit hook does",
        load: () => import("../git-hook-pre-commit.ts"),
      },
      "pre-push": {
        kind: "command",
        summary: "Run push as Git's pre-push hook does",
        load: () => import("../git-hook-pre-push.ts"),
      },
    },
  },
};
