import { type ArtifactName, DIR_PATTERN, formatArtifactName, NAME_PATTERN } from "./artifact-name.ts";
import { VERSION_PATTERN } from "./semver.ts";

/** What a tag says about an artifact, in the words of GTO, the Git tag operations that DVC uses for its registry. */
export type GtoTag = GtoVersionTag | GtoStageTag | GtoArtifactTag;

/** A version comes into being, or is taken back. */
export interface GtoVersionTag {
  readonly action: "register" | "deregister";
  readonly artifact: ArtifactName;
  /** With its `v`. */
  readonly version: string;
  /** The number that makes names of tags unique; undefined in the short form. */
  readonly counter: number | undefined;
}

/** A stage, such as `prod`, is given to the version at the tag's commit, or taken away from it. */
export interface GtoStageTag {
  readonly action: "assign" | "unassign";
  readonly artifact: ArtifactName;
  readonly stage: string;
  readonly counter: number | undefined;
}

/** The artifact as a whole is announced, or declared obsolete. */
export interface GtoArtifactTag {
  readonly action: "create" | "deprecate";
  readonly artifact: ArtifactName;
  readonly counter: number | undefined;
}

const TAG = new RegExp(
  `^(?:(?<dir>${DIR_PATTERN})=)?(?<name>${NAME_PATTERN})` +
    `(?:(?:#(?<stage>${NAME_PATTERN})|@(?<version>${VERSION_PATTERN}))(?<cancel>!?)|@(?<word>deprecated|created))` +
    "(?:#(?<counter>[0-9]+))?$",
);

/** Parses the name of a tag: `[dir=]name@v1.2.3[!][#n]`, `[dir=]name#stage[!][#n]`. Undefined if it is no such tag. */
export function parseGtoTag(tagName: string): GtoTag | undefined {
  const { dir, name, stage, version, cancel, word, counter } = TAG.exec(tagName)?.groups ?? {};
  if (name === undefined) return undefined;
  const common = { artifact: { dir, name }, counter: counter === undefined ? undefined : Number(counter) };
  if (version !== undefined) return { action: cancel === "!" ? "deregister" : "register", ...common, version };
  if (stage !== undefined) return { action: cancel === "!" ? "unassign" : "assign", ...common, stage };
  return { action: word === "created" ? "create" : "deprecate", ...common };
}

/** Writes the name of a tag. */
export function formatGtoTag(tag: GtoTag): string {
  const artifact = formatArtifactName(tag.artifact).replace(":", "=");
  return `${artifact}${formatSubject(tag)}${tag.counter === undefined ? "" : `#${tag.counter}`}`;
}

function formatSubject(tag: GtoTag): string {
  switch (tag.action) {
    case "register":
      return `@${tag.version}`;
    case "deregister":
      return `@${tag.version}!`;
    case "assign":
      return `#${tag.stage}`;
    case "unassign":
      return `#${tag.stage}!`;
    case "create":
      return "@created";
    case "deprecate":
      return "@deprecated";
  }
}
