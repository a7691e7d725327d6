import type { Writable } from "node:stream";
import { LodeError } from "@lode/core";

/** Lets a limited number of answers be under way at once and refuses the rest, so that a flood costs no memory. */
export class Gate {
  readonly #most: number;
  #running = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /**
   * Takes a place until an answer is over, or its connection is gone.
   *
   * @throws SERVER_BUSY if there is none
   */
  enter(answer: Writable): void {
    if (this.#running >= this.#most) {
      throw new LodeError("SERVER_BUSY", "Cannot do this now: the server is doing as much of it as it can", {
        hint: "Try again in a moment.",
      });
    }
    // One that is gone already tells nobody so again.
    if (answer.destroyed) return;
    this.#running += 1;
    answer.once("close", () => {
      this.#running -= 1;
    });
  }
}
