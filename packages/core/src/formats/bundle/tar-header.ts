/** One file of a tar archive, as its header tells. */
export interface TarEntry {
  readonly name: string;
  readonly sizeBytes: number;
}

/** What a block of 512 bytes at the place of a header is; `end` is one of the two blocks of zeros that end an archive. */
export type TarHeader =
  | { readonly kind: "file"; readonly entry: TarEntry }
  | { readonly kind: "end" }
  /** Not a header, or that of something that a bundle does not hold. */
  | { readonly kind: "refused"; readonly state: string };

/** Archives are made of blocks of this many bytes. */
export const TAR_BLOCK = 512;

const NAME_BYTES = 100;
const SIZE_START = 124;
const SIZE_BYTES = 12;
const CHECKSUM_START = 148;
const CHECKSUM_BYTES = 8;
const TYPE_START = 156;
const MAGIC_START = 257;
const PREFIX_START = 345;

/** The largest size that fits into eleven octal digits: 8 GiB less one byte. */
const MAX_OCTAL = 8 ** 11 - 1;

/**
 * Writes the header of a plain file, POSIX 1003.1 ustar: owner 0, mode 0444, no time, so that the same content gives the
 * same bytes. A size of 8 GiB or more is written in binary, as GNU tar does and all others read.
 *
 * @param entry its name is ASCII and has at most 100 characters
 */
export function printTarHeader({ name, sizeBytes }: TarEntry): Buffer {
  const block = Buffer.alloc(TAR_BLOCK);
  block.write(name, 0, NAME_BYTES, "latin1");
  block.write("0000444\x000000000\x000000000\0", NAME_BYTES, "latin1");
  if (sizeBytes <= MAX_OCTAL) block.write(`${sizeBytes.toString(8).padStart(11, "0")}\0`, SIZE_START, "latin1");
  else {
    block[SIZE_START] = 0x80;
    block.writeBigUInt64BE(BigInt(sizeBytes), SIZE_START + SIZE_BYTES - 8);
  }
  block.write("00000000000\0", SIZE_START + SIZE_BYTES, "latin1");
  block.write("0", TYPE_START, "latin1");
  block.write("ustar\x0000", MAGIC_START, "latin1");
  block.write(`${checksumOf(block).toString(8).padStart(6, "0")}\0 `, CHECKSUM_START, "latin1");
  return block;
}

/** The number of zeros between the end of a file and the next header. */
export function tarPadding(sizeBytes: number): number {
  return (TAR_BLOCK - (sizeBytes % TAR_BLOCK)) % TAR_BLOCK;
}

/** Reads a header. Only plain files are accepted: links, folders, devices and extended headers are refused. */
export function parseTarHeader(block: Buffer): TarHeader {
  if (block.every((byte) => byte === 0)) return { kind: "end" };
  if (octal(block, CHECKSUM_START, CHECKSUM_BYTES) !== checksumOf(block)) return refused("it is not a tar archive");
  const name = text(block, 0, NAME_BYTES);
  const type = text(block, TYPE_START, 1);
  if (text(block, PREFIX_START, 1) !== "") return refused(`the name of the entry ${quoted(name)} is too long`);
  if (type !== "0" && type !== "") return refused(`the entry ${quoted(name)} is not a plain file`);
  const sizeBytes = readSize(block);
  if (sizeBytes === undefined) return refused(`the entry ${quoted(name)} has no valid size`);
  return { kind: "file", entry: { name, sizeBytes } };
}

function refused(state: string): TarHeader {
  return { kind: "refused", state };
}

function quoted(name: string): string {
  return JSON.stringify(name);
}

/** The sum of all bytes, those of the checksum itself taken for blanks. */
function checksumOf(block: Buffer): number {
  let sum = CHECKSUM_BYTES * 0x20;
  for (const [i, byte] of block.entries()) {
    if (i < CHECKSUM_START || i >= CHECKSUM_START + CHECKSUM_BYTES) sum += byte;
  }
  return sum;
}

function readSize(block: Buffer): number | undefined {
  if (block[SIZE_START] !== 0x80) return octal(block, SIZE_START, SIZE_BYTES);
  const size = block.readBigUInt64BE(SIZE_START + SIZE_BYTES - 8);
  return size <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(size) : undefined;
}

function octal(block: Buffer, start: number, length: number): number | undefined {
  const digits = text(block, start, length).trim();
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : undefined;
}

/** Up to the first NUL. */
function text(block: Buffer, start: number, length: number): string {
  const bytes = block.subarray(start, start + length);
  const end = bytes.indexOf(0);
  return bytes.toString("latin1", 0, end === -1 ? length : end);
}
