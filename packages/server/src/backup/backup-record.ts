import { join } from "node:path";
import { LodeError } from "@lode/core";
import { readTextIfExists, writeFileAtomic } from "@lode/core/engine";
import type { HostedState } from "../git/hosted-state.ts";

/** What names a finished backup; everything else in its folder counts only as far as this names it. */
export interface BackupRecord {
  readonly format: 1;
  /** When it was begun: what was pushed before is in it. ISO text in UTC. */
  readonly createdAt: string;
  /** Name of the file of the database. */
  readonly database: string;
  /** Name of the file with the state of each Git repository by its id, as JSON. */
  readonly references: string;
}

/** States of Git repositories by id. */
export type References = Readonly<Record<string, HostedState>>;

const RECORD = "backup.json";

/** Reads the record of a folder; undefined if no backup was finished there. @throws BACKUP_FAILED if it is of another format */
export function findRecord(dir: string): BackupRecord | undefined {
  const text = readTextIfExists(join(dir, RECORD));
  if (text === undefined) return undefined;
  const record: unknown = parseJson(text);
  if (isRecord(record)) return record;
  throw new LodeError("BACKUP_FAILED", `Cannot read the backup "${dir}": its ${RECORD} is of another format`, {
    hint: "Use the version of Lode that made it, or a newer one.",
  });
}

/** Names a backup that is whole: from now on it is the one in its folder. */
export function writeRecord(dir: string, record: BackupRecord): void {
  writeFileAtomic(join(dir, RECORD), `${JSON.stringify(record, undefined, 2)}\n`);
}

/** Reads the states of Git repositories. */
export function readReferences(dir: string, { references }: Pick<BackupRecord, "references">): References {
  const text = readTextIfExists(join(dir, references));
  if (text !== undefined) return JSON.parse(text);
  throw new LodeError("BACKUP_FAILED", `Cannot read the backup "${dir}": "${references}" is gone`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is BackupRecord {
  if (typeof value !== "object" || value === null) return false;
  const { format, createdAt, database, references } = value as Readonly<Record<string, unknown>>;
  return format === 1 && typeof createdAt === "string" && isName(database) && isName(references);
}

/** Of a file in the folder itself. */
function isName(value: unknown): boolean {
  return typeof value === "string" && /^[\w.-]+$/.test(value);
}
