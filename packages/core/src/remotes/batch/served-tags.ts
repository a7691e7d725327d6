import { fieldOf, parseJson, textField } from "../../base/parse-json.ts";
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
  const tags = fieldOf(parseJson(text), "tags");
  if (!Array.isArray(tags)) throw notUnderstood();
  return tags.map((tag: unknown) => {
    const annotation = fieldOf(tag, "annotation");
    return {
      name: textOf(tag, "name"),
      commit: idOf(tag, "commit"),
      timeMs: Number(fieldOf(tag, "time_ms")),
      annotation: annotation == null ? undefined : annotationOf(annotation),
    };
  });
}

function annotationOf(value: unknown): ServedTag["annotation"] {
  return { id: idOf(value, "id"), tagger: textOf(value, "tagger"), subject: textOf(value, "subject") };
}

function textOf(value: unknown, name: string): string {
  const text = textField(value, name);
  if (text === undefined) throw notUnderstood();
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
