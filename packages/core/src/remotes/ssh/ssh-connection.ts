import { once } from "node:events";
import { connect as connectSocket, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import ssh2, { type Client, type SFTPWrapper } from "ssh2";
import { LodeError } from "../../base/lode-error.ts";
import { gatherWrites } from "./gather-writes.ts";
import { HostKeys } from "./host-keys.ts";
import { watchChannel } from "./sftp-calls.ts";
import { connectError, silentError } from "./ssh-errors.ts";
import { nextLogin } from "./ssh-login.ts";
import type { SshSettings } from "./ssh-settings.ts";

/** Encryption that Node does fast; the last ones are for servers that know nothing else. */
const CIPHERS = [
  "aes128-gcm@openssh.com",
  "aes256-gcm@openssh.com",
  "aes128-ctr",
  "aes192-ctr",
  "aes256-ctr",
  "chacha20-poly1305@openssh.com",
] as const;
const HOST_KEY_ALGORITHMS = [
  "ssh-ed25519",
  "ecdsa-sha2-nistp256",
  "ecdsa-sha2-nistp384",
  "ecdsa-sha2-nistp521",
  "rsa-sha2-512",
  "rsa-sha2-256",
] as const;
/** A channel is a process of the server; so many requests at once keep one busy. */
const REQUESTS_PER_CHANNEL = 8;
const MAX_CHANNELS = 4;
const WATCH_INTERVAL_MS = 5_000;

interface Channel {
  readonly sftp: Promise<SFTPWrapper>;
  uses: number;
}

/** A connection to a machine, with a few SFTP channels. It keeps the process alive only while something uses it. */
export class SshConnection {
  readonly #settings: SshSettings;
  readonly #client: Client;
  readonly #socket: Socket;
  readonly #below: SshConnection | undefined;
  #channels: Channel[] = [];
  readonly #watch: NodeJS.Timeout;
  #mostChannels: number;
  #uses = 0;
  #isOpen = true;

  private constructor(settings: SshSettings, opened: OpenedClient, below: SshConnection | undefined) {
    this.#settings = settings;
    this.#mostChannels = Math.min(MAX_CHANNELS, settings.maxSessions);
    this.#client = opened.client;
    this.#socket = opened.socket;
    this.#below = below;
    this.#watch = watchSilence(this.#socket, { settings, isUsed: () => this.#uses > 0 });
    opened.client.once("close", () => {
      this.#isOpen = false;
      clearInterval(this.#watch);
    });
    this.#socket.unref();
  }

  /**
   * Connects, through other machines if the configuration says so, and signs in.
   *
   * @throws STORAGE_UNREACHABLE, STORAGE_DENIED, STORAGE_REJECTED, HOST_KEY_UNKNOWN, HOST_KEY_CHANGED, CREDENTIALS_MISSING,
   *   CONFIG_FILE_NOT_FOUND
   */
  static async open(settings: SshSettings): Promise<SshConnection> {
    const { jumps, ...target } = settings;
    const [first = settings, ...others] = [...jumps, { ...target, jumps: [] }];
    const socket = await openSocket(first);
    let connection = new SshConnection(first, { client: await signIn(first, socket), socket }, undefined);
    for (const machine of others) connection = await connection.#openBeyond(machine);
    return connection;
  }

  /** False once it broke or was closed. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Gives a channel to work that uses it. @throws STORAGE_UNREACHABLE, STORAGE_REJECTED, and what the work throws */
  async use<T>(work: (sftp: SFTPWrapper) => Promise<T>): Promise<T> {
    const channel = this.#channel();
    channel.uses += 1;
    try {
      return await this.#whileUsed(async () => work(await channel.sftp));
    } finally {
      channel.uses -= 1;
    }
  }

  /** Ends it, and those that it goes through. */
  close(): void {
    this.#isOpen = false;
    clearInterval(this.#watch);
    this.#client.end();
    this.#below?.close();
  }

  /** Keeps the process alive, and watches for silence. */
  async #whileUsed<T>(work: () => Promise<T>): Promise<T> {
    if (this.#uses++ === 0) this.#socket.ref();
    try {
      return await work();
    } finally {
      if (--this.#uses === 0) this.#socket.unref();
    }
  }

  /** Connects to a machine through this one; closes this connection if that fails. */
  async #openBeyond(machine: SshSettings): Promise<SshConnection> {
    try {
      const client = await this.#whileUsed(async () => signIn(machine, await this.#forward(machine)));
      return new SshConnection(machine, { client, socket: this.#socket }, this);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  #channel(): Channel {
    const [least] = this.#channels.toSorted((a, b) => a.uses - b.uses);
    const isEnough = this.#channels.length >= this.#mostChannels;
    if (least !== undefined && (least.uses < REQUESTS_PER_CHANNEL || isEnough)) return least;
    const channel: Channel = { sftp: this.#openSftp(least), uses: 0 };
    this.#channels.push(channel);
    const forget = (): void => {
      this.#channels = this.#channels.filter((other) => other !== channel);
    };
    // Whoever uses it gets the failure.
    channel.sftp.then((sftp) => sftp.on("error", forget).once("end", forget).once("close", forget), forget);
    return channel;
  }

  /** A server may allow fewer channels than usual: then those that are there must do. */
  async #openSftp(other: Channel | undefined): Promise<SFTPWrapper> {
    try {
      return await openSftp(this.#client, this.#settings);
    } catch (error) {
      if (other === undefined || !this.#isOpen) throw error;
      this.#mostChannels = 1;
      return await other.sftp;
    }
  }

  #forward({ host, port, name }: SshSettings): Promise<Duplex> {
    return new Promise((resolve, reject) => {
      this.#client.forwardOut("127.0.0.1", 0, host, port, (error, stream) =>
        error === undefined ? resolve(stream) : reject(connectError(name, error)),
      );
    });
  }
}

interface OpenedClient {
  readonly client: Client;
  readonly socket: Socket;
}

async function openSocket({ host, port, name, timeoutMs }: SshSettings): Promise<Socket> {
  const socket = connectSocket({ host, port, noDelay: true, keepAlive: true });
  const timer = timeoutMs === 0 ? undefined : setTimeout(() => socket.destroy(silentError(name, timeoutMs)), timeoutMs);
  try {
    await once(socket, "connect");
    gatherWrites(socket);
    return socket;
  } catch (error) {
    throw error instanceof Error && !(error instanceof LodeError) ? connectError(name, error) : error;
  } finally {
    clearTimeout(timer);
  }
}

function signIn(settings: SshSettings, stream: Duplex): Promise<Client> {
  const hostKeys = new HostKeys(settings);
  const client = new ssh2.Client();
  const login = nextLogin(settings, (error) => {
    refusal ??= error;
  });
  let refusal: unknown;
  return new Promise((resolve, reject) => {
    client.once("ready", () => {
      // What breaks later is told to those who wait for an answer.
      client.on("error", () => undefined);
      resolve(client);
    });
    client.on("error", (error) => {
      // An agent that cannot be reached is passed over.
      if ((error as { level?: string }).level === "agent") return;
      reject(refusal ?? connectError(settings.name, error));
    });
    client.once("close", () => reject(refusal ?? connectError(settings.name, new Error("the connection was closed"))));
    client.connect({
      sock: stream as Socket,
      username: settings.user,
      readyTimeout: settings.timeoutMs,
      authHandler: (left, _partial, next) => login(left, next as (method: unknown) => void),
      algorithms: { cipher: [...CIPHERS], serverHostKey: [...hostKeys.preferred(HOST_KEY_ALGORITHMS)] as never },
      hostVerifier: (key: Buffer) => {
        try {
          hostKeys.check(key);
          return true;
        } catch (error) {
          refusal ??= error;
          return false;
        }
      },
    });
  });
}

function openSftp(client: Client, { name }: SshSettings): Promise<SFTPWrapper> {
  return new Promise((resolve, reject) => {
    client.sftp((error, sftp) => {
      if (error !== undefined) return reject(connectError(name, error));
      watchChannel(sftp);
      resolve(sftp);
    });
  });
}

/** Breaks a connection from which nothing comes for too long although something is waited for. */
function watchSilence(
  socket: Socket,
  { settings, isUsed }: { readonly settings: SshSettings; readonly isUsed: () => boolean },
): NodeJS.Timeout {
  const { name, timeoutMs } = settings;
  let bytes = -1;
  let since = performance.now();
  const look = () => {
    const isSilent = isUsed() && socket.bytesRead === bytes;
    if (!isSilent) since = performance.now();
    bytes = socket.bytesRead;
    if (timeoutMs > 0 && performance.now() - since > timeoutMs) socket.destroy(silentError(name, timeoutMs));
  };
  return setInterval(look, WATCH_INTERVAL_MS).unref();
}
