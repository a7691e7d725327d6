import type { FastifyError } from "fastify";

/** What a client hears of a request that no handler has seen. */
export interface Refused {
  readonly status: number;
  readonly message: string;
  readonly hint: string | null;
}

/**
 * Describes an error of the framework's: a body that is no JSON, is too large, or does not follow its schema.
 *
 * @returns undefined for any other error
 */
export function describeRefused(error: FastifyError | Error): Refused | undefined {
  if (!("statusCode" in error) || typeof error.statusCode !== "number" || error.statusCode >= 500) return undefined;
  const { statusCode: status, code, validation } = error;
  if (code === "FST_ERR_CTP_INVALID_MEDIA_TYPE") return { status, message: NO_JSON, hint: JSON_HINT };
  if (validation === undefined) return { status, message: error.message, hint: null };
  return { status, message: `${error.message}${moreOf(validation)}`, hint: "See at /docs what the request takes." };
}

const NO_JSON = "Cannot read the body: it is not said to be JSON";
const JSON_HINT = "Send JSON with the header `Content-Type: application/json`; curl sends forms unless it is told.";

/** What the first problem is about, where its text does not say so. */
function moreOf([first]: NonNullable<FastifyError["validation"]>): string {
  const { allowedValues, additionalProperty } = first?.params ?? {};
  if (Array.isArray(allowedValues)) return `: ${allowedValues.join(", ")}`;
  return typeof additionalProperty === "string" ? `: '${additionalProperty}'` : "";
}
