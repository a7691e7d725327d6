import { isLodeError } from "@lode/core";
import type { PythonJsonValue } from "@lode/core/formats";
import { redactUrls } from "./redact.ts";

/** How an error is told. */
export interface DescribeOptions {
  /** Whether the stack of an unexpected error is shown. */
  readonly withStack: boolean;
}

/**
 * Tells an error to a person: `ERROR: <message>`, the causes that add something, and the hint, each on a line of its
 * own. Credentials in URLs are replaced.
 */
export function describeError(error: unknown, options: DescribeOptions): string {
  if (!isLodeError(error)) return redactUrls(describeUnexpected(error, options));
  const lines = [`ERROR: ${error.message}`];
  let told = error.message;
  for (const cause of causes(error)) {
    if (told.includes(cause)) continue;
    lines.push(`Cause: ${cause}`);
    told += cause;
  }
  if (error.hint !== undefined) lines.push(`Hint: ${error.hint}`);
  if (options.withStack && error.stack !== undefined) lines.push("", error.stack);
  return redactUrls(lines.join("\n"));
}

/** Tells an error to a program. Errors of Lode have stable codes; any other is `UNEXPECTED`. */
export function errorToJson(error: unknown): PythonJsonValue {
  if (!isLodeError(error)) {
    return { error: { code: "UNEXPECTED", message: redactUrls(messageOf(error)), hint: null, details: {} } };
  }
  const hint = error.hint === undefined ? null : redactUrls(error.hint);
  const details = redactDetails(error.details);
  return { error: { code: error.code, message: redactUrls(error.message), hint, details } };
}

/** Text by text: there may be a million, and the document of all is never in memory as a whole. */
function redactDetails(value: unknown): PythonJsonValue {
  if (typeof value === "string") return redactUrls(value);
  if (Array.isArray(value)) return value.map((item) => redactDetails(item ?? null));
  if (typeof value !== "object" || value === null) return value as PythonJsonValue;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [redactUrls(key), redactDetails(item)]));
}

function describeUnexpected(error: unknown, { withStack }: DescribeOptions): string {
  const lines = [`ERROR: unexpected error - ${messageOf(error)}`];
  if (withStack && error instanceof Error && error.stack !== undefined) lines.push("", error.stack);
  else lines.push("Hint: this is a mistake in Lode; run the command again with -v and report what it prints");
  return lines.join("\n");
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The messages of the chain of causes, at most five. */
function* causes(error: Error): Iterable<string> {
  let cause = error.cause;
  for (let depth = 0; depth < 5 && cause instanceof Error; depth += 1) {
    yield cause.message;
    cause = cause.cause;
  }
}
