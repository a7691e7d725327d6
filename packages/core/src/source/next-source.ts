import { LodeError } from "../base/lode-error.ts";
import { redactUrl } from "../formats/config/redact-url.ts";
import type { RepoSource } from "../formats/stage/dependency-entry.ts";
import type { OwnedOutput } from "../project/project-index.ts";
import { isRepoImport } from "../project/stage.ts";
import { refuseForeignRemote } from "./refuse-foreign-options.ts";
import type { Source, SourceProject } from "./source.ts";
import type { SourceSpec, SourceStep } from "./source-context.ts";

/** Where an import of a source comes from itself. */
export interface NextSource {
  readonly source: Source;
  /** The path that was imported. */
  readonly path: string;
}

/**
 * Opens the repository that an output of a source was imported from; undefined if it is no import.
 *
 * @throws CONFIG_UNTRUSTED if it is to be opened with options that only the user may set, IMPORT_CYCLE if the chain comes back to where it was, and what openSource throws
 */
export async function nextSource(owner: SourceProject, { stage }: OwnedOutput): Promise<NextSource | undefined> {
  const [dependency] = stage.deps;
  const repo = dependency?.entry.repo;
  if (!isRepoImport(stage) || dependency === undefined || repo === undefined) return undefined;
  const rev = repo.revLock ?? repo.rev;
  const spec: SourceSpec = {
    url: repo.url,
    ...(rev !== undefined && { rev }),
    ...(repo.config !== undefined && { config: repo.config }),
    ...(repo.remote !== undefined && { remote: repo.remote }),
  };
  if (!owner.place.isLocal) refuseForeignSpec(repo, owner.place.spec.url);
  const { path } = dependency.entry;
  const step: SourceStep = { url: repo.url, commit: rev, path };
  const { source, next, services } = owner.place;
  const trail = source.trail ?? [];
  if (trail.some((before) => isSame(before, step))) throw cycle([...trail, step]);
  const key = JSON.stringify([spec.url, rev, spec.config, spec.remote]);
  const opened = next.get(key) ?? services.open(spec, { ...source, trail: [...trail, step] });
  next.set(key, opened);
  return { source: await opened, path };
}

function refuseForeignSpec({ config, remote }: RepoSource, url: string): void {
  const shown = redactUrl(url);
  if (typeof remote === "object") refuseForeignRemote(remote, "of an import", shown);
  const named = typeof config === "object" ? config.remote : undefined;
  for (const [name, options] of Object.entries(named ?? {})) {
    if (typeof options === "object" && options !== null) refuseForeignRemote({ ...options }, name, shown);
  }
}

function isSame(a: SourceStep, b: SourceStep): boolean {
  return a.url === b.url && a.commit === b.commit && a.path === b.path;
}

function cycle(trail: readonly SourceStep[]): LodeError {
  const steps = trail.map(({ path, url }) => `'${path}' of '${url}'`).join(" from ");
  return new LodeError("IMPORT_CYCLE", `Cannot follow the import of ${steps}: it leads back to itself`, {
    hint: "One of these repositories has to hold the data itself.",
    details: { steps: trail },
  });
}
