import type { TreeEntry } from "../../base/file-tree.ts";
import { LodeError } from "../../base/lode-error.ts";

/** One entry of a Git tree object. */
export interface GitTreeEntry extends TreeEntry {
  readonly executable: boolean;
  /** The id of the blob, tree, or (for a submodule, kind `other`) commit. */
  readonly oid: string;
}

/** The entries of one Git tree object by name. */
export type GitTreeEntries = ReadonlyMap<string, GitTreeEntry>;

/**
 * Parses a Git tree object: entries of `<octal mode> SP <name> NUL <id bytes>`. Names that are not UTF-8 are decoded
 * with replacement characters.
 *
 * @param oidBytes the length of an id: 20, or 32 in a SHA-256 repository
 * @throws PATH_HOSTILE if a name would leave its folder, which git itself never writes
 */
export function parseTreeObject(bytes: Buffer, oidBytes: number): GitTreeEntries {
  const entries = new Map<string, GitTreeEntry>();
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const nul = bytes.indexOf(0, space);
    const end = nul + 1 + oidBytes;
    if (space < 0 || nul < 0 || end > bytes.length) throw malformed("it is cut short");
    const mode = Number.parseInt(bytes.toString("latin1", at, space), 8);
    const name = bytes.toString("utf8", space + 1, nul);
    if (name === "" || name === "." || name === ".." || name.includes("/")) {
      throw malformed(`it holds the name ${JSON.stringify(name)}`);
    }
    entries.set(name, { name, ...modeMeaning(mode), oid: bytes.toString("hex", nul + 1, end) });
    at = end;
  }
  return entries;
}

function modeMeaning(mode: number): Pick<GitTreeEntry, "kind" | "executable"> {
  switch (mode & 0o170000) {
    case 0o040000:
      return { kind: "dir", executable: false };
    case 0o100000:
      return { kind: "file", executable: (mode & 0o111) !== 0 };
    case 0o120000:
      return { kind: "link", executable: false };
    default:
      return { kind: "other", executable: false };
  }
}

function malformed(state: string): LodeError {
  return new LodeError("PATH_HOSTILE", `Cannot read a folder of a Git commit: ${state}`);
}
