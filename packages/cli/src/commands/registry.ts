import type { CommandSection, RegistryEntry } from "./registry-entry.ts";
import { aboutThisProgram } from "./sections/about-this-program.ts";
import { calledByGit } from "./sections/called-by-git.ts";
import { editWhatIsTracked } from "./sections/edit-what-is-tracked.ts";
import { foreignCommands } from "./sections/foreign-commands.ts";
import { keepDataWell } from "./sections/keep-data-well.ts";
import { reuseData } from "./sections/reuse-data.ts";
import { shareData } from "./sections/share-data.ts";
import { startAndConfigure } from "./sections/start-and-configure.ts";
import { trackData } from "./sections/track-data.ts";
import { useARegistryServer } from "./sections/use-a-registry-server.ts";

/** The parts of `lode --help`: every command and group that is not hidden, once. */
export const sections: readonly CommandSection[] = [
  startAndConfigure,
  trackData,
  editWhatIsTracked,
  shareData,
  keepDataWell,
  reuseData,
  useARegistryServer,
  aboutThisProgram,
];

/** Every word that may follow `lode`, aliases apart. */
export const registry: Readonly<Record<string, RegistryEntry>> = Object.fromEntries<RegistryEntry>([
  ...sections.flatMap(({ commands }) => Object.entries(commands)),
  ...Object.entries(calledByGit),
  ...Object.entries(foreignCommands),
]);
