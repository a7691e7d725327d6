import { dirname, join } from "node:path";
import { dvcCommand } from "../scripts/test-env.ts";

/** What is measured: lode, the real DVC, and a single-purpose program that does the same work. */
export type Tool = "lode" | "dvc" | "plain";

export const tools: readonly Tool[] = ["lode", "dvc", "plain"];

/** The two that understand the same command lines. */
export type ProjectTool = Exclude<Tool, "plain">;

/** The words before the arguments. */
export const programs: Readonly<Record<ProjectTool, readonly string[]>> = {
  lode: [process.execPath, join(dirname(import.meta.dirname), "packages/cli/bin/lode.js")],
  dvc: [dvcCommand],
};
