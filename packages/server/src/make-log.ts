import type { FastifyBaseLogger } from "fastify";
import { destination, pino } from "pino";
import type { Settings } from "./settings/settings.ts";

/** So much waits for whoever takes the log; then lines are dropped. */
const LOG_WAITING_MAX_BYTES = 16 << 20;

/**
 * Makes the log, one JSON object a line on standard error. It is written beside other work, since a file on a busy disk may take
 * half a second to be appended to; at an exit the rest is written.
 */
export function makeLog({ logLevel }: Settings, resources: AsyncDisposableStack): FastifyBaseLogger {
  const lines = destination({ dest: 2, sync: false, maxLength: LOG_WAITING_MAX_BYTES });
  let isBroken = false;
  // A full disk keeps the log from being written, and nothing else from being served.
  lines.on("error", () => {
    isBroken = true;
  });
  // It would try for ever to write the rest, and keep the process from its end.
  resources.defer(() => {
    if (isBroken) lines.destroy();
  });
  return pino({ level: logLevel, base: null, timestamp: () => `,"time":"${new Date().toISOString()}"` }, lines);
}
