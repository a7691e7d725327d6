import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { isSystemError } from "../base/system-error.ts";
import { ioError } from "./io-error.ts";

/** Opens a file to read, links followed; undefined if none is there. The caller closes it. @throws IO_FAILED if the system refuses */
export async function openRegularFile(path: string): Promise<FileHandle | undefined> {
  try {
    const file = await open(path, READ);
    if ((await file.stat()).isFile()) return file;
    await file.close();
    return undefined;
  } catch (error) {
    if (isSystemError(error, "ENOENT", "ENOTDIR", "ELOOP", "EISDIR")) return undefined;
    throw ioError({ action: "read", path }, error);
  }
}

/** A pipe that nobody writes to would block a plain open for ever. */
const READ = constants.O_RDONLY | constants.O_NONBLOCK;
