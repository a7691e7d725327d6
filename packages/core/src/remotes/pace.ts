import { retryAfterMs } from "./retry-passing.ts";

/** So many transfers begin at once; in a test with 32 as the limit, all 32 were under way after 24 objects. */
const FIRST = 8;
/** What an object costs beside its bytes, in bytes: a small one takes as long as this much of a large one. */
const OBJECT_COST = 64 << 10;
/** More at once is worth it only if so much more gets done. */
const WORTHWHILE = 1.05;
/** After so many measurements without more at once, it is tried again. */
const PATIENCE = 8;

/**
 * How many transfers with one storage run at once: few at first, more as long as that gets more done, half as many when
 * the storage is overloaded, and then none as long as it wants to be left alone. After that, it grows one by one.
 */
export class Pace {
  readonly #most: number;
  readonly #now: () => number;
  #limit: number;
  #larger = twice;
  #quietUntil = 0;
  /** Transfers that began before the last halving say nothing of the new limit. */
  #era = 0;
  #window = { startedAt: 0, ended: 0, cost: 0 };
  #best = 0;
  #held = 0;

  /**
   * @param most the limit is never above it
   * @param now in milliseconds, monotonic
   */
  constructor(most: number, now: () => number = () => performance.now()) {
    this.#most = Math.max(1, most);
    this.#limit = Math.min(FIRST, this.#most);
    this.#now = now;
  }

  get limit(): number {
    return this.#limit;
  }

  /** How many milliseconds the storage wants to be left alone. */
  get quietMs(): number {
    return Math.max(0, this.#quietUntil - this.#now());
  }

  /** Tells that a transfer begins; its end is told with what is given here. */
  begin(): number {
    if (this.#window.startedAt === 0) this.#window.startedAt = this.#now();
    return this.#era;
  }

  /** Tells that a transfer came to a good end. */
  ended(sizeBytes: number): void {
    const window = this.#window;
    window.ended += 1;
    window.cost += OBJECT_COST + sizeBytes;
    if (window.ended < this.#limit) return;
    const elapsed = Math.max(1, this.#now() - window.startedAt);
    this.#window = { startedAt: this.#now(), ended: 0, cost: 0 };
    this.#judge(window.cost / elapsed);
  }

  /** Tells that a transfer failed because of the network. */
  failed(era: number, error: unknown): void {
    const pause = retryAfterMs(error);
    if (pause !== undefined) this.#quietUntil = Math.max(this.#quietUntil, this.#now() + pause);
    if (era !== this.#era) return;
    this.#era += 1;
    this.#limit = Math.max(1, Math.floor(this.#limit / 2));
    this.#larger = oneMore;
    this.#best = 0;
    this.#window = { startedAt: 0, ended: 0, cost: 0 };
  }

  #judge(rate: number): void {
    if (rate > this.#best * WORTHWHILE || ++this.#held >= PATIENCE) {
      this.#best = rate;
      this.#held = 0;
      this.#limit = Math.min(this.#most, this.#larger(this.#limit));
    }
  }
}

function twice(limit: number): number {
  return limit * 2;
}

function oneMore(limit: number): number {
  return limit + 1;
}
