import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { makeTempFolder } from "../../../core/src/fs/testing/temp-folder.ts";
import { readSettings } from "./read-settings.ts";

const nothing = { cwd: "/home/ann", variables: {}, flags: {} };

function settingsFile(text: string): string {
  const folder = makeTempFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  const path = join(folder.path, "lode.yaml");
  writeFileSync(path, text);
  return path;
}

test("readSettings() fills in the defaults", () => {
  expect(readSettings({ ...nothing, flags: { data: "registry" } })).toMatchObject({
    dataDir: "/home/ann/registry",
    database: "sqlite",
    databasePassword: "",
    objectsSync: "off",
    host: "127.0.0.1",
    port: 5633,
    tlsCertificate: "",
    tlsKey: "",
    metrics: "local",
    logLevel: "info",
    stopTimeoutS: 10,
    idleTimeoutS: 60,
    importDays: 365,
    mirrorSources: "public",
    publicUrl: "",
    trustedProxies: "",
    passwordSignIn: "on",
    signInDays: 90,
    trustedJobIssuers: "",
    providers: [],
    uploadMinBytesPerSecond: 1000,
    transfersMax: 512,
    apiRequestsMax: 128,
    connectionsMax: 4096,
    pushMaxBytes: 2_147_483_648,
  });
});

test("readSettings() lets flags win over the environment, and that over the file", () => {
  const file = settingsFile("data: d\nhost: from-file\nport: 1\nlog_level: warn\n");
  const variables = { LODE_SERVE_HOST: "from-environment", LODE_SERVE_PORT: "2" };
  const settings = readSettings({ ...nothing, file, variables, flags: { port: 3 } });
  expect(settings).toMatchObject({ host: "from-environment", port: 3, logLevel: "warn" });
});

test("readSettings() takes a path in the file from the file's folder", () => {
  const file = settingsFile("data: ../d\n");
  expect(readSettings({ ...nothing, file }).dataDir).toBe(join(file, "../../d"));
});

test.each([
  ["", "the setting 'data' is missing"],
  ["data: d\nport: 70000\n", "line 2: it is to be a number from 0 to 65535"],
  ["data: d\ndatabase: mysql://host/name\n", "line 2: it is to be `sqlite`, or `postgres://user@host:port/name`"],
  ["data: d\nlog_level: loud\n", "line 2: it is to be one of debug, info"],
  ["data: d\nprot: 1\n", "line 2: there is no setting 'prot'"],
  ["data: d\npublic_url: data.example.org\n", "line 2: it is to be an address like https://data.example.org"],
  ["data: d\npublic_url: https://a.example/b\n", "line 2: it is to be an address"],
  ["data: d\ntrusted_proxies: 10.0.0.0/33\n", "line 2: it is to be addresses and networks"],
  ["data: d\nsign_in_days: 0\n", "line 2: it is to be a number from 1 to 3660"],
  ["data: [a]\n", "line 1: the setting 'data' is to be a text or a number"],
  ["- a\n", "it is to be a mapping"],
])("readSettings() refuses the file %j", (text, message) => {
  expect(() => readSettings({ ...nothing, file: settingsFile(text) })).toThrow(message);
});

test("readSettings() names the flag or the variable that is wrong, and a file that is not there", () => {
  const flags = { data: "d" };
  expect(() => readSettings({ ...nothing, flags: { ...flags, port: -1 } })).toThrow("'port' of --port");
  const variables = { LODE_SERVE_LOG_LEVEL: "all" };
  expect(() => readSettings({ ...nothing, flags, variables })).toThrow("'log_level' of LODE_SERVE_LOG_LEVEL");
  expect(() => readSettings({ ...nothing, flags, file: "nowhere.yaml" })).toThrow("there is no such file");
});

test("readSettings() takes networks of proxies, and cuts the slash from the public address", () => {
  const file = settingsFile('data: d\npublic_url: https://Data.example.org/\ntrusted_proxies: "127.0.0.1, fd00::/8"\n');
  const settings = readSettings({ ...nothing, file });
  expect(settings).toMatchObject({ publicUrl: "https://data.example.org", trustedProxies: "127.0.0.1,fd00::/8" });
});
