import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { RunContext } from "../../base/events.ts";
import type { Manifest } from "../../formats/manifest/manifest.ts";
import type { LinkType } from "../../fs/link-type.ts";
import type { ObjectStore } from "../../store/object-store.ts";
import { readManifest } from "../../store/read-manifest.ts";
import { openStatCache } from "../../store/stat-cache/open-stat-cache.ts";
import type { StatCache } from "../../store/stat-cache/stat-cache.ts";
import { type AppliedCheckout, applyCheckout } from "../checkout/apply-checkout.ts";
import type { CheckoutPlan } from "../checkout/checkout-plan.ts";
import type { CheckoutRequest, RecordedState } from "../checkout/checkout-request.ts";
import { type PlanOptions, planCheckout } from "../checkout/plan-checkout.ts";
import { rememberCheckout } from "../checkout/remember-checkout.ts";
import { memoryKey } from "../digest/digest-memory.ts";
import type { DirState, FileState } from "../digest/output-state.ts";
import { saveScan } from "../save/save-scan.ts";
import { dirRegion } from "../scan/region.ts";
import { isScan } from "../scan/scan.ts";
import { scanRegion } from "../scan/scan-region.ts";
import { nothingIgnored, type WalkScope } from "../scan/walk-scope.ts";

/** Names and contents below a folder: a text is a file, a record a folder. */
export interface Tree {
  readonly [name: string]: string | Tree;
}

/** What was saved, as a checkout takes it; `members` are the files of a directory. */
export type SavedState = (FileState | (DirState & RecordedState)) & { readonly members: Manifest };

/** A workspace with a store and a stat cache in a temporary folder. */
export class WorktreeFixture implements Disposable {
  readonly dir = mkdtempSync(join(tmpdir(), "lode-worktree-"));
  readonly work = join(this.dir, "work");
  readonly statCache: StatCache = openStatCache(join(this.dir, "state.db"));
  readonly run: RunContext = {};
  scope: WalkScope = nothingIgnored;
  linkTypes: readonly LinkType[] = ["copy"];

  constructor() {
    mkdirSync(this.work);
  }

  get store(): ObjectStore {
    return { dir: join(this.dir, "store"), hashName: "md5", linkTypes: this.linkTypes };
  }

  path(relpath: string): string {
    return join(this.work, relpath);
  }

  /** Writes files below the workspace. */
  write(tree: Tree, folder = this.work): void {
    mkdirSync(folder, { recursive: true });
    for (const [name, content] of Object.entries(tree)) {
      const path = join(folder, name);
      if (typeof content !== "string") this.write(content, path);
      else {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, content);
      }
    }
  }

  /** Writes files after removing what was at their paths. */
  replace(tree: Tree): void {
    for (const name of Object.keys(tree)) rmSync(this.path(name), { recursive: true, force: true });
    this.write(tree);
  }

  /** Puts a symbolic link where something else was. */
  replaceByLink(relpath: string, target: string): void {
    rmSync(this.path(relpath), { recursive: true, force: true });
    symlinkSync(target, this.path(relpath));
  }

  /** Sets the mtime of a file, or of all files below a folder. */
  setMtimes(relpath: string, seconds: number): void {
    const path = this.path(relpath);
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path)) this.setMtimes(join(relpath, name), seconds);
    } else utimesSync(path, seconds, seconds);
  }

  /** Reads all files below a path of the workspace; undefined if nothing is there. */
  read(relpath = ""): string | Tree | undefined {
    try {
      return readTree(this.path(relpath));
    } catch {
      return undefined;
    }
  }

  memory(output: string): { statCache: StatCache; key: string } {
    return { statCache: this.statCache, key: memoryKey("md5", output) };
  }

  /** Forgets all that is remembered of an output and of the store. */
  forget(output: string): void {
    const { statCache, key } = this.memory(output);
    statCache.save(key, { gone: "all" });
    statCache.setFact(`tree:${key}`, undefined);
    statCache.setFact(`complete:${key}@${this.store.dir}`, undefined);
  }

  /** Saves an output of the workspace into the store, as `add` does. */
  async save(output: string): Promise<SavedState> {
    const known = this.statCache.knownDirs(this.memory(output).key);
    const options = { scope: this.scope, isUnknown: (relpath: string) => !known.has(relpath) };
    const scan = await scanRegion(dirRegion(this.path(output)), options);
    if (!isScan(scan)) throw new Error(`nothing to save at ${output}`);
    const { store, run } = this;
    const { state } = await saveScan(scan, { store, memory: this.memory(output), relink: true, run });
    if (state.kind === "file") return { ...state, members: [] };
    const found = await readManifest(store, state.oid);
    if (found.status !== "ok") throw new Error(`the store has no manifest of ${output}`);
    return { ...state, members: found.manifest, manifest: () => Promise.resolve(found.manifest) };
  }

  /** Plans the checkout of an output. */
  plan(
    output: string,
    recorded: RecordedState,
    options: PlanOptions & { within?: string } = {},
  ): Promise<CheckoutPlan> {
    const { within, ...planOptions } = options;
    const request: CheckoutRequest = {
      path: this.path(output),
      recorded,
      store: this.store,
      memory: { ...this.memory(output), partial: within !== undefined },
      scope: this.scope,
      ...(within === undefined ? {} : { within }),
    };
    return planCheckout(request, this.run, planOptions);
  }

  /** Plans and applies a checkout. */
  async checkout(output: string, recorded: RecordedState): Promise<AppliedCheckout> {
    const applied = await applyCheckout(await this.plan(output, recorded), this.run);
    rememberCheckout(applied);
    return applied;
  }

  [Symbol.dispose](): void {
    this.statCache.close();
    rmSync(this.dir, { recursive: true, force: true });
  }
}

function readTree(path: string): string | Tree {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return Object.fromEntries(readdirSync(path).map((name) => [name, readTree(join(path, name))]));
  }
}
