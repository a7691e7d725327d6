import type { ForeignCommand } from "../registry-entry.ts";

/** The commands of DVC that Lode does not have; they are answered with what it does not do. */
export const foreignCommands: Readonly<Record<string, ForeignCommand>> = {
  dag: { kind: "foreign", reason: "does not run pipelines" },
  dataset: { kind: "foreign", aliases: ["ds"], reason: "does not keep DVC's dataset entries", needsWord: true },
  daemon: { kind: "foreign", reason: "has no background process of DVC's kind", needsWord: true },
  experiments: { kind: "foreign", aliases: ["exp"], reason: "does not run experiments", needsWord: true },
  "import-db": { kind: "foreign", reason: "does not read databases" },
  metrics: { kind: "foreign", reason: "does not compare metrics", needsWord: true },
  params: { kind: "foreign", reason: "does not compare parameters", needsWord: true },
  plots: { kind: "foreign", reason: "does not draw plots", needsWord: true },
  queue: { kind: "foreign", reason: "does not run experiments", needsWord: true },
  repro: { kind: "foreign", reason: "does not run pipelines" },
  stage: { kind: "foreign", reason: "does not run pipelines", needsWord: true },
  studio: { kind: "foreign", reason: "does not talk to DVC Studio", needsWord: true },
};
