import { type LodeServer, startLodeServer } from "../../server/lode-server.ts";

/** One way to run the server, which clients must not notice. */
export interface ServerSetUp {
  readonly name: string;
  start(): Promise<LodeServer>;
}

/** Every set-up that the real git and the real dvc are tried with. */
export const setUps: readonly ServerSetUp[] = [
  { name: "embedded: SQLite, objects and Git in a folder", start: () => startLodeServer() },
];
