import { fieldOf, numberField } from "../../base/parse-json.ts";

/** What a server says in the discovery document of the batch protocol. */
export interface BatchLimits {
  /** How many ids one request may ask for. */
  readonly idsMax: number;
  /** The largest object that goes into a stream; larger ones go by themselves. */
  readonly objectMaxBytes: number;
  /** How many Git objects one request may ask for; undefined if the server does not send commits. */
  readonly gitIdsMax: number | undefined;
  /** Whether the server takes resumable uploads of files, and verifies each before it gets its name. */
  readonly takesUploads: boolean;
}

/** Where resumable uploads are, below the address of a remote. */
export const UPLOADS_KEY = "uploads";

/** Where the discovery document is, below the address of a remote; everything else is below it. */
export const BATCH_KEY = "batch";
/** What the document calls the protocol of uploads, with its version. */
const TUS = "tus-1.0.0";
/** What the document calls this protocol. */
export const BATCH_PROTOCOL = "lode-batch-1";

/** Writes the discovery document. */
export function printBatchLimits({ idsMax, objectMaxBytes, gitIdsMax, takesUploads }: BatchLimits): string {
  const commits = gitIdsMax === undefined ? {} : { git_ids_max: gitIdsMax };
  const uploads = takesUploads ? { uploads: TUS } : {};
  const limits = { ids_max: idsMax, object_max_bytes: objectMaxBytes };
  return JSON.stringify({ protocol: BATCH_PROTOCOL, ...limits, ...commits, ...uploads });
}

/** Reads the JSON of a discovery document; undefined if it is none, as any web server may send anything. */
export function parseBatchLimits(value: unknown): BatchLimits | undefined {
  if (fieldOf(value, "protocol") !== BATCH_PROTOCOL) return undefined;
  const [idsMax, gitIdsMax] = [fieldOf(value, "ids_max"), fieldOf(value, "git_ids_max")];
  const objectMaxBytes = numberField(value, "object_max_bytes");
  if (!isCount(idsMax) || objectMaxBytes === undefined || objectMaxBytes < 0) return undefined;
  const takesUploads = fieldOf(value, "uploads") === TUS;
  return { idsMax, objectMaxBytes, gitIdsMax: isCount(gitIdsMax) ? gitIdsMax : undefined, takesUploads };
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 1;
}
