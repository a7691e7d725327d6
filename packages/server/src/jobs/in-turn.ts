/** Runs at most a number of works at once. The others wait, and are begun in the order in which they came. */
export class InTurn {
  readonly #waiting: (() => void)[] = [];
  #free: number;

  /** @param most at least 1 */
  constructor(most: number) {
    this.#free = most;
  }

  /** Runs a work when it has its turn; the next one gets it whatever becomes of this one. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((begin) => this.#waiting.push(begin));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }
}
