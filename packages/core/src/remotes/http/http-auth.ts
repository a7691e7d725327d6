import { reveal, type Secret } from "../secret.ts";
import { BearerAuth } from "./bearer-auth.ts";
import { DigestAuth } from "./digest-auth.ts";
import type { HttpAuth, HttpCredentials, HttpHeaders } from "./http-credentials.ts";

/** Makes what signs requests. */
export function httpAuth(credentials: HttpCredentials): HttpAuth {
  switch (credentials.kind) {
    case "none":
      return unchanging(async () => ({}));
    case "header":
      return unchanging(async () => ({ [credentials.name]: await reveal(credentials.value) }));
    case "basic":
      return unchanging(async () => ({ authorization: await basicHeader(credentials) }));
    case "digest":
      return new DigestAuth(credentials);
    case "bearer":
      return new BearerAuth(credentials.fetch);
  }
}

function unchanging(make: () => Promise<HttpHeaders>): HttpAuth {
  let headers: Promise<HttpHeaders> | undefined;
  return {
    headers() {
      headers ??= make();
      return headers;
    },
    renew: async () => false,
  };
}

async function basicHeader({ user, password }: { readonly user: string; readonly password: Secret }): Promise<string> {
  return `Basic ${Buffer.from(`${user}:${await reveal(password)}`).toString("base64")}`;
}
