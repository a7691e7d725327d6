import { LodeError } from "../../base/lode-error.ts";
import { redactUrl } from "../../formats/config/redact-url.ts";
import type { DvcFile } from "../../formats/stage/dvc-file.ts";
import type { EntryState } from "../../formats/stage/output-entry.ts";
import { cwdAddress } from "../../project/cwd-path.ts";
import { openRemote } from "../../project/open-remote.ts";
import type { Output } from "../../project/output.ts";
import type { Project } from "../../project/project.ts";
import type { Dependency, Stage } from "../../project/stage.ts";
import { withFields } from "../../project/workspace/save-state.ts";
import { writeDvcFile } from "../../project/write-stage.ts";
import { stateDigest } from "../../source/url/storage-state.ts";
import { storeUrl } from "../../source/url/store-url.ts";
import { followsVersions, type UrlPlace, urlPlace } from "../../source/url/url-place.ts";
import { urlMissing, urlState } from "../../source/url/url-state.ts";
import { sendUrl } from "../add/send-url.ts";
import { dependencyLabel } from "../status/dependency-label.ts";
import { applyUpdate } from "./apply-update.ts";
import type { UpdateOptions } from "./update-options.ts";
import type { UpdatedImport, UpdateWork } from "./updated-import.ts";

/**
 * Brings an import from a URL to the state that its source has now; see applyUpdate. With `toRemote` the data goes
 * straight to remote storage, whether it is another or not, and the work tree stays as it is.
 *
 * @throws URL_MISSING, URL_UNSUPPORTED, VERSION_UNKNOWN, and what reading, storing and placing throw
 */
export async function updateUrlImport(work: UpdateWork, stage: Stage, options: UpdateOptions): Promise<UpdatedImport> {
  const { project } = work.workspace;
  const [dependency] = stage.deps;
  if (dependency === undefined) throw new TypeError("no import");
  const { entry } = dependency;
  const place = placeOf(project, dependency, options.rev);
  const update = { stage, dependency, place };
  const { after, changed } = options.toRemote
    ? await sendUpdate(work, update, options.remote)
    : await bringUpdate(work, update, options);
  const before = stateDigest(entry);
  return { dvcFile: cwdAddress(project, stage), before, rev: undefined, after: checksumOf(after), changed };
}

/** @param rev a version, where versions are followed; what it could be elsewhere, DVC passes over */
function placeOf(project: Project, { location, entry }: Dependency, rev: string | undefined): UrlPlace {
  if (location === undefined) throw new TypeError("no import");
  const spec = { location, fsConfig: entry.fsConfig, recorded: entry };
  const isVersion = rev !== undefined && followsVersions(project, spec);
  return urlPlace(project, isVersion ? { ...spec, versionId: rev } : spec);
}

/** Other versions of the same files of a directory are no change, as in DVC. */
function orRecorded(state: EntryState | undefined, { entry }: Dependency): EntryState | undefined {
  if (state?.files === undefined || stateDigest(state) !== stateDigest(entry)) return state;
  return { ...state, files: entry.files ?? state.files };
}

interface UrlUpdate {
  readonly stage: Stage;
  readonly dependency: Dependency;
  readonly place: UrlPlace;
}

interface Moved {
  /** What the dependency records now. */
  readonly after: EntryState;
  readonly changed: boolean;
}

async function bringUpdate(
  { workspace }: UpdateWork,
  { stage, dependency, place }: UrlUpdate,
  { noDownload = false, rev }: UpdateOptions,
): Promise<Moved> {
  const { project } = workspace;
  const after = orRecorded(await urlState(workspace, place), dependency);
  if (after === undefined) throw rev === undefined ? urlMissing(place) : versionMissing(dependency, rev);
  const bring = async ({ entry, location }: Output) => {
    if (location.kind === "url") throw new TypeError("the output of an import is not on this machine");
    const stored = await storeUrl(workspace, place, { store: project.cache.current, location });
    if (checksumOf(stored.dependency) !== checksumOf(after)) throw changedMeanwhile(stage);
    return { entry: withFields(entry, stored.output) };
  };
  const content = withDependency(stage, after);
  const label = dependencyLabel(project, dependency);
  return { after, changed: await applyUpdate(workspace, { stage, content, label, noDownload, bring }) };
}

/** DVC leaves the checksum of the stage as it is, so that the stage counts as changed until it is updated again. */
async function sendUpdate(
  { workspace, context }: UpdateWork,
  { stage, place }: UrlUpdate,
  remoteName: string | undefined,
): Promise<Moved> {
  const { project } = workspace;
  const remote = openRemote(project, remoteName);
  const { dependency, output } = await sendUrl(project, place, { remote, context });
  const content = withDependency(stage, dependency);
  const outs = content.outs.map((entry) => withFields(entry, output));
  writeDvcFile(project, stage.file, { content: { ...content, outs }, old: stage.dvcFile });
  return { after: dependency, changed: true };
}

function withDependency({ dvcFile }: Stage, state: EntryState): DvcFile {
  if (dvcFile === undefined) throw new TypeError("no import");
  return { ...dvcFile.file, deps: dvcFile.file.deps.map((entry) => withFields(entry, state)) };
}

function versionMissing({ entry: { path } }: Dependency, version: string): LodeError {
  const shown = redactUrl(path);
  return new LodeError("VERSION_UNKNOWN", `Cannot find the version '${version}' of '${shown}': the storage has none`, {
    hint: "Without --rev, update takes the newest.",
    details: { url: shown, version },
  });
}

function changedMeanwhile({ address }: Stage): LodeError {
  return new LodeError("FILE_CHANGED", `Cannot update '${address}': its source changed in this moment`, {
    hint: "Run the command again.",
    details: { stage: address },
  });
}

function checksumOf(state: EntryState): string {
  return stateDigest(state) ?? "";
}
