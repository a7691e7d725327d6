import { ByteBudget } from "../cloud/byte-budget.ts";

/** A piece of memory in use; disposing of it gives it back. */
export interface HeldBuffer extends Disposable {
  /** What is in it at first is undefined. */
  readonly bytes: Buffer;
}

/** Buffers that are used again and again: allocating so much for each part takes longer than filling it, and piles up. */
export class BufferPool {
  readonly #budget: ByteBudget;
  /** All of one size. */
  #free: Buffer[] = [];

  /** @param totalBytes how much is in use at once, unless one piece is larger than that */
  constructor(totalBytes: number) {
    this.#budget = new ByteBudget(totalBytes);
  }

  /** Waits until so much is free, in the order of the calls. */
  async take(sizeBytes: number): Promise<HeldBuffer> {
    const held = await this.#budget.take(sizeBytes);
    if (this.#free[0]?.length !== sizeBytes) this.#free = [];
    const bytes = this.#free.pop() ?? Buffer.allocUnsafeSlow(sizeBytes);
    let isHeld = true;
    return {
      bytes,
      [Symbol.dispose]: () => {
        if (isHeld && (this.#free[0]?.length ?? sizeBytes) === sizeBytes) this.#free.push(bytes);
        isHeld = false;
        held[Symbol.dispose]();
      },
    };
  }
}
