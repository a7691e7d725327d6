import { LodeError } from "@lode/core";
import Type from "typebox";
import { isServerAdministrator } from "../accounts/access.ts";
import { recordRefused } from "../accounts/audit.ts";
import { hasPassword, removePassword, setPassword, userOfPassword } from "../accounts/passwords.ts";
import { findUser } from "../accounts/users.ts";
import { bodyOf, Name, PasswordText } from "../http/api-schemas.ts";
import type { App } from "../http/app.ts";
import { ownerOrAdministrator, requireServerAdministrator } from "../http/callers.ts";
import type { Registry } from "../http/registry.ts";

const Params = Type.Object({ user: Name });
const NewPassword = bodyOf({
  password: PasswordText,
  old_password: Type.Optional(PasswordText),
});

/**
 * `/api/v1/users/:user/password`: set by the user, who has to know the old one, and by administrators of the server, who
 * alone may take it away: a token without the old password must not become a lasting way in.
 */
export function passwordRoutes(app: App, { database, signIn }: Pick<Registry, "database" | "signIn">): void {
  const tags = ["users"];
  const path = "/api/v1/users/:user/password";

  const setSchema = { tags, summary: "Set a password; users need the old one", params: Params, body: NewPassword };
  app.put(path, { schema: setSchema }, async (request, reply) => {
    const act = { action: "set password", target: request.params.user };
    const { caller, user } = await ownerOrAdministrator(database, request, act);
    const { password, old_password: old } = request.body;
    await signIn.hashing.run(async () => {
      if (!isServerAdministrator(caller) && (await hasPassword(database, user.id))) {
        await signIn.limits.passwordsOfUser.take(user.name);
        if ((await userOfPassword(database, { name: user.name, password: old ?? "" })) === undefined) {
          await recordRefused(database, caller, act);
          throw oldPasswordWrong(user.name);
        }
        await signIn.limits.passwordsOfUser.forget(user.name);
      }
      await setPassword(database, caller, { user, password });
    });
    return reply.code(204).send();
  });

  app.delete(path, { schema: { tags, summary: "Take a password away", params: Params } }, async (request, reply) => {
    const act = { action: "remove password", target: request.params.user };
    const caller = await requireServerAdministrator(database, request, act);
    await removePassword(database, caller, await findUser(database, request.params.user));
    return reply.code(204).send();
  });
}

function oldPasswordWrong(name: string): LodeError {
  return new LodeError("PASSWORD_WRONG", `Cannot change the password of '${name}': the old one is another`, {
    hint: "Give it as old_password, or ask an administrator of the server for a new one.",
  });
}
