import { expect, test } from "vitest";
import { findSignIn } from "./find-sign-in.ts";
import type { SignIn } from "./sign-in.ts";

function signIn(token: string, server: string, more: Partial<SignIn> = {}): SignIn {
  return { server, repository: undefined, user: "u", token, scope: undefined, expiresAt: undefined, ...more };
}

const known = [
  signIn("whole", "https://a.example.org"),
  signIn("animals", "https://a.example.org", { repository: "acme/animals" }),
  signIn("job", "http://127.0.0.1:5633", { repository: "acme/animals" }),
  signIn("over", "https://b.example.org", { expiresAt: "2020-01-01T00:00:00.000Z" }),
];

test.each([
  ["https://a.example.org", "whole"],
  ["https://A.example.org:443/other/set", "whole"],
  ["https://u:p@a.example.org/acme/animals.git", "animals"],
  ["https://a.example.org/acme/animals/dvc/files/md5", "animals"],
  ["https://a.example.org/api/v1/repositories/acme/animals/entries?rev=x", "animals"],
  ["https://a.example.org/acme/animals2", "whole"],
  ["http://127.0.0.1:5633/acme/animals", "job"],
  ["http://127.0.0.1:5633/acme/other", undefined],
  ["http://127.0.0.1:5633/api/v1/user", undefined],
  // Another scheme, port or host is another server.
  ["http://a.example.org/acme/animals", undefined],
  ["https://a.example.org:8443/", undefined],
  ["https://a.example.org.evil.org/", undefined],
  ["https://evil.org/https://a.example.org/", undefined],
  ["https://a.example.org@evil.org/", undefined],
  ["ssh://a.example.org/acme/animals", undefined],
  ["https://b.example.org/", undefined],
  ["/a/path", undefined],
])("findSignIn() for %s gives %s", (url, token) => {
  expect(findSignIn(known, url, Date.parse("2026-01-01"))?.token).toBe(token);
});
