import type { ListOptions, StorageEntry } from "../storage/remote-storage.ts";
import { type ListPage, readListPage } from "./read-list-page.ts";
import type { S3Client } from "./s3-client.ts";
import type { S3Request } from "./s3-request.ts";

/** How many keys one request lists. */
export const PAGE_FILES = 1000;

/**
 * Lists what is below a prefix of the bucket, page after page. Objects whose keys end in a slash stand for folders and are
 * no files. Memory: the entries of one page.
 *
 * @param request says where the folder is: its key, with a slash at the end unless it is empty, is cut off from what is listed
 * @throws PATH_HOSTILE if a key cannot be a path, and what S3Client throws
 */
export async function* listKeys(
  client: S3Client,
  { key: prefix, ...request }: S3Request,
  { recursive, versions = false }: ListOptions,
): AsyncGenerator<StorageEntry> {
  const query = {
    ...(versions ? { versions: "" } : { "list-type": "2" }),
    "encoding-type": "url",
    "max-keys": String(PAGE_FILES),
    prefix,
    ...(!recursive && { delimiter: "/" }),
  };
  for (let start: ListPage["next"] = {}; start !== undefined; ) {
    const answer = await client.send({ ...request, key: "", query: { ...query, ...start } });
    const page = await readListPage(answer, { prefix, versions });
    yield* page.entries;
    start = page.next;
  }
}
