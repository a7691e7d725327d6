import { LodeError } from "../../base/lode-error.ts";
import type { Oid } from "../../base/oid.ts";
import type { CopyReport, CopyResult } from "../../store/copy-objects.ts";
import type { TransferReport } from "../remote.ts";

/** Turns what copying between two stores did into a transfer's report: an object with wrong bytes has failed. */
export function copyReport({ results }: CopyReport): TransferReport {
  const isFailed = ({ status, error }: CopyResult): boolean =>
    status === "failed" || (status === "missing" && error !== undefined);
  return {
    transferred: results.filter(({ status }) => status === "copied").map(({ oid }) => oid),
    missing: results.filter((result) => result.status === "missing" && !isFailed(result)).map(({ oid }) => oid),
    failed: results.filter(isFailed).map(({ oid, error }) => ({ oid, error: error ?? lost(oid) })),
  };
}

function lost(oid: Oid): LodeError {
  return new LodeError("IO_FAILED", `Cannot copy the object '${oid}': the copy failed without a reason`);
}
