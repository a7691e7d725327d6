import type { SFTPWrapper, Stats } from "ssh2";
import type { ByteRange } from "../../base/file-tree.ts";
import { LodeError } from "../../base/lode-error.ts";
import type { IncomingFile, ReadOptions } from "../storage/remote-storage.ts";
import { sftpFile } from "./list-sftp.ts";
import { type OpenFile, readRangeWhole, streamRange } from "./read-sftp.ts";
import { call, closeQuietly, markOf, openFile } from "./sftp-calls.ts";

/** What is read, and how. */
export interface SftpReading {
  readonly key: string;
  readonly path: string;
  readonly options: ReadOptions;
  /** Lends a channel until the work is done. */
  readonly use: (work: (sftp: SFTPWrapper) => Promise<void>) => Promise<void>;
  /** Makes what went wrong while the content is read an error of storage. */
  readonly asError: (error: unknown) => unknown;
}

/**
 * Opens a file; undefined if nothing is there, or no file. The channel is in use until the content was read or its stream
 * destroyed.
 *
 * @throws FILE_CHANGED, and what `use` throws
 */
export function openIncoming(reading: SftpReading): Promise<IncomingFile | undefined> {
  const { path, use } = reading;
  return new Promise((resolve, reject) => {
    const serve = async (sftp: SFTPWrapper): Promise<void> => {
      const handle = await openFile(sftp, path, "r");
      if (handle === undefined) return resolve(undefined);
      try {
        const stats = await call<Stats>(sftp, (done) =>
          sftp.fstat(handle, done as (error: Error | undefined, stats: Stats) => void),
        );
        if (!stats.isFile()) return resolve(undefined);
        refuseChanged(reading, stats);
        const range = within(reading.options.range, stats.size);
        await new Promise<void>((release) => resolve(incoming(reading, { sftp, handle, range, stats, release })));
      } finally {
        closeQuietly(sftp, handle);
      }
    };
    use(serve).catch(reject);
  });
}

interface Opened extends OpenFile {
  readonly stats: Stats;
  readonly release: () => void;
}

function incoming({ key, asError }: SftpReading, opened: Opened): IncomingFile {
  return {
    ...sftpFile(key, opened.stats),
    stream: () => streamRange(opened, asError).once("close", opened.release),
    async bytes() {
      try {
        return await readRangeWhole(opened);
      } catch (error) {
        throw asError(error);
      } finally {
        opened.release();
      }
    },
  };
}

function within(range: ByteRange | undefined, sizeBytes: number): Required<ByteRange> {
  const start = Math.min(range?.start ?? 0, sizeBytes);
  return { start, end: Math.max(start, Math.min(range?.end ?? sizeBytes, sizeBytes)) };
}

function refuseChanged({ path, options }: SftpReading, stats: Stats): void {
  if (options.ifMatch === undefined || options.ifMatch === markOf(stats)) return;
  throw new LodeError("FILE_CHANGED", `Cannot read on in '${path}': it has another content by now`, {
    hint: "Run the command again.",
    details: { path },
  });
}
