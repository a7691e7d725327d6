import { resolve } from "node:path";
import { createBackup, readSettings } from "@lode/server";
import { textOption } from "../arguments/options.ts";
import { argument } from "../arguments/positionals.ts";
import { withoutUndefined } from "../arguments/without-undefined.ts";
import { defineCommand } from "../command.ts";
import { backupText } from "../ui/backup-text.ts";

export const command = defineCommand({
  name: "serve backup",
  summary: "Back up a registry, while its server runs",
  description:
    "Into a folder that has a backup only what is new is copied; after a kill the next call goes on. Every object is hashed while it is copied. A backup is the same wherever the database and the objects are. docs/server.md says more.",
  args: {
    target: argument({ help: "Folder of the backup, which is made when it does not exist" }),
    data: textOption({ metavar: "<dir>", help: "Folder that holds the registry" }),
    config: textOption({ metavar: "<file>", help: "YAML file with settings" }),
  },
  examples: [{ line: "lode serve backup --data registry /mnt/backup", note: "every night; it copies what is new" }],
  exitCodes: { 1: "backed up, but the registry has lost objects" },
  isLocal: true,
  failureExitCode: 255,
  run: ({ target, data, config }, context) => {
    const { variables } = context.environment;
    const settings = readSettings({
      cwd: context.cwd,
      variables,
      flags: { data },
      onEvent: context.onEvent,
      ...withoutUndefined({ file: config }),
    });
    return createBackup(settings, resolve(context.cwd, target), { ...context, variables });
  },
  exitCode: ({ lost }) => (lost.length > 0 ? 1 : 0),
  render: (report) => backupText("Backed up", report),
});
