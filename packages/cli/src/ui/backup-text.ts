/** What is said of a backup that was made or restored. */
export interface ToldBackup {
  readonly createdAt: string;
  readonly repositories: number;
  readonly objects: number;
  readonly copiedObjects: number;
  readonly lost: readonly string[];
}

/** How many lost objects are named. */
const NAMED = 20;

/** Says what was done, and what is missing. */
export function backupText(done: "Backed up" | "Restored", report: ToldBackup): string {
  const { createdAt, repositories, objects, copiedObjects, lost } = report;
  const lines = [
    `${done}: ${repositories} repositories and ${objects} objects as of ${createdAt}; ${copiedObjects} objects were copied now.`,
  ];
  if (lost.length > 0) {
    lines.push(`${lost.length} objects are lost; who has them may push them again:`);
    lines.push(...lost.slice(0, NAMED).map((oid) => `  ${oid}`));
    if (lost.length > NAMED) lines.push(`  and ${lost.length - NAMED} more`);
  }
  return lines.join("\n");
}
