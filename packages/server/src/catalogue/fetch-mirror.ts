import { isLodeError, type LodeError } from "@lode/core";
import type { MirrorRow } from "../db/schema/repository-rows.ts";
import { fetchMirrored } from "../git/fetch-mirrored.ts";
import type { GitHost } from "../git/git-host.ts";
import { hostedRepo } from "../git/hosted-repository.ts";
import { resolveHost } from "../git/public-host.ts";
import { enqueue, type HeldJob, repeatJob } from "../jobs/job-queue.ts";
import { findMirror, type MirrorPlaces, passwordOwner } from "./mirrors.ts";

/** What a mirror is fetched with. */
export interface FetchPlaces extends MirrorPlaces {
  readonly git: GitHost;
}

/** Whoever signs in with a token alone; the large hosts take any name, or this one. */
const TOKEN_USER = "x-access-token";
const FIRST_RETRY_S = 60;
const RETRY_MOST_S = 3600;
/** How long a fetch may take. */
const TIME_LIMIT_MS = 3_600_000;
const ERROR_MAX_CHARS = 500;

/**
 * Fetches a mirror, notes how it went, has it indexed, and sets the next time: after its interval, or, after failures, after
 * one minute, then two, four and so on up to an hour or the interval. A request that came meanwhile is not lost.
 */
export async function fetchMirror(places: FetchPlaces, job: HeldJob, signal: AbortSignal): Promise<void> {
  const { database } = places;
  const repositoryId = job.repository_id;
  const mirror = await findMirror(database, repositoryId);
  if (mirror === undefined) return;
  const attempted_at = new Date().toISOString();
  const error = await failureOf(places, mirror, signal);
  signal.throwIfAborted();
  const failures = error === null ? 0 : mirror.failures + 1;
  await database.transaction().execute(async (transaction) => {
    await transaction
      .updateTable("mirrors")
      .set({ attempted_at, error, failures, ...(error === null && { fetched_at: attempted_at }) })
      .where("repository_id", "=", repositoryId)
      .execute();
    // A repository that was removed meanwhile has nothing to index.
    if (error === null && (await findMirror(transaction, repositoryId)) !== undefined) {
      await enqueue(transaction, { kind: "index", repositoryId });
    }
    await repeatJob(transaction, job, 1000 * waitS(mirror.interval_seconds, failures));
  });
}

function waitS(intervalS: number, failures: number): number {
  if (failures === 0) return intervalS;
  return Math.min(FIRST_RETRY_S * 2 ** Math.min(failures - 1, 20), Math.max(intervalS, RETRY_MOST_S));
}

/** Fetches; gives what went wrong, without secrets, or null. */
async function failureOf(places: FetchPlaces, mirror: MirrorRow, signal: AbortSignal): Promise<string | null> {
  const { url, user_name, sealed_password, repository_id } = mirror;
  let password: string | undefined;
  try {
    if (sealed_password !== null) password = places.secrets.open(sealed_password, passwordOwner(repository_id));
    const mayBePrivate = places.settings.mirrorSources === "any";
    // Git gets what was checked: texts that two parsers take for different hosts are written in one way then.
    const parsed = new URL(url);
    const addresses = await resolveHost(parsed, { mayBePrivate });
    const source = { url: parsed.href, user: user_name ?? TOKEN_USER, password, addresses };
    const limited = AbortSignal.any([signal, AbortSignal.timeout(TIME_LIMIT_MS)]);
    await fetchMirrored(hostedRepo(places.git, repository_id), source, limited);
    return null;
  } catch (error) {
    if (!isLodeError(error)) throw error;
    return describe(error, password);
  }
}

function describe({ message }: LodeError, password: string | undefined): string {
  const safe = password === undefined ? message : message.replaceAll(password, "***");
  return safe.replaceAll(/[\p{Cc}\p{Cf}]+/gu, " ").slice(0, ERROR_MAX_CHARS);
}
