import type { Writable } from "node:stream";
import { LodeError } from "@lode/core";

/** Lets a limited number of answers be under way at once and refuses the rest, so that a flood costs no memory. */
export class Gate {
  readonly #most: number;
  readonly #mostOfOne: number;
  readonly #running = new Map<string, number>();
  #sum = 0;

  /** @param mostOfOne how many of one caller. Default: all */
  constructor(most: number, mostOfOne: number = most) {
    this.#most = most;
    this.#mostOfOne = mostOfOne;
  }

  /** How many are under way. */
  get running(): number {
    return this.#sum;
  }

  /**
   * Takes a place until an answer is over, or its connection is gone.
   *
   * @param caller who asks
   * @throws SERVER_BUSY if there is none, CALLER_BUSY if the caller has too many
   */
  enter(answer: Writable, caller = ""): void {
    const own = this.#running.get(caller) ?? 0;
    if (this.#sum >= this.#most) throw serverBusy();
    if (own >= this.#mostOfOne) throw callerBusy(own);
    // One that is gone already tells nobody so again.
    if (answer.destroyed) return;
    this.#sum += 1;
    this.#running.set(caller, own + 1);
    answer.once("close", () => this.#leave(caller));
  }

  #leave(caller: string): void {
    this.#sum -= 1;
    const left = (this.#running.get(caller) ?? 1) - 1;
    if (left === 0) this.#running.delete(caller);
    else this.#running.set(caller, left);
  }
}

function serverBusy(): LodeError {
  return new LodeError("SERVER_BUSY", "Cannot do this now: the server is doing as much of it as it can", {
    hint: "Try again in a moment.",
  });
}

function callerBusy(running: number): LodeError {
  return new LodeError("CALLER_BUSY", `Cannot do this now: ${running} requests of yours are under way`, {
    hint: "Send fewer at once: `--jobs` sets how many.",
  });
}
