import type { buildConnector, Pool } from "undici";
import { cancelled } from "./cancelled.ts";
import { connectionError, headerError, timeoutError } from "./http-errors.ts";
import type { HttpMessage } from "./http-message.ts";
import type { HttpRequest } from "./http-request.ts";
import type { ConnectionSettings } from "./make-agent.ts";
import { ReceivedAnswer } from "./received-answer.ts";
import { reusedReads } from "./reused-reads.ts";
import { RunningAnswers } from "./running-answers.ts";

/** How the servers are talked to. Proxies are left aside. */
export interface SmallRequestSettings extends Omit<ConnectionSettings, "proxyEnv" | "clientCertificate"> {
  /** 0: no limit. */
  readonly connectTimeoutMs: number;
  /** How long a server may be silent; 0: no limit. */
  readonly readTimeoutMs: number;
}

/** A request without a body, or with one that is in memory and so small that a server takes it at once. */
export interface SmallRequest extends HttpRequest {
  readonly body?: { readonly sizeBytes: number; readonly content: Buffer };
}

/** A larger body may be on its way for longer than a server may be silent. */
const BODY_MAX_BYTES = 64 << 10;

/** Says whether a request is a small one. */
export function isSmallRequest(request: HttpRequest): request is SmallRequest {
  const { body } = request;
  return body === undefined || (Buffer.isBuffer(body.content) && body.content.length <= BODY_MAX_BYTES);
}

/**
 * Sends small requests over connections that are kept; idle ones do not keep a process alive. It takes half of the
 * processor time that Node's own client takes.
 */
export class SmallRequests {
  readonly #settings: SmallRequestSettings;
  readonly #pools = new Map<string, Promise<Pool>>();
  /** For answers in pieces: their sockets read into memory that is used again. */
  readonly #reusingPools = new Map<string, Promise<Pool>>();
  readonly #running = new WeakMap<AbortSignal, RunningAnswers>();

  constructor(settings: SmallRequestSettings) {
    this.#settings = settings;
  }

  /**
   * Sends a request and waits for the head of the answer, or all of it if it is small.
   *
   * @throws STORAGE_UNREACHABLE, STORAGE_REJECTED, CANCELLED, CONFIG_INVALID for what no header can hold
   */
  async send(request: SmallRequest): Promise<HttpMessage> {
    const { method, url, headers, body, signal, inPieces } = request;
    if (signal?.aborted) throw cancelled(signal);
    const pool = await this.#pool(url.origin, inPieces !== undefined);
    const answer = new ReceivedAnswer((error) => this.#failure(error, request), inPieces);
    if (signal !== undefined) this.#watch(signal, answer);
    const options = {
      method,
      path: `${url.pathname}${url.search}`,
      headers: headers ?? {},
      body: body?.content ?? null,
    };
    pool.dispatch(options, answer);
    return await answer.head;
  }

  /** Breaks off what is under way and ends the connections; a request that comes later opens new ones. */
  async close(): Promise<void> {
    const pools = await Promise.all([...this.#pools.values(), ...this.#reusingPools.values()]);
    this.#pools.clear();
    this.#reusingPools.clear();
    await Promise.all(pools.map((pool) => pool.destroy()));
  }

  #pool(origin: string, isReusing: boolean): Promise<Pool> {
    const pools = isReusing ? this.#reusingPools : this.#pools;
    const pool = pools.get(origin) ?? makePool(origin, this.#settings, isReusing);
    pools.set(origin, pool);
    return pool;
  }

  #watch(signal: AbortSignal, answer: ReceivedAnswer): void {
    const running = this.#running.get(signal) ?? new RunningAnswers(signal);
    this.#running.set(signal, running);
    running.add(answer);
  }

  #failure(error: Error, request: HttpRequest): unknown {
    const code = "code" in error ? String(error.code) : "";
    switch (code) {
      case "UND_ERR_HEADERS_TIMEOUT":
      case "UND_ERR_BODY_TIMEOUT":
        return timeoutError(request, this.#settings.readTimeoutMs);
      case "UND_ERR_CONNECT_TIMEOUT":
        return timeoutError(request, this.#settings.connectTimeoutMs);
      case "UND_ERR_INVALID_ARG":
        return headerError(request, error);
      default:
        return connectionError(request, error);
    }
  }
}

async function makePool(origin: string, settings: SmallRequestSettings, isReusing: boolean): Promise<Pool> {
  const { connectTimeoutMs, readTimeoutMs, verifyCertificates, extraCertificates } = settings;
  const { default: UndiciPool } = await import("undici/lib/dispatcher/pool.js");
  const trusted = extraCertificates && {
    ca: [...(await import("node:tls")).getCACertificates("default"), extraCertificates],
  };
  const connecting = { timeout: connectTimeoutMs, rejectUnauthorized: verifyCertificates, ...trusted };
  return new UndiciPool(origin, {
    allowH2: false,
    headersTimeout: readTimeoutMs,
    bodyTimeout: readTimeoutMs,
    connect: isReusing ? await reusingConnector(connecting) : connecting,
  });
}

async function reusingConnector(options: buildConnector.BuildOptions): Promise<buildConnector.connector> {
  const { default: build } = await import("undici/lib/core/connect.js");
  return (target, done) => {
    const { onread, start } = reusedReads();
    const connect = build({ ...options, allowH2: false, onread });
    connect(target, (...result) => {
      if (result[1] !== null) start(result[1]);
      done(...result);
    });
  };
}
