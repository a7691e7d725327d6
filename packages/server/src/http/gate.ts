import { LodeError } from "@lode/core";

/** Lets a limited number of works run at once and refuses the rest, so that a flood costs no memory. */
export class Gate {
  readonly #most: number;
  #running = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /**
   * Takes a place. The caller gives it back by what is returned, once.
   *
   * @throws SERVER_BUSY if there is none
   */
  enter(): () => void {
    if (this.#running >= this.#most) {
      throw new LodeError("SERVER_BUSY", "Cannot do this now: the server is doing as much of it as it can", {
        hint: "Try again in a moment.",
      });
    }
    this.#running += 1;
    return () => {
      this.#running -= 1;
    };
  }
}
