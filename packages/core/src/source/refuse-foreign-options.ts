import { LodeError } from "../base/lode-error.ts";
import { type ConfigFile, isConfigSection, sectionOf } from "../formats/config/config-file.ts";

/** Options of a remote by which a configuration makes this machine run a command. */
const COMMANDS: readonly string[] = ["bearer_token_command"];
/** Options by which it sends what a file of this machine gives access to, and where to. */
const FILE = "credentialpath";
const ELSEWHERE = "endpointurl";

/**
 * Refuses the tracked configuration of somebody else's repository if it would run a command on this machine, or have a
 * file of credentials of this machine used with a server that the repository names.
 *
 * @throws CONFIG_UNTRUSTED
 */
export function refuseForeignOptions(config: ConfigFile, url: string): void {
  for (const [name, remote] of sectionOf(config, "remote")) {
    if (!isConfigSection(remote)) continue;
    const option = COMMANDS.find((command) => remote.has(command));
    if (option !== undefined) throw untrusted({ url, name, option }, "runs a command on this machine");
    if (remote.has(FILE) && remote.has(ELSEWHERE)) {
      throw untrusted({ url, name, option: FILE }, `sends credentials of this machine to its \`${ELSEWHERE}\``);
    }
  }
}

function untrusted(
  { url, name, option }: { readonly url: string; readonly name: string; readonly option: string },
  effect: string,
): LodeError {
  return new LodeError(
    "CONFIG_UNTRUSTED",
    `Cannot use the configuration of '${url}': its remote '${name}' has the option \`${option}\`, which ${effect}`,
    {
      hint: `If you trust it, clone the repository, and use the clone as the source; its owner can take the option out of .dvc/config.`,
      details: { url, remote: name, option },
    },
  );
}
