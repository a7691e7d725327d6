import { statNames } from "../../fs/stat-names.ts";
import type { JobControl } from "./each-item.ts";
import type { JobReply, StatJob } from "./job.ts";

/** Runs a StatJob; it is never cut. */
export async function statItems({ items }: StatJob, _control: JobControl): Promise<JobReply> {
  const dirStats = items.flat().map(({ dir, names }) => ({ ...statNames(dir, names), names: [] }));
  return { done: items.length, bytes: 0, errors: [], dirStats };
}
