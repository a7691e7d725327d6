const TIMESTAMP =
  /^(\d{4})-(\d\d?)-(\d\d?)(?:(?:([Tt])|[ \t]+)(\d\d?):(\d\d):(\d\d)(?:\.(\d*))?(?:[ \t]*(Z|([-+])(\d\d?)(?::(\d\d))?))?)?$/;

/**
 * Reads a plain scalar of the type `timestamp` and returns the text that ruamel.yaml writes it back as; undefined if
 * there is no such day or time.
 */
export function readTimestamp(source: string): string | undefined {
  const match = TIMESTAMP.exec(source);
  if (match === null) return undefined;
  const [, year, month, day, t, hour, minute, second, fraction = "", zone] = match;
  const start = realMoment([year, month, day, hour, minute, second]);
  if (start === undefined) return undefined;
  if (hour === undefined) return start.toISOString().slice(0, 10);
  const micros = microseconds(fraction);
  const time = new Date(start.getTime() + (micros === ROUNDED_UP ? 1000 : 0));
  const text = time
    .toISOString()
    .slice(0, 19)
    .replace("T", t === undefined ? " " : "T");
  const rest = micros === 0 || micros === ROUNDED_UP ? "" : `.${String(micros).padStart(6, "0")}`;
  // Without a `T`, ruamel.yaml does not remember that UTC was written as `Z`.
  return text + rest + (zone === "Z" && t === undefined ? "+00:00" : (zone ?? ""));
}

/** The moment of these fields, from the year to the second; undefined if the calendar does not have it. */
function realMoment(texts: readonly (string | undefined)[]): Date | undefined {
  const fields = texts.map((text) => Number(text ?? "0"));
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = fields;
  const time = new Date(Date.UTC(2000, month - 1, day, hour, minute, second));
  time.setUTCFullYear(year, month - 1, day);
  const read = [time.getUTCFullYear(), time.getUTCMonth() + 1, time.getUTCDate(), time.getUTCHours()];
  const rest = [time.getUTCMinutes(), time.getUTCSeconds()];
  const isReal = year > 0 && [...read, ...rest].every((field, i) => field === fields[i]);
  return isReal ? time : undefined;
}

const ROUNDED_UP = 1_000_000;

/** Rounds a fraction of a second by its seventh digit. */
function microseconds(fraction: string): number {
  const micros = Number(fraction.slice(0, 6).padEnd(6, "0"));
  return Number(fraction[6] ?? 0) > 4 ? micros + 1 : micros;
}
