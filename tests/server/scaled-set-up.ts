import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { startPostgres } from "../servers/postgres.ts";
import { startS3 } from "../servers/s3.ts";

/** A PostgreSQL and an S3 server, on which many registries may be at once. */
export interface ScaledServers {
  readonly postgresUrl: string;
  readonly s3Url: string;
  /** The folder of its one bucket. */
  readonly bucketDir: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

/** Starts both; the second result stops them. */
export async function startScaledServers(): Promise<ScaledServers & AsyncDisposable> {
  const resources = new AsyncDisposableStack();
  const postgres = resources.use(await startPostgres());
  const s3 = resources.use(await startS3());
  const { url: postgresUrl = "" } = postgres.settings;
  const { url: s3Url = "", folder = "", accessKey = "", secretKey = "" } = s3.settings;
  // The server sees no bucket that is made behind its back once it has answered.
  const bucketDir = join(folder, BUCKET);
  mkdirSync(bucketDir);
  const servers = { postgresUrl, s3Url, bucketDir, accessKey, secretKey };
  return { ...servers, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

const BUCKET = "registries";

/** A database of a registry, and its part of the bucket. */
export interface ScaledPlace {
  /** The variables of the environment with which `lode serve` uses them. */
  readonly variables: Readonly<Record<string, string>>;
  /** The folder of the objects. */
  readonly objectsDir: string;
  readonly databaseUrl: string;
}

/** Makes a new database, and chooses a new prefix. */
export async function newScaledPlace(servers: ScaledServers): Promise<ScaledPlace> {
  const name = `registry-${randomBytes(6).toString("hex")}`;
  const client = new pg.Client({ connectionString: servers.postgresUrl });
  await client.connect();
  await client.query(`create database "${name}"`);
  await client.end();
  const databaseUrl = new URL(`/${name}`, servers.postgresUrl).href;
  return {
    databaseUrl,
    objectsDir: join(servers.bucketDir, name),
    variables: {
      LODE_SERVE_DATABASE: databaseUrl,
      LODE_SERVE_OBJECTS: `s3://${BUCKET}/${name}`,
      LODE_SERVE_OBJECTS_ENDPOINTURL: servers.s3Url,
      LODE_SERVE_OBJECTS_ACCESS_KEY_ID: servers.accessKey,
      LODE_SERVE_OBJECTS_SECRET_ACCESS_KEY: servers.secretKey,
    },
  };
}

const VARIABLE = "LODE_TEST_SCALED_SERVERS";

/** Starts the servers of the vitest project `server-scaled`, for all of its files; vitest calls the result at the end. */
export async function setup(): Promise<() => Promise<void>> {
  const servers = await startScaledServers();
  process.env[VARIABLE] = JSON.stringify(servers);
  return async () => servers[Symbol.asyncDispose]();
}

/** The variables for a new registry in the project `server-scaled`; in any other it is embedded, and there are none. */
export async function variablesOfProject(): Promise<Readonly<Record<string, string>>> {
  const servers = process.env[VARIABLE];
  return servers === undefined ? {} : (await newScaledPlace(JSON.parse(servers))).variables;
}
