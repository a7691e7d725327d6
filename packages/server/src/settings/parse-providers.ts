import { resolve } from "node:path";
import { isYamlMap, readTextIfExists, type YamlMap, type YamlValue } from "@lode/core/engine";
import { isSecureUrl } from "./is-secure-url.ts";
import type { SignInProvider } from "./sign-in-provider.ts";

/** What the settings file says of providers, and what its values may refer to. */
export interface ProvidersSource {
  readonly value: YamlValue;
  /** The folder that relative paths start from; absolute. */
  readonly base: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Makes the error for what is wrong at a path of keys. */
  invalid(path: readonly string[], problem: string): Error;
}

const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;

const fields = new Set([
  "label",
  "issuer",
  "client_id",
  "client_secret",
  "client_secret_file",
  "client_secret_variable",
  "scopes",
  "user_claim",
  "new_users",
  "groups_claim",
  "groups",
]);

/**
 * Parses `providers`: a mapping of names to providers.
 *
 * @throws what `invalid` makes
 */
export function parseProviders(source: ProvidersSource): readonly SignInProvider[] {
  const { value, invalid } = source;
  if (!isYamlMap(value)) throw invalid([], "it is to be a mapping of names to providers");
  return [...value].map(([name, provider]) => {
    if (typeof name !== "string" || !NAME.test(name))
      throw invalid([String(name)], "a name is made of a-z, 0-9, . _ -");
    if (!isYamlMap(provider)) throw invalid([name], "a provider is to be a mapping");
    return parseProvider({ ...source, name, map: provider });
  });
}

interface OneProvider extends ProvidersSource {
  readonly name: string;
  readonly map: YamlMap;
}

function parseProvider(one: OneProvider): SignInProvider {
  const { name, map, invalid } = one;
  for (const key of map.keys()) {
    if (typeof key !== "string" || !fields.has(key)) {
      throw invalid([name, String(key)], `there is no setting '${String(key)}' of a provider`);
    }
  }
  const issuer = requiredText(one, "issuer");
  if (!isSecureUrl(issuer)) throw invalid([name, "issuer"], "it is to be an https address");
  const newUsers = optionalText(one, "new_users") ?? "refuse";
  if (newUsers !== "make" && newUsers !== "refuse") throw invalid([name, "new_users"], "it is to be make or refuse");
  const scopes = optionalText(one, "scopes") ?? "openid profile";
  if (!scopes.split(" ").includes("openid")) throw invalid([name, "scopes"], "openid is to be one of them");
  return {
    name,
    label: optionalText(one, "label") ?? name,
    issuer,
    clientId: requiredText(one, "client_id"),
    clientSecret: secretOf(one),
    scopes,
    userClaim: optionalText(one, "user_claim") ?? "preferred_username",
    newUsers,
    groupsClaim: optionalText(one, "groups_claim"),
    groups: groupsOf(one),
  };
}

/** Of the three places of a secret at most one is given. */
function secretOf(one: OneProvider): (() => string) | undefined {
  const { name, invalid, base, variables } = one;
  const text = optionalText(one, "client_secret");
  const file = optionalText(one, "client_secret_file");
  const variable = optionalText(one, "client_secret_variable");
  if ([text, file, variable].filter((place) => place !== undefined).length > 1) {
    throw invalid([name], "of client_secret, client_secret_file and client_secret_variable one is enough");
  }
  if (file !== undefined) {
    const content = readTextIfExists(resolve(base, file))?.trim();
    if (!content) throw invalid([name, "client_secret_file"], "there is no such file, or nothing in it");
    return () => content;
  }
  if (variable !== undefined) {
    const content = variables[variable];
    if (!content) throw invalid([name, "client_secret_variable"], `the variable ${variable} is not set`);
    return () => content;
  }
  return text === undefined ? undefined : () => text;
}

function groupsOf({ name, map, invalid }: OneProvider): Readonly<Record<string, string>> {
  const groups = map.get("groups");
  if (groups === undefined) return {};
  if (!isYamlMap(groups))
    throw invalid([name, "groups"], "it is to be a mapping of the provider's groups to groups here");
  const entries = [...groups].map(([theirs, ours]): [string, string] => {
    if (typeof ours !== "string" || !NAME.test(ours)) {
      throw invalid([name, "groups", String(theirs)], "it is to be the name of a group");
    }
    return [String(theirs), ours];
  });
  return Object.fromEntries(entries);
}

function requiredText(one: OneProvider, key: string): string {
  const text = optionalText(one, key);
  if (text === undefined) throw one.invalid([one.name], `its ${key} is missing`);
  return text;
}

function optionalText({ name, map, invalid }: OneProvider, key: string): string | undefined {
  const value = map.get(key);
  if (value === undefined) return undefined;
  if (typeof value !== "string" || value === "") throw invalid([name, key], "it is to be a text");
  return value;
}
