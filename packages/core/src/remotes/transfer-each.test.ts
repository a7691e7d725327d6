import { expect, test } from "vitest";
import type { ErrorCode } from "../base/error-catalogue.ts";
import { LodeError } from "../base/lode-error.ts";
import { parseOid } from "../base/oid.ts";
import { Pace } from "./pace.ts";
import { transferEach } from "./transfer-each.ts";

const items = Array.from({ length: 500 }, (_, i) => {
  const oid = parseOid(i.toString(16).padStart(32, "0"));
  if (oid === undefined) throw new Error("no id");
  return { oid };
});

interface Refusal {
  readonly where: string;
  readonly code: ErrorCode;
  readonly status?: number;
  readonly tried: "few" | "all";
}

test.each<Refusal>([
  { where: "nobody is let in", code: "STORAGE_DENIED", status: 401, tried: "few" },
  { where: "the proxy lets nobody through", code: "STORAGE_DENIED", status: 407, tried: "few" },
  { where: "nothing answers", code: "STORAGE_UNREACHABLE", tried: "few" },
  { where: "an object may be closed by itself", code: "STORAGE_DENIED", status: 403, tried: "all" },
])("transferEach() tries $tried of the objects where $where", async ({ code, status, tried }) => {
  let asked = 0;
  const move = async () => {
    asked++;
    throw new LodeError(code, "no", status === undefined ? {} : { details: { status } });
  };
  const report = await transferEach(items, { pace: new Pace(16) }, move);
  expect(new Set(report.failed.map(({ oid }) => oid))).toEqual(new Set(items.map(({ oid }) => oid)));
  expect(report.failed).toHaveLength(items.length);
  if (tried === "few") expect(asked).toBeLessThan(100);
  else expect(asked).toBe(items.length);
});
