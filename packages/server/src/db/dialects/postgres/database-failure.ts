import { LodeError } from "@lode/core";
import pg from "pg";
import { describePlace, type PostgresPlace } from "../../database-place.ts";

/** Codes and classes that say that the server cannot answer now: no connection, no resources, closed or ended by its operator. */
const PASSING = /^(08|53|55000|57P)/;
/** Those that say that it never will, as things are: who signs in, which database, what that user may do. */
const REFUSED = /^(28|3D|42501)/;
/** NUL, and what is no text in the database's encoding. */
const NO_TEXT: ReadonlySet<string> = new Set(["22021", "22P05"]);

/**
 * Says what a failure of PostgreSQL or of the connection to it means. Errors of queries are given back as they are.
 *
 * @returns DATABASE_UNREACHABLE, DATABASE_UNUSABLE, TEXT_INVALID
 */
export function databaseFailure(error: unknown, place: PostgresPlace): unknown {
  if (error instanceof TypeError || !(error instanceof Error)) return error;
  if (!(error instanceof pg.DatabaseError)) return unreachable(error, place);
  const code = error.code ?? "";
  if (PASSING.test(code)) return unreachable(error, place);
  if (REFUSED.test(code)) return unusable(error.message, place, error);
  if (!NO_TEXT.has(code)) return error;
  return new LodeError("TEXT_INVALID", "Cannot store or look for this text: it has characters that no text has", {
    hint: "Leave out the character NUL.",
    cause: error,
  });
}

/** The error for a database that answers, and that no server can work with. */
export function unusable(state: string, place: PostgresPlace, cause?: Error): LodeError {
  const database = describePlace(place);
  return new LodeError("DATABASE_UNUSABLE", `Cannot use the database ${database}: ${state}`, {
    hint: "Correct the setting `database`, its password, or what its user may do; docs/server.md says what is needed.",
    details: { database },
    ...(cause !== undefined && { cause }),
  });
}

function unreachable(cause: Error, place: PostgresPlace): LodeError {
  const database = describePlace(place);
  return new LodeError("DATABASE_UNREACHABLE", `Cannot reach the database ${database}: ${stateOf(cause)}`, {
    hint: "Is PostgreSQL running, and is its address right?",
    details: { database },
    cause,
  });
}

/** A connection that is refused at several addresses of a host says so for each. */
function stateOf(error: Error): string {
  if (error instanceof AggregateError) return error.errors.map((each: unknown) => String(each)).join("; ");
  return error.message;
}
