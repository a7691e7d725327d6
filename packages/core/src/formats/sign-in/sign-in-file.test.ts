import fc from "fast-check";
import { expect, test } from "vitest";
import { parseSignIns, printSignIns } from "./sign-in-file.ts";

const text = fc.option(fc.string(), { nil: undefined });
const signIn = fc.record({
  server: fc.constantFrom("https://a.example.org", "http://127.0.0.1:5633", "http://[::1]:1"),
  repository: text,
  user: fc.string(),
  token: fc.stringMatching(/^[!-~]+$/),
  scope: text,
  expiresAt: text,
});

test("parseSignIns() reads what printSignIns() writes", () => {
  fc.assert(
    fc.property(fc.array(signIn), (signIns) => {
      expect(parseSignIns(printSignIns(signIns), "f")).toEqual(signIns);
    }),
  );
});

test.each([
  "",
  "[]",
  '{"version": 2, "sign_ins": []}',
  '{"version": 1}',
  '{"version": 1, "sign_ins": [{"server": "https://a/", "user": "u", "token": "t"}]}',
  '{"version": 1, "sign_ins": [{"server": "https://a", "user": "u", "token": "t\\r\\nX: y"}]}',
  '{"version": 1, "sign_ins": [{"server": "https://a", "user": "u", "token": "t", "expires_at": 1}]}',
])("parseSignIns() refuses %j", (content) => {
  expect(() => parseSignIns(content, "f")).toThrow('Cannot read the sign-ins in "f"');
});
