import type { OnEvent } from "../../base/events.ts";
import { isLodeError } from "../../base/lode-error.ts";
import { placeUrl, type SignInPlace } from "../../formats/sign-in/sign-in.ts";
import { type CredentialPlace, setCredentialHelper, unsetCredentialHelper } from "../../git/credential-helper.ts";
import type { GitContext } from "../../git/git-context.ts";

/** Makes git use a sign-in. Says whether it does: a failure of git is a warning, since the sign-in stands without it. */
export async function tellGit(
  git: GitContext,
  { place, command }: { readonly place: SignInPlace; readonly command: string },
  onEvent: OnEvent | undefined,
): Promise<boolean> {
  const set = async (): Promise<void> => {
    for (const each of credentialPlaces(place)) await setCredentialHelper(git, each, command);
  };
  return await tolerant(set, { onEvent, what: "Git does not use the sign-in" });
}

/** Makes git forget that there is a sign-in; a failure of git is a warning. */
export async function untellGit(git: GitContext, place: SignInPlace, onEvent: OnEvent | undefined): Promise<void> {
  const unset = async (): Promise<void> => {
    for (const each of credentialPlaces(place)) await unsetCredentialHelper(git, each);
  };
  await tolerant(unset, { onEvent, what: "Git's configuration still names Lode" });
}

/** A repository is cloned by its address with `.git` behind it or without, which git takes for two. */
function credentialPlaces(place: SignInPlace): readonly CredentialPlace[] {
  const url = placeUrl(place);
  if (place.repository === undefined) return [{ url, withPath: false }];
  return [url, `${url}.git`].map((each) => ({ url: each, withPath: true }));
}

async function tolerant(
  work: () => Promise<void>,
  { onEvent, what }: { readonly onEvent: OnEvent | undefined; readonly what: string },
): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (!isLodeError(error, "GIT_FAILED", "GIT_MISSING")) throw error;
    onEvent?.({ type: "warning", message: `${what}: ${error.message}` });
    return false;
  }
}
