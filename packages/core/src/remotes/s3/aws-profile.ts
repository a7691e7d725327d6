import { homedir } from "node:os";
import { join } from "node:path";
import { LodeError } from "../../base/lode-error.ts";
import { type AwsConfig, type AwsSection, parseAwsConfig } from "../../formats/aws-config/parse-aws-config.ts";
import { textOption } from "../../formats/config/config.ts";
import { readTextIfExists } from "../../fs/read-text-if-exists.ts";
import type { StorageAccess } from "../storage/storage-access.ts";

/** What the files of the AWS tools say to one user of them. */
export interface AwsProfile {
  readonly name: string;
  /** Whether the remote names it; then keys in the environment do not count. */
  readonly isNamed: boolean;
  /** Of the file `config`. */
  readonly settings: AwsSection;
  /** Of the file `credentials`. */
  readonly secrets: AwsSection;
  /** The section of `config` about services that the profile names. */
  readonly services: AwsSection;
  readonly configPath: string;
  readonly credentialsPath: string;
}

/**
 * Reads the profile of a remote: the one that its `profile` names, else `AWS_PROFILE`, else `default`. The variables of
 * the environment that name the files win over `configpath` and `credentialpath`, as in DVC.
 *
 * @throws CREDENTIALS_MISSING if a profile is named and in neither file, IO_FAILED
 */
export function readAwsProfile({ options, env }: Pick<StorageAccess, "options" | "env">): AwsProfile {
  const home = env.HOME ?? homedir();
  const path = (variable: string, option: string, usual: string): string =>
    expandHome(env[variable] || textOption(options, option) || join(home, ".aws", usual), home);
  const configPath = path("AWS_CONFIG_FILE", "configpath", "config");
  const credentialsPath = path("AWS_SHARED_CREDENTIALS_FILE", "credentialpath", "credentials");
  const named = textOption(options, "profile");
  const wanted = named ?? (env.AWS_PROFILE || env.AWS_DEFAULT_PROFILE);
  const name = wanted ?? "default";
  const config = readConfig(configPath);
  const settings = config.get(`profile ${name}`) ?? (name === "default" ? config.get(name) : undefined);
  const secrets = readConfig(credentialsPath).get(name);
  if (wanted !== undefined && settings === undefined && secrets === undefined) throw profileMissing(wanted);
  return {
    name,
    isNamed: named !== undefined,
    settings: settings ?? new Map(),
    secrets: secrets ?? new Map(),
    services: config.get(`services ${settings?.get("services")}`) ?? new Map(),
    configPath,
    credentialsPath,
  };
}

function readConfig(path: string): AwsConfig {
  return parseAwsConfig(readTextIfExists(path) ?? "");
}

function expandHome(path: string, home: string): string {
  return path === "~" || path.startsWith("~/") ? join(home, path.slice(1)) : path;
}

function profileMissing(name: string): LodeError {
  return new LodeError("CREDENTIALS_MISSING", `Cannot sign in with the profile '${name}': there is none of this name`, {
    hint: "Set `profile`, `configpath` or `credentialpath` of the remote, or the variable AWS_PROFILE.",
    details: { profile: name },
  });
}
