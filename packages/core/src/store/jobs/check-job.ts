import { ioError } from "../../fs/io-error.ts";
import { objectPath } from "../object-store.ts";
import { eachItem, type JobControl } from "./each-item.ts";
import { findSound } from "./find-sound.ts";
import type { CheckJob, ItemState, JobReply } from "./job.ts";

/** Runs a CheckJob: its states are `present` and `missing`. */
export async function checkItems({ items, store }: CheckJob, control: JobControl): Promise<JobReply> {
  const states = new Array<ItemState>(items.length).fill("missing");
  const result = await eachItem(items, control, {
    work: (oid, run) => findSound(store, oid, run),
    accept: (found, index) => {
      if (found !== undefined) states[index] = "present";
    },
    fail: (error, oid) => ioError({ action: "check the object", path: objectPath(store, oid) }, error),
  });
  return { ...result, states };
}
