import type { HttpClient } from "./http-client.ts";
import { statusError } from "./http-errors.ts";

/**
 * Asks whether a URL can be read: by HEAD, and by GET without its body where the server refuses HEAD.
 *
 * @throws STORAGE_DENIED, STORAGE_REJECTED, STORAGE_UNREACHABLE, CANCELLED
 */
export async function urlExists(client: HttpClient, url: URL, signal: AbortSignal | undefined): Promise<boolean> {
  const head = await client.send({ action: "look at", method: "HEAD", url, signal });
  head.message.resume();
  const answer = isAnswer(head.status);
  if (answer !== undefined) return answer;
  const request = { action: "look at", method: "GET", url, signal };
  const { status, message } = await client.send(request);
  message.destroy();
  const found = isAnswer(status);
  if (found !== undefined) return found;
  throw statusError(request, status, message.statusMessage);
}

function isAnswer(status: number): boolean | undefined {
  if (status < 300) return true;
  return status === 404 || status === 410 ? false : undefined;
}
