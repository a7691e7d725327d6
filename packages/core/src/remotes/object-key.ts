import type { ObjectId } from "./remote.ts";

/** The path of an object below a remote's URL: `files/md5/ab/cdef…`, or `ab/cdef…` for objects of DVC 2.x. */
export function objectKey({ hashName, oid }: ObjectId): string {
  const key = `${oid.slice(0, 2)}/${oid.slice(2)}`;
  return hashName === "md5" ? `files/md5/${key}` : key;
}
