import { createHmac } from "node:crypto";

/** One line of a known_hosts file (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). */
export interface KnownHost {
  readonly marker: "none" | "revoked" | "cert-authority";
  /** Patterns of hosts, or one hashed name. */
  readonly hosts: readonly string[];
  readonly keyType: string;
  /** As the file has it, in base 64. */
  readonly key: string;
}

/** What is known of a key that a host shows. */
export type HostKeyVerdict = "known" | "unknown" | "changed" | "revoked";

/** Reads a known_hosts file; lines that are none are passed over, as OpenSSH does. */
export function parseKnownHosts(text: string): readonly KnownHost[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const words = line.trim().split(/\s+/);
    const marker = MARKERS[words[0] ?? ""];
    const [hosts = "", keyType = "", key = ""] = marker === undefined ? words : words.slice(1);
    if (hosts.startsWith("#") || hosts.startsWith("@") || key === "") return [];
    return [{ marker: marker ?? "none", hosts: hosts.split(","), keyType, key }];
  });
}

const MARKERS: Readonly<Record<string, KnownHost["marker"]>> = {
  "@revoked": "revoked",
  "@cert-authority": "cert-authority",
};

/** How a host is called in a known_hosts file: with its port where that is not 22. */
export function knownHostName(host: string, port: number): string {
  return port === 22 ? host.toLowerCase() : `[${host.toLowerCase()}]:${port}`;
}

/** Says what the entries tell of a key that a host shows. A revoked key is refused whatever else they say. */
export function judgeHostKey(entries: readonly KnownHost[], name: string, shown: Uint8Array): HostKeyVerdict {
  const key = Buffer.from(shown).toString("base64");
  const own = entries.filter((entry) => entry.marker !== "cert-authority" && matchesHost(entry, name));
  const same = own.filter((entry) => entry.key === key);
  if (same.some(({ marker }) => marker === "revoked")) return "revoked";
  if (same.length > 0) return "known";
  const type = hostKeyType(shown);
  return own.some(({ marker, keyType }) => marker === "none" && keyType === type) ? "changed" : "unknown";
}

/** The types of the keys that are known of a host, so that it can be asked for one of these. */
export function knownKeyTypes(entries: readonly KnownHost[], name: string): readonly string[] {
  const own = entries.filter((entry) => entry.marker === "none" && matchesHost(entry, name));
  return [...new Set(own.map(({ keyType }) => keyType))];
}

/** The type of a key, such as `ssh-ed25519`: the first text in it (RFC 4253, 6.6). */
export function hostKeyType(key: Uint8Array): string {
  const bytes = Buffer.from(key);
  return bytes.length < 4 ? "" : bytes.toString("latin1", 4, 4 + bytes.readUInt32BE(0));
}

function matchesHost({ hosts }: KnownHost, name: string): boolean {
  let matches = false;
  for (const host of hosts) {
    if (host.startsWith("|1|")) matches ||= isHashOf(host, name);
    else if (host.startsWith("!")) {
      if (matchesPattern(host.slice(1), name)) return false;
    } else matches ||= matchesPattern(host, name);
  }
  return matches;
}

function isHashOf(hashed: string, name: string): boolean {
  const [, , salt = "", hash] = hashed.split("|");
  return createHmac("sha1", Buffer.from(salt, "base64")).update(name).digest("base64") === hash;
}

/** `*` and `?` are wildcards, all else stands for itself. */
function matchesPattern(pattern: string, name: string): boolean {
  const source = pattern
    .toLowerCase()
    .replace(/[\\^$.|+()[\]{}]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`).test(name);
}
