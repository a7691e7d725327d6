/**
 * Sends reads to a server at a fixed pace, whether it keeps up or not: `load.ts URL TOKEN RATE SECONDS`. A time begins when its
 * request was due, so that a stall counts for all that waited. Prints a list of `{kind, ms, status}` as JSON.
 */
import { Agent, request as send } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { type Request, requestAt } from "./mix.ts";

const [url = "", token = "", rate = "200", seconds = "30"] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true });

/** One answer of the server. */
export interface Answer {
  readonly kind: string;
  /** From the moment at which the request was due to the end of the answer. */
  readonly ms: number;
  /** 0: the connection broke. */
  readonly status: number;
}

const count = Number(rate) * Number(seconds);
// Made before: it takes time of its own.
const requests = Array.from({ length: count }, (_, at) => requestAt(at));
const answers: Promise<Answer>[] = [];
const startMs = performance.now() + 100;
while (answers.length < count) {
  const dueMs = startMs + (answers.length * 1000) / Number(rate);
  const waitMs = dueMs - performance.now();
  if (waitMs > 0) {
    await pause(waitMs);
    continue;
  }
  const next = requests[answers.length];
  if (next !== undefined) answers.push(answer(next.kind, next.request, dueMs));
}
console.log(JSON.stringify(await Promise.all(answers)));
agent.destroy();

function answer(kind: string, { method, path, body }: Request, dueMs: number): Promise<Answer> {
  const headers = { "x-lode-token": token, ...(body !== undefined && { "content-type": "application/json" }) };
  return new Promise((resolve) => {
    const end = (status: number) => resolve({ kind, ms: performance.now() - dueMs, status });
    const sent = send(`${url}${path}`, { method, agent, headers }, (response) => {
      response.resume().on("end", () => end(response.statusCode ?? 0));
    });
    sent.on("error", () => end(0)).end(body);
  });
}
