import { once } from "node:events";
import { describeStart, readSettings, type StartPlan, startServer } from "@lode/server";
import { flag, integerOption, textOption } from "../arguments/options.ts";
import { withoutUndefined } from "../arguments/without-undefined.ts";
import { type CommandContext, defineCommand } from "../command.ts";

/** What the command has to say at its end. */
type Result = { readonly plan: StartPlan } | { readonly stopped: string };

export const command = defineCommand({
  name: "serve",
  summary: "Run a registry server",
  description:
    "Everything is kept in one folder, which is made when it does not exist; the token of its administrator is then printed, once. Ctrl-C or SIGTERM stops the server after the requests that run. `lode serve backup` and `lode serve restore` back a registry up. docs/server.md says more.",
  args: {
    data: textOption({ metavar: "<dir>", help: "Folder that holds the registry" }),
    host: textOption({ metavar: "<address>", help: "Address to listen on (default: 127.0.0.1)" }),
    port: integerOption({ metavar: "<number>", help: "Port to listen on, 0 for any that is free (default: 5633)" }),
    config: textOption({ metavar: "<file>", help: "YAML file with settings" }),
    check: flag({ help: "Check the settings and say what would be done, and do nothing" }),
  },
  examples: [
    { line: "lode serve --data registry", note: "on this machine only" },
    { line: "lode serve --config lode.yaml --check", note: "are these settings right?" },
  ],
  isLocal: true,
  isBulk: true,
  failureExitCode: 255,
  async run({ data, host, port, config, check }, context): Promise<Result> {
    const settings = readSettings({
      cwd: context.cwd,
      variables: context.environment.variables,
      flags: { data, host, port },
      onEvent: context.onEvent,
      ...withoutUndefined({ file: config }),
    });
    if (check) return { plan: await describeStart(settings, context.environment) };
    const server = await startServer(settings, context.environment);
    try {
      announce({ ...server, dataDir: settings.dataDir }, context);
      if (!context.signal.aborted) await once(context.signal, "abort");
    } finally {
      await server.stop();
    }
    return { stopped: server.url };
  },
  render: (result) => ("plan" in result ? planText(result.plan) : "Stopped."),
});

interface Announced {
  readonly url: string;
  readonly dataDir: string;
  readonly administratorToken: string | undefined;
}

/** Tells where the server is as soon as it serves. */
function announce({ url, dataDir, administratorToken }: Announced, context: CommandContext): void {
  context.printJson({ url, data: dataDir, administratorToken: administratorToken ?? null });
  if (administratorToken !== undefined) {
    context.print("This registry is new. The token of its administrator 'admin', which is not shown again:");
    context.print(`  ${administratorToken}`);
  }
  context.print(`Serving "${dataDir}" at ${url}`);
}

function planText({ settings, database, isNew }: StartPlan): string {
  return [
    "The settings are right.",
    `It would serve the ${isNew ? "new " : ""}registry "${settings.dataDir}" at ${settings.host}:${settings.port}.`,
    `The database is ${database}, the objects are in ${settings.objects === "folder" ? "the data folder" : settings.objects}.`,
    ...(isNew ? ["It would make what is not there yet, and print the token of an administrator."] : []),
  ].join("\n");
}
