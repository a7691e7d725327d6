interface Entry<Value> {
  readonly value: Promise<Value>;
  weight: number;
}

/** Values that were asked for last, each made once, as many as their weights together allow, but at least one. */
export class Recent<Value> {
  readonly #values = new Map<string, Entry<Value>>();
  readonly #most: number;
  readonly #weigh: (value: Value) => number;
  #sum = 0;

  /**
   * @param most the sum of the weights that is kept
   * @param weigh at least 1
   */
  constructor(most: number, weigh: (value: Value) => number) {
    this.#most = most;
    this.#weigh = weigh;
  }

  /** Gives the value of a key, made now if it is not kept. What fails is not kept. */
  async get(key: string, make: () => Promise<Value>): Promise<Value> {
    const known = this.#values.get(key);
    if (known !== undefined) {
      this.#values.delete(key);
      this.#values.set(key, known);
      return await known.value;
    }
    const entry = { value: make(), weight: 1 };
    this.#values.set(key, entry);
    this.#sum += entry.weight;
    try {
      const value = await entry.value;
      if (this.#values.get(key) === entry) this.#weighAgain(entry, value);
      return value;
    } catch (error) {
      if (this.#values.get(key) === entry) this.forget(key);
      throw error;
    }
  }

  /** Drops the value of a key, if it is kept. */
  forget(key: string): void {
    this.#sum -= this.#values.get(key)?.weight ?? 0;
    this.#values.delete(key);
  }

  #weighAgain(entry: Entry<Value>, value: Value): void {
    this.#sum -= entry.weight;
    entry.weight = Math.max(1, this.#weigh(value));
    this.#sum += entry.weight;
    for (const key of this.#values.keys()) {
      if (this.#sum <= this.#most || this.#values.size === 1) return;
      this.forget(key);
    }
  }
}
