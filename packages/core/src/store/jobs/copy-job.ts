import { isLodeError } from "../../base/lode-error.ts";
import type { Oid } from "../../base/oid.ts";
import { isSystemError } from "../../base/system-error.ts";
import { fileModes, OBJECT_MODE } from "../../fs/file-modes.ts";
import { ioError } from "../../fs/io-error.ts";
import { trySetMode } from "../../fs/set-mode.ts";
import { type ObjectStore, objectPath } from "../object-store.ts";
import { type AtOnce, andThen } from "./at-once.ts";
import { eachItem, type JobControl, type JobRun } from "./each-item.ts";
import { findSound, isProtected } from "./find-sound.ts";
import type { Intake } from "./intake.ts";
import type { CopyJob, ItemState, JobReply } from "./job.ts";
import type { HashedFile } from "./read-and-hash.ts";
import { takeIn } from "./take-in.ts";

/** Runs a CopyJob: its states are those of CopyResult. */
export async function copyItems(job: CopyJob, control: JobControl): Promise<JobReply> {
  const { from, to } = job;
  const states = new Array<ItemState>(job.items.length).fill("failed");
  const hints = { expectNew: job.isFresh };
  const shared = { sourceDir: from.dir, store: to, modes: fileModes(to.shared), hints, hardlink: false };
  const result = await eachItem(job.items, control, {
    work: (oid, run) => copyOne({ ...shared, path: objectPath(from, oid), expected: oid }, job, run),
    accept: (state, index) => {
      states[index] = state;
    },
    fail: (error, oid, index) => {
      const isAbsent = isSystemError(error, "ENOENT");
      if (isAbsent || isLodeError(error, "OBJECT_CORRUPT")) states[index] = "missing";
      return isAbsent ? undefined : ioError({ action: "copy the object", path: objectPath(from, oid) }, error);
    },
  });
  return { ...result, states };
}

type ExpectedIntake = Intake & { readonly expected: Oid };

function copyOne(intake: ExpectedIntake, job: CopyJob, run: JobRun): AtOnce<ItemState> {
  if (intake.hints.expectNew) return copyAbsent(intake, job, run);
  return andThen(findSound(intake.store, intake.expected, run), (found) =>
    found === undefined ? copyAbsent({ ...intake, hints: { expectNew: true } }, job, run) : "present",
  );
}

function copyAbsent(intake: ExpectedIntake, { from, protect }: CopyJob, run: JobRun): AtOnce<ItemState> {
  const onError = (error: unknown) => missingIfUnsound(error, { from, oid: intake.expected, run });
  const onCopied = ({ stat }: HashedFile): ItemState => {
    if (protect && !isProtected(stat)) trySetMode(intake.path, OBJECT_MODE);
    return "copied";
  };
  try {
    const taken = takeIn(intake, run);
    return taken instanceof Promise ? taken.then(onCopied, onError) : onCopied(taken);
  } catch (error) {
    return onError(error);
  }
}

/** By DVC's rule a file with wrong bytes is no object unless it is protected, and is taken away. */
async function missingIfUnsound(
  error: unknown,
  { from, oid, run }: { readonly from: ObjectStore; readonly oid: Oid; readonly run: JobRun },
): Promise<ItemState> {
  if (isLodeError(error, "OBJECT_CORRUPT") && (await findSound(from, oid, run)) === undefined) return "missing";
  throw error;
}
