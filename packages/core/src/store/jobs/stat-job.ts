import { loadNativeStat } from "../../fs/native-stat.ts";
import { statNames } from "../../fs/stat-names.ts";
import type { JobControl } from "./each-item.ts";
import type { JobReply, StatJob } from "./job.ts";

/** Runs a StatJob; it is never cut. */
export async function statItems({ items, isMany }: StatJob, _control: JobControl): Promise<JobReply> {
  if (isMany) await loadNativeStat();
  const dirStats = items.flat().map(({ dir, names }) => ({ ...statNames(dir, names), names: [] }));
  return { done: items.length, bytes: 0, errors: [], dirStats };
}
