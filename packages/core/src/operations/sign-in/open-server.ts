import { LodeError } from "../../base/lode-error.ts";
import { SignInApi } from "../../remotes/registry/sign-in-api.ts";
import type { SignInContext } from "./sign-in-context.ts";

/** Opens the API of a server; the caller closes it. @throws OFFLINE if the network is not to be used */
export function openServer(server: string, context: Pick<SignInContext, "git" | "offline">): SignInApi {
  refuseOffline(server, context);
  return new SignInApi(server, context.git.env);
}

/** @throws OFFLINE if the network is not to be used */
export function refuseOffline(server: string, { offline = false }: Pick<SignInContext, "offline">): void {
  if (!offline) return;
  throw new LodeError("OFFLINE", `Cannot ask '${server}': nothing may use the network`, {
    hint: "Run the command again without offline mode",
    details: { server },
  });
}
