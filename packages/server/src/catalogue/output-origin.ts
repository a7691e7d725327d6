import { redactCredentials, type Stage } from "@lode/core/engine";

/**
 * How data came into a repository: `add`ed, made by a `stage` of a pipeline, or imported, from another repository (`import`),
 * a URL (`import-url`) or a database (`import-db`).
 */
export type OutputOrigin =
  | { readonly kind: "add" | "import-db" }
  | { readonly kind: "stage"; readonly stage: string }
  | {
      readonly kind: "import";
      /** Of the other repository, without secrets. */
      readonly url: string;
      /** In the other repository. */
      readonly path: string;
      /** What `update` follows; undefined: the default branch. */
      readonly rev: string | undefined;
      /** The commit that the data was taken from; undefined: not yet taken. */
      readonly commit: string | undefined;
    }
  | { readonly kind: "import-url" /** Without secrets. */; readonly url: string; readonly etag: string | undefined };

/** Every kind of origin. */
export const originKinds = ["add", "stage", "import", "import-url", "import-db"] as const;

/**
 * Says how the output of a stage came into its repository.
 *
 * @param prefix the folder of the project, before the names of stages
 */
export function originOf({ address, pipeline, deps, outs }: Stage, prefix: string): OutputOrigin {
  if (pipeline !== undefined) return { kind: "stage", stage: prefix === "" ? address : `${prefix}/${address}` };
  const [dependency] = deps;
  if (dependency === undefined || deps.length > 1 || outs.length > 1) return { kind: "add" };
  const { repo, db, path, checksum } = dependency.entry;
  if (db !== undefined) return { kind: "import-db" };
  if (repo !== undefined) {
    return { kind: "import", url: redactCredentials(repo.url), path, rev: repo.rev, commit: repo.revLock };
  }
  const etag = checksum?.key === "etag" ? checksum.value : undefined;
  return { kind: "import-url", url: redactCredentials(path), etag };
}
