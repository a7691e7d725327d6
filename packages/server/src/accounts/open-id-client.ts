import { LodeError } from "@lode/core";
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientSecretBasic,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  None,
} from "openid-client";
import { isLoopback } from "../settings/is-secure-url.ts";
import type { SignInProvider } from "../settings/sign-in-provider.ts";
import type { AnsweredSignIn, ProviderQuestion } from "./browser-sign-ins.ts";
import type { Identity } from "./identities.ts";

/** What a provider's metadata are kept for, and how long it may take to answer. */
const METADATA_MS = 3_600_000;
const TIMEOUT_S = 10;

/** What a provider says of whom it let in. */
export interface ProviderAnswer extends Identity {
  readonly name: string | undefined;
  readonly groups: readonly string[];
}

/** The server as a client of one provider of OpenID Connect; its metadata are asked for when they are needed. */
export class OpenIdClient {
  readonly #provider: SignInProvider;
  #found: { readonly atMs: number; readonly configuration: Promise<Configuration> } | undefined;

  constructor(provider: SignInProvider) {
    this.#provider = provider;
  }

  /** Where a browser is sent to sign in, with PKCE (RFC 7636), state and nonce. @throws PROVIDER_FAILED */
  async authorizationUrl({ state, nonce, codeVerifier }: ProviderQuestion, redirectUrl: string): Promise<string> {
    const url = buildAuthorizationUrl(await this.#configuration(), {
      redirect_uri: redirectUrl,
      scope: this.#provider.scopes,
      state,
      nonce,
      code_challenge: await calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: "S256",
    });
    return url.href;
  }

  /**
   * Exchanges the code of an answer and checks all that comes for it: issuer, audience, signature, time, nonce.
   *
   * @param url the whole address at which the answer came, with its query
   * @throws PROVIDER_FAILED if anything does not fit
   */
  async redeem(url: URL, { nonce, codeVerifier }: AnsweredSignIn): Promise<ProviderAnswer> {
    const configuration = await this.#configuration();
    try {
      const tokens = await authorizationCodeGrant(configuration, url, {
        pkceCodeVerifier: codeVerifier,
        expectedNonce: nonce,
        // By it the sign-in was found.
        expectedState: url.searchParams.get("state") ?? "",
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims === undefined) throw new Error("there is no ID token");
      const { userClaim, groupsClaim } = this.#provider;
      const wanted = [userClaim, ...(groupsClaim === undefined ? [] : [groupsClaim])];
      const isComplete = wanted.every((claim) => claims[claim] !== undefined);
      const more = isComplete ? {} : await this.#userInfo(configuration, tokens.access_token, claims.sub);
      return answerOf({ ...more, ...claims }, this.#provider);
    } catch (cause) {
      throw providerFailed(this.#provider, cause);
    }
  }

  async #userInfo(configuration: Configuration, accessToken: string, subject: string): Promise<object> {
    if (configuration.serverMetadata().userinfo_endpoint === undefined) return {};
    return await fetchUserInfo(configuration, accessToken, subject);
  }

  async #configuration(): Promise<Configuration> {
    const known = this.#found;
    const isFresh = known !== undefined && Date.now() - known.atMs < METADATA_MS;
    const found = isFresh ? known : { atMs: Date.now(), configuration: discover(this.#provider) };
    this.#found = found;
    try {
      return await found.configuration;
    } catch (cause) {
      // Asked again the next time.
      if (this.#found === found) this.#found = undefined;
      throw providerFailed(this.#provider, cause);
    }
  }
}

async function discover({ issuer, clientId, clientSecret }: SignInProvider): Promise<Configuration> {
  const url = new URL(issuer);
  const authentication = clientSecret === undefined ? None() : ClientSecretBasic(clientSecret());
  const execute = [enableNonRepudiationChecks, ...(isLoopback(url) ? [allowInsecureRequests] : [])];
  return await discovery(url, clientId, undefined, authentication, { execute, timeout: TIMEOUT_S });
}

function answerOf(
  claims: Readonly<Record<string, unknown>> & { readonly iss: string; readonly sub: string },
  { userClaim, groupsClaim }: SignInProvider,
): ProviderAnswer {
  const name = claims[userClaim];
  const groups = groupsClaim === undefined ? [] : claims[groupsClaim];
  return {
    issuer: claims.iss,
    subject: claims.sub,
    name: typeof name === "string" ? name : undefined,
    groups: Array.isArray(groups) ? groups.filter((group) => typeof group === "string") : [],
  };
}

function providerFailed({ label, issuer }: SignInProvider, cause: unknown): LodeError {
  const state = cause instanceof Error ? cause.message : "it does not answer as it should";
  return new LodeError("PROVIDER_FAILED", `Cannot sign in at ${label}: ${state}`, {
    hint: "Try again, or tell the owner of the server.",
    details: { issuer },
    cause,
  });
}
