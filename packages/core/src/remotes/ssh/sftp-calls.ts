import type { FileEntryWithStats, SFTPWrapper, Stats } from "ssh2";
import { temporaryName } from "../../fs/temporary-name.ts";
import { isSftpStatus, SFTP_STATUS, SftpFailure } from "./ssh-errors.ts";

type Done<T> = (error: Error | null | undefined, value: T) => void;

/** How the calls under way on a channel fail; a channel that has come to its end is not in it. */
const underWay = new WeakMap<SFTPWrapper, Set<(error: SftpFailure) => void>>();

/**
 * Makes a channel one for calls. At its end, and when the server sends what is no SFTP, the calls under way fail: the client
 * loses what it asks for afterwards, by itself too, and never says so.
 */
export function watchChannel(sftp: SFTPWrapper): void {
  underWay.set(sftp, new Set());
  const end = (): void => {
    const calls = underWay.get(sftp);
    if (calls === undefined) return;
    underWay.delete(sftp);
    for (const fail of calls) fail(ended());
  };
  sftp.on("error", end).once("end", end).once("close", end);
}

/** Makes a call of the client on a watched channel a promise. @throws SftpFailure */
export function call<T>(sftp: SFTPWrapper, begin: (done: Done<T>) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const calls = underWay.get(sftp);
    if (calls === undefined) return reject(ended());
    calls.add(reject);
    begin((error, value) => {
      calls.delete(reject);
      if (error) reject(new SftpFailure(error));
      else resolve(value);
    });
  });
}

function ended(): SftpFailure {
  return new SftpFailure(new Error("the channel has ended"));
}

/** What is at a path, links followed; undefined if nothing is. */
export function statPath(sftp: SFTPWrapper, path: string): Promise<Stats | undefined> {
  return orNothing(
    call<Stats>(sftp, (done) => sftp.stat(path, done as (error: Error | undefined, stats: Stats) => void)),
  );
}

/** Opens a file; undefined if there is none. */
export function openFile(sftp: SFTPWrapper, path: string, mode: "r" | "wx"): Promise<Buffer | undefined> {
  return orNothing(call<Buffer>(sftp, (done) => sftp.open(path, mode, done)));
}

/** The names in a folder, links as such; undefined if there is no such folder. */
export function listNames(sftp: SFTPWrapper, path: string): Promise<readonly FileEntryWithStats[] | undefined> {
  return orNothing(call<FileEntryWithStats[]>(sftp, (done) => sftp.readdir(path, done)));
}

/** Closes a handle; what it was opened for has succeeded or failed already. */
export function closeQuietly(sftp: SFTPWrapper, handle: Buffer): void {
  sftp.close(handle, () => undefined);
}

/** Deletes a file, if there is one. */
export async function unlinkIfThere(sftp: SFTPWrapper, path: string): Promise<void> {
  await orNothing(call<void>(sftp, (done) => sftp.unlink(path, (error) => done(error, undefined))));
}

/** Gives a file a name, over one that has it: in one step, if the server is OpenSSH's or as able. */
export async function renameOver(sftp: SFTPWrapper, from: string, to: string): Promise<void> {
  if (hasPosixRename(sftp)) {
    await call<void>(sftp, (done) => sftp.ext_openssh_rename(from, to, (error) => done(error, undefined)));
    return;
  }
  const rename = (source: string, target: string) =>
    call<void>(sftp, (done) => sftp.rename(source, target, (error) => done(error, undefined)));
  try {
    await rename(from, to);
  } catch (error) {
    if (!isSftpStatus(error, SFTP_STATUS.failure) || (await statPath(sftp, to)) === undefined) throw error;
    const old = from.slice(0, from.lastIndexOf("/") + 1) + temporaryName();
    await rename(to, old);
    await rename(from, to).catch(async (failure: unknown) => {
      await rename(old, to);
      throw failure;
    });
    await unlinkIfThere(sftp, old);
  }
}

/** The client throws at once where the server does not know it, and keeps what the server knows to itself. */
function hasPosixRename(sftp: SFTPWrapper): boolean {
  const { _extensions: extensions } = sftp as unknown as { readonly _extensions?: Readonly<Record<string, unknown>> };
  return extensions?.["posix-rename@openssh.com"] !== undefined;
}

/** What tells the content of a file from its earlier ones, as far as SFTP knows. */
export function markOf({ size, mtime }: Pick<Stats, "size" | "mtime">): string {
  return `${mtime}-${size}`;
}

async function orNothing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (isSftpStatus(error, SFTP_STATUS.noSuchFile)) return undefined;
    throw error;
  }
}
