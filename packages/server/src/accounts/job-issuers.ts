import { LodeError } from "@lode/core";
import { createRemoteJWKSet, decodeJwt, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from "jose";
import { allowInsecureRequests, discovery, None } from "openid-client";
import { isLoopback, isSecureUrl } from "../settings/is-secure-url.ts";

/** With a key of which others know half. None that is shared, and never none at all. */
const ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"];
const CLOCK_TOLERANCE_S = 30;
const TIMEOUT_S = 10;
/** How long a service's keys are kept. One that is unknown is asked for before that, but not every time. */
const KEYS_MS = 600_000;

/** What a verified token of a job says. */
export interface VerifiedJob extends JWTPayload {
  readonly iss: string;
  readonly sub: string;
  readonly aud: string | string[];
  readonly exp: number;
}

/** The services whose jobs this server hears. No other host is asked for anything, whatever a token says. */
export class JobIssuers {
  readonly #keys = new Map<string, Promise<JWTVerifyGetKey>>();
  readonly #trusted: ReadonlySet<string>;

  /** @param trusted their issuers, as tokens name them */
  constructor(trusted: readonly string[]) {
    this.#trusted = new Set(trusted);
  }

  /** Says whether tokens of a service are heard at all. */
  trusts(issuer: string): boolean {
    return this.#trusted.has(issuer);
  }

  /**
   * Verifies that a token is its issuer's, and its time. For whom it is, and what it has to say, rules decide.
   *
   * @throws JOB_REFUSED, PROVIDER_FAILED if the issuer's keys cannot be had
   */
  async verify(token: string): Promise<VerifiedJob> {
    const issuer = issuerOf(token);
    if (issuer === undefined || !this.trusts(issuer)) throw jobRefused("this server does not trust its issuer");
    const keys = await this.#keysOf(issuer);
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        algorithms: ALGORITHMS,
        clockTolerance: CLOCK_TOLERANCE_S,
        requiredClaims: ["exp", "aud", "sub"],
      });
      return payload as VerifiedJob;
    } catch (cause) {
      // Anything else than a token that is not good: the keys could not be had.
      const isToken = cause instanceof errors.JOSEError && !unreachable.has(cause.code);
      if (isToken) throw jobRefused(cause.message, cause);
      throw issuerFailed(issuer, cause);
    }
  }

  async #keysOf(issuer: string): Promise<JWTVerifyGetKey> {
    const known = this.#keys.get(issuer) ?? findKeys(issuer);
    this.#keys.set(issuer, known);
    try {
      return await known;
    } catch (cause) {
      this.#keys.delete(issuer);
      throw issuerFailed(issuer, cause);
    }
  }
}

const unreachable: ReadonlySet<string> = new Set(["ERR_JWKS_TIMEOUT", "ERR_JOSE_GENERIC", "ERR_JWKS_INVALID"]);

function issuerOf(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch (cause) {
    if (cause instanceof errors.JOSEError || cause instanceof TypeError) return undefined;
    throw cause;
  }
}

/** Asks where the keys are (OpenID Connect Discovery), which has to be as safe an address as the issuer's. */
async function findKeys(issuer: string): Promise<JWTVerifyGetKey> {
  const url = new URL(issuer);
  const execute = isLoopback(url) ? [allowInsecureRequests] : [];
  const found = await discovery(url, "lode", undefined, None(), { execute, timeout: TIMEOUT_S });
  const { jwks_uri: address } = found.serverMetadata();
  if (address === undefined || !isSecureUrl(address) || isLoopback(new URL(address)) !== isLoopback(url)) {
    throw new Error(`its keys are at no https address: ${address}`);
  }
  return createRemoteJWKSet(new URL(address), { timeoutDuration: TIMEOUT_S * 1000, cacheMaxAge: KEYS_MS });
}

/** The error for a job's token that lets nobody in. */
export function jobRefused(state: string, cause?: unknown): LodeError {
  return new LodeError("JOB_REFUSED", `Cannot sign in with the job's token: ${state}`, {
    hint: "An administrator of the repository says which jobs it trusts; docs/server.md shows how.",
    ...(cause !== undefined && { cause }),
  });
}

function issuerFailed(issuer: string, cause: unknown): LodeError {
  const state = cause instanceof Error ? cause.message : "it does not answer as it should";
  return new LodeError("PROVIDER_FAILED", `Cannot get the keys of '${issuer}': ${state}`, {
    hint: "Try again, or tell the owner of the server.",
    details: { issuer },
    cause,
  });
}
