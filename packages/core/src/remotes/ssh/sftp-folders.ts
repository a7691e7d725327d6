import type { SFTPWrapper } from "ssh2";
import { call, statPath } from "./sftp-calls.ts";
import { isSftpStatus, SFTP_STATUS } from "./ssh-errors.ts";

/** Creates folders, each only once at a time, whoever needs it. */
export class SftpFolders {
  readonly #underWay = new Map<string, Promise<void>>();

  /** Creates a folder and those above it. */
  ensure(sftp: SFTPWrapper, folder: string): Promise<void> {
    const known = this.#underWay.get(folder);
    if (known !== undefined) return known;
    const made = this.#make(sftp, folder).finally(() => this.#underWay.delete(folder));
    this.#underWay.set(folder, made);
    return made;
  }

  async #make(sftp: SFTPWrapper, folder: string): Promise<void> {
    if (folder === "" || folder === "/" || folder === ".") return;
    try {
      await createFolder(sftp, folder);
    } catch (error) {
      if (!isSftpStatus(error, SFTP_STATUS.noSuchFile)) throw error;
      await this.ensure(sftp, parentPath(folder));
      await createFolder(sftp, folder);
    }
  }
}

/** Servers say no more than that they failed where there is something already. */
async function createFolder(sftp: SFTPWrapper, folder: string): Promise<void> {
  try {
    await call<void>(sftp, (done) => sftp.mkdir(folder, (error) => done(error, undefined)));
  } catch (error) {
    if (isSftpStatus(error, SFTP_STATUS.noSuchFile)) throw error;
    if ((await statPath(sftp, folder))?.isDirectory() !== true) throw error;
  }
}

/** The folder of a path; `.` for a name alone, which is in the home folder. */
export function parentPath(path: string): string {
  const slash = path.lastIndexOf("/");
  if (slash === -1) return ".";
  return slash === 0 ? "/" : path.slice(0, slash);
}
