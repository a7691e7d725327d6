import { dirname, join } from "node:path";
import type { RelPath } from "../../base/rel-path.ts";
import { ensureDir } from "../../fs/ensure-dir.ts";
import { realDirsBelow } from "../../fs/ensure-real-dirs.ts";
import { loadConfigAround } from "../../project/load-config-around.ts";
import type { ProjectContext } from "../../project/project-context.ts";
import { resolveDestination } from "../../project/resolve-destination.ts";
import { typedLocation, type UrlPlace, urlPlace } from "../../source/url/url-place.ts";
import { urlMissing } from "../../source/url/url-state.ts";
import { copyFiles } from "../../store/copy-files.ts";
import type { MoveContext } from "../../transfer/transfer-progress.ts";
import { dirRegion } from "../../worktree/scan/region.ts";
import { isScan, pathIn, type Scan } from "../../worktree/scan/scan.ts";
import { scanRegion } from "../../worktree/scan/scan-region.ts";
import { nothingIgnored } from "../../worktree/scan/walk-scope.ts";
import type { GetResult } from "../get/get.ts";
import { download } from "./download.ts";
import { urlBaseName } from "./url-base-name.ts";

/** What is downloaded, and where it goes. */
export interface GetUrlOptions {
  /** A path of this machine relative to the current folder, `file://`, a URL of any storage, or `remote://name/path`. */
  readonly url: string;
  /** Relative to the current folder. Default: the last part of the URL's path. An existing folder: into it. */
  readonly out?: string;
  /** Whether an existing destination is replaced; of a directory, the files that have the same paths. Default: false. */
  readonly force?: boolean;
  /** Options of the storage that the URL is on. */
  readonly fsConfig?: Readonly<Record<string, string>>;
}

/**
 * Copies a file or directory that is in no repository to this machine, without a project. Each file is whole before it
 * gets its name. Execute bits are not kept, as in DVC.
 *
 * @throws PATH_EXISTS, URL_UNSUPPORTED, URL_MISSING, URL_INVALID, REMOTE_MISSING, CREDENTIALS_MISSING, STORAGE_DENIED,
 *   STORAGE_REJECTED, STORAGE_UNREACHABLE, IO_FAILED, CANCELLED; files that were written stay
 */
export async function getUrl(
  project: ProjectContext,
  { url, out, force, fsConfig }: GetUrlOptions,
  context: MoveContext,
): Promise<GetResult> {
  const destination = {
    path: urlBaseName(url),
    ...(out !== undefined && { out }),
    ...(force !== undefined && { force }),
  };
  const path = resolveDestination(project.cwd, destination);
  const config = await loadConfigAround(project);
  const place = urlPlace({ config, context: project }, { location: typedLocation(project.cwd, url), fsConfig });
  const files = place.kind === "storage" ? await download(place, path, context) : await copyLocal(place, path, context);
  return { path, files };
}

async function copyLocal(
  place: Extract<UrlPlace, { kind: "local" }>,
  path: string,
  { signal, jobs }: MoveContext,
): Promise<number> {
  const options = { ...(signal !== undefined && { signal }), ...(jobs !== undefined && { threads: jobs }) };
  const scan = await scanRegion(dirRegion(place.location.path), { scope: nothingIgnored, ...options });
  if (!isScan(scan)) throw urlMissing(place);
  ensureDir(scan.kind === "dir" ? path : dirname(path));
  const ensure = realDirsBelow(path);
  const copies = [...filesOf(scan)].map((relpath) => {
    if (scan.kind === "dir") ensure(relpath.slice(0, Math.max(0, relpath.lastIndexOf("/"))));
    return { from: join(scan.base, relpath), to: scan.kind === "dir" ? join(path, relpath) : path };
  });
  await copyFiles(copies, options);
  return scan.files;
}

function* filesOf({ dirs }: Scan): Generator<RelPath> {
  // Names that a listing gave, joined to the path of their directory, stay below the scan's base.
  for (const dir of dirs) for (const name of dir.stats.names) yield pathIn(dir, name) as RelPath;
}
