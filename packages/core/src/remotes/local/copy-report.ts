import { LodeError } from "../../base/lode-error.ts";
import type { Oid } from "../../base/oid.ts";
import type { CopyReport, CopyResult } from "../../store/copy-objects.ts";
import type { TransferReport } from "../remote.ts";

/** Turns what copying between two stores did into a transfer's report. */
export function copyReport({ results }: CopyReport): TransferReport {
  const withStatus = (status: CopyResult["status"]): readonly Oid[] =>
    results.filter((result) => result.status === status).map(({ oid }) => oid);
  return {
    transferred: withStatus("copied"),
    missing: withStatus("missing"),
    failed: results
      .filter(({ status }) => status === "failed")
      .map(({ oid, error }) => ({ oid, error: error ?? lost(oid) })),
  };
}

function lost(oid: Oid): LodeError {
  return new LodeError("IO_FAILED", `Cannot copy the object '${oid}': the copy failed without a reason`);
}
