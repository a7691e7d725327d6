import { once } from "node:events";
import { createServer } from "node:net";
import { LodeError } from "@lode/core";
import type { Settings } from "../settings/settings.ts";
import type { App } from "./app.ts";

/** Begins to take connections. @returns the URL @throws ADDRESS_UNUSABLE; the app is closed then */
export async function listen(app: App, { host, port }: Settings): Promise<string> {
  try {
    return await app.listen({ host, port, listenTextResolver: (address) => `listening at ${address}` });
  } catch (cause) {
    await app.close();
    throw addressUnusable(`${host}:${port}`, cause);
  }
}

/**
 * Asks whether a host is an address of this machine, by listening there for a moment. The port may be in use: a check is
 * often made while the registry is served.
 *
 * @throws ADDRESS_UNUSABLE
 */
export async function tryHost({ host }: Settings): Promise<void> {
  const probe = createServer();
  try {
    await once(probe.listen({ host, port: 0 }), "listening");
  } catch (cause) {
    throw addressUnusable(host, cause);
  }
  probe.close();
}

function addressUnusable(address: string, cause: unknown): LodeError {
  const state = cause instanceof Error && "code" in cause ? String(cause.code) : "refused";
  const reason = REASONS[state] ?? state;
  return new LodeError("ADDRESS_UNUSABLE", `Cannot listen at ${address}: ${reason}`, {
    hint: "Choose another --host or --port, or stop what uses it.",
    details: { address, state },
    cause,
  });
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "this user may not",
  EADDRINUSE: "another program does",
  EADDRNOTAVAIL: "this machine has no such address",
  ENOTFOUND: "nobody knows that name",
};
