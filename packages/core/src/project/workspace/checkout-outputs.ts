import { appendAll } from "../../base/append-all.ts";
import { compareCodePoints } from "../../base/code-point-order.ts";
import { isLodeError, LodeError } from "../../base/lode-error.ts";
import { isDirOid } from "../../base/oid.ts";
import type { PathChoice } from "../../formats/ignore/path-choice.ts";
import { pathExists } from "../../fs/path-exists.ts";
import { settle } from "../../store/settle.ts";
import { type AppliedCheckout, applyCheckout } from "../../worktree/checkout/apply-checkout.ts";
import type { CheckoutPlan } from "../../worktree/checkout/checkout-plan.ts";
import type { CheckoutRequest, RecordedState } from "../../worktree/checkout/checkout-request.ts";
import { findUnsaved } from "../../worktree/checkout/find-unsaved.ts";
import { planCheckout } from "../../worktree/checkout/plan-checkout.ts";
import { refuseBehindLink } from "../../worktree/checkout/refuse-behind-link.ts";
import { rememberCheckout } from "../../worktree/checkout/remember-checkout.ts";
import { removeFailed } from "../../worktree/checkout/remove-failed.ts";
import type { Output } from "../output.ts";
import { fetchedPartialImport, partialImportCache } from "../partial-import.ts";
import { type Project, storeOf } from "../project.ts";
import { isPartialImport, isRepoImport } from "../stage.ts";
import { findOutputManifest, type ManifestReader } from "./find-output-manifest.ts";
import type { CheckoutTarget, OutputCheckout } from "./output-checkout.ts";
import { recordCreatedOutputs } from "./record-created.ts";
import { findUnsavedFiles, removeOutput } from "./remove-output.ts";
import { fullPath, type LocalLocation, memoryOf, scopeOf, type Workspace } from "./workspace.ts";

/** How outputs are checked out. */
export interface CheckoutOutputsOptions {
  /** True: files that are saved nowhere are removed too. Default: false. */
  readonly force?: boolean;
  /** True: unchanged files are made anew, linked as `cache.type` asks for. Default: false. */
  readonly relink?: boolean;
  /** Of directories, only the chosen files are brought to their recorded state; all others stay. Default: all. */
  readonly isChosen?: PathChoice;
}

/**
 * Brings outputs to their recorded state; call it under the project's lock.
 *
 * 1. All outputs are compared, and files that are saved nowhere stop everything before anything changes.
 * 2. Each output is changed, whatever becomes of the others.
 * 3. An output that lacks objects is removed as far as it is saved. One without recorded content is removed, and what is
 *    saved nowhere of it is kept aside; see setAside.
 *
 * @param targets outputs that are kept in the cache
 * @throws FILES_UNSAVED, PATH_BEHIND_LINK, and what hashing throws, before anything changes; IO_FAILED, CANCELLED
 */
export async function checkoutOutputs(
  workspace: Workspace,
  targets: readonly CheckoutTarget[],
  options: CheckoutOutputsOptions = {},
): Promise<readonly OutputCheckout[]> {
  const planned: PlannedOutput[] = [];
  for (const target of targets) planned.push(await planOutput(workspace, target, options));
  const plans = planned.flatMap(({ plan }) => plan ?? []);
  const unrecorded = planned
    .filter((output) => isUnrecorded(workspace, output, options))
    .map(({ target }) => target.output);
  const unsaved = await findUnsavedOf(workspace, unrecorded);
  if (!options.force) refuseUnsaved([...(await findUnsaved(plans, workspace.run)), ...unsaved]);
  for (const plan of plans) refuseBehindLink(plan, workspace.project.rootDir);
  const checkouts: OutputCheckout[] = [];
  let placedMs = 0;
  for (const { target, plan, failure } of planned) {
    const applied = plan === undefined ? undefined : await applyCheckout(plan, workspace.run);
    placedMs = performance.now();
    checkouts.push(
      applied === undefined ? notPlanned(target, failure) : await concludeCheckout(workspace, target, applied),
    );
  }
  for (const output of unrecorded) await removeOutput(workspace, output);
  if (plans.some(({ create, replace }) => create.length + replace.length > 0)) await settle(placedMs);
  await recordCreatedOutputs(
    workspace,
    targets.filter((_target, i) => isRecorded(checkouts[i])),
  );
  return checkouts;
}

interface PlannedOutput {
  readonly target: CheckoutTarget;
  readonly plan: CheckoutPlan | undefined;
  readonly failure: LodeError | undefined;
}

async function planOutput(
  workspace: Workspace,
  target: CheckoutTarget,
  options: CheckoutOutputsOptions,
): Promise<PlannedOutput> {
  try {
    const request = await requestFor(workspace, target, options.isChosen);
    if (isPartialImport(target.stage) && isRepoImport(target.stage))
      return { target, plan: await planPartial(workspace, request), failure: undefined };
    return { target, plan: await planCheckout(request, workspace.run, options), failure: undefined };
  } catch (error) {
    if (isLodeError(error, "MANIFEST_MISSING", "OUTPUT_UNKNOWN_STATE"))
      return { target, plan: undefined, failure: error };
    throw error;
  }
}

/** Whether something is at the place of an output, but its metadata say nothing of its content: DVC removes it. */
function isUnrecorded(
  workspace: Workspace,
  { target: { stage, output, within }, failure }: PlannedOutput,
  { isChosen }: CheckoutOutputsOptions,
): boolean {
  if (failure?.code !== "OUTPUT_UNKNOWN_STATE" || isPartialImport(stage)) return false;
  const isWhole = within === undefined && isChosen === undefined;
  return isWhole && output.location.kind !== "url" && pathExists(fullPath(workspace, output.location));
}

async function findUnsavedOf(workspace: Workspace, outputs: readonly Output[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const output of outputs) appendAll(found, await findUnsavedFiles(workspace, output));
  return found.sort(compareCodePoints);
}

/** The files of a partial import from a repository are made anew each time, and counted as modified, as in DVC. */
async function planPartial({ run }: Workspace, request: CheckoutRequest): Promise<CheckoutPlan> {
  const plan = await planCheckout(request, run, { relink: true });
  const { change = "modified", counts, create, replace } = plan;
  return { ...plan, change, counts: { ...counts, modified: create.length + replace.length - counts.added } };
}

async function requestFor(
  workspace: Workspace,
  target: CheckoutTarget,
  isChosen: PathChoice | undefined,
): Promise<CheckoutRequest> {
  const { output, within } = target;
  const project = withItsData(workspace.project, target);
  const recorded = await recordedState({ project, run: workspace.run }, target);
  const choice = recorded.kind === "dir" && isChosen !== undefined ? { isChosen } : {};
  const location: LocalLocation = output.location.kind === "url" ? { kind: "outside", path: "" } : output.location;
  const inner =
    within === undefined ? location : ({ ...location, path: `${location.path}/${within}` } as LocalLocation);
  return {
    path: fullPath(workspace, location),
    recorded,
    store: storeOf(project.cache, output.hashName),
    memory: {
      ...memoryOf(workspace, location, output.hashName),
      partial: within !== undefined || "isChosen" in choice,
    },
    scope: await scopeOf(workspace, inner),
    ...(within === undefined ? {} : { within }),
    ...choice,
  };
}

/** A project with the cache that has the data of an output: a partial import has one of its own. */
function withItsData(project: Project, { stage }: CheckoutTarget): Project {
  return isPartialImport(stage) ? { ...project, cache: partialImportCache(project) } : project;
}

/** @throws OUTPUT_UNKNOWN_STATE, MANIFEST_MISSING */
async function recordedState(
  reader: ManifestReader,
  { stage, output, manifest }: CheckoutTarget,
): Promise<RecordedState> {
  const { entry } = output;
  const oid = output.oid ?? fetchedPartialImport(reader.project, stage);
  if (oid === undefined) {
    throw new LodeError("OUTPUT_UNKNOWN_STATE", `Cannot check out '${entry.path}': no content is recorded for it`, {
      hint: "Record what is there with `lode commit`.",
      details: { path: entry.path },
    });
  }
  if (!isDirOid(oid)) return { kind: "file", oid, executable: entry.isexec === true };
  const readManifest = async () => manifest ?? (await findOutputManifest(reader, output, oid));
  return { kind: "dir", oid, files: entry.nfiles, manifest: readManifest };
}

function refuseUnsaved(unsaved: readonly string[]): void {
  if (unsaved.length === 0) return;
  throw new LodeError(
    "FILES_UNSAVED",
    `Cannot remove files whose content is saved nowhere: ${unsaved.map((path) => `"${path}"`).join(", ")}`,
    {
      hint: "Track them with `lode add` or `lode commit` first, or give them up with --force.",
      details: { paths: unsaved },
    },
  );
}

const NO_CHANGES = { added: 0, modified: 0, deleted: 0 };

function notPlanned({ stage, output }: CheckoutTarget, failure: LodeError | undefined): OutputCheckout {
  const failures = failure === undefined ? [] : [failure];
  return { stage, output, change: undefined, counts: NO_CHANGES, failures, left: [] };
}

async function concludeCheckout(
  workspace: Workspace,
  target: CheckoutTarget,
  applied: AppliedCheckout,
): Promise<OutputCheckout> {
  const { plan } = applied;
  if (applied.failures.length > 0) return failedCheckout(workspace, target, applied);
  rememberCheckout(applied);
  const { stage } = target;
  // A partial import records no object of its own.
  const output = { ...target.output, oid: plan.request.recorded.oid };
  return { stage, output, change: plan.change, counts: plan.counts, failures: [], left: applied.left };
}

async function failedCheckout(
  { run }: Workspace,
  { stage, output }: CheckoutTarget,
  applied: AppliedCheckout,
): Promise<OutputCheckout> {
  // What is missing of a chosen part says nothing of the other files.
  const kept = applied.plan.request.isChosen === undefined ? await removeFailed(applied, run) : [];
  const { failures } = applied;
  return { stage, output, change: undefined, counts: NO_CHANGES, failures, left: [...applied.left, ...kept] };
}

function isRecorded(checkout: OutputCheckout | undefined): boolean {
  return checkout !== undefined && checkout.failures.length === 0 && checkout.change !== undefined;
}
