import { once } from "node:events";
import { createServer } from "node:http";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from "jose";
import { freePort, type RunningServer } from "./running-server.ts";

/** A service that runs jobs and says so in tokens, as those of forges do; settings: `issuer`. */
export interface JobIssuer extends RunningServer {
  /** Makes a token for a job; it ends in five minutes unless the claims say otherwise. */
  sign(claims: JWTPayload, more?: SigningOptions): Promise<string>;
  /** How often somebody asked for its keys. */
  keyRequests(): number;
}

/** How a token is spoiled. */
export interface SigningOptions {
  /** `none`: not signed at all. `forged`: by another key of the same id. */
  readonly how?: "signed" | "none" | "forged";
}

/** Starts the service: OpenID Connect Discovery, its keys, and nothing more. */
export async function startJobIssuer(): Promise<JobIssuer> {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const [pair, other] = await Promise.all([generateKeyPair("RS256"), generateKeyPair("RS256")]);
  const key = { ...(await exportJWK(pair.publicKey)), kid: "one", alg: "RS256", use: "sig" };
  let keyRequests = 0;
  const server = createServer((request, response) => {
    const isKeys = request.url === "/jwks";
    if (isKeys) keyRequests += 1;
    const metadata = { issuer, jwks_uri: `${issuer}/jwks` };
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(isKeys ? { keys: [key] } : metadata));
  }).listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    settings: { issuer },
    keyRequests: () => keyRequests,
    async sign(claims, { how = "signed" } = {}) {
      const now = Math.floor(Date.now() / 1000);
      const all = { iss: issuer, iat: now, exp: now + 300, ...claims };
      if (how === "none") return new UnsecuredJWT(all).encode();
      const signer = new SignJWT(all).setProtectedHeader({ alg: "RS256", kid: "one" });
      return await signer.sign(how === "forged" ? other.privateKey : pair.privateKey);
    },
    async [Symbol.asyncDispose]() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
