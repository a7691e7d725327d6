import { LodeError } from "../../base/lode-error.ts";
import { redactUrl } from "../../formats/config/redact-url.ts";

/** Where a remote is in a cloud's storage. */
export interface CloudPlace {
  /** The bucket or the container. */
  readonly container: string;
  /** What the names of all files begin with: empty, or a path with a slash at its end. */
  readonly prefix: string;
  /** Without a slash at the end. */
  readonly url: string;
}

/**
 * Splits a URL `scheme://container/path`; everything behind the container belongs to the path. As in DVC, one slash at its
 * begin and one at its end are no part of names; others are: clouds have no folders, and `a//b` is another name than `a/b`.
 *
 * @throws URL_INVALID
 */
export function parseCloudUrl(text: string, what: "bucket" | "container"): CloudPlace {
  const [, scheme = "", container = "", path = ""] = /^([a-z0-9]+):\/\/([^/?#]*)(.*)$/su.exec(text) ?? [];
  const name = path.replace(/^\//, "");
  if (container === "" || name.split("/").some((part) => part === "." || part === "..")) {
    throw new LodeError("URL_INVALID", `Cannot use '${redactUrl(text)}': it does not name a ${what} and a path in it`, {
      hint: `Such a URL looks like ${scheme || "scheme"}://${what}/path.`,
    });
  }
  const prefix = name === "" || name.endsWith("/") ? name : `${name}/`;
  return { container, prefix, url: `${scheme}://${container}${prefix === "" ? "" : `/${prefix.slice(0, -1)}`}` };
}

/** The whole name of what has `key` below a place; empty for the bucket or the container itself. */
export function nameInCloud({ prefix }: CloudPlace, key: string): string {
  return key === "" ? prefix.slice(0, -1) : `${prefix}${key}`;
}

/** Says whether a name of a listing can be a key: parts joined by `/`, none of them empty, `.` or `..`. */
export function isKey(name: string): boolean {
  return !name.includes("\0") && name.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}
