import { resolve } from "node:path";
import { readSettings, restoreBackup } from "@lode/server";
import { flag, textOption } from "../arguments/options.ts";
import { argument } from "../arguments/positionals.ts";
import { withoutUndefined } from "../arguments/without-undefined.ts";
import { defineCommand } from "../command.ts";
import { backupText } from "../ui/backup-text.ts";

export const command = defineCommand({
  name: "serve restore",
  summary: "Make a registry of a backup",
  description:
    "The folder of the registry is to be empty, or not to exist, and so is the database that the settings name. No server takes it before all is there; after a kill the next call goes on. Every object is hashed while it is copied.",
  args: {
    source: argument({ metavar: "backup", help: "Folder of the backup" }),
    data: textOption({ metavar: "<dir>", help: "Folder that the registry is made in" }),
    config: textOption({ metavar: "<file>", help: "YAML file with settings" }),
    verify: flag({ help: "Read and hash everything again where it was restored" }),
  },
  examples: [
    { line: "lode serve restore /mnt/backup --data registry", note: "then: lode serve --data registry" },
    {
      line: "lode serve restore /mnt/backup --config lode.yaml",
      note: "to PostgreSQL and a bucket that the file names",
    },
  ],
  exitCodes: { 1: "restored, but objects had been lost before the backup was made" },
  isLocal: true,
  failureExitCode: 255,
  run: ({ source, data, config, verify }, context) => {
    const { variables } = context.environment;
    const settings = readSettings({
      cwd: context.cwd,
      variables,
      flags: { data },
      onEvent: context.onEvent,
      ...withoutUndefined({ file: config }),
    });
    return restoreBackup(resolve(context.cwd, source), settings, { ...context, variables, verify });
  },
  exitCode: ({ lost }) => (lost.length > 0 ? 1 : 0),
  render: (report) => backupText("Restored", report),
});
