import { LodeError } from "@lode/core";

/** What a name of a user, namespace or repository looks like, as a regular expression for schemas and checks. */
export const NAME_PATTERN = "^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$";

/** First parts of addresses that are the server's own. */
const RESERVED: ReadonlySet<string> = new Set([
  "api",
  "docs",
  "livez",
  "readyz",
  "metrics",
  "assets",
  "login",
  "lode",
  "sign-in",
]);

/**
 * Checks a name that is to be given.
 *
 * @throws NAME_INVALID if it is reserved, or could be taken for something else in an address
 */
export function checkName(name: string): void {
  const isOdd = name.includes("..") || /\.(git|lock)$/.test(name);
  if (new RegExp(NAME_PATTERN).test(name) && !isOdd && !RESERVED.has(name)) return;
  throw new LodeError(
    "NAME_INVALID",
    `Cannot use the name '${name}': it is reserved, or not made of a-z, 0-9, '.', '_' and '-'`,
    {
      hint: "Names have up to 64 characters, begin and end with a letter or digit, have no '..' and do not end with '.git' or '.lock'.",
      details: { name },
    },
  );
}
