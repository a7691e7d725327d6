import { dirname } from "node:path";
import type { OnEvent, RunContext } from "../../base/events.ts";
import { isSamePlace, type SignIn, type SignInPlace } from "../../formats/sign-in/sign-in.ts";
import { parseSignIns, printSignIns } from "../../formats/sign-in/sign-in-file.ts";
import { acquireFileLock } from "../../fs/lock/file-lock.ts";
import { ensurePrivateDir, readPrivateFile, writePrivateFile } from "../../fs/private-file.ts";

/**
 * Reads the user's sign-ins. If others could read the file, that is ended, and a warning says so.
 *
 * @throws SIGN_INS_INVALID, IO_FAILED
 */
export function readSignIns(file: string, onEvent?: OnEvent): readonly SignIn[] {
  const read = readPrivateFile(file);
  if (read?.wasOpen) {
    const message = `Others could read your sign-ins in "${file}" until now. If they may have, sign out and in again.`;
    onEvent?.({ type: "warning", message });
  }
  return read === undefined ? [] : parseSignIns(read.text, file);
}

/**
 * Keeps a sign-in, in place of another for the same server and repository.
 *
 * @returns those whose place it took
 * @throws SIGN_INS_INVALID, LOCK_HELD, IO_FAILED
 */
export async function keepSignIn(file: string, signIn: SignIn, run: RunContext): Promise<readonly SignIn[]> {
  const isReplaced = (other: SignIn): boolean => isSamePlace(other, signIn);
  const known = await editSignIns(file, run, (before) => [...before.filter((other) => !isReplaced(other)), signIn]);
  return known.filter(isReplaced);
}

/**
 * Forgets a sign-in; that there is none is no error.
 *
 * @param token forgets it only if this is its token, so that another sign-in made meanwhile stays
 */
export async function forgetSignIn(
  file: string,
  { place, token }: { readonly place: SignInPlace; readonly token: string },
  run: RunContext,
): Promise<void> {
  await editSignIns(file, run, (known) => known.filter((other) => !isSamePlace(other, place) || other.token !== token));
}

/** Changes the file under a lock, so that two changes at once are both kept. Gives what was in it before. */
async function editSignIns(
  file: string,
  { onEvent, signal }: RunContext,
  change: (known: readonly SignIn[]) => readonly SignIn[],
): Promise<readonly SignIn[]> {
  ensurePrivateDir(dirname(file));
  const lock = await acquireFileLock(`${file}.lock`, { wait: true, ...(signal !== undefined && { signal }) });
  try {
    const known = readSignIns(file, onEvent);
    const changed = change(known);
    if (changed.length !== known.length || changed.some((signIn, index) => signIn !== known[index])) {
      writePrivateFile(file, printSignIns(changed));
    }
    return known;
  } finally {
    lock.release();
  }
}
