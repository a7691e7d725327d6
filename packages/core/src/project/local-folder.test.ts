import { expect, test } from "vitest";
import { localFolder } from "./local-folder.ts";

test.each([
  ["/mnt/share", "/mnt/share"],
  ["/mnt/a:b", "/mnt/a:b"],
  ["file:///mnt/a%20b", "/mnt/a b"],
  ["FILE:///mnt/share", "/mnt/share"],
])("localFolder() is the folder of %s", (url, folder) => {
  expect(localFolder({ url })).toBe(folder);
});

test.each(["s3:///bucket/path", "ssh://", "http:///path?token=hush", "weird:///path"])(
  "localFolder() refuses %s, which names no host",
  (url) => {
    expect(() => localFolder({ url })).toThrow(
      expect.objectContaining({ code: "URL_INVALID", message: expect.not.stringContaining("hush") }),
    );
  },
);
