import { expect, test } from "vitest";
import { parseSshUrl } from "./ssh-url.ts";

test.each([
  ["ssh://host", { host: "host", path: "", user: undefined, port: undefined }],
  ["ssh://host/", { path: "/" }],
  ["ssh://host//a/b//", { path: "//a/b" }],
  ["ssh://me@host:2222/a%20b/c#d?e", { user: "me", host: "host", port: 2222, path: "/a%20b/c#d?e" }],
  ["ssh://me%40x:pa:ss@host/a", { user: "me@x", password: "pa:ss" }],
  ["ssh://[::1]:22/a", { host: "::1", port: 22 }],
])("parseSshUrl() reads %s", (url, parts) => {
  expect(parseSshUrl(url)).toMatchObject(parts);
});

test.each(["ssh://", "ssh:///path", "http://host", "host:path", "ssh://host:99999/a", "ssh://a b@c@d/e"])(
  "parseSshUrl() refuses %s",
  (url) => {
    expect(parseSshUrl(url)).toBeUndefined();
  },
);
