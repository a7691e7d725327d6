import type { CommandSection } from "../registry-entry.ts";

export const useARegistryServer: CommandSection = {
  title: "Use a registry server",
  commands: {
    search: { kind: "command", summary: "Find data on a registry server by words", load: () => import("../search.ts") },
    login: { kind: "command", summary: "Sign in to a registry server", load: () => import("../login.ts") },
    logout: { kind: "command", summary: "Sign out of a registry server", load: () => import("../logout.ts") },
    auth: {
      kind: "group",
      summary: "Look at sign-ins to registry servers, and use them",
      commands: {
        dvc: {
          kind: "command",
          summary: "Let dvc use a sign-in for the remotes of a project",
          load: () => import("../auth-dvc.ts"),
        },
        "git-credential": {
          kind: "command",
          summary: "Answer git's questions about credentials",
          load: () => import("../auth-git-credential.ts"),
        },
        status: {
          kind: "command",
          summary: "List the registry servers to which you have signed in",
          load: () => import("../auth-status.ts"),
        },
        token: {
          kind: "command",
          summary: "Print the token of a registry server, for scripts",
          load: () => import("../auth-token.ts"),
        },
      },
    },
    serve: {
      kind: "command",
      summary: "Run a registry server",
      load: () => import("../serve.ts"),
      commands: {
        backup: {
          kind: "command",
          summary: "Back up a registry, while its server runs",
          load: () => import("../serve-backup.ts"),
        },
        restore: {
          kind: "command",
          summary: "Make a registry of a backup",
          load: () => import("../serve-restore.ts"),
        },
      },
    },
  },
};
