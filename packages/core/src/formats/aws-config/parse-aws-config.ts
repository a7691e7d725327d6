/** A file of the AWS tools: sections by name, such as `default`, `profile dev` or `services lab`. */
export type AwsConfig = ReadonlyMap<string, AwsSection>;

/** The settings of a section; those below a setting without a value have its name before theirs: `s3.addressing_style`. */
export type AwsSection = ReadonlyMap<string, string>;

/**
 * Parses `~/.aws/config` or `~/.aws/credentials`. Names of settings are in lower case; a later one replaces an earlier
 * one, also over sections of one name. What is not in the format is passed over, as the AWS tools do in files they share.
 * Source: the page "Shared config and credentials files" of the AWS SDKs' reference.
 */
export function parseAwsConfig(text: string): AwsConfig {
  const config = new Map<string, Map<string, string>>();
  let place: Place | undefined;
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*(?:[#;]|$)/.test(line)) continue;
    const header = /^\[\s*([^\]]*?)\s*\]/.exec(line)?.[1];
    if (header === undefined) {
      if (place !== undefined) addSetting(place, line);
      continue;
    }
    const name = header.replaceAll(/\s+/g, " ").replaceAll(/["']/g, "");
    const section = config.get(name) ?? new Map<string, string>();
    config.set(name, section);
    place = { section, outer: "" };
  }
  return config;
}

/** Where the next line belongs. */
interface Place {
  readonly section: Map<string, string>;
  /** What stands before the name of an indented setting: empty, or the name of another one and a dot. */
  outer: string;
}

function addSetting(place: Place, line: string): void {
  const [, indent = "", spelled = "", value = ""] = /^(\s*)([^=\s][^=]*?)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
  if (spelled === "") return;
  const name = spelled.toLowerCase();
  const isInner = indent !== "" && place.outer !== "";
  place.section.set(isInner ? `${place.outer}${name}` : name, withoutComment(value));
  if (!isInner) place.outer = value === "" ? `${name}.` : "";
}

/** A comment behind a value has a blank before it. */
function withoutComment(value: string): string {
  return value.replace(/\s[#;].*$/, "").trimEnd();
}
