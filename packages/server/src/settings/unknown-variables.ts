import { nearestName } from "./nearest-name.ts";
import { settingRules } from "./setting-rules.ts";

/** What the variables of all settings begin with. */
const PREFIX = "LODE_SERVE_";

/** The variable of the environment that gives a setting. */
export function variableOf(setting: string): string {
  return `${PREFIX}${setting.toUpperCase()}`;
}

/**
 * Says whether a variable tells where a service is that is called like this program, which Kubernetes and Docker set for all
 * containers: `LODE_SERVE_PORT=tcp://10.0.0.1:80`, `LODE_SERVE_PORT_80_TCP_ADDR`, `LODE_SERVE_SERVICE_HOST`.
 */
export function isOfPlatform(name: string, value: string): boolean {
  return /_SERVICE_(HOST|PORT(_.+)?)$|_PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?$/.test(name) || isLink(name, value);
}

function isLink(name: string, value: string): boolean {
  return name.endsWith("_PORT") && /^(tcp|udp|sctp):\/\//.test(value);
}

/**
 * A sentence for each variable that looks like one of a setting and is none, with the setting that may be meant. What platforms
 * set is left out, and so are variables that the settings file itself names.
 *
 * @param named by the settings file
 */
export function describeUnknownVariables(
  variables: Readonly<Record<string, string | undefined>>,
  named: ReadonlySet<string>,
): readonly string[] {
  const known = settingRules.map(({ name }) => variableOf(name));
  return Object.entries(variables).flatMap(([name, value = ""]) => {
    if (!name.startsWith(PREFIX) || known.includes(name) || named.has(name) || isOfPlatform(name, value)) return [];
    const nearest = nearestName(name, known);
    const advice = nearest === undefined ? "docs/server.md lists the settings" : `is it ${nearest}?`;
    return [`The variable ${name} is ignored, for there is no such setting: ${advice}`];
  });
}
