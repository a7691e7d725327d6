import { basename, normalize } from "node:path/posix";
import { splitUrl } from "../../formats/config/split-url.ts";

/** The name that what a URL or path names gets by default: the last part of the path, without a query. */
export function urlBaseName(url: string): string {
  const parts = splitUrl(url);
  return basename(normalize(parts === undefined || parts.host === "" ? url : parts.path));
}
