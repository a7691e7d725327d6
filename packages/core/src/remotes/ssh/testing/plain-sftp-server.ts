import { once } from "node:events";
import type { AddressInfo } from "node:net";
import ssh2, { type AuthContext, type SFTPWrapper } from "ssh2";

/** A server that knows the standard and no extension, as appliances do; `await using` closes it. */
export interface PlainSftpServer extends AsyncDisposable {
  readonly port: number;
  /** As a known_hosts file has it, behind the names. */
  readonly hostKey: string;
  /** Whole path → bytes. */
  readonly files: Map<string, Buffer>;
  /** Breaks the connections that there are. */
  breakConnections(): void;
  /** How many connections there are. */
  connections(): number;
  /** Ends the channels that there are, but not their connections. */
  endChannels(): void;
  /** How often the client closed a file. */
  closes(): number;
  /** Called when a folder is listed, instead of an answer. */
  onList(list: () => void): void;
  isOpen(): boolean;
}

const { STATUS_CODE } = ssh2.utils.sftp;
const FILE = { mode: 0o100644, uid: 0, gid: 0, atime: 0, mtime: 1 };

/** Starts a server that asks for the password in its own words (keyboard-interactive), and for nothing else. */
export async function startPlainSftpServer(password: string): Promise<PlainSftpServer> {
  // One of five hundred ed25519 keys that ssh2 makes it cannot read itself.
  const key = ssh2.utils.generateKeyPairSync("ecdsa", { bits: 256 });
  const files = new Map<string, Buffer>();
  const connections = new Set<{ end(): unknown }>();
  const channels = new Set<SFTPWrapper>();
  let closes = 0;
  let onList = (): void => undefined;
  const server = new ssh2.Server({ hostKeys: [key.private] }, (client) => {
    connections.add(client);
    // The types do not know it; without it, small answers wait for one another.
    (client as unknown as { setNoDelay(noDelay: boolean): void }).setNoDelay(true);
    client.on("error", () => undefined).on("close", () => connections.delete(client));
    client.on("authentication", (context) => authenticate(context, password));
    client.on("session", (accept) => {
      accept().on("sftp", (acceptSftp) => {
        const sftp = acceptSftp();
        channels.add(sftp);
        sftp.on("OPENDIR", (id) => sftp.handle(id, Buffer.from("folder"))).on("READDIR", () => onList());
        sftp.on("CLOSE", () => closes++);
        serveFiles(sftp, files);
      });
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  let isOpen = true;
  return {
    port: (server.address() as AddressInfo).port,
    hostKey: key.public,
    files,
    breakConnections() {
      for (const connection of connections) connection.end();
    },
    connections: () => connections.size,
    endChannels() {
      for (const channel of channels) channel.end();
      channels.clear();
    },
    closes: () => closes,
    onList(list) {
      onList = list;
    },
    isOpen: () => isOpen,
    async [Symbol.asyncDispose]() {
      isOpen = false;
      for (const connection of connections) connection.end();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function authenticate(context: AuthContext, password: string): void {
  if (context.method !== "keyboard-interactive") context.reject(["keyboard-interactive"]);
  else
    context.prompt([{ prompt: "Your word: ", echo: false }], (answers) =>
      answers[0] === password ? context.accept() : context.reject(),
    );
}

/** Handles are paths: a file that is written is under its name at once. */
function serveFiles(sftp: SFTPWrapper, files: Map<string, Buffer>): void {
  const done = (id: number, isDone: boolean, otherwise: number = STATUS_CODE.NO_SUCH_FILE) =>
    sftp.status(id, isDone ? STATUS_CODE.OK : otherwise);
  const attributes = (id: number, path: string): void => {
    const file = files.get(path);
    if (file === undefined) done(id, false);
    else sftp.attrs(id, { ...FILE, size: file.length });
  };
  sftp.on("OPEN", (id, path, flags) => {
    if (flags & 8) files.set(path, Buffer.alloc(0));
    if (files.has(path)) sftp.handle(id, Buffer.from(path));
    else done(id, false);
  });
  sftp.on("WRITE", (...[id, handle, offset, data]) => {
    const old = files.get(String(handle)) ?? Buffer.alloc(0);
    const grown = Buffer.alloc(Math.max(old.length, offset + data.length));
    old.copy(grown);
    data.copy(grown, offset);
    files.set(String(handle), grown);
    done(id, true);
  });
  sftp.on("READ", (...[id, handle, offset, length]) => {
    const part = files.get(String(handle))?.subarray(offset, offset + Math.min(length, 10_000));
    if (part === undefined || part.length === 0) done(id, false, STATUS_CODE.EOF);
    else sftp.data(id, part);
  });
  sftp.on("FSTAT", (id, handle) => attributes(id, String(handle)));
  sftp.on("STAT", (id, path) => attributes(id, path));
  sftp.on("CLOSE", (id) => done(id, true));
  sftp.on("REMOVE", (id, path) => done(id, files.delete(path)));
  sftp.on("RENAME", (id, from, to) => {
    const file = files.get(from);
    if (file === undefined || files.has(to)) return done(id, false, STATUS_CODE.FAILURE);
    files.set(to, file);
    done(id, files.delete(from));
  });
}
