import { LodeError } from "../../base/lode-error.ts";
import { httpUrlBelow } from "../http/parse-http-url.ts";

/** Where a storage lies on its server: turns keys into URLs, and names that the server sends into keys. */
export class DavPlace {
  readonly #base: URL;

  /** @param base without a slash at the end */
  constructor(base: URL) {
    this.#base = base;
  }

  /** The URL of a file. */
  file(key: string): URL {
    return key === "" ? new URL(this.#base) : httpUrlBelow(this.#base, key);
  }

  /** The URL of a folder, with a slash at its end: without it, some servers redirect. */
  folder(key: string): URL {
    return httpUrlBelow(this.#base, key === "" ? "" : `${key}/`);
  }

  /**
   * The key of a resource that an answer names, by a path or a URL. Names that lead elsewhere are hostile, or those of a
   * server behind another that has another path.
   *
   * @throws STORAGE_REJECTED if it is not below the storage's URL
   */
  keyOf(href: string): string {
    const base = decode(this.#base.pathname);
    const path = decode(URL.parse(href, this.#base.origin)?.pathname ?? "").replace(/\/+$/, "");
    if (path === base) return "";
    const key = path.startsWith(`${base}/`) ? path.slice(base.length + 1) : "";
    if (key.split("/").every(isName)) return key;
    throw new LodeError("STORAGE_REJECTED", `Cannot list '${this.#base.href}': the server names '${href}' in it`, {
      hint: "Look whether the URL is the one that the server itself uses.",
      details: { url: this.#base.href, href },
    });
  }
}

function isName(part: string): boolean {
  return part !== "" && part !== "." && part !== ".." && !part.includes("\0");
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path).replace(/\/+$/, "");
  } catch {
    return path;
  }
}
