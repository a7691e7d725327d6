import { serverPlace } from "./server-place.ts";
import type { SignIn } from "./sign-in.ts";

/**
 * Chooses the sign-in for a URL: one for its repository alone, or else the one for its server. Scheme, host and port must be
 * equal, and one that has ended counts for nothing.
 *
 * @param nowMs milliseconds since 1970
 */
export function findSignIn(signIns: readonly SignIn[], url: string, nowMs: number): SignIn | undefined {
  const place = serverPlace(url);
  if (place === undefined) return undefined;
  const good = signIns.filter((signIn) => signIn.server === place.server && !hasEnded(signIn, nowMs));
  const own = place.repository && good.find(({ repository }) => repository === place.repository);
  return own || good.find(({ repository }) => repository === undefined);
}

/** Says whether the token is over by its own date. */
export function hasEnded({ expiresAt }: SignIn, nowMs: number): boolean {
  return expiresAt !== undefined && Date.parse(expiresAt) <= nowMs;
}
