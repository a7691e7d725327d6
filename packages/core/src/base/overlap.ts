import { together } from "./together.ts";

/** Lets a few pieces of work be under way at once, each begun when there is room for it. */
export class Overlap {
  readonly #most: number;
  /** What has failed stays among them. */
  readonly #working = new Set<Promise<void>>();

  /** @param most how many pieces at once */
  constructor(most: number) {
    this.#most = most;
  }

  /** Begins a piece of work as soon as fewer than the most are under way. @throws what one that was begun before failed with */
  async begin(work: () => Promise<void>): Promise<void> {
    while (this.#working.size >= this.#most) await Promise.race(this.#working);
    const working: Promise<void> = work().then(() => void this.#working.delete(working));
    this.#working.add(working);
    // Told when there is no room for another, or all have ended.
    working.catch(() => undefined);
  }

  /** Waits until all have ended. @throws the first failure */
  async end(): Promise<void> {
    await together([...this.#working]);
  }
}
