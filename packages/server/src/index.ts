/** The server's door: what the command line uses to run a registry. */
export { describeStart, type StartPlan } from "./describe-start.ts";
export { readSettings } from "./settings/read-settings.ts";
export { startServer } from "./start-server.ts";
