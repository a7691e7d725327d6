/** Instructions on vectors of four words; `bitSelect` takes a, b and a mask: the bits of a where the mask has ones, those of b elsewhere. */
const VECTOR_CODES = { not: 77, or: 80, xor: 81, bitSelect: 82, shiftLeft: 171, shiftRight: 173, add: 174 } as const;

/**
 * Writes the code of one WebAssembly function; each method appends an instruction and is named after it. The binary format is
 * that of the WebAssembly specification, 2.0, chapter 5.
 */
export class WasmCode {
  readonly bytes: number[] = [];

  constant(value: number): void {
    this.bytes.push(0x41);
    let rest = value;
    while (rest < -64 || rest > 63) {
      this.bytes.push((rest & 0x7f) | 0x80);
      rest >>= 7;
    }
    this.bytes.push(rest & 0x7f);
  }

  get(local: number): void {
    this.#withNumber(0x20, local);
  }

  set(local: number): void {
    this.#withNumber(0x21, local);
  }

  /** As set, and the value stays. */
  tee(local: number): void {
    this.#withNumber(0x22, local);
  }

  /** Begins a loop, which ends with branchToLoop. */
  loop(): void {
    this.bytes.push(0x03, 0x40);
  }

  /** Takes a condition; the loop ends if it is 0. */
  loopIfNotZero(): void {
    this.bytes.push(0x0d, 0, 0x0b);
  }

  addIntegers(): void {
    this.bytes.push(0x6a);
  }

  subtractIntegers(): void {
    this.bytes.push(0x6b);
  }

  /** Loads 16 bytes from the address in `local`, or from address 0 without one, plus an offset. */
  load(offset: number, local?: number): void {
    if (local === undefined) this.constant(0);
    else this.get(local);
    this.#simd(0);
    this.#memoryArgument(offset);
  }

  /** Stores 16 bytes; address and value lie on the stack. */
  store(offset: number): void {
    this.#simd(11);
    this.#memoryArgument(offset);
  }

  /** Takes bytes from two vectors: 0 to 15 of the first, 16 to 31 of the second. */
  shuffle(lanes: readonly number[]): void {
    this.#simd(13);
    this.bytes.push(...lanes);
  }

  /** An instruction of which vectors are all operands but for the number of bits to shift by. */
  vector(instruction: keyof typeof VECTOR_CODES): void {
    this.#simd(VECTOR_CODES[instruction]);
  }

  end(): void {
    this.bytes.push(0x0b);
  }

  #simd(instruction: number): void {
    this.#withNumber(0xfd, instruction);
  }

  #memoryArgument(offset: number): void {
    // Aligned to one byte, as far as anybody promises.
    this.#withNumber(0, offset);
  }

  #withNumber(code: number, value: number): void {
    this.bytes.push(code);
    appendNumber(this.bytes, value);
  }
}

/** Appends an unsigned number as LEB128. */
function appendNumber(bytes: number[], value: number): void {
  let rest = value;
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  bytes.push(rest);
}

/** The type of a parameter or local variable. */
const INTEGER = 0x7f;
const VECTOR = 0x7b;

/** What a module with one function is made of. */
export interface WasmFunction {
  /** How many parameters it has, all of them 32-bit integers; they are the first locals. */
  readonly parameters: number;
  /** How many vectors of 16 bytes follow as locals. */
  readonly vectors: number;
  readonly code: WasmCode;
}

/** Prints a module that imports `env.memory` and exports the function, which returns nothing, as `run`. */
export function wasmModule({ parameters, vectors, code }: WasmFunction): Uint8Array<ArrayBuffer> {
  const body = [1, ...number(vectors), VECTOR, ...code.bytes];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, ...number(parameters), ...new Array<number>(parameters).fill(INTEGER), 0]),
    ...section(2, [1, ...text("env"), ...text("memory"), 2, 0, 1]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...text("run"), 0, 0]),
    ...section(10, [1, ...number(body.length), ...body]),
  ]);
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...number(content.length), ...content];
}

function number(value: number): number[] {
  const bytes: number[] = [];
  appendNumber(bytes, value);
  return bytes;
}

/** A name, after its length. */
function text(name: string): number[] {
  return [name.length, ...Buffer.from(name, "latin1")];
}
