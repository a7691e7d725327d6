import { isLodeError } from "../../base/lode-error.ts";
import type { Oid } from "../../base/oid.ts";
import { isSystemError } from "../../base/system-error.ts";
import { fileModes } from "../../fs/file-modes.ts";
import { ioError } from "../../fs/io-error.ts";
import { objectPath } from "../object-store.ts";
import { eachItem, type JobControl, type JobRun } from "./each-item.ts";
import { findSound } from "./find-sound.ts";
import type { IntakeHints } from "./intake.ts";
import type { CopyJob, ItemState, JobReply } from "./job.ts";
import { takeIn } from "./take-in.ts";

/** Runs a CopyJob: its states are those of CopyResult. */
export async function copyItems(job: CopyJob, control: JobControl): Promise<JobReply> {
  const states = new Array<ItemState>(job.items.length).fill("failed");
  const hints = { expectNew: job.isFresh };
  const result = await eachItem(job.items, control, async (oid, index, run) => {
    const path = objectPath(job.from, oid);
    try {
      states[index] = await copyOne(job, oid, { run, hints });
    } catch (error) {
      if (isLodeError(error, "OBJECT_CORRUPT")) states[index] = "missing";
      if (!isSystemError(error, "ENOENT")) throw ioError({ action: "copy the object", path }, error);
      states[index] = "missing";
    }
  });
  return { ...result, states };
}

interface CopyRun {
  readonly run: JobRun;
  readonly hints: IntakeHints;
}

async function copyOne({ from, to }: CopyJob, oid: Oid, { run, hints }: CopyRun): Promise<ItemState> {
  if (!hints.expectNew && (await findSound(to, oid, run)) !== undefined) return "present";
  const path = objectPath(from, oid);
  const intake = { path, sourceDir: from.dir, store: to, modes: fileModes(to.shared), hints };
  try {
    await takeIn({ ...intake, expected: oid, hardlink: false }, run);
    return "copied";
  } catch (error) {
    // By DVC's rule a file with wrong bytes is no object unless it is protected, and is taken away.
    if (isLodeError(error, "OBJECT_CORRUPT") && (await findSound(from, oid, run)) === undefined) return "missing";
    throw error;
  }
}
