/** A work that counts for all who asked for it before it began: of many who ask at once most wait for the same run. */
export class SharedRun {
  readonly #work: () => Promise<void>;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  constructor(work: () => Promise<void>) {
    this.#work = work;
  }

  /** Waits for a run that begins after this call. @throws what that run throws */
  async ask(): Promise<void> {
    this.#next ??= this.#after(this.#running);
    return await this.#next;
  }

  async #after(before: Promise<void> | undefined): Promise<void> {
    await before?.catch(() => undefined);
    this.#running = this.#next;
    this.#next = undefined;
    await this.#work();
  }
}
