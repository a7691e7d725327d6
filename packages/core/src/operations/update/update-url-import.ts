import { LodeError } from "../../base/lode-error.ts";
import type { DvcFile } from "../../formats/stage/dvc-file.ts";
import type { EntryState } from "../../formats/stage/output-entry.ts";
import { cwdAddress } from "../../project/cwd-path.ts";
import { openRemote } from "../../project/open-remote.ts";
import type { Output } from "../../project/output.ts";
import type { Dependency, Stage } from "../../project/stage.ts";
import { withFields } from "../../project/workspace/save-state.ts";
import { writeDvcFile } from "../../project/write-stage.ts";
import { storeUrl } from "../../source/url/store-url.ts";
import { type UrlPlace, urlPlace } from "../../source/url/url-place.ts";
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
 * @throws URL_MISSING, URL_UNSUPPORTED, and what reading, storing and placing throw
 */
export async function updateUrlImport(work: UpdateWork, stage: Stage, options: UpdateOptions): Promise<UpdatedImport> {
  const { project } = work.workspace;
  const [dependency] = stage.deps;
  if (dependency?.location === undefined) throw new TypeError("no import");
  const { location, entry } = dependency;
  const place = urlPlace(project, { location, fsConfig: entry.fsConfig });
  const update = { stage, dependency, place };
  const { after, changed } = options.toRemote
    ? await sendUpdate(work, update, options.remote)
    : await bringUpdate(work, update, options.noDownload ?? false);
  const before = entry.checksum?.value;
  return { dvcFile: cwdAddress(project, stage), before, rev: undefined, after: checksumOf(after), changed };
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
  noDownload: boolean,
): Promise<Moved> {
  const { project } = workspace;
  const after = await urlState(workspace, place);
  if (after === undefined) throw urlMissing(place);
  const bring = async ({ entry, location }: Output) => {
    if (location.kind === "url") throw new TypeError("the output of an import is not on this machine");
    const stored = await storeUrl(workspace, place, { store: project.cache.current, location });
    if (checksumOf(stored.dependency) !== checksumOf(after)) throw changedMeanwhile(stage);
    return withFields(entry, stored.output);
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

function changedMeanwhile({ address }: Stage): LodeError {
  return new LodeError("FILE_CHANGED", `Cannot update '${address}': its source changed in this moment`, {
    hint: "Run the command again.",
    details: { stage: address },
  });
}

function checksumOf({ checksum }: EntryState): string {
  return checksum?.value ?? "";
}
