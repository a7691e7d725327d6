import type { LodeServer } from "./lode-server.ts";

/** What the API answered. */
export interface ApiAnswer {
  readonly status: number;
  /** Parsed JSON; undefined if there is no body. */
  readonly body: unknown;
}

/** Calls the API of a server. */
export type Api = (method: string, path: string, body?: unknown) => Promise<ApiAnswer>;

/** Makes a client of the API under `/api/v1`, with a token or without. */
export function apiClient({ url }: Pick<LodeServer, "url">, token?: string): Api {
  return async (method, path, body) => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === "" ? undefined : JSON.parse(text) };
  };
}

/** Calls the API and gives the body; fails if the status is no success. */
export async function must(answer: Promise<ApiAnswer>): Promise<unknown> {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`${status}: ${JSON.stringify(body)}`);
  return body;
}

/** The text of a field of an answer's body. */
export function field(body: unknown, name: string): string {
  const value: unknown = typeof body === "object" && body !== null ? Reflect.get(body, name) : undefined;
  if (typeof value !== "string") throw new Error(`no ${name} in ${JSON.stringify(body)}`);
  return value;
}
