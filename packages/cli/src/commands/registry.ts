import type { Command } from "../command.ts";

/** A command that is read only when it is asked for. */
export interface CommandEntry {
  readonly kind: "command";
  /** Imperative, no period; for `lode --help`, which does not read the command. */
  readonly summary: string;
  /** Other names of the same command. */
  readonly aliases?: readonly string[];
  load(): Promise<{ readonly command: Command }>;
  /** Commands that are meant by a word of theirs right behind it: `serve backup`. Default: none. */
  readonly commands?: Readonly<Record<string, CommandEntry>>;
}

/** A word with commands of its own behind it: `remote add`. */
export interface CommandGroup {
  readonly kind: "group";
  readonly summary: string;
  /** True: for other programs, and in no list for people. Default: false. */
  readonly hidden?: boolean;
  readonly commands: Readonly<Record<string, CommandEntry>>;
}

/** A command of DVC that Lode does not have. */
export interface ForeignCommand {
  readonly kind: "foreign";
  readonly aliases?: readonly string[];
  /** What Lode does not do, after "lode": `does not run pipelines`. */
  readonly reason: string;
  /** Whether DVC's command needs a word behind it, so that it is a wrong command line alone. */
  readonly needsWord?: boolean;
}

/** What a word after `lode` may stand for. */
export type RegistryEntry = CommandEntry | CommandGroup | ForeignCommand;

/** The titles of `lode --help` with the words below each: every command and group that is not hidden, once. */
export const sections: Readonly<Record<string, readonly string[]>> = {
  "Start and configure": ["init", "install", "remote", "config", "cache"],
  "Track data": ["add", "checkout", "commit", "status", "data", "diff", "check-ignore", "unprotect"],
  "Edit what is tracked": ["move", "remove", "freeze", "unfreeze", "destroy"],
  "Share data": ["push", "fetch", "pull", "bundle"],
  "Keep data well": ["check", "fsck", "gc"],
  "Reuse data": ["list", "du", "get", "import", "update", "outdated", "artifacts", "list-url", "get-url", "import-url"],
  "Use a registry server": ["search", "login", "logout", "auth", "serve"],
  "About this program and place": ["root", "version", "completion"],
};

/** Every word that may follow `lode`, aliases apart. */
export const registry: Readonly<Record<string, RegistryEntry>> = {
  auth: {
    kind: "group",
    summary: "Look at sign-ins to registry servers, and use them",
    commands: {
      dvc: {
        kind: "command",
        summary: "Let dvc use a sign-in for the remotes of a project",
        load: () => import("./auth-dvc.ts"),
      },
      "git-credential": {
        kind: "command",
        summary: "Answer git's questions about credentials",
        load: () => import("./auth-git-credential.ts"),
      },
      status: {
        kind: "command",
        summary: "List the registry servers to which you have signed in",
        load: () => import("./auth-status.ts"),
      },
      token: {
        kind: "command",
        summary: "Print the token of a registry server, for scripts",
        load: () => import("./auth-token.ts"),
      },
    },
  },
  search: { kind: "command", summary: "Find data on a registry server by words", load: () => import("./search.ts") },
  login: { kind: "command", summary: "Sign in to a registry server", load: () => import("./login.ts") },
  logout: { kind: "command", summary: "Sign out of a registry server", load: () => import("./logout.ts") },
  cache: {
    kind: "group",
    summary: "Manage the cache",
    commands: {
      dir: { kind: "command", summary: "Show or set the folder of the cache", load: () => import("./cache-dir.ts") },
      migrate: {
        kind: "command",
        summary: "Take cached data of DVC 2 into DVC 3's part of the cache",
        load: () => import("./cache-migrate.ts"),
      },
    },
  },
  artifacts: {
    kind: "group",
    summary: "Take artifacts of a repository by their names",
    commands: {
      get: {
        kind: "command",
        summary: "Copy an artifact of a repository by its name",
        load: () => import("./artifacts-get.ts"),
      },
    },
  },
  completion: {
    kind: "command",
    summary: "Print a script that completes commands in a shell",
    load: () => import("./completion.ts"),
  },
  config: { kind: "command", summary: "Get or set options of the configuration", load: () => import("./config.ts") },
  init: { kind: "command", summary: "Make a project in a Git repository", load: () => import("./init.ts") },
  remote: {
    kind: "group",
    summary: "Manage the remote storage of a project",
    commands: {
      add: { kind: "command", summary: "Add a remote", load: () => import("./remote-add.ts") },
      default: {
        kind: "command",
        summary: "Show or set the default remote",
        load: () => import("./remote-default.ts"),
      },
      list: { kind: "command", summary: "List the remotes", load: () => import("./remote-list.ts") },
      modify: { kind: "command", summary: "Set an option of a remote", load: () => import("./remote-modify.ts") },
      remove: { kind: "command", summary: "Remove a remote", load: () => import("./remote-remove.ts") },
      rename: { kind: "command", summary: "Rename a remote", load: () => import("./remote-rename.ts") },
    },
  },
  data: {
    kind: "group",
    summary: "Look at tracked data",
    commands: {
      status: {
        kind: "command",
        summary: "Show how data differs between the last commit, the metadata and the workspace",
        load: () => import("./data-status.ts"),
      },
    },
  },
  diff: {
    kind: "command",
    summary: "Show how data differs between two revisions, or a revision and the workspace",
    load: () => import("./diff.ts"),
  },
  du: { kind: "command", summary: "Show how large data is", load: () => import("./du.ts") },
  fetch: {
    kind: "command",
    summary: "Bring tracked data from remote storage into the cache",
    load: () => import("./fetch.ts"),
  },
  check: {
    kind: "command",
    summary: "Make sure that all data of the checked-out commit is there",
    load: () => import("./check.ts"),
  },
  fsck: {
    kind: "command",
    summary: "Read and hash all data, and repair what is damaged",
    load: () => import("./fsck.ts"),
  },
  gc: { kind: "command", summary: "Remove data that nothing needs from the cache", load: () => import("./gc.ts") },
  "git-hook": {
    kind: "group",
    summary: "Do what Git's hooks call",
    hidden: true,
    commands: {
      "merge-driver": {
        kind: "command",
        summary: "Merge two versions of a .dvc file",
        load: () => import("./git-hook-merge-driver.ts"),
      },
      "post-checkout": {
        kind: "command",
        summary: "Run checkout as Git's post-checkout hook does",
        load: () => import("./git-hook-post-checkout.ts"),
      },
      "pre-commit": {
        kind: "command",
        summary: "Run status as Git's pre-commit hook does",
        load: () => import("./git-hook-pre-commit.ts"),
      },
      "pre-push": {
        kind: "command",
        summary: "Run push as Git's pre-push hook does",
        load: () => import("./git-hook-pre-push.ts"),
      },
    },
  },
  get: {
    kind: "command",
    summary: "Copy a file or directory out of a repository",
    load: () => import("./get.ts"),
  },
  install: {
    kind: "command",
    summary: "Install Git hooks and the merge driver",
    load: () => import("./install.ts"),
  },
  import: {
    kind: "command",
    summary: "Copy a file or directory out of a repository, and remember where it came from",
    load: () => import("./import.ts"),
  },
  "get-url": {
    kind: "command",
    summary: "Copy a file or directory from a URL or path",
    load: () => import("./get-url.ts"),
  },
  "import-url": {
    kind: "command",
    summary: "Copy a file or directory from a URL or path, and remember where it came from",
    load: () => import("./import-url.ts"),
  },
  "list-url": {
    kind: "command",
    aliases: ["ls-url"],
    summary: "List what is at a URL or path",
    load: () => import("./list-url.ts"),
  },
  list: {
    kind: "command",
    aliases: ["ls"],
    summary: "List what a repository holds",
    load: () => import("./list.ts"),
  },
  outdated: {
    kind: "command",
    summary: "List imports with their versions, and say which are behind",
    load: () => import("./outdated.ts"),
  },
  pull: {
    kind: "command",
    summary: "Bring tracked data from remote storage into the work tree",
    load: () => import("./pull.ts"),
  },
  push: { kind: "command", summary: "Send tracked data to remote storage", load: () => import("./push.ts") },
  root: { kind: "command", summary: "Print the path of the project's root", load: () => import("./root.ts") },
  serve: {
    kind: "command",
    summary: "Run a registry server",
    load: () => import("./serve.ts"),
    commands: {
      backup: {
        kind: "command",
        summary: "Back up a registry, while its server runs",
        load: () => import("./serve-backup.ts"),
      },
      restore: {
        kind: "command",
        summary: "Make a registry of a backup",
        load: () => import("./serve-restore.ts"),
      },
    },
  },
  add: { kind: "command", summary: "Track files or directories", load: () => import("./add.ts") },
  checkout: {
    kind: "command",
    summary: "Bring tracked files to their recorded state",
    load: () => import("./checkout.ts"),
  },
  bundle: {
    kind: "group",
    summary: "Carry data in one file",
    commands: {
      create: {
        kind: "command",
        summary: "Write tracked data to one file",
        load: () => import("./bundle-create.ts"),
      },
      unpack: {
        kind: "command",
        summary: "Take the data of a bundle into the cache",
        load: () => import("./bundle-unpack.ts"),
      },
    },
  },
  "check-ignore": {
    kind: "command",
    summary: "Say which paths .dvcignore excludes",
    load: () => import("./check-ignore.ts"),
  },
  commit: { kind: "command", summary: "Record tracked files as they are now", load: () => import("./commit.ts") },
  destroy: { kind: "command", summary: "Make a project an ordinary folder again", load: () => import("./destroy.ts") },
  move: {
    kind: "command",
    aliases: ["mv"],
    summary: "Move or rename a tracked file or directory",
    load: () => import("./move.ts"),
  },
  remove: {
    kind: "command",
    aliases: ["rm"],
    summary: "Stop tracking files or directories, and remove stages",
    load: () => import("./remove.ts"),
  },
  freeze: { kind: "command", summary: "Keep stages and imports as they are", load: () => import("./freeze.ts") },
  unfreeze: { kind: "command", summary: "Undo freeze", load: () => import("./unfreeze.ts") },
  unprotect: { kind: "command", summary: "Make tracked files writable", load: () => import("./unprotect.ts") },
  status: { kind: "command", summary: "Show what changed since it was tracked", load: () => import("./status.ts") },
  update: {
    kind: "command",
    summary: "Move imports to the newest version of their data",
    load: () => import("./update.ts"),
  },
  version: {
    kind: "command",
    aliases: ["doctor"],
    summary: "Describe this program and the project around",
    load: () => import("./version.ts"),
  },
  dag: { kind: "foreign", reason: "does not run pipelines" },
  dataset: { kind: "foreign", aliases: ["ds"], reason: "does not keep DVC's dataset entries", needsWord: true },
  daemon: { kind: "foreign", reason: "has no background process of DVC's kind", needsWord: true },
  experiments: { kind: "foreign", aliases: ["exp"], reason: "does not run experiments", needsWord: true },
  "import-db": { kind: "foreign", reason: "does not read databases" },
  metrics: { kind: "foreign", reason: "does not compare metrics", needsWord: true },
  params: { kind: "foreign", reason: "does not compare parameters", needsWord: true },
  plots: { kind: "foreign", reason: "does not draw plots", needsWord: true },
  queue: { kind: "foreign", reason: "does not run experiments", needsWord: true },
  repro: { kind: "foreign", reason: "does not run pipelines" },
  stage: { kind: "foreign", reason: "does not run pipelines", needsWord: true },
  studio: { kind: "foreign", reason: "does not talk to DVC Studio", needsWord: true },
};
