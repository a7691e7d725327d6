import { execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import type { OptionValue } from "../../packages/core/src/formats/config/option-rules.ts";
import { makeTempFolder, type TempFolder } from "../../packages/core/src/fs/testing/temp-folder.ts";
import { objectKey } from "../../packages/core/src/remotes/object-key.ts";
import { SftpStorage } from "../../packages/core/src/remotes/ssh/sftp-storage.ts";
import { StorageRemote } from "../../packages/core/src/remotes/storage/storage-remote.ts";
import { testRemoteContract } from "../../packages/core/src/remotes/testing/remote-contract.ts";
import { testStorageContract } from "../../packages/core/src/remotes/testing/storage-contract.ts";
import type { RunningServer } from "../servers/running-server.ts";
import { startSshd } from "../servers/sshd.ts";

let server: RunningServer;
let folders = 0;

beforeAll(async () => {
  server = await startSshd();
});

afterAll(() => server[Symbol.asyncDispose]());

testStorageContract("ssh", async () => ({ storage: open(urlOf(`folder-${folders++}`)), at: open }));

testRemoteContract("ssh", { lists: true }, async () => {
  const folder = `remote-${folders++}`;
  const url = urlOf(folder);
  return {
    remote: new StorageRemote({ name: "machine", url, lists: true, open: async () => open(url) }),
    damage: async (oid, bytes) => {
      const path = join(setting("folder"), folder, objectKey({ hashName: "md5", oid }));
      writeFileSync(path, bytes);
    },
  };
});

test("SftpStorage signs in with a password, asked for when it is needed", async () => {
  const questions: string[] = [];
  const askSecret = async (question: string) => {
    questions.push(question);
    return setting("password");
  };
  const options = new Map(Object.entries({ ask_password: true }));
  const storage = new SftpStorage({ url: urlOf("asked"), options, env: { HOME: setting("clientHome") }, askSecret });
  expect(questions).toEqual([]);
  await expectWritable(storage);
  expect(questions).toEqual([`Enter a password for reader@127.0.0.1:${setting("port")}:`]);
});

test("SftpStorage signs in with an encrypted key, and refuses it without its passphrase", async () => {
  const keyfile = setting("encryptedKeyFile");
  await expectWritable(open(urlOf("key"), { keyfile, passphrase: setting("passphrase") }));
  for (const passphrase of ["wrong-secret", undefined]) {
    const options = { keyfile, ...(passphrase !== undefined && { passphrase }) };
    const error = await open(urlOf("key"), options)
      .stat("x", {})
      .catch((caught) => caught);
    expect(error).toMatchObject({ code: "CREDENTIALS_MISSING" });
    expect(JSON.stringify([error.message, error.hint, error.details])).not.toContain("secret");
  }
});

test("SftpStorage signs in with an agent, unless it must not", async () => {
  using folder = makeTempFolder();
  const socket = join(folder.path, "agent");
  const agent = spawn("ssh-agent", ["-D", "-a", socket], { stdio: "pipe" });
  onTestFinished(() => void agent.kill());
  await new Promise((resolve) => agent.stdout.once("data", resolve));
  const env = { HOME: setting("clientHome"), SSH_AUTH_SOCK: socket };
  execFileSync("ssh-add", ["-q", privateCopy(folder, "keyFile")], { env: { ...process.env, ...env }, stdio: "ignore" });
  const url = urlOf("agent");
  await expectWritable(new SftpStorage({ url, options: new Map(), env }));
  const without = new SftpStorage({ url, options: new Map([["allow_agent", false]]), env });
  await expect(without.stat("x", {})).rejects.toMatchObject({ code: "STORAGE_DENIED" });
});

test("SftpStorage takes host, port, user, key and known hosts from the user's OpenSSH configuration", async () => {
  using folder = makeTempFolder();
  folder.write(".ssh/config", "Include conf.d/*\nHost *\n  User nobody-else\n");
  folder.write(
    ".ssh/conf.d/data",
    `Host data\n  HostName 127.0.0.1\n  Port ${setting("port")}\n  User reader\n  IdentityFile ${setting("keyFile")}\n  UserKnownHostsFile ${setting("knownHosts")}\n`,
  );
  const url = `ssh://data${setting("folder")}/configured`;
  await expectWritable(new SftpStorage({ url, options: new Map(), env: { HOME: folder.path } }));
});

test("SftpStorage goes through another machine with ProxyJump", async () => {
  using folder = makeTempFolder();
  const { port, keyFile, knownHosts } = server.settings;
  folder.write(
    ".ssh/config",
    `Host inner\n  HostName 127.0.0.1\n  Port ${port}\n  ProxyJump reader@127.0.0.1:${port}\nHost *\n  User reader\n  IdentityFile ${keyFile}\n  UserKnownHostsFile ${knownHosts}\n`,
  );
  const url = `ssh://inner${setting("folder")}/inner`;
  await expectWritable(new SftpStorage({ url, options: new Map(), env: { HOME: folder.path } }));
});

test("SftpStorage lists no temporaries", async () => {
  const storage = open(urlOf("temporaries"));
  for (const key of ["a", "b/.0123456789abcdefghijkl.tmp"]) {
    await storage.write(key, { kind: "bytes", bytes: Buffer.from("x") }, {});
  }
  const keys = await Array.fromAsync(storage.list("", { recursive: true }, {}), ({ key }) => key);
  expect(keys).toEqual(["a"]);
  await storage.close();
});

test("SftpStorage without a path in its URL is the user's home", async () => {
  const storage = open(`ssh://reader@127.0.0.1:${setting("port")}`);
  await storage.write("in/home", { kind: "bytes", bytes: Buffer.from("x") }, {});
  expect(readFileSync(join(setting("home"), "in/home"), "utf8")).toBe("x");
  await storage.close();
});

test("SftpStorage refuses a machine whose key is not known, and says how to add it", async () => {
  using folder = makeTempFolder();
  const error = await open(urlOf("x"), {}, folder.path)
    .stat("y", {})
    .catch((caught) => caught);
  expect(error).toMatchObject({ code: "HOST_KEY_UNKNOWN" });
  const command = String(error.hint).split("run: ")[1];
  mkdirSync(join(folder.path, ".ssh"));
  execFileSync("sh", ["-c", String(command)], { stdio: "ignore" });
  expect(await open(urlOf("x"), {}, folder.path).stat("y", {})).toBeUndefined();
});

test("SftpStorage adds unknown keys if the user's configuration says so, and never accepts a changed one", async () => {
  using folder = makeTempFolder();
  folder.write(".ssh/config", "StrictHostKeyChecking accept-new\nUserKnownHostsFile ~/keys/known_hosts\n");
  expect(await open(urlOf("x"), {}, folder.path).stat("y", {})).toBeUndefined();
  const knownHosts = readFileSync(join(folder.path, "keys/known_hosts"), "utf8");
  expect(statSync(join(folder.path, "keys")).mode & 0o777).toBe(0o700);
  expect(knownHosts.trim()).toBe(readFileSync(setting("knownHosts"), "utf8").trim().split(" ").slice(0, 3).join(" "));
  const otherKey = readFileSync(`${setting("encryptedKeyFile")}.pub`, "utf8");
  for (const strict of ["accept-new", "no"]) {
    folder.write(".ssh/config", `StrictHostKeyChecking ${strict}\n`);
    folder.write(".ssh/known_hosts", `[127.0.0.1]:${setting("port")} ${otherKey}`);
    await expect(open(urlOf("x"), {}, folder.path).stat("y", {})).rejects.toMatchObject({ code: "HOST_KEY_CHANGED" });
  }
});

test("SftpStorage tells a wrong login, a folder without rights, and a server that is not there", async () => {
  const wrong = open(urlOf("x"), { password: "wrong-secret" });
  const error = await wrong.stat("y", {}).catch((caught) => caught);
  expect(error).toMatchObject({ code: "STORAGE_DENIED" });
  expect(JSON.stringify([error.message, error.hint, error.details])).not.toContain("secret");
  mkdirSync(join(setting("folder"), "closed"), { mode: 0o700 });
  if (process.getuid?.() !== 0) chmodSync(join(setting("folder"), "closed"), 0);
  const closed = open(urlOf("closed"));
  await expect(closed.stat("y", {})).rejects.toMatchObject({ code: "STORAGE_DENIED" });
  const upload = { kind: "bytes", bytes: Buffer.from("x") } as const;
  await expect(closed.write("y", upload, {})).rejects.toMatchObject({ code: "STORAGE_DENIED" });
  await closed.close();
  const absent = open("ssh://reader@127.0.0.1:1/x");
  await expect(absent.stat("y", {})).rejects.toMatchObject({ code: "STORAGE_UNREACHABLE" });
});

test.each([
  ["ssh://reader@127.0.0.1/x", { gss_auth: true }, "REMOTE_UNSUPPORTED"],
  ["ssh://", {}, "URL_INVALID"],
])("SftpStorage refuses %s with %j", (url, options, code) => {
  expect(() => open(url, options)).toThrow(expect.objectContaining({ code }));
});

async function expectWritable(storage: SftpStorage): Promise<void> {
  await storage.write("a/b", { kind: "bytes", bytes: Buffer.from("text") }, {});
  expect(await storage.stat("a/b", {})).toMatchObject({ sizeBytes: 4 });
  await storage.close();
}

function open(
  url: string,
  options: Readonly<Record<string, OptionValue>> = { keyfile: setting("keyFile") },
  home = setting("clientHome"),
): SftpStorage {
  const login = { keyfile: setting("keyFile"), ...options };
  const isOwn = "keyfile" in options || "password" in options;
  return new SftpStorage({ url, options: new Map(Object.entries(isOwn ? options : login)), env: { HOME: home } });
}

function urlOf(folder: string): string {
  return `${setting("url")}/${folder}`;
}

function setting(name: string): string {
  return String(server.settings[name]);
}

/** ssh-add refuses keys that others can read. */
function privateCopy(folder: TempFolder, name: string): string {
  const path = folder.write("key", readFileSync(setting(name)));
  chmodSync(path, 0o600);
  return path;
}
