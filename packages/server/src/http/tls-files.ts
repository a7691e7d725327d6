import { createSecureContext } from "node:tls";
import { LodeError } from "@lode/core";
import { readTextIfExists } from "@lode/core/engine";
import type { App } from "./app.ts";

/** What a server shows of itself, in PEM: the certificate with those that vouch for it behind it, and its key. */
export interface TlsIdentity {
  readonly cert: string;
  readonly key: string;
}

/** Absolute paths of the two files; both empty: the server speaks plain HTTP. */
export interface TlsFiles {
  readonly tlsCertificate: string;
  readonly tlsKey: string;
}

/** How often the files are looked at: whoever renews a certificate does so days before the old one ends. */
const LOOK_EVERY_MS = 60_000;

/**
 * Reads the files.
 *
 * @returns undefined if none are given
 * @throws SETTINGS_INVALID if one is missing, or they do not belong together; IO_FAILED
 */
export function readTls({ tlsCertificate, tlsKey }: TlsFiles): TlsIdentity | undefined {
  if (tlsCertificate === "" && tlsKey === "") return undefined;
  const identity = { cert: textOf("tls_certificate", tlsCertificate), key: textOf("tls_key", tlsKey) };
  try {
    createSecureContext(identity);
    return identity;
  } catch (cause) {
    throw unusable(
      `"${tlsCertificate}" and "${tlsKey}" are no certificate in PEM with the key that belongs to it`,
      cause,
    );
  }
}

/**
 * Shows a renewed certificate from when the files have changed on, within a minute and without a restart. Files that cannot be
 * used are told in the log, and the certificate stays the one that it was.
 */
export function renewTls(app: App, files: TlsFiles): TlsRenewal {
  let last = JSON.stringify(readTls(files));
  const look = (): void => {
    try {
      const identity = readTls(files);
      const now = JSON.stringify(identity);
      if (identity === undefined || now === last) return;
      last = now;
      // The App's type does not tell that it serves TLS.
      if ("setSecureContext" in app.server) (app.server as TlsServer).setSecureContext(identity);
      app.log.info("the certificate was renewed");
    } catch (error) {
      app.log.error({ err: error }, "the certificate cannot be renewed");
    }
  };
  const timer = setInterval(look, LOOK_EVERY_MS).unref();
  return { look, [Symbol.dispose]: () => clearInterval(timer) };
}

/** Looks at the files of a certificate until it is disposed. */
export interface TlsRenewal extends Disposable {
  /** Looks now. */
  look(): void;
}

interface TlsServer {
  setSecureContext(identity: TlsIdentity): void;
}

function textOf(setting: string, path: string): string {
  if (path === "") throw unusable(`'${setting}' is missing`);
  const text = readTextIfExists(path);
  if (text === undefined) throw unusable(`there is no file "${path}" ('${setting}')`);
  return text;
}

function unusable(problem: string, cause?: unknown): LodeError {
  return new LodeError("SETTINGS_INVALID", `Cannot serve with TLS: ${problem}`, {
    hint: "Set both `tls_certificate` and `tls_key`, or neither and put a proxy in front.",
    ...(cause !== undefined && { cause }),
  });
}
