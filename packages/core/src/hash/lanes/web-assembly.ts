/** As much of the engine's interface as is used here; the library of types has it for browsers only. */
interface WasmEngine {
  readonly Memory: new (size: { readonly initial: number }) => WasmMemory;
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: { readonly run?: unknown } };
  validate(bytes: Uint8Array<ArrayBuffer>): boolean;
}

interface WasmMemory {
  readonly buffer: ArrayBuffer;
}

/** The function of a module of wasmModule. */
export type RunProgram = (...numbers: number[]) => void;

const PAGE_BYTES = 65_536;

/**
 * Loads a module of wasmModule with memory of its own.
 *
 * @returns undefined where the engine does not have what the module needs
 */
export function loadProgram(
  bytes: Uint8Array<ArrayBuffer>,
  memoryBytes: number,
): { readonly run: RunProgram; readonly memory: ArrayBuffer } | undefined {
  const { WebAssembly: engine } = globalThis as { WebAssembly?: WasmEngine };
  if (engine?.validate(bytes) !== true) return undefined;
  const memory = new engine.Memory({ initial: Math.ceil(memoryBytes / PAGE_BYTES) });
  const { run } = new engine.Instance(new engine.Module(bytes), { env: { memory } }).exports;
  return typeof run === "function" ? { run: run as RunProgram, memory: memory.buffer } : undefined;
}
