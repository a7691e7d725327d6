import { isLodeError, type LodeError } from "../../base/lode-error.ts";
import { configOptionError } from "./config-error.ts";
import { type IniSection, type IniValue, isIniSection } from "./parse-ini.ts";

/** So many references are followed for one value; more than people write, and little enough for hostile files. */
const MAX_REFERENCES = 1000;

/** So long may a value with references be, and become, in characters. */
const MAX_LENGTH = 100_000;

/** The option whose value is interpolated. */
export interface Place {
  readonly section: IniSection;
  readonly key: string;
}

/** What interpolate works with. */
export interface Interpolation {
  readonly fileName: string;
  /** Whether a value stays as it is when a reference in it cannot be resolved; otherwise that is an error. */
  readonly keepUnresolved: boolean;
}

/**
 * Replaces each `%(name)s` in a value by the option of this name: of the same section, else of a `DEFAULT` section in
 * it, else of the sections around it in the same way. Names are looked up as the file spells them. What was put in is
 * not searched again; a `%` without brackets stays.
 *
 * @throws CONFIG_INVALID if a name is not there, is no text, refers to itself, or the result is too large
 */
export function interpolate(value: string, place: Place, options: Interpolation): string {
  if (!value.includes("%(")) return value;
  try {
    return expand(value, place, {
      trail: new Set(),
      references: 0,
      fail: (state) => configOptionError(options.fileName, pathOf(place), state),
    });
  } catch (error) {
    if (options.keepUnresolved && isLodeError(error, "CONFIG_INVALID")) return value;
    throw error;
  }
}

function pathOf({ section, key }: Place): string[] {
  return section.name === undefined ? [key] : [section.name, key];
}

interface Expansion {
  /** The options on the way here. */
  readonly trail: Set<string>;
  references: number;
  readonly fail: (state: string) => LodeError;
}

function expand(value: string, { section, key }: Place, expansion: Expansion): string {
  const here = `${section.name ?? ""}\0${key}`;
  if (expansion.trail.has(here)) throw expansion.fail(`'${key}' refers to itself`);
  expansion.trail.add(here);
  let done = "";
  let start = 0;
  for (let found = findReference(value, 0); found !== undefined; found = findReference(value, start)) {
    if (++expansion.references > MAX_REFERENCES) throw expansion.fail("it holds too many references");
    const option = findOption(found.name, section, expansion);
    done +=
      value.slice(start, found.start) + expand(option.value, { section: option.section, key: found.name }, expansion);
    start = found.end;
    if (done.length > MAX_LENGTH) throw expansion.fail("it becomes too long");
  }
  expansion.trail.delete(here);
  return done + value.slice(start);
}

interface Reference {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

function findReference(value: string, from: number): Reference | undefined {
  for (let start = value.indexOf("%(", from); start !== -1; start = value.indexOf("%(", start + 1)) {
    const close = value.indexOf(")", start);
    if (close === -1) return undefined;
    if (value[close + 1] === "s") return { name: value.slice(start + 2, close), start, end: close + 2 };
  }
  return undefined;
}

interface FoundOption {
  readonly value: string;
  readonly section: IniSection;
}

function findOption(name: string, start: IniSection, { fail }: Expansion): FoundOption {
  for (let section: IniSection | undefined = start; section !== undefined; section = section.parent) {
    const defaults = section.entries.get("DEFAULT");
    const value = plainOption(section, name) ?? (isIniSection(defaults) ? plainOption(defaults, name) : undefined);
    if (value === undefined) continue;
    if (typeof value !== "string") throw fail(`'%(${name})s' is a list`);
    if (value.length > MAX_LENGTH) throw fail(`'%(${name})s' is too long`);
    return { value, section };
  }
  throw fail(`there is no option '${name}' for '%(${name})s'`);
}

function plainOption(section: IniSection, name: string): Exclude<IniValue, IniSection> | undefined {
  const value = section.entries.get(name);
  return isIniSection(value) ? undefined : value;
}
