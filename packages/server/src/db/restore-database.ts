import { LodeError } from "@lode/core";
import { copyFileAtomic, removeTree } from "@lode/core/engine";
import { copyRows } from "./copy-rows.ts";
import { type DatabasePlace, describePlace, type PostgresPlace } from "./database-place.ts";
import { type Database, isNewDatabase, openDatabase } from "./open-database.ts";
import { checkDatabase } from "./snapshot-database.ts";

/**
 * Lets only a database pass that has no registry in it.
 *
 * @throws BACKUP_FAILED, REGISTRY_NEWER, DATABASE_UNREACHABLE, DATABASE_UNUSABLE
 */
export async function refuseTaken(place: DatabasePlace): Promise<void> {
  if (await isNewDatabase(place)) return;
  const database = await openDatabase(place);
  try {
    if ((await userIds(database)).length > 0) throw taken(place);
  } finally {
    await database.destroy();
  }
}

/**
 * Makes the database of a registry of a snapshot of one. Of PostgreSQL's either all of it is there afterwards or nothing;
 * that it is there already is no error.
 *
 * @param workPath of a file that is made and removed
 * @throws BACKUP_FAILED if the snapshot is damaged, or another registry is in the database; REGISTRY_NEWER and those of
 *   openDatabase
 */
export async function restoreDatabase(snapshot: string, place: DatabasePlace, workPath: string): Promise<void> {
  if (place.kind === "sqlite") {
    copyFileAtomic(snapshot, place.path);
    checkDatabase(place.path);
    return;
  }
  copyFileAtomic(snapshot, workPath);
  try {
    checkDatabase(workPath);
    await copyTables(workPath, place);
  } finally {
    for (const end of ["", "-wal", "-shm"]) removeTree(workPath + end);
  }
}

async function copyTables(path: string, place: PostgresPlace): Promise<void> {
  await using databases = new AsyncDisposableStack();
  // Its tables become those of this version, as those of the other one are.
  const source = databases.adopt(await openDatabase({ kind: "sqlite", path }), (database) => database.destroy());
  const target = databases.adopt(await openDatabase(place), (database) => database.destroy());
  await target.transaction().execute(async (transaction) => {
    const there = await userIds(transaction);
    if (there.length === 0) return await copyRows(source, transaction);
    // Ids are random: the same ones are there only if the whole was copied before a kill.
    if (there.join() !== (await userIds(source)).join()) throw taken(place);
  });
}

async function userIds(database: Database): Promise<readonly string[]> {
  return (await database.selectFrom("users").select("id").orderBy("id").execute()).map(({ id }) => id);
}

function taken(place: DatabasePlace): LodeError {
  return new LodeError("BACKUP_FAILED", `Cannot restore the registry: ${describePlace(place)} has a registry in it`, {
    hint: "Name a database that is empty.",
    details: { database: describePlace(place) },
  });
}
