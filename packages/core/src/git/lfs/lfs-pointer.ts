/** What stands in a Git repository for a file that Git LFS keeps elsewhere. */
export interface LfsPointer {
  /** The SHA-256 of the content: 64 hexadecimal digits. */
  readonly sha256: string;
  readonly sizeBytes: number;
}

/** The specification: a pointer is shorter than this. */
const MAX_POINTER_BYTES = 1024;
const VERSIONS = new Set(["https://git-lfs.github.com/spec/v1", "https://hawser.github.com/spec/v1"]);

/**
 * Says whether the content of a file is a Git LFS pointer, and what it points at; undefined for any other content.
 *
 * Source: the pointer specification of Git LFS, https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
 */
export function detectLfsPointer(bytes: Uint8Array): LfsPointer | undefined {
  if (bytes.length >= MAX_POINTER_BYTES) return undefined;
  const [first = "", ...lines] = Buffer.from(bytes).toString("utf8").split("\n");
  if (!first.startsWith("version ") || !VERSIONS.has(first.slice("version ".length))) return undefined;
  const sha256 = firstMatch(lines, /^oid sha256:([0-9a-f]{64})$/);
  const size = firstMatch(lines, /^size ([0-9]{1,15})$/);
  return sha256 === undefined || size === undefined ? undefined : { sha256, sizeBytes: Number(size) };
}

function firstMatch(lines: readonly string[], pattern: RegExp): string | undefined {
  for (const line of lines) {
    const value = pattern.exec(line)?.[1];
    if (value !== undefined) return value;
  }
  return undefined;
}
