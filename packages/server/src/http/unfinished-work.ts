import { setTimeout as pause } from "node:timers/promises";
import type { App } from "./app.ts";

/** What is done for requests. It may outlast their connections, and uses the database to its end. */
export class UnfinishedWork {
  readonly #running = new Set<Promise<unknown>>();

  /** Takes note of a work until it has ended, and gives it back. */
  add<T>(work: Promise<T>): Promise<T> {
    const end = (): void => void this.#running.delete(ended);
    const ended: Promise<void> = work.then(end, end);
    this.#running.add(ended);
    return work;
  }

  /** Waits until all of it has ended, and what it brings with it, but no longer than a time in ms. */
  async ended(mostMs: number): Promise<void> {
    const giveUp = new AbortController();
    const late = pause(mostMs, undefined, { signal: giveUp.signal }).then(
      () => giveUp.abort(),
      () => undefined,
    );
    while (this.#running.size > 0 && !giveUp.signal.aborted) await Promise.race([...this.#running, late]);
    giveUp.abort();
  }
}

/** Takes note of what the handlers of all routes do. Before any route is added. */
export function noteHandlers(app: App, work: UnfinishedWork): void {
  app.addHook("onRoute", (route) => {
    const { handler } = route;
    route.handler = function (request, reply) {
      const result: unknown = handler.call(this, request, reply);
      return result instanceof Promise ? work.add(result) : result;
    };
  });
}
