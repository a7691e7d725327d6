import { type AttemptLimits, attemptLimits } from "../accounts/attempt-limits.ts";
import { InTurn } from "../jobs/in-turn.ts";
import type { Settings } from "../settings/settings.ts";

/** What signing in takes beside the database. */
export interface SignInServices {
  readonly limits: AttemptLimits;
  /** Passwords are hashed in turn: each takes 19 MB, and a thread of those that read files. */
  readonly hashing: InTurn;
  readonly hasPasswords: boolean;
  /** How long a token lasts at most that somebody gets by signing in. */
  readonly tokenDays: number;
}

const HASHING_MAX = 2;

/** Makes the services of one server. */
export function signInServices({ passwordSignIn, signInDays }: Settings): SignInServices {
  return {
    limits: attemptLimits(),
    hashing: new InTurn(HASHING_MAX),
    hasPasswords: passwordSignIn === "on",
    tokenDays: signInDays,
  };
}
