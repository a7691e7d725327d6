/** Values that were asked for last, each made once, as many as their weights together allow, but at least one. */
export class Recent<Value> {
  readonly #values = new Map<string, { readonly value: Promise<Value>; weight: number }>();
  readonly #most: number;
  readonly #weigh: (value: Value) => number;

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
    try {
      const value = await entry.value;
      entry.weight = Math.max(1, this.#weigh(value));
      this.#dropOldest();
      return value;
    } catch (error) {
      this.#values.delete(key);
      throw error;
    }
  }

  #dropOldest(): void {
    let sum = 0;
    for (const { weight } of this.#values.values()) sum += weight;
    for (const [key, { weight }] of this.#values) {
      if (sum <= this.#most || this.#values.size === 1) return;
      this.#values.delete(key);
      sum -= weight;
    }
  }
}
