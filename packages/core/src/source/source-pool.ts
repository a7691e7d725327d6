import { openSource } from "./open-source.ts";
import type { Source } from "./source.ts";
import type { SourceContext, SourceSpec } from "./source-context.ts";

/**
 * Sources that are opened when they are first asked for, each once; disposing the pool closes them. A server is asked
 * once, whatever number of its revisions is opened.
 */
export interface SourcePool extends AsyncDisposable {
  /** @throws what openSource throws, each time it is asked for the same one */
  open(spec: SourceSpec): Promise<Source>;
}

/** Makes an empty pool. */
export function sourcePool(context: SourceContext): SourcePool {
  const fresh = { ...context, freshSinceMs: Date.now() };
  const sources = new Map<string, Promise<Source>>();
  return {
    open(spec) {
      const { url, rev, config, remote } = spec;
      const key = JSON.stringify([url, rev, config, remote]);
      const opened = sources.get(key) ?? openSource(spec, fresh);
      sources.set(key, opened);
      return opened;
    },
    async [Symbol.asyncDispose]() {
      // A source that could not be opened has nothing to close.
      for (const result of await Promise.allSettled(sources.values())) {
        if (result.status === "fulfilled") await result.value[Symbol.asyncDispose]();
      }
    },
  };
}
