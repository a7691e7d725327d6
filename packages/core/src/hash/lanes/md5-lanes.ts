import { createHash } from "node:crypto";
import { LANES_BYTES, type Lane, loadBytes, makeLane, readDigest, resetState, takeBlocks } from "./lane.ts";
import { LANES, md5Program, writeConstants } from "./md5-program.ts";
import { loadProgram, type RunProgram } from "./web-assembly.ts";

/** Hashes one stream beside others. Disposed of when its bytes are no longer needed; it holds nobody up from `finish` on. */
export interface LaneHasher extends Disposable {
  /** What was passed last, in memory of the lane: valid until the next call, or until this is disposed of. */
  readonly bytes: Uint8Array;
  /** Takes the next bytes, at most LANE_BYTES in whole blocks of 64; they may be used again at once. Resolves when they are hashed. */
  update(bytes: Uint8Array): Promise<void>;
  /** Takes the last bytes, at most LANE_BYTES; gives the digest as 32 lower-case hexadecimal digits. */
  finish(bytes: Uint8Array): Promise<string>;
}

/**
 * Computes MD5 of up to eight streams at once in one thread, in the lanes of WebAssembly's vectors: all eight take little more
 * time than one. It goes on when every stream that was begun has bytes, so that no lane is empty without need; whoever begins
 * one therefore gives it bytes soon. A stream that is alone from its start is left to node:crypto, which is faster then.
 */
export class Md5Lanes {
  readonly #run: RunProgram;
  readonly #lanes: readonly Lane[];
  #isDue: boolean = false;

  private constructor(run: RunProgram, memory: ArrayBuffer) {
    writeConstants(new DataView(memory));
    this.#run = run;
    this.#lanes = Array.from({ length: LANES }, (_, number) => makeLane(memory, number));
  }

  /** Undefined where WebAssembly has no vectors. Memory: 8 MiB, taken as it is used. */
  static load(): Md5Lanes | undefined {
    const program = loadProgram(md5Program(), LANES_BYTES);
    return program === undefined ? undefined : new Md5Lanes(program.run, program.memory);
  }

  /** Begins a stream; undefined if no lane is free. */
  begin(): LaneHasher | undefined {
    const lane = this.#lanes.find(({ state }) => state === "free");
    if (lane === undefined) return undefined;
    lane.state = "begun";
    resetState(lane);
    const hash = async (bytes: Uint8Array, isLast: boolean) => {
      if (bytes.length === 0 && !isLast) return;
      loadBytes(lane, bytes, isLast);
      if (lane.alone === undefined) await this.#hashLoaded(lane);
      else hashAlone(lane);
    };
    return {
      get bytes() {
        return lane.bytes;
      },
      update: (bytes) => hash(bytes, false),
      finish: async (bytes) => {
        await hash(bytes, true);
        return lane.digest;
      },
      [Symbol.dispose]: () => {
        lane.state = "free";
        this.#goOnSoon();
      },
    };
  }

  #hashLoaded(lane: Lane): Promise<void> {
    lane.state = "loaded";
    return new Promise((resolve) => {
      lane.onHashed = resolve;
      this.#goOnSoon();
    });
  }

  /** After what else is to be done now, which may begin more streams. */
  #goOnSoon(): void {
    if (this.#isDue || !this.#canGoOn()) return;
    this.#isDue = true;
    setImmediate(() => {
      this.#isDue = false;
      if (this.#canGoOn()) this.#goOn();
    });
  }

  #canGoOn(): boolean {
    return !this.#lanes.some(({ state }) => state === "begun") && this.#lanes.some(({ state }) => state === "loaded");
  }

  /** Hashes as many blocks as each of the lanes has. */
  #goOn(): void {
    const loaded = this.#lanes.filter(({ state }) => state === "loaded");
    const [first] = loaded;
    if (first === undefined) return;
    if (loaded.length === 1 && first.isFresh) {
      first.alone = createHash("md5");
      hashAlone(first);
      end(first);
      return;
    }
    const blocks = Math.min(...loaded.map((lane) => lane.blocks));
    // An empty lane hashes what another one has, and nobody asks for it.
    this.#run(...this.#lanes.map(({ state, address }) => (state === "loaded" ? address : first.address)), blocks);
    for (const lane of loaded) {
      takeBlocks(lane, blocks);
      if (lane.blocks > 0) continue;
      lane.digest = readDigest(lane);
      end(lane);
    }
    this.#goOnSoon();
  }
}

function hashAlone(lane: Lane): void {
  lane.alone?.update(lane.bytes);
  if (lane.isLast) lane.digest = lane.alone?.digest("hex") ?? "";
}

function end(lane: Lane): void {
  lane.state = lane.isLast || lane.alone !== undefined ? "kept" : "begun";
  lane.onHashed();
}
