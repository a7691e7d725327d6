import { SSHConfig } from "ssh-config";
import { LodeError } from "../../base/lode-error.ts";

/** What a user's OpenSSH configuration says of one host (ssh_config(5)); what it does not say is undefined or empty. */
export interface SshHostOptions {
  readonly hostName: string | undefined;
  readonly user: string | undefined;
  readonly port: number | undefined;
  readonly identityFiles: readonly string[];
  readonly identitiesOnly: boolean;
  /** A path, `none`, or `SSH_AUTH_SOCK`. */
  readonly identityAgent: string | undefined;
  readonly userKnownHostsFiles: readonly string[];
  /** In lower case: `yes`, `no`, `off`, `accept-new`, `ask`. */
  readonly strictHostKeyChecking: string | undefined;
  readonly hostKeyAlias: string | undefined;
  /** Hosts to go through, the first one first. */
  readonly proxyJump: readonly string[];
  readonly proxyCommand: string | undefined;
}

/**
 * Finds what a configuration says of a host, the first word on each option counting. Programs of `Match exec` are not run,
 * and what they guard does not count.
 *
 * @param text with the included files in their places
 * @throws CONFIG_INVALID if it is no configuration
 */
export function sshHostOptions(text: string, host: string, user: string | undefined): SshHostOptions {
  const parsed = parse(text);
  const query = { Host: host, ...(user !== undefined && { User: user }) };
  const found = parsed.compute(query, { ignoreCase: true, matchExec: false });
  const all = (name: string): readonly string[] => [found[name] ?? []].flat();
  const one = (name: string): string | undefined => all(name)[0];
  const port = Number(one("port"));
  const jump = one("proxyjump") ?? "none";
  const command = one("proxycommand") ?? "none";
  return {
    hostName: one("hostname")?.replaceAll("%h", host),
    user: one("user"),
    port: Number.isInteger(port) && port > 0 ? port : undefined,
    identityFiles: all("identityfile"),
    identitiesOnly: one("identitiesonly")?.toLowerCase() === "yes",
    identityAgent: one("identityagent"),
    userKnownHostsFiles: all("userknownhostsfile").flatMap((files) => files.split(/\s+/)),
    strictHostKeyChecking: one("stricthostkeychecking")?.toLowerCase(),
    hostKeyAlias: one("hostkeyalias"),
    proxyJump: jump.toLowerCase() === "none" ? [] : jump.split(",").map((hop) => hop.trim()),
    proxyCommand: command.toLowerCase() === "none" ? undefined : command,
  };
}

function parse(text: string): SSHConfig {
  try {
    return SSHConfig.parse(text);
  } catch (error) {
    const state = error instanceof Error ? error.message : String(error);
    throw new LodeError("CONFIG_INVALID", `Cannot understand the configuration of OpenSSH: ${state}`, {
      hint: "Mend `~/.ssh/config`, or the file that it includes.",
      cause: error,
    });
  }
}
