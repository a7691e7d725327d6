import { once } from "node:events";
import { createServer, type Socket, connect as tcpConnect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { listenLocally } from "./listen-locally.ts";
import type { RunningServer } from "./running-server.ts";

/**
 * What the proxy does to bytes. `drop`: both connections are reset. `truncate`: what was sent so far is all that comes.
 * `delay`: nothing moves for a while. `corrupt`: one bit is turned over.
 */
export type Fault = "drop" | "truncate" | "delay" | "corrupt";

/** When the proxy does what; the same seed gives the same faults in the same order. */
export interface FaultPlan {
  readonly seed: number;
  /** To what the server answers. */
  readonly answers: readonly Fault[];
  /** To what the client sends. */
  readonly requests: readonly Fault[];
  /** How many bytes pass between two faults of a direction, on the average. */
  readonly everyBytes: number;
  readonly delayMs: number;
}

/** Starts a proxy in front of a server; settings: `url`, with the path and query of the target. Faults begin when they are switched on. */
export async function startFaultyProxy(
  target: string,
  plan: FaultPlan,
): Promise<RunningServer & { isOn: boolean; readonly faults: number }> {
  const { hostname, port, pathname } = new URL(target);
  const random = seeded(plan.seed);
  const sockets = new Set<Socket>();
  const state = { isOn: false, faults: 0 };
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on("error", () => undefined).once("close", () => sockets.delete(socket));
    return socket;
  };
  const server = createServer((client) => {
    const upstream = keep(tcpConnect({ host: hostname, port: Number(port) }));
    keep(client).once("close", () => upstream.destroy());
    upstream.once("close", () => client.destroy());
    const pair = { client, upstream };
    const run = { plan, random, state };
    void pass(client, upstream, { ...run, pair, faults: plan.requests });
    void pass(upstream, client, { ...run, pair, faults: plan.answers });
  });
  const listeningPort = await listenLocally(server);
  return {
    settings: { url: `http://127.0.0.1:${listeningPort}${pathname === "/" ? "" : pathname}` },
    get isOn() {
      return state.isOn;
    },
    set isOn(value) {
      state.isOn = value;
    },
    get faults() {
      return state.faults;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Direction {
  readonly plan: FaultPlan;
  readonly random: () => number;
  readonly state: { isOn: boolean; faults: number };
  readonly pair: { readonly client: Socket; readonly upstream: Socket };
  readonly faults: readonly Fault[];
}

async function pass(from: Socket, to: Socket, direction: Direction): Promise<void> {
  const { state } = direction;
  let left = nextFault(direction);
  try {
    for await (const bytes of from as AsyncIterable<Buffer>) {
      const isDue = state.isOn && bytes.length >= left;
      const goesOn = isDue ? await spoil(bytes, { at: left - 1, to, direction }) : await forward(bytes, to);
      if (!goesOn) return;
      if (isDue) left = nextFault(direction);
      else if (state.isOn) left -= bytes.length;
    }
    to.end();
  } catch {
    // A connection that broke off is what this proxy is for.
    to.destroy();
  }
}

async function forward(bytes: Buffer, to: Socket): Promise<boolean> {
  if (!to.write(bytes)) await Promise.race([once(to, "drain"), once(to, "close")]);
  return true;
}

/** Some come soon, so that small requests meet them too. */
function nextFault({ plan: { everyBytes }, random }: Direction): number {
  return Math.ceil(random() < SOON ? random() * everyBytes * SOON_PART : random() * 2 * everyBytes);
}

const SOON = 0.4;
const SOON_PART = 0.02;

/** @returns whether the connection goes on */
async function spoil(
  bytes: Buffer,
  { at, to, direction }: { readonly at: number; readonly to: Socket; readonly direction: Direction },
): Promise<boolean> {
  const { plan, random, pair, faults } = direction;
  direction.state.faults += 1;
  const fault = faults[Math.floor(random() * faults.length)];
  switch (fault) {
    case "drop":
      pair.client.resetAndDestroy();
      pair.upstream.resetAndDestroy();
      return false;
    case "truncate":
      to.end(bytes.subarray(0, at));
      return false;
    case "delay":
      await pause(plan.delayMs);
      to.write(bytes);
      return true;
    default: {
      const spoilt = Buffer.from(bytes);
      spoilt[at] = (spoilt[at] ?? 0) ^ (1 << Math.floor(random() * 8));
      to.write(spoilt);
      return true;
    }
  }
}

/** Numbers from 0 to 1, the same for the same seed: mulberry32. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
