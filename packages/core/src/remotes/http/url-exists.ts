import type { HttpClient } from "./http-client.ts";
import { statusError } from "./http-errors.ts";

/**
 * Asks whether a URL can be read: by HEAD, and by GET without its body where the server refuses HEAD.
 *
 * @throws STORAGE_DENIED, STORAGE_REJECTED, STORAGE_UNREACHABLE, CANCELLED
 */
export async function urlExists(client: HttpClient, url: URL, signal: AbortSignal | undefined): Promise<boolean> {
  const head = await client.send({ action: "look at", method: "HEAD", url, signal });
  head.resume();
  const answer = isAnswer(head.statusCode);
  if (answer !== undefined) return answer;
  const request = { action: "look at", method: "GET", url, signal };
  const response = await client.send(request);
  response.destroy();
  const found = isAnswer(response.statusCode);
  if (found !== undefined) return found;
  throw statusError(request, response.statusCode ?? 0, response.statusMessage);
}

function isAnswer(status = 0): boolean | undefined {
  if (status < 300) return true;
  return status === 404 || status === 410 ? false : undefined;
}
