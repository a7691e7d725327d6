import { type AttemptLimits, attemptLimits } from "../accounts/attempt-limits.ts";
import { JobIssuers } from "../accounts/job-issuers.ts";
import { OpenIdClient } from "../accounts/open-id-client.ts";
import { sharedAttemptLimits } from "../accounts/shared-attempt-limits.ts";
import { isPostgres } from "../db/dialects/is-postgres.ts";
import type { Database } from "../db/open-database.ts";
import { InTurn } from "../jobs/in-turn.ts";
import type { Settings } from "../settings/settings.ts";
import type { SignInProvider } from "../settings/sign-in-provider.ts";

/** What signing in takes beside the database. */
export interface SignInServices {
  readonly limits: AttemptLimits;
  /** Passwords are hashed in turn: each takes 19 MB, and a thread of those that read files. */
  readonly hashing: InTurn;
  readonly hasPasswords: boolean;
  /** How long a token lasts at most that somebody gets by signing in. */
  readonly tokenDays: number;
  readonly providers: ReadonlyMap<string, SignInService>;
  readonly jobIssuers: JobIssuers;
  /** Where users find the server, without a slash at the end. Known when it listens. */
  publicUrl(): string;
}

/** A provider that users sign in at. */
export interface SignInService {
  readonly provider: SignInProvider;
  readonly client: OpenIdClient;
}

const HASHING_MAX = 2;

/** Makes the services of one server. */
export function signInServices(
  database: Database,
  { passwordSignIn, signInDays, providers, trustedJobIssuers }: Settings,
  publicUrl: () => string,
): SignInServices {
  return {
    limits: isPostgres(database) ? sharedAttemptLimits(database) : attemptLimits(),
    hashing: new InTurn(HASHING_MAX),
    hasPasswords: passwordSignIn === "on",
    tokenDays: signInDays,
    providers: new Map(providers.map((provider) => [provider.name, { provider, client: new OpenIdClient(provider) }])),
    jobIssuers: new JobIssuers(trustedJobIssuers === "" ? [] : trustedJobIssuers.split(",")),
    publicUrl,
  };
}
