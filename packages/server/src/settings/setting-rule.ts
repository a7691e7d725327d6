import type { PlainSettings } from "./settings.ts";

/** One setting: its names in the three places, its default, and what it accepts. */
export interface SettingRule {
  /** In the file. The variable of the environment is the same in upper case, behind `LODE_SERVE_`. */
  readonly name: string;
  readonly field: keyof PlainSettings;
  /** Undefined: it has to be given. */
  readonly default: string | number | undefined;
  /** Whether it is a path, which starts from the place where it is given. */
  readonly isPath?: true;
  /** Whether its value is shown to nobody. */
  readonly isSecret?: true;
  /** Gives the value of a text or number, or undefined if it is not acceptable. */
  read(given: string | number): string | number | undefined;
  /** What is acceptable, after "is to be". */
  readonly expected: string;
}

/** Reads a whole number between two, both included. */
export function wholeNumber(least: number, most: number): (given: string | number) => number | undefined {
  return (given) => {
    const value = typeof given === "string" && /^\d+$/.test(given) ? Number(given) : given;
    return typeof value === "number" && Number.isInteger(value) && value >= least && value <= most ? value : undefined;
  };
}
