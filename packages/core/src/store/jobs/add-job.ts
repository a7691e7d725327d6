import { fileModes } from "../../fs/file-modes.ts";
import { ioError } from "../../fs/io-error.ts";
import { unreadable } from "../../fs/stable-read.ts";
import { makeDigests } from "../file-digests.ts";
import type { ObjectStore } from "../object-store.ts";
import { eachItem, type JobControl } from "./each-item.ts";
import type { AddJob, JobReply } from "./job.ts";
import { setDigest } from "./set-digest.ts";
import { takeIn } from "./take-in.ts";

/** Runs an AddJob. */
export async function addItems({ items, store, hardlink, isFresh }: AddJob, control: JobControl): Promise<JobReply> {
  const digests = makeDigests(items.length);
  const modes = fileModes(store.shared);
  const hints = { expectNew: isFresh };
  let sourceDir = "";
  // Files come folder by folder, so most of them have the folder of the one before.
  const dirOf = (path: string): string => {
    const length = path.lastIndexOf("/");
    if (length !== sourceDir.length || !path.startsWith(sourceDir)) sourceDir = path.slice(0, length);
    return sourceDir;
  };
  const result = await eachItem(items, control, {
    work: (path, run) => takeIn({ path, sourceDir: dirOf(path), store, modes, hints, hardlink }, run),
    accept: (file, index) => setDigest(digests, index, file),
    fail: (error, path) =>
      isOfStore(error, store) ? ioError({ action: "store the content of", path }, error) : unreadable(path, error),
  });
  return { ...result, digests };
}

/** Says whether an error of the system came from writing to the store, not from reading the file. */
function isOfStore(error: unknown, { dir }: ObjectStore): boolean {
  if (!(error instanceof Error && "syscall" in error)) return false;
  return error.syscall === "write" || ("path" in error && String(error.path).startsWith(`${dir}/`));
}
