import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import type { Options } from "../../formats/config/config.ts";
import { makeTempFolder } from "../../fs/testing/temp-folder.ts";
import { startWebServer } from "../testing/web-server.ts";
import { GsAuthorizer } from "./gs-authorizer.ts";
import { findGoogleCredentials } from "./gs-credentials.ts";
import { gsSettings } from "./gs-settings.ts";

const url = "gs://bucket/path";
const NOWHERE = { NO_GCE_CHECK: "true" };

test("findGoogleCredentials() takes the option, then the variable, then what gcloud left", async () => {
  using home = makeTempFolder();
  for (const name of ["option", "variable", "gcloud/application_default_credentials"]) {
    home.write(`${name}.json`, JSON.stringify(serviceAccount(name)));
  }
  const who = async (options: Options, env: Record<string, string>) =>
    (await findGoogleCredentials({ url, options, env: { ...NOWHERE, ...env } })) as { email?: string } | undefined;
  const left = { CLOUDSDK_CONFIG: `${home.path}/gcloud` };
  const variable = { ...left, GOOGLE_APPLICATION_CREDENTIALS: `${home.path}/variable.json` };
  const option = new Map([["credentialpath", `${home.path}/option.json`]]);
  expect((await who(option, variable))?.email).toBe("option");
  expect((await who(new Map(), variable))?.email).toBe("variable");
  expect((await who(new Map(), left))?.email).toBe("gcloud/application_default_credentials");
  expect(await who(new Map(), { HOME: home.path })).toBeUndefined();
});

test("findGoogleCredentials() refuses files that are missing or no credentials, and shows nothing of them", async () => {
  using home = makeTempFolder();
  home.write("other.json", JSON.stringify({ type: "something", private_key: "secret" }));
  home.write("no.json", "secret {");
  const find = (name: string) =>
    findGoogleCredentials({ url, options: new Map([["credentialpath", `${home.path}/${name}`]]), env: NOWHERE });
  await expect(find("missing.json")).rejects.toMatchObject({ code: "CONFIG_FILE_NOT_FOUND" });
  for (const name of ["other.json", "no.json"]) {
    const error: unknown = await find(name).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "CREDENTIALS_MISSING" });
    expect(JSON.stringify([String(error), error])).not.toContain("secret");
  }
});

test("findGoogleCredentials() lets a configured file send nothing of this machine to others than Google", async () => {
  using home = makeTempFolder();
  home.write("identity.json", JSON.stringify(externalAccount(home.path, "https://evil.example/token")));
  const path = `${home.path}/identity.json`;
  const configured = findGoogleCredentials({ url, options: new Map([["credentialpath", path]]), env: NOWHERE });
  await expect(configured).rejects.toMatchObject({ code: "CREDENTIALS_MISSING" });
  const own = { ...NOWHERE, GOOGLE_APPLICATION_CREDENTIALS: path };
  expect(await findGoogleCredentials({ url, options: new Map(), env: own })).toBeDefined();
});

test("authorize() changes the token of another identity for one of Google's", async () => {
  using home = makeTempFolder();
  await using server = await startWebServer();
  server.intercept = (_, response) => {
    const token = { access_token: "token", expires_in: 3600, token_type: "Bearer", issued_token_type: "t" };
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(token));
    return true;
  };
  home.write("subject", "token of another");
  home.write("identity.json", JSON.stringify(externalAccount(home.path, `${server.url}/token`)));
  const access = { url, options: new Map(), env: { GOOGLE_APPLICATION_CREDENTIALS: `${home.path}/identity.json` } };
  const authorizer = new GsAuthorizer(access, gsSettings(access));
  const request = { action: "read", method: "GET", url: new URL("https://storage.googleapis.com/storage/v1/b") };
  for (let attempt = 0; attempt < 2; attempt++) {
    expect((await authorizer.authorize(request)).headers).toMatchObject({ authorization: "Bearer token" });
  }
  expect(server.log).toEqual(["POST /token"]);
  const elsewhere = { ...request, url: new URL("https://elsewhere.example/") };
  expect((await authorizer.authorize(elsewhere)).headers).toBeUndefined();
});

test("authorize() gives credentials that were merely found to no other endpoint", async () => {
  using home = makeTempFolder();
  home.write("key.json", JSON.stringify(serviceAccount("me")));
  const options = new Map([["endpointurl", "https://evil.example"]]);
  const access = { url, options, env: { GOOGLE_APPLICATION_CREDENTIALS: `${home.path}/key.json` } };
  const authorizer = new GsAuthorizer(access, gsSettings(access));
  const request = { action: "read", method: "GET", url: new URL("https://evil.example/storage/v1/b") };
  expect((await authorizer.authorize(request)).headers).toBeUndefined();
});

test("authorize() tells refused credentials from a service that cannot be reached", async () => {
  using home = makeTempFolder();
  await using server = await startWebServer();
  let status = 400;
  server.intercept = (_, response) => Boolean(response.writeHead(status).end('{"error":"invalid_grant"}'));
  home.write("subject", "token of another");
  home.write("identity.json", JSON.stringify(externalAccount(home.path, `${server.url}/token`)));
  const access = { url, options: new Map(), env: { GOOGLE_APPLICATION_CREDENTIALS: `${home.path}/identity.json` } };
  const authorizer = new GsAuthorizer(access, gsSettings(access));
  const request = { action: "read", method: "GET", url: new URL("https://storage.googleapis.com/storage/v1/b") };
  await expect(authorizer.authorize(request)).rejects.toMatchObject({ code: "STORAGE_DENIED" });
  await server[Symbol.asyncDispose]();
  status = 0;
  await expect(authorizer.authorize(request)).rejects.toMatchObject({ code: "STORAGE_UNREACHABLE" });
});

test("gsSettings() takes the endpoint of the option, of an emulator, or Google's", () => {
  const endpoint = (options: Options, env: Record<string, string>) => gsSettings({ url, options, env }).endpoint;
  const emulator = { STORAGE_EMULATOR_HOST: "localhost:9" };
  expect(endpoint(new Map([["endpointurl", "http://here/"]]), emulator)).toBe("http://here");
  expect(endpoint(new Map(), emulator)).toBe("http://localhost:9");
  expect(endpoint(new Map(), { STORAGE_EMULATOR_HOST: "default" })).toBe("https://storage.googleapis.com");
  expect(endpoint(new Map(), { GOOGLE_CLOUD_UNIVERSE_DOMAIN: "u.example" })).toBe("https://storage.u.example");
});

function serviceAccount(email: string) {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const private_key = privateKey.export({ type: "pkcs8", format: "pem" });
  return { type: "service_account", client_email: email, private_key };
}

function externalAccount(folder: string, tokenUrl: string) {
  return {
    type: "external_account",
    audience: "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/q",
    subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
    token_url: tokenUrl,
    credential_source: { file: `${folder}/subject` },
  };
}
