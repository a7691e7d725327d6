import { expect, test } from "vitest";
import { registryPlace } from "./registry-place.ts";

test.each([
  ["http://host", { serverUrl: "http://host/", namespace: undefined, name: undefined }],
  ["https://host/acme/", { serverUrl: "https://host/", namespace: "acme", name: undefined }],
  [
    "HTTP://x:secret@host:81/acme/animals.git",
    { serverUrl: "http://x:secret@host:81/", namespace: "acme", name: "animals" },
  ],
])("registryPlace() reads %j", (url, place) => {
  expect(registryPlace(url)).toEqual(place);
});

test.each(["http://host/a/b/c", "http://host/a/b?x=y", "ssh://host/a/b", "git@host:a/b", "/srv/a", "http://", "x"])(
  "registryPlace() finds none in %j",
  (url) => {
    expect(registryPlace(url)).toBeUndefined();
  },
);
