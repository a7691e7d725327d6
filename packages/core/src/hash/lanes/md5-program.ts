import { WasmCode, wasmModule } from "./wasm-code.ts";

/** How many streams a vector holds: each has one of its four words. */
const GROUP_LANES = 4;
/** Two vectors in turns: what one computes does not wait for the other. One has 2.3 GB/s of a core of 3 GHz, two 3.7, three 4.2. */
const GROUPS = 2;

/** How many streams are hashed at once. */
export const LANES = GROUPS * GROUP_LANES;
/** MD5 works on blocks of so many bytes. */
export const BLOCK_BYTES = 64;

const VECTOR_BYTES = 16;
const ROUNDS = 64;
/** Where the states are, behind the table. */
const STATES_AT = ROUNDS * VECTOR_BYTES;
/** From here on the memory is free. */
export const FREE_AT = 4096;

/** The first parameters are the lanes' addresses, then comes the number of blocks. */
const BLOCKS = LANES;

/** The local variables of four lanes. */
interface Group {
  readonly addresses: readonly number[];
  /** a, b, c, d. */
  readonly state: readonly number[];
  /** Of the block, one of each lane in each. */
  readonly words: readonly number[];
  readonly scratch: readonly [number, number, number, number];
  readonly stateAt: number;
}

/**
 * Makes the program that goes on with MD5 (RFC 1321) in all lanes for a number of blocks, one or more: `run(address of
 * lane 0, …, blocks)`. Its memory holds the table of `writeConstants`, then the states.
 */
export function md5Program(): Uint8Array<ArrayBuffer> {
  const groups = Array.from({ length: GROUPS }, (_, number) => groupOf(number));
  const code = new WasmCode();
  for (const { state, stateAt } of groups) {
    for (const [index, local] of state.entries()) {
      code.load(stateAt + index * VECTOR_BYTES);
      code.set(local);
    }
  }
  code.loop();
  for (const group of groups) loadBlock(code, group);
  for (let round = 0; round < ROUNDS; round++) {
    for (const group of groups) appendRound(code, group, round);
  }
  for (const group of groups) addToState(code, group);
  for (const { addresses } of groups) {
    for (const address of addresses) advance(code, address);
  }
  code.get(BLOCKS);
  code.constant(1);
  code.subtractIntegers();
  code.tee(BLOCKS);
  code.loopIfNotZero();
  code.end();
  return wasmModule({ parameters: LANES + 1, vectors: GROUPS * GROUP_LOCALS, code });
}

const GROUP_LOCALS = 24;

function groupOf(number: number): Group {
  const first = LANES + 1 + number * GROUP_LOCALS;
  return {
    addresses: range(number * GROUP_LANES, GROUP_LANES),
    state: range(first, 4),
    words: range(first + 4, 16),
    scratch: [first + 20, first + 21, first + 22, first + 23],
    stateAt: STATES_AT + number * 4 * VECTOR_BYTES,
  };
}

function range(first: number, length: number): number[] {
  return Array.from({ length }, (_, index) => first + index);
}

/** Pairs of words, and pairs of pairs, from the lower or upper halves of two vectors. */
const LOW_WORDS = [0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23];
const HIGH_WORDS = [8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31];
const LOW_HALVES = [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23];
const HIGH_HALVES = [8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31];

/** Loads a block of each lane, and turns rows into columns: `words[i]` gets the i-th word of each lane. */
function loadBlock(code: WasmCode, { addresses, words, scratch }: Group): void {
  for (let quarter = 0; quarter < 4; quarter++) {
    const rows = words.slice(quarter * 4, quarter * 4 + 4) as [number, number, number, number];
    for (const [lane, local] of rows.entries()) {
      code.load(quarter * VECTOR_BYTES, addresses[lane]);
      code.set(local);
    }
    const mix = (from: readonly [number, number], lanes: readonly number[], to: number) => {
      code.get(from[0]);
      code.get(from[1]);
      code.shuffle(lanes);
      code.set(to);
    };
    mix([rows[0], rows[1]], LOW_WORDS, scratch[0]);
    mix([rows[2], rows[3]], LOW_WORDS, scratch[1]);
    mix([rows[0], rows[1]], HIGH_WORDS, scratch[2]);
    mix([rows[2], rows[3]], HIGH_WORDS, scratch[3]);
    mix([scratch[0], scratch[1]], LOW_HALVES, rows[0]);
    mix([scratch[0], scratch[1]], HIGH_HALVES, rows[1]);
    mix([scratch[2], scratch[3]], LOW_HALVES, rows[2]);
    mix([scratch[2], scratch[3]], HIGH_HALVES, rows[3]);
  }
}

/** By how many bits each step of the four rounds rotates. */
const SHIFTS = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
] as const;

/** One of the 64 steps: `a = b + rotate(a + f(b, c, d) + word + constant, shift)`; then the four change places. */
function appendRound(code: WasmCode, { state, words, scratch }: Group, step: number): void {
  const [a, b, c, d] = [0, 1, 2, 3].map((place) => state[(place + ROUNDS - step) % 4]) as [
    number,
    number,
    number,
    number,
  ];
  const round = step >> 4;
  const wordOfRound = [step, 5 * step + 1, 3 * step + 5, 7 * step][round] ?? 0;
  const shift = SHIFTS[round]?.[step & 3] ?? 0;
  const [sum] = scratch;
  code.get(a);
  code.get(words[wordOfRound & 15] ?? 0);
  code.load(step * VECTOR_BYTES);
  code.vector("add");
  code.vector("add");
  appendFunction(code, round, [b, c, d]);
  code.vector("add");
  code.tee(sum);
  code.constant(shift);
  code.vector("shiftLeft");
  code.get(sum);
  code.constant(32 - shift);
  code.vector("shiftRight");
  code.vector("or");
  code.get(b);
  code.vector("add");
  code.set(a);
}

/** F, G, H and I of RFC 1321, section 3.4. */
function appendFunction(code: WasmCode, round: number, [b, c, d]: readonly [number, number, number]): void {
  const get = (...locals: number[]) => {
    for (const local of locals) code.get(local);
  };
  if (round === 0) {
    get(c, d, b);
    code.vector("bitSelect");
  } else if (round === 1) {
    get(b, c, d);
    code.vector("bitSelect");
  } else if (round === 2) {
    get(b, c);
    code.vector("xor");
    get(d);
    code.vector("xor");
  } else {
    get(b, d);
    code.vector("not");
    code.vector("or");
    get(c);
    code.vector("xor");
  }
}

function addToState(code: WasmCode, { state, stateAt }: Group): void {
  for (const [index, local] of state.entries()) {
    const at = stateAt + index * VECTOR_BYTES;
    code.constant(0);
    code.get(local);
    code.load(at);
    code.vector("add");
    code.tee(local);
    code.store(at);
  }
}

function advance(code: WasmCode, address: number): void {
  code.get(address);
  code.constant(BLOCK_BYTES);
  code.addIntegers();
  code.set(address);
}

/** Writes the constant of each step, four times each: the integer part of 2³² · |sin(step + 1)|. */
export function writeConstants(memory: DataView): void {
  for (let step = 0; step < ROUNDS; step++) {
    const constant = Math.floor(Math.abs(Math.sin(step + 1)) * 2 ** 32);
    for (let word = 0; word < 4; word++) memory.setUint32(step * VECTOR_BYTES + word * 4, constant, true);
  }
}

/** Where word 0 to 3 of a lane's state is. */
export function stateAddress(lane: number, word: number): number {
  const group = Math.floor(lane / GROUP_LANES);
  return STATES_AT + (group * 4 + word) * VECTOR_BYTES + (lane % GROUP_LANES) * 4;
}
