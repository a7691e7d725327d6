import { listNames } from "../../fs/list-dir.ts";
import { eachItem, type JobControl } from "./each-item.ts";
import type { ItemState, JobReply, LookUpJob } from "./job.ts";

/** Runs a LookUpJob: its states are `present` if a folder has all of its objects, and `missing`. */
export async function lookUpItems({ items, store }: LookUpJob, control: JobControl): Promise<JobReply> {
  const states = new Array<ItemState>(items.length).fill("missing");
  const result = await eachItem(items, control, {
    work: (text) => {
      const oids = text.split("\n");
      const names = new Set(listNames(`${store.dir}/${oids[0]?.slice(0, 2)}`));
      return oids.every((oid) => names.has(oid.slice(2)));
    },
    accept: (hasAll, index) => {
      if (hasAll) states[index] = "present";
    },
    fail: (error) => error,
  });
  return { ...result, states };
}
