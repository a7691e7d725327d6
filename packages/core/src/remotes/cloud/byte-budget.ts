/** Memory that work done at the same time shares, so that the sum of it has a limit. */
export class ByteBudget {
  readonly #totalBytes: number;
  #left: number;
  readonly #waiting: { readonly bytes: number; readonly start: () => void }[] = [];

  constructor(totalBytes: number) {
    this.#totalBytes = totalBytes;
    this.#left = totalBytes;
  }

  /** Takes a part at once, if there is so much; undefined if not. Disposing of it gives it back. */
  tryTake(bytes: number): Disposable | undefined {
    if (bytes > this.#left || this.#waiting.length > 0) return undefined;
    return this.#give(bytes);
  }

  /** Takes a part as soon as there is so much, in the order of the calls; one that is larger than all, when it has all. */
  async take(bytes: number): Promise<Disposable> {
    const at = this.tryTake(bytes);
    if (at !== undefined) return at;
    return await new Promise((resolve) => {
      const most = Math.min(bytes, this.#totalBytes);
      this.#waiting.push({ bytes: most, start: () => resolve(this.#give(most)) });
      this.#startWaiting();
    });
  }

  #give(bytes: number): Disposable {
    let isHeld = true;
    this.#left -= bytes;
    return {
      [Symbol.dispose]: () => {
        if (!isHeld) return;
        isHeld = false;
        this.#left += bytes;
        this.#startWaiting();
      },
    };
  }

  #startWaiting(): void {
    for (let next = this.#waiting[0]; next !== undefined && next.bytes <= this.#left; next = this.#waiting[0]) {
      this.#waiting.shift();
      next.start();
    }
  }
}
