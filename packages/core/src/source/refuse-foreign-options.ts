import { LodeError } from "../base/lode-error.ts";
import { type ConfigFile, type ConfigSection, isConfigSection, sectionOf } from "../formats/config/config-file.ts";

/** Options of a remote by which a configuration makes this machine run a command. */
const COMMANDS: readonly string[] = ["bearer_token_command"];
/** Options by which it sends what a file of this machine gives access to, and where to. */
const FILE = "credentialpath";
const ELSEWHERE = "endpointurl";

/**
 * Refuses the tracked configuration of somebody else's repository if it would run a command on this machine, or have a
 * file of credentials of this machine used with a server that the repository names. What the user says in its place, or
 * of that very file or server, counts as trusted.
 *
 * @param own what the user lays over the configuration
 * @throws CONFIG_UNTRUSTED
 */
export function refuseForeignOptions(config: ConfigFile, url: string, own: readonly ConfigFile[] = []): void {
  for (const [name, remote] of sectionOf(config, "remote")) {
    if (!isConfigSection(remote)) continue;
    const isOwn = (option: string): boolean => own.some((file) => remoteOf(file, name)?.has(option) === true);
    const option = COMMANDS.find((command) => remote.has(command) && !isOwn(command));
    if (option !== undefined) throw untrusted({ url, name, option }, "runs a command on this machine");
    if (remote.has(FILE) && remote.has(ELSEWHERE) && !isOwn(FILE) && !isOwn(ELSEWHERE)) {
      throw untrusted({ url, name, option: FILE }, `sends credentials of this machine to its \`${ELSEWHERE}\``);
    }
  }
}

/**
 * Refuses options of a remote that the metadata of somebody else's repository name, as refuseForeignOptions does.
 *
 * @throws CONFIG_UNTRUSTED
 */
export function refuseForeignRemote(options: Readonly<Record<string, unknown>>, name: string, url: string): void {
  const section = new Map(Object.keys(options).map((option) => [option.toLowerCase(), ""]));
  refuseForeignOptions(new Map([["remote", new Map([[name, section]])]]), url);
}

function remoteOf(file: ConfigFile, name: string): ConfigSection | undefined {
  const remote = sectionOf(file, "remote").get(name);
  return remote !== undefined && isConfigSection(remote) ? remote : undefined;
}

function untrusted(
  { url, name, option }: { readonly url: string; readonly name: string; readonly option: string },
  effect: string,
): LodeError {
  return new LodeError(
    "CONFIG_UNTRUSTED",
    `Cannot use the configuration of '${url}': its remote '${name}' has the option \`${option}\`, which ${effect}`,
    {
      hint: `If you trust it, say the same yourself with \`--remote-config ${option}=VALUE\`, or clone the repository and use the clone as the source.`,
      details: { url, remote: name, option },
    },
  );
}
