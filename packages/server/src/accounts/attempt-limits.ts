import { isIPv6 } from "node:net";
import { LodeError } from "@lode/core";
import {
  type IRateLimiterOptions,
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRes,
} from "rate-limiter-flexible";

/** How often something may be tried for one key, such as a user's name or an address. */
export interface AttemptLimit {
  /** Counts an attempt, before it is known how it ends. @throws SIGN_IN_LIMITED if there were too many */
  take(key: string): Promise<void>;
  /** Takes back one attempt, which turned out not to count. */
  giveBack(key: string): Promise<void>;
  /** Forgets all attempts. */
  forget(key: string): Promise<void>;
}

/** The limits of signing in. Attempts that succeed do not count. */
export interface AttemptLimits {
  /** Passwords tried for one user. */
  readonly passwordsOfUser: AttemptLimit;
  /** Sign-ins of every kind tried from one address. */
  readonly signInsOfAddress: AttemptLimit;
  /** Requests with wrong tokens from one address. */
  readonly wrongTokensOfAddress: AttemptLimit;
}

/** Makes the counter of one limit: in memory, or in what all replicas share. */
export type MakeLimiter = (options: IRateLimiterOptions) => RateLimiterAbstract;

const PERIOD_S = 15 * 60;

/**
 * The limits of one server, or of all that share the counters.
 *
 * @param make default: in memory
 */
export function attemptLimits(make: MakeLimiter = (options) => new RateLimiterMemory(options)): AttemptLimits {
  const limit = (keyPrefix: string, points: number) => limitOf(make({ keyPrefix, points, duration: PERIOD_S }));
  return {
    passwordsOfUser: limit("password", 10),
    signInsOfAddress: limit("sign_in", 100),
    // More, because it is a machine that goes on with a token which has expired, and guessing 256 bits is hopeless.
    wrongTokensOfAddress: limit("token", 1000),
  };
}

/** The key of an address: for IPv6 its /64, which is what one subscriber has. */
export function addressKey(address: string): string {
  if (!isIPv6(address) || address.toLowerCase().startsWith("::ffff:")) return address;
  const [head = "", tail] = address.split("::");
  const groups = head.split(":").filter((group) => group !== "");
  const missing = tail === undefined ? 0 : 8 - groups.length - tail.split(":").filter((group) => group !== "").length;
  const all = [...groups, ...Array<string>(missing).fill("0"), ...(tail ?? "").split(":")];
  return `${all.slice(0, 4).join(":")}::/64`;
}

function limitOf(limiter: RateLimiterAbstract): AttemptLimit {
  return {
    async take(key) {
      try {
        await limiter.consume(key);
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes) throw tooMany(Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)));
        throw refusal;
      }
    },
    async giveBack(key) {
      await limiter.reward(key);
    },
    async forget(key) {
      await limiter.delete(key);
    },
  };
}

function tooMany(retryAfterS: number): LodeError {
  return new LodeError("SIGN_IN_LIMITED", "Cannot sign in now: there were too many attempts that failed", {
    hint: `Try again in ${retryAfterS} seconds.`,
    details: { retry_after_seconds: retryAfterS },
  });
}
