import { posix } from "node:path";
import { LodeError } from "../../base/lode-error.ts";
import { redactUrl } from "../../formats/config/redact-url.ts";
import { isSecretOption } from "../../formats/config/secret-options.ts";
import type { DependencyEntry } from "../../formats/stage/dependency-entry.ts";
import type { DvcFile } from "../../formats/stage/dvc-file.ts";
import type { EntryState } from "../../formats/stage/output-entry.ts";
import { pathExists } from "../../fs/path-exists.ts";
import { removeTree } from "../../fs/remove-tree.ts";
import { pathOfFileUrl } from "../../project/local-folder.ts";
import { resolveLocation } from "../../project/location.ts";
import { openRemote } from "../../project/open-remote.ts";
import type { Project } from "../../project/project.ts";
import { projectPath } from "../../project/select-targets.ts";
import { draftStage, withImportedOutput } from "../../project/stage-draft.ts";
import { withFields } from "../../project/workspace/save-state.ts";
import { fullPath } from "../../project/workspace/workspace.ts";
import { placeImport } from "../../source/place-import.ts";
import { bringHidden, storeUrl } from "../../source/url/store-url.ts";
import { checkUrl, type UrlPlace, urlPlace } from "../../source/url/url-place.ts";
import { urlMissing, urlState } from "../../source/url/url-state.ts";
import { keepsVersions } from "../../source/url/url-version.ts";
import type { MoveContext } from "../../transfer/transfer-progress.ts";
import { sendUrl } from "../add/send-url.ts";
import { urlBaseName } from "../get-url/url-base-name.ts";
import { dependencyLabel } from "../status/dependency-label.ts";
import type { NewImport } from "./draft-import.ts";
import type { ImportUrlOptions } from "./import-url-options.ts";
import { announceImport, type ImportWork, importedOutput, type MadeImport, makeImport } from "./make-import.ts";

/** What was imported. Paths are relative to the current folder. */
export interface ImportUrlResult extends MadeImport {
  /** The checksum of the data where it comes from; undefined if nothing was contacted, or for a directory with versions. */
  readonly checksum: string | undefined;
}

/**
 * Brings a file or directory that is in no repository here, and remembers where it came from and in which state:
 *
 * 1. What would stand in the way of the import is found out before anything is contacted.
 * 2. The data goes into the project's cache, hashed on the way.
 * 3. It gets its place in the work tree, where it replaces what is there; Git ignores it.
 * 4. The `.dvc` file is written.
 *
 * @throws what draftImport and placing throw; URL_UNSUPPORTED, URL_MISSING, URL_INVALID, REMOTE_MISSING, STORAGE_DENIED,
 *   STORAGE_REJECTED, STORAGE_UNREACHABLE, OUTPUT_TRACKED_BY_GIT, LOCK_HELD. Nothing has changed then but the cache
 */
export async function importUrl(
  project: Project,
  options: ImportUrlOptions,
  context: MoveContext,
): Promise<ImportUrlResult> {
  const { out, force } = options;
  const destination = { path: urlBaseName(options.url), ...(out !== undefined && { out }), force: force ?? false };
  const made = await makeImport(project, context, {
    plan: { ...destination, dependency: (wdir) => dependencyEntry(project, options, wdir) },
    realize: (work, draft) => realize(work, draft, options),
  });
  return { ...made.result, checksum: made.content.deps[0]?.checksum?.value };
}

/** As DVC does it: what is in the project is recorded relative to the `.dvc` file, everything else as it was typed. */
function dependencyEntry(project: Project, options: ImportUrlOptions, wdir: string): DependencyEntry {
  const { fsConfig, versionAware = false } = options;
  const config = { ...fsConfig, ...(versionAware && { version_aware: true }) };
  return {
    hash: "md5",
    path: dependencyPath(project, options.url, wdir),
    ...(Object.keys(config).length > 0 && { fsConfig: config }),
  };
}

function dependencyPath(project: Project, url: string, wdir: string): string {
  // DVC cannot read what it records of such a URL itself.
  if (/^file:/i.test(url)) return pathOfFileUrl(url);
  if (resolveLocation(url, "").kind === "url") return url;
  const inside = projectPath(project, url);
  const exists = inside !== undefined && pathExists(posix.join(project.rootDir, inside));
  return exists ? posix.relative(wdir, inside) || "." : url;
}

/** Does as much as is asked for, and gives back what the `.dvc` file is to say. */
async function realize(work: ImportWork, made: NewImport, options: ImportUrlOptions): Promise<DvcFile> {
  const { extent = "full", fsConfig = {} } = options;
  warnOfSecrets(work, fsConfig);
  if (redactUrl(options.url) !== options.url) warnOfSecret(work, "The URL with its secrets");
  const { project } = work.workspace;
  const [dependency] = draftStage(made.draft).deps;
  if (dependency?.location === undefined) throw new TypeError("an import has no dependency");
  const spec = { location: dependency.location, fsConfig: dependency.entry.fsConfig };
  if (extent === "record") {
    checkUrl(project, spec);
    await work.changes.ignore(made.output);
    return made.draft.content;
  }
  const place = urlPlace(project, spec);
  refuseVersions(place, options);
  if (extent === "send") return sendOnly(work, { made, place }, options);
  announceImport(work, dependencyLabel(project, dependency), made);
  const content = extent === "lock" ? await lockOnly(work, made, place) : await bringData(work, made, place);
  return place.kind === "storage" && place.followsVersions ? withoutPush(content) : content;
}

/** What the storage keeps every version of needs no other copy. */
function withoutPush(content: DvcFile): DvcFile {
  return withImportedOutput(content, { ...importedOutput(content), push: false });
}

async function lockOnly({ workspace, changes }: ImportWork, made: NewImport, place: UrlPlace): Promise<DvcFile> {
  const state = await urlState(workspace, place);
  if (state === undefined) throw urlMissing(place);
  await changes.ignore(made.output);
  removeTree(fullPath(workspace, { kind: "inside", path: made.output }));
  const content = withDependency(made.draft.content, state);
  return withImportedOutput(content, importedOutput(content));
}

async function sendOnly(
  { workspace, changes, context }: ImportWork,
  { made, place }: { readonly made: NewImport; readonly place: UrlPlace },
  { remote: name }: ImportUrlOptions,
): Promise<DvcFile> {
  const remote = openRemote(workspace.project, name);
  const sent = await sendUrl(workspace.project, place, { remote, context });
  await changes.ignore(made.output);
  const content = withDependency(made.draft.content, sent.dependency);
  return withImportedOutput(content, withFields(importedOutput(content), sent.output));
}

async function bringData(
  { workspace, changes, context }: ImportWork,
  made: NewImport,
  place: UrlPlace,
): Promise<DvcFile> {
  const { draft } = made;
  const location = { kind: "inside", path: made.output } as const;
  const stored = await storeUrl(workspace, place, { store: workspace.project.cache.current, location });
  warnIfEmpty(stored.output, made.output, context);
  const content = withDependency(draft.content, stored.dependency);
  const complete = withImportedOutput(content, withFields(importedOutput(content), stored.output));
  await changes.ignore(made.output);
  await placeImport(workspace, { ...draft, content: complete }, { force: true, relink: true });
  await bringHidden(stored.hidden, fullPath(workspace, location));
  return complete;
}

function withDependency(content: DvcFile, state: EntryState): DvcFile {
  return { ...content, deps: content.deps.map((entry) => withFields(entry, state)) };
}

function warnIfEmpty({ size, nfiles }: EntryState, path: string, { onEvent }: MoveContext): void {
  if ((nfiles ?? size) === 0) onEvent?.({ type: "warning", message: `'${path}' is empty.` });
}

function warnOfSecrets(work: ImportWork, fsConfig: Readonly<Record<string, string>>): void {
  for (const name of Object.keys(fsConfig)) {
    if (!isSecretOption("remote", name)) continue;
    warnOfSecret(work, `'${name}'`);
  }
}

function warnOfSecret({ context }: ImportWork, what: string): void {
  const message = `${what} is written to the .dvc file, for all who read the repository. Use a remote, and \`lode remote modify --local\`.`;
  context.onEvent?.({ type: "warning", message });
}

function refuseVersions(place: UrlPlace, { url, versionAware = false }: ImportUrlOptions): void {
  if (!versionAware || place.kind === "local" || keepsVersions(place.scheme)) return;
  throw new LodeError(
    "URL_UNSUPPORTED",
    `Cannot follow the versions of '${redactUrl(url)}': this kind of storage has none`,
    {
      hint: "Import it without --version-aware.",
      details: { url: redactUrl(url) },
    },
  );
}
