import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, copyFileSync, cpSync, mkdirSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { basename, join } from "node:path";
import { makeTempFolder, type TempFolder } from "../../packages/core/src/fs/testing/temp-folder.ts";
import { findOpenSsh, type OpenSsh } from "./openssh.ts";
import { freePort, type RunningServer, serveUntilInputEnds, startProgram } from "./running-server.ts";

const USER = "reader";
const PASSWORD = "of-the-test";
const PASSPHRASE = "of-the-key";
/** Root gives itself up: its server would need a user and a folder of the system. */
const NOBODY = 65534;

/**
 * Starts OpenSSH's sshd, which serves this machine's files over SFTP; settings: `url` of an empty folder with host, port
 * and user, `host`, `port`, `folder`, `home` (where relative paths begin), `user`, `password`, `keyFile`,
 * `encryptedKeyFile` with `passphrase`, `clientHome`, the home folder of a client, and `knownHosts`, a file in it with the
 * server's key.
 */
export async function startSshd(): Promise<RunningServer> {
  const temp = makeTempFolder();
  const port = await freePort();
  const config = prepare(temp, port);
  const program = await startProgram({ ...commandOf(temp, config), isReady: () => greets(port) });
  const folder = join(temp.path, "data");
  return {
    settings: {
      url: `ssh://${USER}@127.0.0.1:${port}${folder}`,
      host: "127.0.0.1",
      port: String(port),
      folder,
      home: join(temp.path, "home"),
      user: USER,
      password: PASSWORD,
      passphrase: PASSPHRASE,
      keyFile: join(temp.path, "key"),
      encryptedKeyFile: join(temp.path, "encrypted-key"),
      clientHome: join(temp.path, "client"),
      knownHosts: join(temp.path, "client/.ssh/known_hosts"),
    },
    async [Symbol.asyncDispose]() {
      await program[Symbol.asyncDispose]();
      temp[Symbol.dispose]();
    },
  };
}

function prepare(temp: TempFolder, port: number): string {
  const at = (name: string) => join(temp.path, name);
  for (const name of ["data", "home"]) mkdirSync(at(name));
  for (const name of ["host-key", "key"]) makeKey(at(name), "");
  makeKey(at("encrypted-key"), PASSPHRASE);
  const publicKey = (name: string) => readFileSync(at(`${name}.pub`), "utf8");
  temp.write("authorized", publicKey("key") + publicKey("encrypted-key"));
  temp.write("client/.ssh/known_hosts", `[127.0.0.1]:${port} ${publicKey("host-key")}`);
  const { uid, gid } = owner();
  const hash = execFileSync("openssl", ["passwd", "-6", PASSWORD], { encoding: "utf8" }).trim();
  temp.write("passwd", `${USER}:x:${uid}:${gid}::${at("home")}:/bin/sh\n`);
  temp.write("shadow", `${USER}:${hash}:19000:0:99999:7:::\n`);
  temp.write("group", `${USER}:x:${gid}:\n`);
  const lines = [
    `Port ${port}`,
    "ListenAddress 127.0.0.1",
    `HostKey ${at("host-key")}`,
    `AuthorizedKeysFile ${at("authorized")}`,
    "UsePAM no",
    "StrictModes no",
    "KbdInteractiveAuthentication no",
    "PidFile none",
    `Subsystem sftp internal-sftp -d ${at("home")}`,
  ];
  return temp.write("sshd_config", lines.join("\n"));
}

function makeKey(path: string, passphrase: string): void {
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-a", "1", "-C", basename(path), "-N", passphrase, "-f", path]);
}

/** The server is copied, so that it can be run by a user who cannot read this folder. */
function commandOf(temp: TempFolder, config: string) {
  const { sshd, libraries, nssWrapper } = copyOf(findOpenSsh(), temp);
  const at = (name: string) => join(temp.path, name);
  const env = {
    LD_LIBRARY_PATH: libraries,
    LD_PRELOAD: nssWrapper,
    NSS_WRAPPER_PASSWD: at("passwd"),
    NSS_WRAPPER_SHADOW: at("shadow"),
    NSS_WRAPPER_GROUP: at("group"),
  };
  const args = ["-D", "-e", "-f", config];
  if (process.getuid?.() !== 0) return { command: sshd, args, env };
  const { uid, gid } = owner();
  for (const name of [".", "data", "home", "host-key"]) chownSync(at(name), uid, gid);
  chmodSync(temp.path, 0o755);
  const drop = ["--reuid", String(uid), "--regid", String(gid), "--clear-groups"];
  return { command: "setpriv", args: [...drop, sshd, ...args], env };
}

function copyOf({ sshd, libraryDir, nssWrapper }: OpenSsh, temp: TempFolder) {
  const libraries = join(temp.path, "lib");
  cpSync(libraryDir, libraries, { recursive: true, verbatimSymlinks: true });
  const copy = join(temp.path, "sshd");
  copyFileSync(sshd, copy);
  return { sshd: copy, libraries, nssWrapper: join(libraries, basename(nssWrapper)) };
}

function owner(): { readonly uid: number; readonly gid: number } {
  const uid = process.getuid?.() ?? NOBODY;
  return uid === 0 ? { uid: NOBODY, gid: NOBODY } : { uid, gid: process.getgid?.() ?? NOBODY };
}

/** Whether the server introduces itself. */
function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.end());
    socket.once("data", (bytes) => resolve(bytes.toString().startsWith("SSH-")));
    socket.once("error", () => resolve(false));
    socket.once("close", () => resolve(false));
  });
}

if (import.meta.main) await serveUntilInputEnds(startSshd);
