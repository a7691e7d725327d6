import { isLodeError } from "../../base/lode-error.ts";
import { isSystemError } from "../../base/system-error.ts";
import { fileModes } from "../../fs/file-modes.ts";
import { ioError } from "../../fs/io-error.ts";
import { objectPath } from "../object-store.ts";
import { eachItem, type JobControl } from "./each-item.ts";
import { findSound } from "./find-sound.ts";
import type { CopyJob, ItemState, JobReply } from "./job.ts";
import { takeIn } from "./take-in.ts";

/** Runs a CopyJob: its states are those of CopyResult. */
export async function copyItems({ items, from, to, isFresh }: CopyJob, control: JobControl): Promise<JobReply> {
  const states = new Array<ItemState>(items.length).fill("failed");
  const modes = fileModes(to.shared);
  const hints = { expectNew: isFresh };
  const result = await eachItem(items, control, async (oid, index, run) => {
    const path = objectPath(from, oid);
    try {
      states[index] = "present";
      if (!hints.expectNew && (await findSound(to, oid, run)) !== undefined) return;
      await takeIn({ path, sourceDir: from.dir, store: to, modes, hints, expected: oid, hardlink: false }, run);
      states[index] = "copied";
    } catch (error) {
      states[index] = "failed";
      if (isLodeError(error, "OBJECT_CORRUPT")) states[index] = "missing";
      if (!isSystemError(error, "ENOENT")) throw ioError({ action: "copy the object", path }, error);
      states[index] = "missing";
    }
  });
  return { ...result, states };
}
