/** The server's door: what the command line uses to run a registry. */
export type { BackupReport } from "./backup/create-backup.ts";
export { createBackup } from "./backup/create-backup.ts";
export { restoreBackup } from "./backup/restore-backup.ts";
export { describeStart, type StartPlan } from "./describe-start.ts";
export { readSettings } from "./settings/read-settings.ts";
export { startServer } from "./start-server.ts";
