import { Readable } from "node:stream";
import type { SFTPWrapper } from "ssh2";
import type { RunContext } from "../../base/events.ts";
import { LodeError } from "../../base/lode-error.ts";
import { redactUrl } from "../../formats/config/redact-url.ts";
import { temporaryName } from "../../fs/temporary-name.ts";
import { isPassing } from "../retry-passing.ts";
import { runAtOnce } from "../run-at-once.ts";
import { unfinishedFiles } from "../storage/find-broken.ts";
import type {
  IncomingFile,
  ListOptions,
  ReadOptions,
  RemoteStorage,
  StorageEntry,
  StorageFile,
  UnfinishedFile,
  Upload,
} from "../storage/remote-storage.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import { listSftp, listSftpDeep, type SftpLister, sftpFile } from "./list-sftp.ts";
import { openIncoming } from "./open-incoming.ts";
import { call, closeQuietly, openFile, renameOver, statPath, unlinkIfThere } from "./sftp-calls.ts";
import { parentPath, SftpFolders } from "./sftp-folders.ts";
import { SshConnection } from "./ssh-connection.ts";
import { sftpError } from "./ssh-errors.ts";
import { type SshSettings, sshSettings, sshUrl } from "./ssh-settings.ts";
import { writeAndClose } from "./write-sftp.ts";

const JOBS = 32;

/**
 * A folder on a machine that is reached over SSH, spoken to by SFTP. Uploads are written under a temporary name in their
 * folder and get their own by a rename.
 */
export class SftpStorage implements RemoteStorage {
  readonly url: string;
  readonly jobs = JOBS;
  readonly #settings: SshSettings;
  readonly #base: string;
  readonly #folders = new SftpFolders();
  #connection: Promise<SshConnection> | undefined;

  /** @throws URL_INVALID, REMOTE_UNSUPPORTED, IO_FAILED */
  constructor(access: StorageAccess) {
    this.url = redactUrl(access.url).replace(/(?<=[^/])\/+$/, "");
    this.#settings = sshSettings(access);
    this.#base = sshUrl(access.url).path;
  }

  stat(key: string, run: RunContext): Promise<StorageFile | undefined> {
    return this.#use({ action: "look at", key }, run, async (sftp) => {
      const stats = await statPath(sftp, this.#pathOf(key));
      return stats?.isFile() ? sftpFile(key, stats) : undefined;
    });
  }

  async read(key: string, options: ReadOptions, run: RunContext): Promise<IncomingFile | undefined> {
    return await openIncoming({
      key,
      path: this.#pathOf(key),
      options,
      use: (work) => this.#use({ action: "read", key }, run, work),
      asError: (error) => sftpError({ action: "read", url: this.urlOf(key) }, error),
    });
  }

  write(key: string, upload: Upload, run: RunContext): Promise<StorageFile> {
    return this.#use({ action: "write", key }, run, async (sftp) => {
      const target = this.#pathOf(key);
      const folder = parentPath(target);
      const temporary = `${folder === "/" ? "" : folder}/${temporaryName()}`;
      const handle = await this.#create(sftp, folder, temporary);
      try {
        const sizeBytes = await writeAndClose(sftp, handle, withSignal(upload, run));
        await upload.confirm?.();
        refuseCancelled(run);
        await renameOver(sftp, temporary, target);
        return { key, sizeBytes };
      } catch (error) {
        // What could not be sent is not worth a second error.
        await unlinkIfThere(sftp, temporary).catch(() => undefined);
        throw error;
      }
    });
  }

  /** The time is that of a file which is made for it: SFTP does not know another way to ask for it. */
  async unfinished(folder: string, run: RunContext): Promise<readonly UnfinishedFile[]> {
    const files = await Array.fromAsync(listSftpDeep({ ...this.#lister(run), unfinished: true }, folder));
    if (files.length === 0) return [];
    const nowMs = await this.#use({ action: "look at", key: folder }, run, async (sftp) => {
      const path = `${this.#pathOf(folder)}/${temporaryName()}`;
      const handle = await this.#create(sftp, this.#pathOf(folder), path);
      closeQuietly(sftp, handle);
      const stats = await statPath(sftp, path);
      await unlinkIfThere(sftp, path);
      return stats && sftpFile(folder, stats).modifiedMs;
    });
    return unfinishedFiles(files, nowMs);
  }

  async *list(folder: string, { recursive }: ListOptions, run: RunContext): AsyncGenerator<StorageEntry> {
    const lister = this.#lister(run);
    if (recursive) yield* listSftpDeep(lister, folder);
    else yield* await listSftp(lister, folder);
  }

  async remove(keys: readonly string[], run: RunContext): Promise<void> {
    await runAtOnce(keys, JOBS, (key) =>
      this.#use({ action: "delete", key }, run, (sftp) => unlinkIfThere(sftp, this.#pathOf(key))),
    );
  }

  urlOf(key: string): string {
    return key === "" ? this.url : `${this.url.replace(/\/$/, "")}/${key}`;
  }

  async close(): Promise<void> {
    const connection = this.#connection;
    this.#connection = undefined;
    await connection?.then((opened) => opened.close());
  }

  #lister(run: RunContext): SftpLister {
    return {
      use: <T>(key: string, work: (sftp: SFTPWrapper) => Promise<T>) => this.#use({ action: "list", key }, run, work),
      pathOf: (key: string) => this.#pathOf(key),
      jobs: JOBS,
    };
  }

  /** The folders are made when they are found missing: mostly they are there. */
  async #create(sftp: SFTPWrapper, folder: string, path: string): Promise<Buffer> {
    const handle = await openFile(sftp, path, "wx");
    if (handle !== undefined) return handle;
    await this.#folders.ensure(sftp, folder);
    return await call<Buffer>(sftp, (done) => sftp.open(path, "wx", done));
  }

  async #use<T>(
    { action, key }: { readonly action: string; readonly key: string },
    run: RunContext,
    work: (sftp: SFTPWrapper) => Promise<T>,
  ): Promise<T> {
    refuseCancelled(run);
    const connection = await this.#connect();
    try {
      return await connection.use(work);
    } catch (error) {
      throw sftpError({ action, url: this.urlOf(key) }, error);
    }
  }

  /** A connection that broke is made anew by the next who needs it; a login that was refused is not tried again. */
  async #connect(): Promise<SshConnection> {
    const current = this.#connection;
    const opened = await current?.catch((error: unknown) => {
      if (!isPassing(error)) throw error;
    });
    if (opened?.isOpen) return opened;
    if (this.#connection === current) this.#connection = SshConnection.open(this.#settings);
    return await (this.#connection ?? this.#connect());
  }

  #pathOf(key: string): string {
    if (key === "") return this.#base === "" ? "." : this.#base;
    if (this.#base === "") return key;
    return `${this.#base === "/" ? "" : this.#base}/${key}`;
  }
}

function refuseCancelled({ signal }: RunContext): void {
  if (signal?.aborted) throw new LodeError("CANCELLED", "Cancelled", { cause: signal.reason });
}

/** The upload, whose content ends with CANCELLED when the signal is aborted. */
function withSignal(upload: Upload, run: RunContext): Upload {
  if (run.signal === undefined || upload.kind === "bytes") return upload;
  const watched = (stream: Readable): Readable => Readable.from(untilCancelled(stream, run));
  return upload.kind === "file"
    ? { ...upload, open: (range) => watched(upload.open(range)) }
    : { ...upload, stream: watched(upload.stream) };
}

async function* untilCancelled(stream: Readable, run: RunContext): AsyncGenerator<Buffer> {
  for await (const chunk of stream) {
    refuseCancelled(run);
    yield chunk;
  }
  refuseCancelled(run);
}
