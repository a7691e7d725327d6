import { pipeline, type Readable, Transform } from "node:stream";
import { arrivedCorrupt } from "../base/arrived-corrupt.ts";
import type { ByteRange } from "../base/file-tree.ts";
import { DiskTree } from "../fs/disk-tree.ts";
import { makeHasher } from "../hash/md5.ts";
import { digestOf } from "../store/object-store.ts";
import { chainedContents } from "./chained-contents.ts";
import { objectPlaces, type SourceObject } from "./object-places.ts";
import type { SourceContent } from "./source-item.ts";
import { openTreeStream } from "./tree-stream.ts";
import { objectsMissing } from "./write-item.ts";

/**
 * Streams a file of a source, or a range of it: from the tree, the cache, the remote, or for an import from where it
 * comes from. A whole object is verified while it streams.
 *
 * @throws OBJECTS_MISSING if an object is in none of its places; the stream ends with OBJECT_CORRUPT
 */
export async function openContent(content: SourceContent, range?: ByteRange): Promise<Readable> {
  if (content.kind === "object") return openObject(content.object, range);
  const part = range === undefined ? undefined : await content.source.tree.openRead(content.path, range);
  return part ?? openTreeStream(content.source, content.path);
}

async function openObject(object: SourceObject, range: ByteRange | undefined): Promise<Readable> {
  const { store, remote } = objectPlaces(object.owner, object.owned.output);
  const key = `${object.oid.slice(0, 2)}/${object.oid.slice(2)}`;
  const stored = await new DiskTree(store.dir).openRead(key, range);
  const stream = stored ?? (await remote?.openRead(object, range, object.owner.place.source));
  if (stream !== undefined) return range === undefined ? verified(stream, object) : stream;
  const chained = await chainedContents([object]);
  const [content] = chained ?? [];
  if (content === undefined) throw objectsMissing(object, [object.oid]);
  return openContent(content, range);
}

/** Passes a stream on and fails at its end if it was not the object. */
function verified(stream: Readable, { oid, hashName }: SourceObject): Readable {
  const hasher = makeHasher(hashName);
  const check = new Transform({
    transform(chunk, _encoding, done) {
      hasher.update(chunk);
      done(null, chunk);
    },
    flush(done) {
      const actual = hasher.digest();
      done(actual === digestOf(oid) ? null : arrivedCorrupt("read", oid, actual));
    },
  });
  pipeline(stream, check, () => undefined);
  return check;
}
