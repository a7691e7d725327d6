import { dirname, join } from "node:path";
import { isLodeError, LodeError } from "@lode/core";
import { acquireFileLock, ensureDir, fileModes } from "@lode/core/engine";
import type { FastifyBaseLogger } from "fastify";
import { ensureAdministrator } from "./accounts/ensure-administrator.ts";
import { refuseUnfinished } from "./backup/restore-backup.ts";
import { serverProjectContext } from "./catalogue/committed-outputs.ts";
import { type FetchPlaces, fetchMirror } from "./catalogue/fetch-mirror.ts";
import { type IndexPlaces, indexRepository } from "./catalogue/index-repository.ts";
import { askForMaintenance, maintain } from "./catalogue/maintenance.ts";
import { Snapshots } from "./catalogue/snapshots.ts";
import { openDatabase } from "./db/open-database.ts";
import { secretBox } from "./db/secret-box.ts";
import { gitHost, hooksDir } from "./git/git-host.ts";
import { removePartial } from "./git/hosted-repository.ts";
import { writePreReceiveHook } from "./git/push-question.ts";
import { referencesOf } from "./git/references.ts";
import { requireGit } from "./git/require-git.ts";
import { Revisions } from "./git/revisions.ts";
import type { App } from "./http/app.ts";
import { buildApp } from "./http/build-app.ts";
import { identifyCallers } from "./http/callers.ts";
import { limitFloods } from "./http/limit-floods.ts";
import { listen } from "./http/listen.ts";
import type { Registry } from "./http/registry.ts";
import { signInServices } from "./http/sign-in-services.ts";
import { readTls, renewTls } from "./http/tls-files.ts";
import { noteHandlers, UnfinishedWork } from "./http/unfinished-work.ts";
import { freeAllJobs } from "./jobs/job-queue.ts";
import { JobRunner, type RunnerParts } from "./jobs/job-runner.ts";
import { makeLog } from "./make-log.ts";
import { Uploads } from "./objects/uploads.ts";
import { databaseOf } from "./places/database-of.ts";
import { objectsOf } from "./places/objects-of.ts";
import type { ServerContext } from "./places/server-context.ts";
import { metricsRoutes } from "./routes/metrics.ts";
import { routes } from "./routes/routes.ts";
import type { Settings } from "./settings/settings.ts";

/** A server that serves. */
export interface RunningServer {
  /** Where it answers. */
  readonly url: string;
  /** The secret of the first administrator's token if the registry is new; it is stored nowhere. */
  readonly administratorToken: string | undefined;
  /** Lets running requests end, closes everything and gives back the data folder. A second call waits for the first. */
  stop(): Promise<void>;
}

/**
 * Starts a registry server: takes the lock of the data folder if the database is in it, brings the database up to date,
 * listens.
 *
 * @throws LOCK_HELD if another server uses the folder; REGISTRY_NEWER, REGISTRY_UNFINISHED, DATABASE_UNREACHABLE,
 *   DATABASE_UNUSABLE, ADDRESS_UNUSABLE, GIT_MISSING, IO_FAILED. Nothing runs then.
 */
export async function startServer(settings: Settings, machine: ServerContext): Promise<RunningServer> {
  const git = gitHost(settings, machine.variables);
  await requireGit(git.context);
  ensureDir(dirname(settings.dataDir));
  // Whoever may read the folder may read every private repository.
  ensureDir(settings.dataDir, { ...fileModes(), dir: 0o700, exact: true });
  const resources = new AsyncDisposableStack();
  try {
    const place = databaseOf(settings);
    const isAlone = place.kind === "sqlite";
    if (isAlone) resources.adopt(await lockRegistry(settings.dataDir), async ({ release }) => release());
    refuseUnfinished(settings.dataDir);
    const database = resources.adopt(await openDatabase(place), (open) => open.destroy());
    const objects = objectsOf(settings, machine);
    await objects.prepare(isAlone);
    if (isAlone) removePartial(git);
    const uploads = resources.use(new Uploads({ database, objects }, settings.dataDir));
    writePreReceiveHook(hooksDir(settings.dataDir));
    const context = serverProjectContext(settings.dataDir, git.context);
    const revisions = new Revisions(git, database);
    const references = referencesOf(git);
    const snapshots = new Snapshots({ database, git, references, revisions, context, objects });
    const log = makeLog(settings, resources);
    const secrets = secretBox(settings.dataDir);
    // Nobody else works on jobs then; those of a replica that is gone are free when their time is over.
    if (isAlone) await freeAllJobs(database);
    const { jobs, fetches } = startJobs({ database, git, context, secrets, settings }, log, resources);
    const parts = {
      settings,
      database,
      git,
      references,
      revisions,
      objects,
      uploads,
      context,
      snapshots,
      secrets,
      jobs,
      fetches,
      log,
    };
    return await serve(parts, resources);
  } catch (error) {
    await resources.disposeAsync();
    throw error;
  }
}

async function lockRegistry(dataDir: string) {
  const path = join(dataDir, "registry.lock");
  try {
    return await acquireFileLock(path);
  } catch (error) {
    if (!isLodeError(error, "LOCK_HELD")) throw error;
    throw new LodeError("LOCK_HELD", `Cannot serve "${dataDir}": another server uses it`, {
      hint: "Stop that server, or choose another folder with --data.",
      details: error.details,
      cause: error,
    });
  }
}

/** Fetching of mirrors waits for other hosts, and maintenance takes long: each has a runner of its own. */
function startJobs(
  places: IndexPlaces & FetchPlaces,
  log: FastifyBaseLogger,
  resources: AsyncDisposableStack,
): Pick<Registry, "jobs" | "fetches"> {
  const { database } = places;
  const onError: RunnerParts["onError"] = (error, job) => log.error({ err: error, job }, "job failed");
  const index: RunnerParts["work"] = async (job, signal) => {
    await indexRepository(places, job.repository_id, signal);
    await askForMaintenance(places, job.repository_id);
  };
  const fetch: RunnerParts["work"] = (job, signal) => fetchMirror(places, job, signal);
  const maintenance: RunnerParts["work"] = (job, signal) => maintain(places, job.repository_id, signal);
  resources.use(new JobRunner({ database, onError, kinds: ["maintain"], work: maintenance }));
  return {
    jobs: resources.use(new JobRunner({ database, onError, kinds: ["index"], work: index })),
    fetches: resources.use(new JobRunner({ database, onError, kinds: ["fetch"], work: fetch })),
  };
}

/** How long what requests have begun may take to end when their connections are gone, in ms. */
const END_MS = 5000;

type Parts = Omit<Registry, "signIn" | "stopping" | "unfinished">;

async function serve(parts: Parts, resources: AsyncDisposableStack): Promise<RunningServer> {
  const stopping = new AbortController();
  const { database, log, settings } = parts;
  const app = await buildApp({ log }, { ...settings, tls: readTls(settings) });
  resources.use(renewTls(app, settings));
  let listeningUrl = "";
  const signIn = signInServices(database, settings, () => settings.publicUrl || listeningUrl);
  identifyCallers(app, database, signIn.limits);
  limitFloods(app, settings);
  const unfinished = new UnfinishedWork();
  noteHandlers(app, unfinished);
  const registry = { ...parts, signIn, unfinished, stopping: stopping.signal };
  if (settings.metrics !== "off") await serveMetrics(app, registry);
  routes(app, registry);
  const url = await listen(app, settings);
  listeningUrl = url;
  // First requests, then what they have begun; then come jobs, and at last the database that all of them use.
  resources.defer(() => unfinished.ended(END_MS));
  resources.defer(() => closeWithin(app, settings.stopTimeoutS * 1000));
  // Last of all that may fail: the token of a start that fails is shown to nobody, and there is no second one.
  const administratorToken = await ensureAdministrator(database);
  let stopped: Promise<void> | undefined;
  return {
    url,
    administratorToken,
    stop() {
      stopping.abort();
      stopped ??= resources.disposeAsync();
      return stopped;
    },
  };
}

/** Their library is loaded only where they are wanted. */
async function serveMetrics(app: App, registry: Registry): Promise<void> {
  const { countRequests } = await import("./http/metrics.ts");
  metricsRoutes(app, registry, countRequests(app, registry.database));
}

/** Closes the app; requests that are still running after the time are cut off. */
async function closeWithin(app: App, timeoutMs: number): Promise<void> {
  const timer = setTimeout(() => app.server.closeAllConnections(), timeoutMs);
  try {
    await app.close();
  } finally {
    clearTimeout(timer);
  }
}
