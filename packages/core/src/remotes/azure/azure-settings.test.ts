import { expect, test } from "vitest";
import { makeTempFolder } from "../../fs/testing/temp-folder.ts";
import { azureSettings } from "./azure-settings.ts";

const url = "azure://container/path";

test.each([
  [
    "a connection string over all others",
    { connection_string: "AccountName=a;AccountKey=a2V5", account_name: "b", account_key: "c" },
    { endpoint: "https://a.blob.core.windows.net", login: { kind: "key", account: "a", key: "a2V5" } },
  ],
  [
    "a connection string of another cloud",
    {
      connection_string:
        "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=k==;EndpointSuffix=core.chinacloudapi.cn",
    },
    { endpoint: "https://a.blob.core.chinacloudapi.cn", login: { kind: "key", account: "a", key: "k==" } },
  ],
  [
    "a connection string with a signature",
    { connection_string: "BlobEndpoint=http://127.0.0.1:1/dev/;SharedAccessSignature=?sv=1&sig=x%3D" },
    { endpoint: "http://127.0.0.1:1/dev", login: { kind: "sas", query: "sv=1&sig=x%3D" } },
  ],
  [
    "the emulator",
    { connection_string: "UseDevelopmentStorage=true" },
    { endpoint: "http://127.0.0.1:10000/devstoreaccount1", login: { kind: "key", account: "devstoreaccount1" } },
  ],
  ["a key over a signature", { account_name: "a", account_key: "k", sas_token: "s" }, { login: { kind: "key" } }],
  ["a signature with a question mark", { account_name: "a", sas_token: "?s" }, { login: { kind: "sas", query: "s" } }],
  [
    "an application",
    { account_name: "a", tenant_id: "t", client_id: "c", client_secret: "s" },
    { login: { kind: "application", tenantId: "t", clientId: "c", secret: "s" } },
  ],
  ["nobody", { account_name: "a", allow_anonymous_login: true }, { login: { kind: "anonymous" } }],
  [
    "whoever is signed in",
    { account_name: "a" },
    { endpoint: "https://a.blob.core.windows.net", login: { kind: "default" } },
  ],
])("azureSettings() takes %s", (_, options, expected) => {
  expect(azureSettings({ url, options: new Map(Object.entries(options)), env: {} })).toMatchObject(expected);
});

test("azureSettings() takes options, then variables, then what was set for az", () => {
  using home = makeTempFolder();
  home.write(".azure/config", "[core]\nkey = no\n[storage]\naccount = file\nkey = a2V5\n");
  const settings = (options: Record<string, string>, env: Record<string, string>) =>
    azureSettings({ url, options: new Map(Object.entries(options)), env: { HOME: home.path, ...env } });
  const key = (account: string) => ({ login: { kind: "key", account, key: "a2V5" } });
  expect(settings({}, {})).toMatchObject(key("file"));
  expect(settings({}, { AZURE_STORAGE_ACCOUNT: "variable" })).toMatchObject(key("variable"));
  expect(settings({ account_name: "option" }, { AZURE_STORAGE_ACCOUNT: "variable" })).toMatchObject(key("option"));
  const other = {
    AZURE_CONFIG_DIR: `${home.path}/none`,
    AZURE_STORAGE_ACCOUNT_NAME: "n",
    AZURE_STORAGE_ACCOUNT_KEY: "a2V5",
  };
  expect(settings({}, other)).toMatchObject(key("n"));
});

test("azureSettings() takes times in seconds", () => {
  const options = new Map(Object.entries({ account_name: "a", timeout: 7, connection_timeout: 2, read_timeout: 0 }));
  expect(azureSettings({ url, options, env: {} })).toMatchObject({
    serverTimeoutS: 7,
    connectTimeoutMs: 2000,
    readTimeoutMs: 0,
  });
});

test.each([
  ["no account", {}],
  ["a connection string that names nothing", { connection_string: "AccountKey=c2VjcmV0" }],
  ["an application without its secret", { account_name: "a", client_id: "c" }],
  ["an account that would be another host", { account_name: "evil.example/", account_key: "c2VjcmV0" }],
])("azureSettings() refuses %s, and shows no key", (_, options) => {
  const attempt = () => azureSettings({ url, options: new Map(Object.entries(options)), env: {} });
  expect(attempt).toThrow(expect.objectContaining({ code: "CREDENTIALS_MISSING" }));
  expect(attempt).not.toThrow(/c2VjcmV0/);
});
