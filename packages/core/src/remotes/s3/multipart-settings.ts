import type { AwsSection } from "../../formats/aws-config/parse-aws-config.ts";

/** From what size a file is sent in parts, and how large these are. */
export interface MultipartSettings {
  readonly thresholdBytes: number;
  readonly partBytes: number;
}

const MIB = 1 << 20;
/** S3's limits: the smallest part that is not the last one, and the number of parts. */
const MIN_PART_BYTES = 5 * MIB;
const MAX_PARTS = 10_000;
/** As the AWS tools'. */
const DEFAULT_PART_BYTES = 8 * MIB;
/** One request moves two parts sooner than the four that parts take. */
const DEFAULT_THRESHOLD_BYTES = 16 * MIB;
/** A file whose size nobody knows can have at most 10,000 of these. */
const UNKNOWN_SIZE_PART_BYTES = 64 * MIB;
/** Reads the settings `multipart_threshold` and `multipart_chunksize` of a profile, such as `64MB`. */
export function multipartSettings(settings: AwsSection): MultipartSettings {
  const partBytes = Math.max(MIN_PART_BYTES, bytesOf(settings.get("s3.multipart_chunksize")) ?? DEFAULT_PART_BYTES);
  return { partBytes, thresholdBytes: bytesOf(settings.get("s3.multipart_threshold")) ?? DEFAULT_THRESHOLD_BYTES };
}

/** The size of the parts of a file, all but the last one being equal, as some servers want. */
export function partSize({ partBytes }: MultipartSettings, sizeBytes: number | undefined): number {
  if (sizeBytes === undefined) return Math.max(partBytes, UNKNOWN_SIZE_PART_BYTES);
  return Math.max(partBytes, Math.ceil(sizeBytes / MAX_PARTS / MIB) * MIB);
}

const units: Readonly<Record<string, number>> = { "": 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };

/** Both `MB` and `MiB` are 2^20 bytes, as in the AWS tools. */
function bytesOf(text: string | undefined): number | undefined {
  const [, digits, unit = ""] = /^(\d{1,15}) *(?:([kmgt])i?b)?$/i.exec(text ?? "") ?? [];
  return digits === undefined ? undefined : Number(digits) * (units[unit.toLowerCase()] ?? 1);
}
