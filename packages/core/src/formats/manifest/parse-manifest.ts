import { type Oid, parseOid } from "../../base/oid.ts";
import { isRelPath } from "../../base/rel-path.ts";
import { manifestError, orderManifest } from "./check-manifest.ts";
import type { Manifest, ManifestEntry } from "./manifest.ts";

/**
 * The largest listing that is read or written, in bytes: about five million files. The largest public data sets list
 * one file in a million bytes of data or more, so real use stays far below.
 */
export const MAX_MANIFEST_BYTES = 500_000_000;

/**
 * Parses a directory object (`.dir`): a JSON array of `{"md5", "relpath"}`. Other blanks, orders, keys and identical
 * duplicates are accepted; the result is in order and without them. A backslash is an ordinary character of a name.
 *
 * Entries are read one at a time, so that a hostile listing costs no more than its bytes before it is refused.
 *
 * @param name what the bytes are, for messages: usually the object's id
 * @throws MANIFEST_INVALID if the bytes are not such an array, or an entry has no valid digest or path, leaves the
 *   directory, or contradicts another entry
 */
export function parseManifest(bytes: Uint8Array, name: string): Manifest {
  if (bytes.length > MAX_MANIFEST_BYTES) {
    throw manifestError(name, `it has ${bytes.length} bytes, more than ${MAX_MANIFEST_BYTES}`);
  }
  const reader = { bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), position: 0, name };
  return orderManifest(readEntries(reader), name);
}

interface Reader {
  readonly bytes: Buffer;
  readonly name: string;
  /** Where the next byte is read. */
  position: number;
}

function readEntries(reader: Reader): ManifestEntry[] {
  const entries: ManifestEntry[] = [];
  if (nextByte(reader) !== OPEN_ARRAY) throw notAnArray(reader);
  if (nextByte(reader) !== CLOSE_ARRAY) {
    reader.position--;
    let separator: number;
    do {
      skipBlanks(reader);
      entries.push(readDvcEntry(reader) ?? readAnyEntry(reader, entries.length));
      separator = nextByte(reader);
    } while (separator === COMMA);
    if (separator !== CLOSE_ARRAY) throw notAnArray(reader);
  }
  if (nextByte(reader) !== -1) throw notAnArray(reader);
  return entries;
}

const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const COMMA = 0x2c;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Takes the next byte that is not blank; -1 at the end. */
function nextByte(reader: Reader): number {
  skipBlanks(reader);
  return reader.bytes[reader.position++] ?? -1;
}

function skipBlanks(reader: Reader): void {
  const { bytes } = reader;
  for (;;) {
    const byte = bytes[reader.position];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return;
    reader.position++;
  }
}

function notAnArray(reader: Reader): Error {
  return manifestError(reader.name, `it is not a JSON array of entries (byte ${reader.position})`);
}

const BEFORE_OID = Buffer.from('{"md5": "');
const BEFORE_PATH = Buffer.from('", "relpath": "');
const OID_LENGTH = 32;
const OID_START = BEFORE_OID.length;
const PATH_START = OID_START + OID_LENGTH + BEFORE_PATH.length;

/**
 * Reads an entry in exactly the form in which DVC writes it, with a path in plain ASCII; undefined, and nothing taken,
 * if it is anything else. This makes a million entries cost 1 s instead of the 1.8 s of readAnyEntry.
 */
function readDvcEntry(reader: Reader): ManifestEntry | undefined {
  const { bytes } = reader;
  const start = reader.position;
  if (!holds(bytes, start, BEFORE_OID) || !holds(bytes, start + OID_START + OID_LENGTH, BEFORE_PATH)) return undefined;
  if (!holdsDigest(bytes, start + OID_START)) return undefined;
  const pathStart = start + PATH_START;
  const pathEnd = endOfPlainText(bytes, pathStart);
  if (bytes[pathEnd] !== QUOTE || bytes[pathEnd + 1] !== CLOSE_OBJECT) return undefined;
  const relpath = bytes.toString("latin1", pathStart, pathEnd);
  if (!isRelPath(relpath)) return undefined;
  reader.position = pathEnd + 2;
  return { relpath, oid: bytes.toString("latin1", start + OID_START, start + OID_START + OID_LENGTH) as Oid };
}

function holds(bytes: Buffer, start: number, expected: Buffer): boolean {
  for (let i = 0; i < expected.length; i++) {
    if (bytes[start + i] !== expected[i]) return false;
  }
  return true;
}

/** Says whether the digits of an MD5 stand here. For a million entries this costs much less than the pattern of parseOid. */
function holdsDigest(bytes: Buffer, start: number): boolean {
  for (let i = start; i < start + OID_LENGTH; i++) {
    const byte = bytes[i] ?? 0;
    if (!(byte >= 0x30 && byte <= 0x39) && !(byte >= 0x61 && byte <= 0x66)) return false;
  }
  return true;
}

/** Finds the first byte that is a quote, a backslash or not printable ASCII. */
function endOfPlainText(bytes: Buffer, start: number): number {
  let end = start;
  for (; end < bytes.length; end++) {
    const byte = bytes[end] ?? 0;
    if (byte === QUOTE || byte === BACKSLASH || byte < 0x20 || byte > 0x7e) break;
  }
  return end;
}

function parseFileOid(text: unknown): Oid | undefined {
  return typeof text === "string" && text.length === OID_LENGTH ? parseOid(text) : undefined;
}

function readAnyEntry(reader: Reader, index: number): ManifestEntry {
  const { name } = reader;
  const value = readObject(reader, index);
  const relpath = value.relpath;
  if (typeof relpath !== "string") throw manifestError(name, `entry ${index + 1} has no path`, { entry: index + 1 });
  const details = { path: relpath };
  if (!isRelPath(relpath)) {
    throw manifestError(name, `the path ${JSON.stringify(relpath)} leaves its directory or is not a name`, details);
  }
  if (!relpath.isWellFormed()) {
    throw manifestError(name, `the path ${JSON.stringify(relpath)} is not valid Unicode`, details);
  }
  const oid = parseFileOid(value.md5);
  if (oid === undefined) throw manifestError(name, `${JSON.stringify(relpath)} has no valid MD5 digest`, details);
  return { relpath, oid };
}

function readObject(reader: Reader, index: number): Readonly<Record<string, unknown>> {
  const text = reader.bytes.subarray(reader.position, endOfObject(reader, index));
  reader.position += text.length;
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(text));
    return value as Record<string, unknown>;
  } catch (cause) {
    throw manifestError(reader.name, `entry ${index + 1} is not valid JSON`, {
      entry: index + 1,
      cause: String(cause),
    });
  }
}

/** Finds the end of the object that starts here, by its brackets alone; JSON.parse judges what is between them. */
function endOfObject({ bytes, position, name }: Reader, index: number): number {
  let depth = 0;
  if (bytes[position] !== OPEN_OBJECT) throw manifestError(name, `entry ${index + 1} is not an object`);
  for (let i = position; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte === QUOTE) i = endOfString(bytes, i);
    else if (byte === OPEN_OBJECT) depth++;
    else if (byte === CLOSE_OBJECT && --depth === 0) return i + 1;
  }
  throw manifestError(name, `it ends inside entry ${index + 1}`);
}

/** Finds the quote that closes the string opened at `start`. */
function endOfString(bytes: Buffer, start: number): number {
  let end = start + 1;
  while (end < bytes.length && bytes[end] !== QUOTE) end += bytes[end] === BACKSLASH ? 2 : 1;
  return end;
}
