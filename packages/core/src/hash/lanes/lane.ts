import type { Hash } from "node:crypto";
import { BLOCK_BYTES, FREE_AT, LANES, stateAddress } from "./md5-program.ts";

/** How many bytes a lane takes at once: a whole small file, or a piece of a larger one. */
export const LANE_BYTES = 1 << 20;

/** What MD5 puts behind the last bytes takes less. */
const PADDING_BYTES = 2 * BLOCK_BYTES;
const LANE_STEP = LANE_BYTES + PADDING_BYTES;

/** How much memory all lanes take, with what the program needs. */
export const LANES_BYTES = FREE_AT + LANES * LANE_STEP;

/** The place of one stream. */
export interface Lane {
  readonly number: number;
  readonly memory: DataView;
  readonly buffer: Uint8Array;
  /**
   * `begun`: the others wait for its next bytes. `loaded`: it has bytes to hash. `kept`: nobody waits for it, but its bytes may
   * not be overwritten.
   */
  state: "free" | "begun" | "loaded" | "kept";
  /** What was loaded last, without padding. */
  bytes: Uint8Array;
  isLast: boolean;
  /** Of the next block. */
  address: number;
  blocks: number;
  totalBytes: number;
  /** Until its first block is hashed. */
  isFresh: boolean;
  /** Hashes it in the place of the lanes. */
  alone: Hash | undefined;
  digest: string;
  onHashed: () => void;
}

/** Makes a free lane in the memory of the program. */
export function makeLane(memory: ArrayBuffer, number: number): Lane {
  const buffer = new Uint8Array(memory, FREE_AT + number * LANE_STEP, LANE_STEP);
  return {
    number,
    memory: new DataView(memory),
    buffer,
    state: "free",
    bytes: buffer.subarray(0, 0),
    isLast: false,
    address: buffer.byteOffset,
    blocks: 0,
    totalBytes: 0,
    isFresh: true,
    alone: undefined,
    digest: "",
    onHashed: () => undefined,
  };
}

/** The state of MD5 before its first block: RFC 1321, section 3.3. */
const FIRST_STATE = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476] as const;

/** Begins another stream. */
export function resetState(lane: Lane): void {
  for (const [word, value] of FIRST_STATE.entries()) {
    lane.memory.setUint32(stateAddress(lane.number, word), value, true);
  }
  lane.totalBytes = 0;
  lane.isFresh = true;
  lane.alone = undefined;
}

/** Copies the next bytes of the stream into the lane; behind the last ones come a bit, zeros, and the number of bits in 64. */
export function loadBytes(lane: Lane, bytes: Uint8Array, isLast: boolean): void {
  if (bytes.length > LANE_BYTES || (!isLast && bytes.length % BLOCK_BYTES !== 0)) {
    throw new RangeError(`a lane does not take ${bytes.length} bytes`);
  }
  const { buffer } = lane;
  buffer.set(bytes);
  lane.bytes = buffer.subarray(0, bytes.length);
  lane.isLast = isLast;
  lane.totalBytes += bytes.length;
  let end = bytes.length;
  if (isLast) {
    end = Math.ceil((bytes.length + 9) / BLOCK_BYTES) * BLOCK_BYTES;
    buffer.fill(0, bytes.length, end);
    buffer[bytes.length] = 0x80;
    lane.memory.setBigUint64(buffer.byteOffset + end - 8, BigInt(lane.totalBytes) * 8n, true);
  }
  lane.address = buffer.byteOffset;
  lane.blocks = end / BLOCK_BYTES;
}

/** Goes on behind blocks that are hashed. */
export function takeBlocks(lane: Lane, blocks: number): void {
  lane.isFresh = false;
  lane.address += blocks * BLOCK_BYTES;
  lane.blocks -= blocks;
}

/** The digest, as 32 lower-case hexadecimal digits, once the last block is hashed. */
export function readDigest({ memory, number }: Lane): string {
  const digest = Buffer.alloc(16);
  for (let word = 0; word < 4; word++) {
    digest.writeUInt32LE(memory.getUint32(stateAddress(number, word), true), word * 4);
  }
  return digest.toString("hex");
}
