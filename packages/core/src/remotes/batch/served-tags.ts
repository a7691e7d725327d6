import { invalidFrames } from "./pieces.ts";

/** A tag of a repository of a server. */
export interface ServedTag {
  readonly name: string;
  /** The id of the commit that it leads to. */
  readonly commit: string;
  /** When it, or else its commit, was made; in milliseconds since 1970. */
  readonly timeMs: number;
  /** Undefined if the tag is no object of its own. */
  readonly annotation: { readonly id: string; readonly tagger: string; readonly subject: string } | undefined;
}

const GIT_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** Reads the list of tags (docs/protocol.md). @throws BATCH_INVALID */
export function parseServedTags(text: string): readonly ServedTag[] {
  const tags = field(parseJson(text), "tags");
  if (!Array.isArray(tags)) throw notUnderstood();
  return tags.map((tag: unknown) => {
    const annotation = field(tag, "annotation");
    return {
      name: textOf(tag, "name"),
      commit: idOf(tag, "commit"),
      timeMs: Number(field(tag, "time_ms")),
      annotation: annotation == null ? undefined : annotationOf(annotation),
    };
  });
}

function annotationOf(value: unknown): ServedTag["annotation"] {
  return { id: idOf(value, "id"), tagger: textOf(value, "tagger"), subject: textOf(value, "subject") };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw notUnderstood();
  }
}

function field(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) throw notUnderstood();
  return Object.entries(value).find(([key]) => key === name)?.[1];
}

function textOf(value: unknown, name: string): string {
  const text = field(value, name);
  if (typeof text !== "string") throw notUnderstood();
  return text;
}

function idOf(value: unknown, name: string): string {
  const id = textOf(value, name);
  if (!GIT_ID.test(id)) throw notUnderstood();
  return id;
}

function notUnderstood() {
  return invalidFrames("it is no list of tags");
}
