import { refuseUnfinished } from "./backup/restore-backup.ts";
import { describePlace } from "./db/database-place.ts";
import { isNewDatabase } from "./db/open-database.ts";
import { gitHost } from "./git/git-host.ts";
import { requireGit } from "./git/require-git.ts";
import { tryHost } from "./http/listen.ts";
import { readTls } from "./http/tls-files.ts";
import { databaseOf } from "./places/database-of.ts";
import { tryObjects } from "./places/objects-of.ts";
import type { ServerContext } from "./places/server-context.ts";
import { tryDataFolder } from "./places/try-data-folder.ts";
import { settingRules } from "./settings/setting-rules.ts";
import type { Settings } from "./settings/settings.ts";

/** What a start with these settings would do. */
export interface StartPlan {
  /** Secrets are `***`. */
  readonly settings: Settings;
  /** Where the database is, without a password. */
  readonly database: string;
  /** Whether the registry does not exist yet: it would be made, and an administrator's token shown. */
  readonly isNew: boolean;
}

/**
 * Says what starting would do; nothing is changed. What the settings name on other machines is contacted.
 *
 * @throws SETTINGS_INVALID, ADDRESS_UNUSABLE, GIT_MISSING, REGISTRY_UNFINISHED, REGISTRY_NEWER, DATABASE_UNREACHABLE,
 *   DATABASE_UNUSABLE, and what the storage of objects throws
 */
export async function describeStart(settings: Settings, machine: ServerContext): Promise<StartPlan> {
  const place = databaseOf(settings);
  const database = describePlace(place);
  const shown = { ...withoutSecrets(settings), ...(place.kind === "postgres" && { database }) };
  tryDataFolder(settings.dataDir);
  await requireGit(gitHost(settings, machine.variables).context);
  await tryHost(settings);
  refuseUnfinished(settings.dataDir);
  readTls(settings);
  await tryObjects(settings, machine);
  return { settings: shown, database, isNew: await isNewDatabase(place) };
}

function withoutSecrets(settings: Settings): Settings {
  const secret = new Set<string>(settingRules.filter(({ isSecret }) => isSecret).map(({ field }) => field));
  const shown = Object.entries(settings).map(([field, value]) => [
    field,
    secret.has(field) && value !== "" ? "***" : value,
  ]);
  return Object.fromEntries(shown) as Settings;
}
