/** What a server says in the discovery document of the batch protocol. */
export interface BatchLimits {
  /** How many ids one request may ask for. */
  readonly idsMax: number;
  /** The largest object that goes into a stream; larger ones go by themselves. */
  readonly objectMaxBytes: number;
}

/** Where the discovery document is, below the address of a remote; everything else is below it. */
export const BATCH_KEY = "batch";
/** What the document calls this protocol. */
export const BATCH_PROTOCOL = "lode-batch-1";

/** Writes the discovery document. */
export function printBatchLimits({ idsMax, objectMaxBytes }: BatchLimits): string {
  return JSON.stringify({ protocol: BATCH_PROTOCOL, ids_max: idsMax, object_max_bytes: objectMaxBytes });
}

/** Reads a discovery document; undefined if a text is none, as any web server may send anything. */
export function parseBatchLimits(text: string): BatchLimits | undefined {
  const value = parseObject(text);
  if (value?.protocol !== BATCH_PROTOCOL) return undefined;
  const { ids_max: idsMax, object_max_bytes: objectMaxBytes } = value;
  if (typeof idsMax !== "number" || typeof objectMaxBytes !== "number") return undefined;
  return idsMax >= 1 && objectMaxBytes >= 0 ? { idsMax: Math.floor(idsMax), objectMaxBytes } : undefined;
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
