/** The name of an artifact of a project: `name`, or `dir:name` for one of the `dvc.yaml` in a directory. */
export interface ArtifactName {
  /** Relative to the root of the Git repository; undefined for the `dvc.yaml` in the root. */
  readonly dir: string | undefined;
  readonly name: string;
}

/** The source of a pattern for a name, or a stage: letters, digits, `-`, `_` and `/`, the latter three only inside. */
export const NAME_PATTERN = "[a-zA-Z0-9](?:[a-zA-Z0-9_/-]*[a-zA-Z0-9])?";

/** The source of a pattern for the directory part. */
export const DIR_PATTERN = "[a-zA-Z0-9_./-]+";

const NAME = new RegExp(`^${NAME_PATTERN}$`);
const FULL_NAME = new RegExp(`^(?:(?<dir>${DIR_PATTERN}):)?(?<name>${NAME_PATTERN})$`);

/** Says whether a text can be an artifact's name without a directory. */
export function isArtifactName(text: string): boolean {
  return NAME.test(text);
}

/**
 * Parses what a user or a file calls an artifact: `name`, `dir:name` or `dir/dvc.yaml:name`. Undefined if it is no name.
 * As in DVC, `dvc.yaml:name` has the directory "", which no tag has: artifacts of the root are called by their name.
 */
export function parseArtifactName(text: string): ArtifactName | undefined {
  const { dir, name } = FULL_NAME.exec(text)?.groups ?? {};
  if (name === undefined) return undefined;
  return { dir: dir?.replace(/(?:^|\/+)dvc\.yaml$/, ""), name };
}

/** Writes the name in its short form: `dir:name`, or `name`. */
export function formatArtifactName({ dir, name }: ArtifactName): string {
  return dir === undefined ? name : `${dir}:${name}`;
}
