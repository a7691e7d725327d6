import { once } from "node:events";
import { createServer } from "node:http";
import Provider, { type Configuration } from "oidc-provider";
import { freePort, type RunningServer, serveUntilInputEnds } from "./running-server.ts";

/** Somebody whom the provider knows; the subject is the name that they sign in with there. */
export interface Person {
  readonly preferred_username: string;
  readonly groups: readonly string[];
}

/** A provider of OpenID Connect; settings: `issuer`, `clientId`, `clientSecret`. */
export interface OidcServer extends RunningServer {
  /** By subject; who is not in it may not sign in. Changes count at the next sign-in. */
  readonly people: Map<string, Person>;
}

/**
 * Starts oidc-provider with its login pages for development, which take any password, and one client.
 *
 * @param redirectUrl where the client may be sent back to
 */
export async function startOidc(redirectUrl: string): Promise<OidcServer> {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const client = { clientId: "lode-of-the-test", clientSecret: "secret-of-the-test" };
  const people = new Map<string, Person>();
  const provider = new Provider(issuer, configuration(people, { ...client, redirectUrl }));
  const server = createServer(provider.callback()).listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    settings: { issuer, ...client },
    people,
    async [Symbol.asyncDispose]() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function configuration(
  people: ReadonlyMap<string, Person>,
  client: { readonly clientId: string; readonly clientSecret: string; readonly redirectUrl: string },
): Configuration {
  return {
    clients: [{ client_id: client.clientId, client_secret: client.clientSecret, redirect_uris: [client.redirectUrl] }],
    claims: { openid: ["sub"], profile: ["preferred_username"], groups: ["groups"] },
    pkce: { required: () => true },
    cookies: { keys: ["of-the-test"] },
    findAccount(_context, sub) {
      const person = people.get(sub);
      return person && { accountId: sub, claims: () => ({ sub, ...person, groups: [...person.groups] }) };
    },
  };
}

if (import.meta.main)
  await serveUntilInputEnds(() => startOidc(process.argv[2] ?? "http://127.0.0.1:5633/sign-in/callback"));
