/** Who signs in to a host. */
export interface NetrcLogin {
  readonly user: string;
  readonly password: string;
}

/**
 * Finds the login for a host in a `.netrc` file, the entry `default` included. What is not in the format is passed over.
 * Source of the format: the page "The .netrc file" of GNU inetutils.
 */
export function findNetrcLogin(text: string, host: string): NetrcLogin | undefined {
  const words = wordsOf(text);
  for (let at = 0; at < words.length; at++) {
    const isDefault = words[at] === "default";
    if (!isDefault && words[at] !== "machine") continue;
    if (!isDefault && words[at + 1]?.toLowerCase() !== host.toLowerCase()) continue;
    return loginAt(words, isDefault ? at + 1 : at + 2);
  }
  return undefined;
}

/** Macros, which end at an empty line, and comments are left out. */
function wordsOf(text: string): readonly string[] {
  const plain = text.replaceAll("\r\n", "\n").replaceAll(/^[ \t]*macdef\b[\s\S]*?(?:\n[ \t]*\n|$(?![\s\S]))/gm, "\n");
  const words = plain.replaceAll(/^[ \t]*#.*$/gm, "").matchAll(/"((?:[^"\\]|\\.)*)"|\S+/g);
  return [...words].map(([word, quoted]) => quoted?.replaceAll(/\\(.)/g, "$1") ?? word);
}

function loginAt(words: readonly string[], start: number): NetrcLogin | undefined {
  const fields = new Map<string, string>();
  for (let at = start; FIELDS.has(words[at] ?? ""); at += 2) fields.set(words[at] ?? "", words[at + 1] ?? "");
  const password = fields.get("password");
  return password === undefined ? undefined : { user: fields.get("login") ?? "", password };
}

const FIELDS: ReadonlySet<string> = new Set(["login", "password", "account"]);
