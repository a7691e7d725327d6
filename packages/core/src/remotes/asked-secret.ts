import { LodeError } from "../base/lode-error.ts";
import { boolOption } from "../formats/config/config.ts";
import { redactUrl } from "../formats/config/redact-url.ts";
import type { StorageAccess } from "./storage/storage-access.ts";

/** What the user is asked for. */
export interface SecretQuestion {
  readonly secret: "password" | "passphrase";
  /** Whose it is, and where: what stands behind "Enter a password for". */
  readonly owner: string;
}

/**
 * A secret that the user is asked for when it is first needed, if the options say so: `ask_password`, `ask_passphrase`.
 *
 * @returns undefined if they do not, or there is nobody to ask; the function throws CREDENTIALS_MISSING if there is no answer
 */
export function askedSecret(
  { url, options, askSecret }: Pick<StorageAccess, "url" | "options" | "askSecret">,
  { secret, owner }: SecretQuestion,
): (() => Promise<string>) | undefined {
  if (askSecret === undefined || boolOption(options, `ask_${secret}`) !== true) return undefined;
  return async () => {
    const answer = await askSecret(`Enter a ${secret} for ${owner}:`);
    if (answer !== undefined) return answer;
    throw new LodeError("CREDENTIALS_MISSING", `Cannot sign in to '${redactUrl(url)}': no ${secret} was entered`, {
      hint: `Set \`${secret}\` with \`lode remote modify --local\`, which keeps it out of Git.`,
      details: { url: redactUrl(url) },
    });
  };
}
