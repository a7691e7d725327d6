import type { SignInProvider } from "./sign-in-provider.ts";

/** How a registry server is run. */
export interface Settings extends PlainSettings {
  /** Services that users sign in at; in the file alone. */
  readonly providers: readonly SignInProvider[];
}

/** The settings that are one text or number each. */
export interface PlainSettings {
  /** Absolute path of the folder of the Git repositories, and of the database and the objects if they are nowhere else. */
  readonly dataDir: string;
  /** `sqlite`: in the data folder. Otherwise the URL of a database of a PostgreSQL server, which may hold a password. */
  readonly database: string;
  /** Of PostgreSQL. Empty: none is given here. */
  readonly databasePassword: string;
  /** Absolute path of a file whose first line is the password. Empty: there is none. */
  readonly databasePasswordFile: string;
  /** `folder`: in the data folder. Otherwise the URL of a bucket and a prefix in it: `s3://bucket/prefix`. */
  readonly objects: string;
  /** Options of the remote that the bucket is, as DVC names them. Empty: not set. */
  readonly objectsEndpointurl: string;
  readonly objectsRegion: string;
  readonly objectsProfile: string;
  readonly objectsCredentialpath: string;
  readonly objectsAccessKeyId: string;
  readonly objectsSecretAccessKey: string;
  /** Whether objects in the data folder are on the device before they are acknowledged. */
  readonly objectsSync: "on" | "off";
  /** The address to listen on. */
  readonly host: string;
  /** 0: any port that is free. */
  readonly port: number;
  /** Absolute paths of files in PEM; both empty: plain HTTP. */
  readonly tlsCertificate: string;
  readonly tlsKey: string;
  /** Who may read the metrics beside administrators; `off`: there are none. */
  readonly metrics: (typeof metricsReaders)[number];
  readonly logLevel: LogLevel;
  /** How long requests that run may go on after a stop was asked for, in seconds. */
  readonly stopTimeoutS: number;
  /** How long a connection may be silent before it is closed, in seconds. */
  readonly idleTimeoutS: number;
  /** How long an import is remembered that nobody renews, in days. */
  readonly importDays: number;
  /** Which addresses mirrors may come from: those that everybody can reach, or private ones too. */
  readonly mirrorSources: "public" | "any";
  /** Where users find the server, without a slash at the end; `""`: at the address that it listens to. */
  readonly publicUrl: string;
  /** Addresses and networks whose `X-Forwarded-For` counts, separated by commas; `""`: none. */
  readonly trustedProxies: string;
  /** Whether users may sign in with passwords. */
  readonly passwordSignIn: "on" | "off";
  /** How long a token lasts at most that somebody got by signing in, in days. */
  readonly signInDays: number;
  /** Services whose jobs may get tokens, by the rules of repositories: their issuers, separated by commas; `""`: none. */
  readonly trustedJobIssuers: string;
  /** How fast a body has to arrive, over the time of idleTimeoutS. 0: it does not matter. */
  readonly uploadMinBytesPerSecond: number;
  /** How many requests that move data are under way at once. */
  readonly transfersMax: number;
  /** How many requests of the API are under way at once. */
  readonly apiRequestsMax: number;
  /** How many connections there are at once. */
  readonly connectionsMax: number;
  /** The largest push of Git, in bytes. */
  readonly pushMaxBytes: number;
}

/** Nobody; who asks from this machine; everybody. */
export const metricsReaders = ["off", "local", "public"] as const;

/** What is logged: this and everything worse. */
export type LogLevel = (typeof logLevels)[number];

/** All levels, the most talkative first. */
export const logLevels = ["debug", "info", "warn", "error", "silent"] as const;
