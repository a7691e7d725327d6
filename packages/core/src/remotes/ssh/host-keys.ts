import { hash } from "node:crypto";
import { dirname } from "node:path";
import { LodeError } from "../../base/lode-error.ts";
import {
  hostKeyType,
  judgeHostKey,
  type KnownHost,
  knownKeyTypes,
  parseKnownHosts,
} from "../../formats/ssh/known-hosts.ts";
import { appendLine } from "../../fs/append-line.ts";
import { ensureDir } from "../../fs/ensure-dir.ts";
import { readTextIfExists } from "../../fs/read-text-if-exists.ts";
import type { SshSettings } from "./ssh-settings.ts";

/** What the user's files say of the keys of one host. */
export class HostKeys {
  readonly #settings: SshSettings;
  readonly #entries: readonly KnownHost[];

  /** @throws IO_FAILED */
  constructor(settings: SshSettings) {
    this.#settings = settings;
    this.#entries = settings.hostKeys.files.flatMap((file) => parseKnownHosts(readTextIfExists(file) ?? ""));
  }

  /** The algorithms to ask the host for, first those of keys that are known: it shows one key only. */
  preferred(algorithms: readonly string[]): readonly string[] {
    const types = knownKeyTypes(this.#entries, this.#settings.hostKeys.name);
    const isKnown = (algorithm: string) => types.includes(algorithm.replace(/^rsa-sha2-\d+$/, "ssh-rsa"));
    return [...algorithms.filter(isKnown), ...algorithms.filter((algorithm) => !isKnown(algorithm))];
  }

  /** Accepts the key that a host shows. @throws HOST_KEY_UNKNOWN, HOST_KEY_CHANGED, IO_FAILED */
  check(key: Uint8Array): void {
    const { hostKeys } = this.#settings;
    switch (judgeHostKey(this.#entries, hostKeys.name, key)) {
      case "known":
        return;
      case "revoked":
        throw changed(this.#settings, key, "its host key is revoked");
      case "changed":
        throw changed(this.#settings, key, "its host key is another than the one that is known");
      case "unknown":
        if (hostKeys.unknown === "refuse") throw unknown(this.#settings, key);
        if (hostKeys.unknown === "add") add(hostKeys.files[0], hostKeys.name, key);
    }
  }
}

/** A folder that is made for it is the user's alone, as OpenSSH makes it. */
function add(file: string | undefined, name: string, key: Uint8Array): void {
  if (file === undefined) return;
  ensureDir(dirname(file), { file: 0o600, dir: 0o700, exact: true, mask: 0 });
  appendLine(file, `${name} ${hostKeyType(key)} ${Buffer.from(key).toString("base64")}`);
}

function unknown(settings: SshSettings, key: Uint8Array): LodeError {
  const { host, port, hostKeys } = settings;
  const type = hostKeyType(key);
  const from = `ssh-keyscan -p ${port} -t ${shortType(type)} ${host}`;
  return new LodeError("HOST_KEY_UNKNOWN", `Cannot connect to '${settings.name}': its host key is not known`, {
    hint: `If ${fingerprint(key)} (${type}) is the key of that machine, run: ${from} >> ${hostKeys.files[0]}`,
    details: { host, port, type, fingerprint: fingerprint(key) },
  });
}

function changed({ name, host, port, hostKeys }: SshSettings, key: Uint8Array, state: string): LodeError {
  const type = hostKeyType(key);
  return new LodeError("HOST_KEY_CHANGED", `Cannot connect to '${name}': ${state}`, {
    hint: `Somebody may be listening. Ask who runs the machine; if ${fingerprint(key)} is its new key, run: ssh-keygen -R '${hostKeys.name}'`,
    details: { host, port, type, fingerprint: fingerprint(key) },
  });
}

function fingerprint(key: Uint8Array): string {
  return `SHA256:${hash("sha256", key, "base64").replace(/=+$/, "")}`;
}

/** As `ssh-keyscan -t` takes it. */
function shortType(type: string): string {
  if (type.startsWith("ecdsa-")) return "ecdsa";
  return type.replace(/^ssh-/, "");
}
