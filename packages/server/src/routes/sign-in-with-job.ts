import Type from "typebox";
import { addressKey } from "../accounts/attempt-limits.ts";
import { recordSignInRefused } from "../accounts/audit.ts";
import { jobRefused } from "../accounts/job-issuers.ts";
import { type CreatedToken, createSignInToken } from "../accounts/tokens.ts";
import { findRepository } from "../catalogue/repositories.ts";
import { findTrustedJob } from "../catalogue/trusted-jobs.ts";
import { bodyOf } from "../http/api-schemas.ts";
import type { App } from "../http/app.ts";
import { SIGN_IN_PATH } from "../http/callers.ts";
import type { Registry } from "../http/registry.ts";
import { SignedIn, signedInBody } from "../http/sign-in-schemas.ts";

/** How long a job's token lasts at most, in seconds. */
const TOKEN_SECONDS = 3600;
const LABEL_LENGTH_MAX = 200;

const Body = bodyOf({
  token: Type.String({ minLength: 1, maxLength: 16_384 }),
  repository: Type.String({ maxLength: 129, pattern: "^[^/]+/[^/]+$" }),
});

/** `/api/v1/sign-in/job`: a job shows what the service that runs it says of it, and gets a token for one repository. */
export function signInWithJobRoutes(app: App, parts: Pick<Registry, "database" | "signIn">): void {
  const { database, signIn } = parts;
  const schema = {
    tags: ["sign-in"],
    summary: "Get a token of a repository for what a CI service says of a job",
    body: Body,
    response: { 201: SignedIn },
  };
  app.post(`${SIGN_IN_PATH}/job`, { schema }, async (request, reply) => {
    const { token, repository } = request.body;
    const address = addressKey(request.ip);
    await signIn.limits.signInsOfAddress.take(address);
    try {
      const { created, user } = await admitJob(parts, { token, fullName: repository, requestId: request.id });
      await signIn.limits.signInsOfAddress.giveBack(address);
      return reply.code(201).send(signedInBody(created, user));
    } catch (error) {
      await recordSignInRefused(database, request.id, { action: "sign in by job", target: repository });
      throw error;
    }
  });
}

interface JobRequest {
  readonly token: string;
  readonly fullName: string;
  readonly requestId: string;
}

/**
 * 1. Verifies the token, before anything is said about the repository.
 * 2. Finds the repository and a rule; without either the answer is the same.
 * 3. Makes a token of the rule's role for this repository, which ends no later than the job's.
 */
async function admitJob(
  { database, signIn }: Pick<Registry, "database" | "signIn">,
  { token, fullName, requestId }: JobRequest,
): Promise<{ readonly created: CreatedToken; readonly user: string }> {
  const claims = await signIn.jobIssuers.verify(token);
  const [namespace = "", name = ""] = fullName.split("/");
  const place = await findRepository(database, { namespace, name });
  const found = place && (await findTrustedJob(database, { place, claims, audience: signIn.publicUrl() }));
  if (place === undefined || found === undefined) throw jobRefused(`no rule of '${fullName}' lets it in`);
  const { rule, user } = found;
  const endMs = Math.min(Date.now() + TOKEN_SECONDS * 1000, claims.exp * 1000);
  const label = `job ${claims.sub}`.slice(0, LABEL_LENGTH_MAX);
  const created = await createSignInToken(
    database,
    { how: `sign in by ${label}`, requestId },
    { user, label, scope: rule.role, repositoryId: place.id, expiresAt: new Date(endMs).toISOString() },
  );
  return { created, user: user.name };
}
