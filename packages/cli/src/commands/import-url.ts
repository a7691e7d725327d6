import { importUrl, LodeError } from "@lode/core";
import { flag, integerOption, pairsOption, textOption } from "../arguments/options.ts";
import { argument, optionalArgument } from "../arguments/positionals.ts";
import { withoutUndefined } from "../arguments/without-undefined.ts";
import { defineCommand } from "../command.ts";
import { openCommandProject } from "../project-context.ts";
import { gitHint } from "../ui/git-hint.ts";

export const command = defineCommand({
  name: "import-url",
  summary: "Copy a file or directory from a URL or path, and remember where it came from",
  description:
    "Writes a .dvc file that records the state of the source; `lode update` brings what is newer. URLs are paths, file://, http://, https://, those of every kind of remote storage, and remote://NAME/PATH below a remote.",
  args: {
    url: argument({ help: "What to import" }),
    out: optionalArgument({ help: "Where it goes; default: the last part of the URL" }),
    toRemote: flag({ help: "Send the data straight to remote storage, without a copy here" }),
    remote: textOption({ short: "r", metavar: "<name>", help: "Remote storage to send it to" }),
    noExec: flag({ help: "Only write the .dvc file; contact nothing" }),
    noDownload: flag({ help: "Only find out the checksum and write the .dvc file" }),
    jobs: integerOption({ short: "j", metavar: "<number>", help: "How many objects move at once" }),
    force: flag({ short: "f", help: "Replace what is at the destination" }),
    versionAware: flag({ help: "Follow the versions of the storage, where it has any" }),
    fsConfig: pairsOption({ help: "Options of the storage, as of a remote; they are written to the .dvc file" }),
  },
  exclusive: [["noExec", "noDownload"]],
  examples: [
    { line: "lode import-url https://example.com/data.csv", note: "a file of a web server" },
    { line: "lode import-url /mnt/share/images data/images", note: "a folder of this machine" },
    { line: "lode import-url --to-remote https://example.com/big.tar", note: "without a copy here" },
  ],
  isBulk: true,
  failureExitCode: 1,
  errorExitCodes: { IGNORE_FILE_IN_OUTPUT: 255, NAME_NOT_UTF8: 255, FILE_UNREADABLE: 255 },
  async run({ url, out, force, remote, jobs, fsConfig, versionAware, ...flags }, context) {
    const project = await openCommandProject(context);
    refuseConflicts({ ...flags, remote, versionAware });
    const options = {
      url,
      force,
      versionAware,
      extent: extentOf(flags),
      ...withoutUndefined({ out, remote, fsConfig }),
    };
    return importUrl(project, options, { ...context, ...withoutUndefined({ jobs }) });
  },
  render: ({ git }) => gitHint(git),
});

interface Flags {
  readonly toRemote: boolean;
  readonly noExec: boolean;
  readonly noDownload: boolean;
}

function refuseConflicts(flags: Flags & { readonly remote: string | undefined; readonly versionAware: boolean }): void {
  const { toRemote, noExec, noDownload, versionAware, remote } = flags;
  if (toRemote && (noExec || noDownload || versionAware)) {
    throw conflict("--no-exec, --no-download and --version-aware can't be used with --to-remote");
  }
  if (!toRemote && remote !== undefined) throw conflict("--remote can't be used without --to-remote");
}

function conflict(reason: string): LodeError {
  return new LodeError("OPTIONS_CONFLICT", `Cannot import: ${reason}`);
}

function extentOf({ toRemote, noExec, noDownload }: Flags): "full" | "lock" | "record" | "send" {
  if (toRemote) return "send";
  if (noExec) return "record";
  return noDownload ? "lock" : "full";
}
