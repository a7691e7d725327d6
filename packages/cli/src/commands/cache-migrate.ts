import { type MigrateCacheResult, type MigrateFilesResult, migrateCache, migrateFiles } from "@lode/core";
import { flag } from "../arguments/options.ts";
import { defineCommand } from "../command.ts";
import { openCommandProject } from "../project-context.ts";
import { gitHint } from "../ui/git-hint.ts";

export const command = defineCommand({
  name: "cache migrate",
  summary: "Take cached data of DVC 2 into DVC 3's part of the cache",
  description: "Data stays where it was too. With --dvc-files what DVC 2 recorded is recorded as DVC 3 does.",
  args: {
    dvcFiles: flag({ help: "Also migrate .dvc files and dvc.lock" }),
    dry: flag({ help: "Only print what would be migrated" }),
  },
  examples: [
    { line: "lode cache migrate --dvc-files --dry", note: "which files are of DVC 2" },
    { line: "lode cache migrate --dvc-files", note: "migrate everything" },
  ],
  exitCodes: { 1: "some stages were left as they are, since their data is not as recorded" },
  isLocal: true,
  failureExitCode: 255,
  async run({ dvcFiles, dry }, context) {
    const project = await openCommandProject(context);
    const cache = await migrateCache(project, { dry }, context);
    if (!dvcFiles) return { cache, files: undefined };
    context.print(cacheLine(cache));
    const files = await migrateFiles(project, { dry }, context);
    if (files.left.length > 0) context.onEvent({ type: "warning", message: leftMessage(files.left) });
    return { cache, files };
  },
  render: ({ cache, files }) => (files === undefined ? cacheLine(cache) : filesText(files)),
  toJson: ({ cache, files }) => ({
    dry: cache.dry,
    objects: cache.objects,
    files: files?.files ?? [],
    left: files?.left ?? [],
  }),
  exitCode: ({ files }) => (files !== undefined && files.left.length > 0 ? 1 : 0),
});

function cacheLine({ dry, objects }: MigrateCacheResult): string {
  return dry
    ? `${objects} files will be re-hashed and migrated to the DVC 3.0 cache location.`
    : `Migrated ${objects} files to DVC 3.0 cache location.`;
}

function filesText({ dry, files, left, git }: MigrateFilesResult): string {
  if (files.length === 0) return left.length > 0 ? "" : "No DVC files in the repo to migrate to the 3.0 format.";
  if (dry) {
    return [
      "Entries in following DVC files will be migrated to the 3.0 format:",
      ...files.map((file) => `\t${file}`),
    ].join("\n");
  }
  const updated = files.filter((file) => file.endsWith(".dvc")).map((file) => `Updating DVC file '${file}'`);
  const hint = gitHint(git);
  return [...updated, ...(hint === "" ? [] : [hint])].join("\n");
}

function leftMessage(stages: readonly string[]): string {
  return `Left as they are, since their data is not as recorded: ${stages.join(", ")}. Run \`lode checkout\` or \`lode commit\`.`;
}
