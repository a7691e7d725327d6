import { LodeError } from "../../base/lode-error.ts";
import { serverPlace } from "./server-place.ts";
import type { SignIn } from "./sign-in.ts";

const VERSION = 1;

/**
 * Parses the file of sign-ins.
 *
 * @param path for messages
 * @throws SIGN_INS_INVALID
 */
export function parseSignIns(text: string, path: string): readonly SignIn[] {
  const file = parsedObject(text);
  if (file === undefined) throw invalid(path, "it is not JSON with an object");
  if (file.version !== VERSION) throw invalid(path, `its version is not ${VERSION}, so another Lode has written it`);
  if (!Array.isArray(file.sign_ins)) throw invalid(path, "`sign_ins` is not a list");
  return file.sign_ins.map((entry: unknown, index) => signInOf(entry) ?? refuseEntry(path, index));
}

/** Prints the file of sign-ins; parseSignIns reads it. */
export function printSignIns(signIns: readonly SignIn[]): string {
  const entries = signIns.map(({ server, repository, user, token, scope, expiresAt }) => ({
    server,
    ...(repository !== undefined && { repository }),
    user,
    token,
    ...(scope !== undefined && { scope }),
    ...(expiresAt !== undefined && { expires_at: expiresAt }),
  }));
  return `${JSON.stringify({ version: VERSION, sign_ins: entries }, undefined, 2)}\n`;
}

type JsonObject = Readonly<Record<string, unknown>>;

function parsedObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function signInOf(entry: unknown): SignIn | undefined {
  if (!isObject(entry)) return undefined;
  const { server, repository, user, token, scope, expires_at: expiresAt } = entry;
  if (typeof server !== "string" || serverPlace(server)?.server !== server) return undefined;
  if (typeof user !== "string" || typeof token !== "string" || !/^[\x21-\x7e]+$/.test(token)) return undefined;
  if (!isOptionalText(repository) || !isOptionalText(scope) || !isOptionalText(expiresAt)) return undefined;
  return { server, repository, user, token, scope, expiresAt };
}

function isOptionalText(value: unknown): value is string | undefined {
  return value === undefined || typeof value === "string";
}

function refuseEntry(path: string, index: number): never {
  throw invalid(path, `entry ${index + 1} of \`sign_ins\` is not a sign-in`);
}

function invalid(path: string, state: string): LodeError {
  return new LodeError("SIGN_INS_INVALID", `Cannot read the sign-ins in "${path}": ${state}`, {
    hint: "Mend the file, or remove it and sign in again with `lode login`.",
    details: { path },
  });
}
