import { pythonJsonString } from "../json/python-json.ts";
import { manifestError } from "./check-manifest.ts";
import type { Manifest } from "./manifest.ts";
import { MAX_MANIFEST_BYTES } from "./parse-manifest.ts";

/** So many entries are joined before they are copied: about 100 KB of text, small enough to stay in the nursery. */
const BATCH = 1000;

/**
 * Writes a directory object (`.dir`) to the byte as DVC does: JSON on one line in ASCII, `md5` before `relpath`, no
 * newline at the end. The object's id is the MD5 of these bytes followed by `.dir`.
 *
 * @throws MANIFEST_INVALID if the bytes would be more than MAX_MANIFEST_BYTES
 */
export function printManifest(manifest: Manifest): Buffer {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for (let start = 0; start < manifest.length; start += BATCH) {
    const text = printBatch(manifest, start);
    const chunk = Buffer.from(start === 0 ? `[${text}` : `, ${text}`, "latin1");
    chunks.push(chunk);
    sizeBytes += chunk.length;
  }
  if (sizeBytes > MAX_MANIFEST_BYTES) throw manifestError("new", `it would have more than ${MAX_MANIFEST_BYTES} bytes`);
  chunks.push(Buffer.from(manifest.length === 0 ? "[]" : "]"));
  return Buffer.concat(chunks);
}

function printBatch(manifest: Manifest, start: number): string {
  let text = "";
  const end = Math.min(start + BATCH, manifest.length);
  for (let i = start; i < end; i++) {
    const entry = manifest[i];
    if (entry === undefined) break;
    if (i > start) text += ", ";
    text += `{"md5": "${entry.oid}", "relpath": ${pythonJsonString(entry.relpath)}}`;
  }
  return text;
}
