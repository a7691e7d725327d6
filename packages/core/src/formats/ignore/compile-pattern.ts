import { type GlobSegment, type SegmentProblem, translateSegment } from "./glob-segment.ts";

/** A pattern of a `.dvcignore` file, translated. */
export interface CompiledPattern {
  /** Whether it begins with `!`: what it matches is not ignored after all. */
  readonly negated: boolean;
  /** Whether it ends with `/`: only directories are asked. */
  readonly dirOnly: boolean;
  /** A regular expression (flag `u`) for whole paths; a directory is tried without and with a slash at its end. */
  readonly pathSource: string;
  /** The same for the last name alone, if the pattern is a name that may be at any depth. */
  readonly nameSource: string | undefined;
}

/**
 * Translates one pattern, blanks around it removed, as pathspec's GitIgnoreSpecPattern does and DVC applies it: the
 * expression must match at the start of a path, but not up to its end. That is why a lone `*` or `**` matches
 * everything, and the same with a slash behind it nothing.
 *
 * @returns `ignored` for comments, `/` and unclosed sets; `invalid` for a backslash at the end of a name, a set that
 *   runs backwards, and a lone `!`
 */
export function compilePattern(text: string): CompiledPattern | SegmentProblem {
  if (text === "" || text.startsWith("#") || text === "/") return "ignored";
  const negated = text.startsWith("!");
  const pattern = negated ? text.slice(1) : text;
  const kind = { negated, dirOnly: pattern.endsWith("/") };
  const names = normalizeSegments(pattern.split("/"));
  if (names.length === 0) return "invalid";
  const special = specialSource(names, kind.dirOnly);
  if (special !== undefined) return { ...kind, pathSource: special, nameSource: undefined };
  const segments: Segment[] = [];
  for (const name of names) {
    const segment = translate(name);
    if (typeof segment === "string") return segment;
    segments.push(segment);
  }
  if (segments.some((segment) => segment !== ANY_DEPTH && segment.backwards)) return "invalid";
  return { ...kind, pathSource: pathSource(segments), nameSource: nameSource(segments, kind.dirOnly) };
}

/** Makes the pattern relative to the root, its end explicit, and joins neighbouring `**`. */
function normalizeSegments(parts: readonly string[]): string[] {
  const names = [...parts];
  const isName = names.length === 1 || (names.length === 2 && names[1] === "");
  if (names[0] === "") names.shift();
  else if (isName && names[0] !== "**") names.unshift("**");
  if (names.at(-1) === "") names[names.length - 1] = "**";
  return names.filter((name, i) => name !== "**" || names[i - 1] !== "**");
}

const MATCHES_ALL = "^[^\\n]";
const MATCHES_NOTHING = "(?!)";

function specialSource(names: readonly string[], dirOnly: boolean): string | undefined {
  const pattern = names.join("/");
  if (pattern === "**") return dirOnly ? MATCHES_NOTHING : MATCHES_ALL;
  if (pattern === "**/*") return MATCHES_ALL;
  return pattern === "**/*/**" ? MATCHES_NOTHING : undefined;
}

type Segment = GlobSegment | typeof ANY_DEPTH;

/** `**`; what it becomes depends on where it stands. */
const ANY_DEPTH = Symbol("**");

function translate(name: string): Segment | SegmentProblem {
  if (name === "**") return ANY_DEPTH;
  return name === "*" ? { source: "[^/]+", crossesSlash: false, backwards: false } : translateSegment(name);
}

/** Python's `$` also stands before a line end that ends the text. */
const END = "(?:/|(?=\\n?$))";

function pathSource(segments: readonly Segment[]): string {
  const last = segments.length - 1;
  let source = "^";
  let slash = "";
  for (const [i, segment] of segments.entries()) {
    if (segment !== ANY_DEPTH) source += slash + segment.source + (i === last ? END : "");
    else source += i === last ? "/" : anyDepthSource(segments, i);
    if (segment !== ANY_DEPTH || i > 0) slash = "/";
  }
  return source;
}

function anyDepthSource(segments: readonly Segment[], index: number): string {
  const stop = stopOf(segments, index);
  if (index === 0) return stop === undefined ? "(?:[^\\n]+/)?" : `(?:(?!${stop})[^/\\n]+/)*`;
  return stop === undefined ? "(?:/[^\\n]+)?" : `(?:(?!/${stop})/[^/\\n]+)*`;
}

/**
 * Returns what stands between a `**` and the next one. There the former stops when it matches for the first time; see
 * joinTokens for the reason. Undefined for the last one, and where a segment may match a slash.
 */
function stopOf(segments: readonly Segment[], index: number): string | undefined {
  const next = segments.indexOf(ANY_DEPTH, index + 1);
  if (next === -1 || next === segments.length - 1) return undefined;
  let stop = "";
  for (const segment of segments.slice(index + 1, next)) {
    if (segment === ANY_DEPTH || segment.crossesSlash) return undefined;
    stop += `${segment.source}/`;
  }
  return stop;
}

function nameSource(segments: readonly Segment[], dirOnly: boolean): string | undefined {
  const [first, name, third] = segments;
  if (first !== ANY_DEPTH || name === undefined || name === ANY_DEPTH || name.crossesSlash) return undefined;
  const isName = segments.length === 2 || (segments.length === 3 && third === ANY_DEPTH && dirOnly);
  return isName ? name.source : undefined;
}
