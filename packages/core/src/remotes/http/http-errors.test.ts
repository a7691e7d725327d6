import { expect, test } from "vitest";
import { connectionError, statusError } from "./http-errors.ts";

const attempt = { action: "read", url: "https://me:secret@host/a?token=secret" };

test.each([
  [401, "STORAGE_DENIED"],
  [403, "STORAGE_DENIED"],
  [405, "STORAGE_REJECTED"],
  [413, "STORAGE_REJECTED"],
  [501, "STORAGE_REJECTED"],
  [507, "STORAGE_REJECTED"],
  [429, "STORAGE_UNREACHABLE"],
  [503, "STORAGE_UNREACHABLE"],
])("statusError() tells what an answer %i means, and keeps secrets", (status, code) => {
  const error = statusError(attempt, status);
  expect(error.code).toBe(code);
  expect(JSON.stringify([error.message, error.hint, error.details])).not.toContain("secret");
});

test.each([
  ["ECONNRESET", "STORAGE_UNREACHABLE"],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "STORAGE_REJECTED"],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "STORAGE_REJECTED"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "STORAGE_REJECTED"],
])("connectionError() tells whether another attempt may help: %s", (errno, code) => {
  expect(connectionError(attempt, Object.assign(new Error("x"), { code: errno }))).toMatchObject({ code });
});
