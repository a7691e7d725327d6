import { newId } from "../db/new-id.ts";
import type { Database } from "../db/open-database.ts";
import { hashTokenSecret, newTokenSecret } from "./token-secret.ts";

/** What the first administrator is called. */
export const FIRST_ADMINISTRATOR = "admin";

/**
 * Makes the first administrator of a new registry.
 *
 * @returns the secret of its token, which is stored nowhere; undefined if there are users already
 */
export async function ensureAdministrator(database: Database): Promise<string | undefined> {
  return await database.transaction().execute(async (transaction) => {
    const anybody = await transaction.selectFrom("users").select("id").limit(1).executeTakeFirst();
    if (anybody !== undefined) return undefined;
    const secret = newTokenSecret();
    const userId = newId();
    const created_at = new Date().toISOString();
    await transaction
      .insertInto("users")
      .values({ id: userId, name: FIRST_ADMINISTRATOR, is_administrator: 1, created_at })
      .execute();
    await transaction
      .insertInto("tokens")
      .values({
        id: newId(),
        user_id: userId,
        label: "first token",
        secret_hash: hashTokenSecret(secret),
        scope: "administrator",
        repository_id: null,
        expires_at: null,
        created_at,
      })
      .execute();
    return secret;
  });
}
