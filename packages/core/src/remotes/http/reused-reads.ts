import type { Socket } from "node:net";

/** How much one read of a socket takes at most. */
const READ_BYTES = 256 << 10;
/** No head of an answer is longer: the parser, which refers to a head until it is whole, refuses it. */
const HEAD_BYTES = 16 << 10;

/** Options of a socket, with which what arrives is read into memory that is used again. */
export interface ReusedReads {
  /** To be given to `connect`. */
  readonly onread: {
    readonly buffer: () => Uint8Array;
    readonly callback: (receivedBytes: number, memory: Uint8Array) => boolean;
  };
  /** To be called with the socket, before anything arrives. */
  start(socket: Socket): void;
}

/**
 * Makes the options for one socket, whose reader makes a copy of what it wants of a chunk before it asks for the next one. Node's
 * own way makes a piece of memory for each read, and collects all that the program knows for each 16 MB of them.
 *
 * What one read brings is a chunk of its own if a head can have come in pieces, and else in memory that is used again as soon
 * as the reader has it behind itself.
 */
export function reusedReads(): ReusedReads {
  const free: Uint8Array[] = [];
  const lent: Uint8Array[] = [];
  let reader: Socket | undefined;
  return {
    start(socket) {
      reader = socket;
    },
    onread: {
      buffer: () => free.pop() ?? Buffer.allocUnsafeSlow(READ_BYTES),
      callback(receivedBytes, memory) {
        if (reader === undefined) return true;
        if (reader.readableLength === 0) free.push(...lent.splice(0));
        const received = Buffer.from(memory.buffer, memory.byteOffset, receivedBytes);
        const isShort = receivedBytes <= HEAD_BYTES;
        (isShort ? free : lent).push(memory);
        return reader.push(isShort ? Buffer.copyBytesFrom(received) : received);
      },
    },
  };
}
