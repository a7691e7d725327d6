import type { IncomingHttpHeaders } from "node:http";

/** How long the server wants to be left alone, in milliseconds: its header has seconds or a date. Undefined if it does not say. */
export function retryAfter(headers: IncomingHttpHeaders): number | undefined {
  const wanted = headers["retry-after"] ?? "";
  const milliseconds = /^\d+$/.test(wanted) ? Number(wanted) * 1000 : Date.parse(wanted) - Date.now();
  return Number.isNaN(milliseconds) ? undefined : Math.max(0, milliseconds);
}
