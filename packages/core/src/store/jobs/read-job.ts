import { ioError } from "../../fs/io-error.ts";
import { readSmallFile } from "../../fs/read-small-file.ts";
import { objectPath } from "../object-store.ts";
import { eachItem, type JobControl } from "./each-item.ts";
import type { JobReply, ReadJob } from "./job.ts";
import { packBytes } from "./pack-bytes.ts";

/** Runs a ReadJob. */
export async function readItems({ store, items, maxBytes }: ReadJob, control: JobControl): Promise<JobReply> {
  const sizes = new Int32Array(items.length).fill(-1);
  const parts: { readonly bytes: Uint8Array }[] = [];
  const result = await eachItem(items, control, {
    work: (oid, run) => {
      const bytes = readSmallFile(objectPath(store, oid), maxBytes)?.bytes;
      run.bytes += bytes?.length ?? 0;
      return bytes;
    },
    accept: (bytes, index) => {
      if (bytes === undefined) return;
      sizes[index] = bytes.length;
      parts.push({ bytes });
    },
    fail: (error, oid) => ioError({ action: "read the object", path: objectPath(store, oid) }, error),
  });
  return { ...result, contents: { sizes, bytes: packBytes(parts) } };
}
