import { afterEach, expect, test, vi } from "vitest";
import { startWebServer } from "../testing/web-server.ts";
import { AzureTokens } from "./azure-tokens.ts";

const request = {
  action: "read",
  method: "GET",
  url: new URL("https://a.blob.core.windows.net/c"),
  shown: "azure://c",
};
const WITHOUT_ENVIRONMENT = new Map([["exclude_environment_credential", true]]);

afterEach(() => {
  vi.unstubAllEnvs();
});

test("AzureTokens gets a token of the machine once, however many ask, and keeps it", async () => {
  await using server = await startWebServer();
  server.intercept = (_, response) => {
    const expires_on = String(Math.floor(Date.now() / 1000) + 3600);
    const token = { access_token: "token", expires_on, token_type: "Bearer", resource: "https://storage.azure.com" };
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(token));
    return true;
  };
  vi.stubEnv("IDENTITY_ENDPOINT", `${server.url}/identity`);
  vi.stubEnv("IDENTITY_HEADER", "of the test");
  const tokens = new AzureTokens({ kind: "default" }, WITHOUT_ENVIRONMENT);
  const got = await Promise.all([1, 2, 3].map(() => tokens.get(request)));
  expect([...got, await tokens.get(request)]).toEqual(["token", "token", "token", "token"]);
  expect(server.log).toHaveLength(1);
});

test("AzureTokens says that nobody is signed in, and asks again the next time", async () => {
  vi.stubEnv("PATH", "");
  const options = new Map([...WITHOUT_ENVIRONMENT, ["exclude_managed_identity_credential", true] as const]);
  const tokens = new AzureTokens({ kind: "default" }, options);
  for (let attempt = 0; attempt < 2; attempt++) {
    await expect(tokens.get(request)).rejects.toMatchObject({ code: "CREDENTIALS_MISSING" });
  }
});
