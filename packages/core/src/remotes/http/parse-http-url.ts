import { LodeError } from "../../base/lode-error.ts";
import { redactUrl } from "../../formats/config/redact-url.ts";

/** Parses the URL of a web server; what is not allowed in one is escaped. @throws URL_INVALID */
export function parseHttpUrl(text: string): URL {
  const url = URL.parse(text);
  if (url !== null && /^https?:$/.test(url.protocol) && url.hostname !== "") return url;
  throw new LodeError("URL_INVALID", `Cannot use '${redactUrl(text)}': it is not the URL of a web server`, {
    hint: "Such a URL looks like https://host/path.",
  });
}

/** The URL of something below another: its path is longer, its query stays. */
export function httpUrlBelow(base: URL, key: string): URL {
  const url = new URL(base);
  const below = key.split("/").map(encodeURIComponent).join("/");
  url.pathname = `${base.pathname.replace(/\/+$/, "")}/${below}`;
  return url;
}
