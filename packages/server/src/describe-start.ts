import { pathExists } from "@lode/core/engine";
import { databasePath } from "./db/open-database.ts";
import type { Settings } from "./settings/settings.ts";

/** What a start with these settings would do. */
export interface StartPlan {
  readonly settings: Settings;
  /** Whether the registry does not exist yet: it would be made, and an administrator's token shown. */
  readonly isNew: boolean;
}

/** Says what starting would do; nothing is changed. */
export function describeStart(settings: Settings): StartPlan {
  return { settings, isNew: !pathExists(databasePath(settings.dataDir)) };
}
