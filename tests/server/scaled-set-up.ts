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
  /** In which buckets are folders. */
  readonly s3Folder: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

/** Starts both; the second result stops them. */
export async function startScaledServers(): Promise<ScaledServers & AsyncDisposable> {
  const resources = new AsyncDisposableStack();
  const postgres = resources.use(await startPostgres());
  const s3 = resources.use(await startS3());
  const { url: postgresUrl = "" } = postgres.settings;
  const { url: s3Url = "", folder: s3Folder = "", accessKey = "", secretKey = "" } = s3.settings;
  const servers = { postgresUrl, s3Url, s3Folder, accessKey, secretKey };
  return { ...servers, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

/** A database and a bucket of a registry. */
export interface ScaledPlace {
  /** The variables of the environment with which `lode serve` uses them. */
  readonly variables: Readonly<Record<string, string>>;
  /** The folder of the objects. */
  readonly objectsDir: string;
  readonly databaseUrl: string;
}

/** Makes a new database and a new bucket. */
export async function newScaledPlace(servers: ScaledServers): Promise<ScaledPlace> {
  const name = `registry-${randomBytes(6).toString("hex")}`;
  const client = new pg.Client({ connectionString: servers.postgresUrl });
  await client.connect();
  await client.query(`create database "${name}"`);
  await client.end();
  mkdirSync(join(servers.s3Folder, name));
  const databaseUrl = new URL(`/${name}`, servers.postgresUrl).href;
  return {
    databaseUrl,
    objectsDir: join(servers.s3Folder, name, "objects"),
    variables: {
      LODE_SERVE_DATABASE: databaseUrl,
      LODE_SERVE_OBJECTS: `s3://${name}/objects`,
      LODE_SERVE_OBJECTS_ENDPOINTURL: servers.s3Url,
      LODE_SERVE_OBJECTS_ACCESS_KEY_ID: servers.accessKey,
      LODE_SERVE_OBJECTS_SECRET_ACCESS_KEY: servers.secretKey,
    },
  };
}
