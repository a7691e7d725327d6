import type { FileEntryWithStats, SFTPWrapper, Stats } from "ssh2";
import { LodeError } from "../../base/lode-error.ts";
import { isTemporaryName } from "../../fs/temporary-name.ts";
import { runAtOnce } from "../run-at-once.ts";
import type { StorageEntry, StorageFile } from "../storage/remote-storage.ts";
import { call, listNames, markOf, statPath } from "./sftp-calls.ts";

/** What lists folders. */
export interface SftpLister {
  /** Runs work on a channel, with errors as storage has them. */
  readonly use: <T>(folder: string, work: (sftp: SFTPWrapper) => Promise<T>) => Promise<T>;
  readonly pathOf: (key: string) => string;
  /** How many folders are listed at once. */
  readonly jobs: number;
  /** Whether the files are those that uploads are writing or have left, and no others. Default: those are left out. */
  readonly unfinished?: boolean;
}

const MAX_DEPTH = 200;

/** A folder's own files and folders; empty if there is none. Links count as what they lead to. */
export function listSftp(lister: SftpLister, folder: string): Promise<readonly StorageEntry[]> {
  const path = lister.pathOf(folder);
  const { unfinished = false } = lister;
  return lister.use(folder, async (sftp) => {
    const names = (await listNames(sftp, path)) ?? [];
    const entries: StorageEntry[] = [];
    for (const entry of names) {
      if (!isName(entry.filename)) throw hostileName(path, entry.filename);
      const key = folder === "" ? entry.filename : `${folder}/${entry.filename}`;
      const found = await entryOf(sftp, { key, path: `${path}/${entry.filename}`, entry, unfinished });
      if (found !== undefined) entries.push(found);
    }
    return entries;
  });
}

/** The files of all levels, folder by folder, `jobs` of them at once. Memory: the files of one level. */
export async function* listSftpDeep(lister: SftpLister, folder: string): AsyncGenerator<StorageEntry> {
  for (let level: readonly string[] = [folder], depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) throw tooDeep(lister.pathOf(level[0] ?? ""));
    const found: StorageEntry[] = [];
    await runAtOnce(level, lister.jobs, async (each) => {
      found.push(...(await listSftp(lister, each)));
    });
    yield* found.filter(({ kind }) => kind === "file");
    level = found.filter(({ kind }) => kind === "folder").map(({ key }) => key);
  }
}

interface Named {
  readonly key: string;
  readonly path: string;
  readonly entry: FileEntryWithStats;
  readonly unfinished: boolean;
}

/** Undefined for what is being uploaded, or else for what is not, what is neither file nor folder, and links that lead nowhere or upwards. */
async function entryOf(sftp: SFTPWrapper, { key, path, entry, unfinished }: Named): Promise<StorageEntry | undefined> {
  const isLink = entry.attrs.isSymbolicLink();
  const stats = isLink ? await statPath(sftp, path) : entry.attrs;
  if (stats?.isFile()) {
    return isTemporaryName(entry.filename) === unfinished ? { kind: "file", ...sftpFile(key, stats) } : undefined;
  }
  if (stats?.isDirectory() !== true) return undefined;
  return isLink && (await leadsUpwards(sftp, path)) ? undefined : { kind: "folder", key };
}

async function leadsUpwards(sftp: SFTPWrapper, link: string): Promise<boolean> {
  const real = (path: string) => call<string>(sftp, (done) => sftp.realpath(path, done));
  const [folder, target] = await Promise.all([real(link.slice(0, link.lastIndexOf("/"))), real(link)]);
  return `${folder}/`.startsWith(target.endsWith("/") ? target : `${target}/`);
}

/** What a server says of a file, as storage says it. */
export function sftpFile(key: string, stats: Pick<Stats, "size" | "mtime">): StorageFile {
  return { key, sizeBytes: stats.size, etag: markOf(stats), modifiedMs: stats.mtime * 1000 };
}

function isName(name: string): boolean {
  return name !== "" && name !== "." && name !== ".." && !/[/\0]/.test(name);
}

function hostileName(path: string, name: string): LodeError {
  return new LodeError("STORAGE_REJECTED", `Cannot list '${path}': the server names '${name}' in it`, {
    details: { path, name },
  });
}

function tooDeep(path: string): LodeError {
  return new LodeError("STORAGE_REJECTED", `Cannot list '${path}': its folders have no end`, { details: { path } });
}
