import type { ProjectContext } from "@lode/core/engine";
import type { FastifyBaseLogger } from "fastify";
import type { Snapshots } from "../catalogue/snapshots.ts";
import type { Database } from "../db/open-database.ts";
import type { SecretBox } from "../db/secret-box.ts";
import type { GitHost } from "../git/git-host.ts";
import type { References } from "../git/references.ts";
import type { Revisions } from "../git/revisions.ts";
import type { JobRunner } from "../jobs/job-runner.ts";
import type { ObjectStorage } from "../objects/object-storage.ts";
import type { Uploads } from "../objects/uploads.ts";
import type { Settings } from "../settings/settings.ts";
import type { SignInServices } from "./sign-in-services.ts";
import type { UnfinishedWork } from "./unfinished-work.ts";

/** What the routes work on: one running registry. */
export interface Registry {
  readonly database: Database;
  readonly git: GitHost;
  readonly references: References;
  readonly revisions: Revisions;
  readonly objects: ObjectStorage;
  readonly uploads: Uploads;
  readonly snapshots: Snapshots;
  readonly jobs: JobRunner;
  /** Fetches mirrors, beside the other jobs: it waits for other hosts. */
  readonly fetches: JobRunner;
  readonly secrets: SecretBox;
  readonly signIn: SignInServices;
  /** For core's functions on commits. */
  readonly context: ProjectContext;
  readonly log: FastifyBaseLogger;
  readonly settings: Settings;
  /** What a handler begins and does not wait for is to be added to it. */
  readonly unfinished: UnfinishedWork;
  /** Aborted when the server begins to stop. */
  readonly stopping: AbortSignal;
}
