import type { Oid } from "../../base/oid.ts";
import { isExecutable } from "../scan/mode-kind.ts";
import { pathIn } from "../scan/scan.ts";
import type { DigestedScan } from "./digested-scan.ts";

/** A file of a scan with all that metadata can record of it. */
export interface ListedFile {
  /** Relative to the scan's base. */
  readonly relpath: string;
  readonly oid: Oid;
  readonly sizeBytes: number;
  /** Whether anybody may execute it. */
  readonly executable: boolean;
}

/** Lists the digested files of a scan, directory by directory. */
export function listFiles({ dirs }: DigestedScan): readonly ListedFile[] {
  return dirs.flatMap(({ dir, oids }) =>
    oids.flatMap((oid, row) => {
      if (oid === undefined) return [];
      const { names, sizes, modes } = dir.stats;
      const relpath = pathIn(dir, names[row] ?? "");
      return [{ relpath, oid, sizeBytes: sizes[row] ?? 0, executable: isExecutable(modes[row] ?? 0) }];
    }),
  );
}
