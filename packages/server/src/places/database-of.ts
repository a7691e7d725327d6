import { LodeError } from "@lode/core";
import { readTextIfExists } from "@lode/core/engine";
import type { DatabasePlace } from "../db/database-place.ts";
import { databasePath } from "../db/snapshot-database.ts";
import type { Settings } from "../settings/settings.ts";

/**
 * Where the database of a server with these settings is.
 *
 * @throws SETTINGS_INVALID if the file of the password is not there; IO_FAILED
 */
export function databaseOf(settings: Settings): DatabasePlace {
  const { dataDir, database: url } = settings;
  if (url === "sqlite") return { kind: "sqlite", path: databasePath(dataDir) };
  const password = passwordOf(settings);
  return { kind: "postgres", url, ...(password !== "" && { password }) };
}

function passwordOf({ databasePassword, databasePasswordFile: file }: Settings): string {
  if (file === "") return databasePassword;
  const text = readTextIfExists(file);
  if (text !== undefined) return text.split(/\r?\n/, 1)[0] ?? "";
  throw new LodeError(
    "SETTINGS_INVALID",
    `Cannot read the password of the database from "${file}": there is no such file`,
    {
      details: { file },
    },
  );
}
