import { expect, test } from "vitest";
import { importedPath } from "./import-spec.ts";

test("importedPath() keeps every path in the source", () => {
  const paths = ["foo", "/foo", "./foo", "../foo", "dir/../foo", "../../etc/passwd", ".", "", "dir/"];
  expect(paths.map(importedPath)).toEqual(["foo", "foo", "foo", "foo", "foo", "etc/passwd", "", "", "dir/"]);
});
