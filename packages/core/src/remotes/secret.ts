/** A secret, or what asks for it when it is first needed. */
export type Secret = string | (() => Promise<string>);

/** Gives a secret as it is. @throws what asking for it throws */
export async function reveal(secret: Secret): Promise<string> {
  return typeof secret === "string" ? secret : await secret();
}

/**
 * Asks the user for a secret; undefined if there is no answer. The same question is put once, however often it is asked.
 *
 * @param question a line that says for what the secret is
 */
export type AskSecret = (question: string) => Promise<string | undefined>;
