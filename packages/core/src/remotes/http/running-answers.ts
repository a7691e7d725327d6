import { cancelled } from "./cancelled.ts";
import type { ReceivedAnswer } from "./received-answer.ts";

/** The answers that are under way for one signal, which ends them: one listener, however many they are. */
export class RunningAnswers {
  readonly #places: (ReceivedAnswer | undefined)[] = [];
  readonly #free: number[] = [];

  constructor(signal: AbortSignal) {
    const abort = (): void => {
      for (const answer of this.#places) answer?.abort(cancelled(signal));
    };
    signal.addEventListener("abort", abort, { once: true });
  }

  /** Takes an answer until it tells that nothing more will arrive. */
  add(answer: ReceivedAnswer): void {
    const place = this.#free.pop() ?? this.#places.length;
    this.#places[place] = answer;
    // It must not hold the answer: 2 kB of every request would stay until a full collection (measured with Node 24.21).
    answer.onClose = () => this.#leave(place);
  }

  #leave(place: number): void {
    this.#places[place] = undefined;
    this.#free.push(place);
  }
}
