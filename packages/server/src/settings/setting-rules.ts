import { logLevels, type Settings } from "./settings.ts";

/** One setting: its names in the three places, its default, and what it accepts. */
export interface SettingRule {
  /** In the file. The variable of the environment is the same in upper case, behind `LODE_SERVE_`. */
  readonly name: string;
  readonly field: keyof Settings;
  /** Undefined: it has to be given. */
  readonly default: string | number | undefined;
  /** Gives the value of a text or number, or undefined if it is not acceptable. */
  read(given: string | number): string | number | undefined;
  /** What is acceptable, after "is to be". */
  readonly expected: string;
}

/** Every setting, in the order of docs/server.md. */
export const settingRules: readonly SettingRule[] = [
  { name: "data", field: "dataDir", default: undefined, read: text, expected: "the path of a folder" },
  { name: "host", field: "host", default: "127.0.0.1", read: text, expected: "an address or host name" },
  { name: "port", field: "port", default: 5633, read: whole(0, 65_535), expected: "a number from 0 to 65535" },
  {
    name: "log_level",
    field: "logLevel",
    default: "info",
    read: (given) => logLevels.find((level) => level === given),
    expected: `one of ${logLevels.join(", ")}`,
  },
  {
    name: "stop_timeout_seconds",
    field: "stopTimeoutS",
    default: 10,
    read: whole(0, 3600),
    expected: "a number from 0 to 3600",
  },
  {
    name: "idle_timeout_seconds",
    field: "idleTimeoutS",
    default: 60,
    read: whole(1, 3600),
    expected: "a number from 1 to 3600",
  },
  {
    name: "import_days",
    field: "importDays",
    default: 365,
    read: whole(1, 36_500),
    expected: "a number from 1 to 36500",
  },
];

function text(given: string | number): string | undefined {
  return typeof given === "string" && given !== "" && !given.includes("\0") ? given : undefined;
}

function whole(least: number, most: number): (given: string | number) => number | undefined {
  return (given) => {
    const value = typeof given === "string" && /^\d+$/.test(given) ? Number(given) : given;
    return typeof value === "number" && Number.isInteger(value) && value >= least && value <= most ? value : undefined;
  };
}
