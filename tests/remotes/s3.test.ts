import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { OptionValue } from "../../packages/core/src/formats/config/option-rules.ts";
import { makeTempFolder } from "../../packages/core/src/fs/testing/temp-folder.ts";
import { defaultRetries, retryPassing } from "../../packages/core/src/remotes/retry-passing.ts";
import { openS3Storage } from "../../packages/core/src/remotes/s3/s3-storage.ts";
import type { RemoteStorage } from "../../packages/core/src/remotes/storage/remote-storage.ts";
import { testRemoteContract } from "../../packages/core/src/remotes/testing/remote-contract.ts";
import { remoteInStorage } from "../../packages/core/src/remotes/testing/remote-in-storage.ts";
import { testStorageContract } from "../../packages/core/src/remotes/testing/storage-contract.ts";
import { fileOf } from "../../packages/core/src/remotes/testing/storage-samples.ts";
import type { RunningServer } from "../servers/running-server.ts";
import { startS3 } from "../servers/s3.ts";
import { expectMissingContainer } from "./missing-container.ts";

let server: RunningServer;
let count = 0;

beforeAll(async () => {
  server = await startS3();
  mkdirSync(join(String(server.settings.folder), "bucket"));
});

afterAll(() => server[Symbol.asyncDispose]());

testStorageContract("s3", async () => ({ storage: patient(open(`s3://bucket/test-${count++}`)), at: open }));

testRemoteContract("s3", { lists: true }, async () => remoteInStorage(open(`s3://bucket/remote-${count++}/below`)));

test("s3: keys come from the options, the environment, or a profile in a file", async () => {
  using folder = makeTempFolder();
  const { url = "", accessKey = "", secretKey = "" } = server.settings;
  const secrets = `[other]\naws_access_key_id = ${accessKey}\naws_secret_access_key = ${secretKey}\n`;
  folder.write("credentials", secrets);
  folder.write(
    "config",
    `[profile other]\ns3 =\n  addressing_style = path\nservices = lab\n[services lab]\ns3 =\n  endpoint_url = ${url}\n`,
  );
  const files = { AWS_CONFIG_FILE: join(folder.path, "config"), HOME: folder.path };
  const inFile = { credentialpath: join(folder.path, "credentials") };
  const ways: readonly (readonly [Record<string, OptionValue>, Record<string, string>])[] = [
    [{ endpointurl: url }, { AWS_ACCESS_KEY_ID: accessKey, AWS_SECRET_ACCESS_KEY: secretKey, HOME: folder.path }],
    [
      { ...inFile, profile: "other" },
      { ...files, AWS_ACCESS_KEY_ID: "wrong", AWS_SECRET_ACCESS_KEY: "wrong" },
    ],
    [inFile, { ...files, AWS_PROFILE: "other" }],
  ];
  for (const [options, env] of ways) {
    const storage = openS3Storage({
      url: `s3://bucket/keys-${count++}`,
      options: new Map(Object.entries(options)),
      env,
    });
    await storage.write("name", { kind: "bytes", bytes: Buffer.from("x") }, {});
    expect(await storage.stat("name", {})).toMatchObject({ sizeBytes: 1 });
    await storage.close();
  }
});

test("s3: a wrong key, half a key, a missing bucket and a silent server are told apart", async () => {
  const wrongKey = open("s3://bucket", { access_key_id: "nobody" });
  await expect(wrongKey.stat("name", {})).rejects.toMatchObject({ code: "STORAGE_DENIED" });
  await expect(wrongKey.read("name", {}, {})).rejects.toMatchObject({ code: "STORAGE_DENIED" });
  expect(() => open("s3://bucket", { access_key_id: "half", secret_access_key: [] })).toThrow(
    expect.objectContaining({ code: "CREDENTIALS_MISSING" }),
  );
  await expectMissingContainer(open("s3://no-such-bucket/a"), "bucket");
  const nobody = open("s3://bucket", { endpointurl: "http://127.0.0.1:1" });
  await expect(nobody.stat("name", {})).rejects.toMatchObject({ code: "STORAGE_UNREACHABLE" });
  for (const storage of [wrongKey, nobody]) await storage.close();
});

test("s3: an upload that another of the same object has completed meanwhile succeeds when it is sent again", async () => {
  const storage = open(`s3://bucket/twice-${count++}`);
  const bytes = Buffer.alloc(20 << 20, "both send the same");
  const upload = fileOf(bytes);
  const confirm = async () => void (await storage.write("name", upload, {}));
  const overtaken = storage.write("name", { ...upload, confirm }, {});
  await expect(overtaken).rejects.toMatchObject({ kind: "network", details: { code: "NoSuchUpload" } });
  await storage.write("name", upload, {});
  expect(await storage.stat("name", {})).toMatchObject({ sizeBytes: bytes.length });
  await storage.close();
});

test("s3: options that exclude one another are refused", () => {
  for (const options of [
    { acl: "private", grant_read: "id=1" },
    { sse_kms_key_id: "k", sse_customer_key: "MTIz" },
    { sse_customer_key: "not base 64" },
  ]) {
    expect(() => open("s3://bucket", options)).toThrow(expect.objectContaining({ code: "CONFIG_INVALID" }));
  }
  expect(() => open("s3://bucket", { profile: "none" })).toThrow(
    expect.objectContaining({ code: "CREDENTIALS_MISSING" }),
  );
});

function open(url: string, more: Readonly<Record<string, OptionValue>> = {}) {
  const { url: endpointurl = "", accessKey = "", secretKey = "", folder = "" } = server.settings;
  const options = { endpointurl, access_key_id: accessKey, secret_access_key: secretKey, ...more };
  return openS3Storage({ url, options: new Map(Object.entries(options)), env: { HOME: folder } });
}

/** The server of the tests answers 500 now and then when many write the same key at once. */
function patient(storage: RemoteStorage): RemoteStorage {
  return {
    url: storage.url,
    jobs: storage.jobs,
    stat: (key, run) => storage.stat(key, run),
    read: (key, options, run) => storage.read(key, options, run),
    write: (key, upload, run) =>
      upload.kind === "bytes"
        ? retryPassing(() => storage.write(key, upload, run), defaultRetries, undefined)
        : storage.write(key, upload, run),
    list: (folder, options, run) => storage.list?.(folder, options, run) ?? Readable.from([]),
    remove: async (keys, run) => await storage.remove?.(keys, run),
    urlOf: (key) => storage.urlOf(key),
    close: () => storage.close(),
  };
}
