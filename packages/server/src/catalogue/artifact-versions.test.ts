import { expect, test } from "vitest";
import { artifactVersions } from "./artifact-versions.ts";

type TagAt = readonly [name: string, commit: string];

/** Each tag is a second later than the one before. */
function tags(...names: readonly TagAt[]) {
  return names.map(([name, commit], i) => ({ name, oid: `t${i}`, commit, timeMs: i * 1000, tagger: "", subject: "" }));
}

function shown(...names: readonly TagAt[]) {
  return artifactVersions(tags(...names), { dir: undefined, name: "m" }).map(
    ({ version, tag, stages }) => `${version} ${tag.commit} ${stages.join(",")}`,
  );
}

test("artifactVersions() lists versions that nobody took back, the highest first, with the stages of now", () => {
  expect(
    shown(
      ["m@v1.0.0", "a"],
      ["m@v10.0.0", "b"],
      ["m@v2.0.0", "c"],
      ["m@v3.0.0", "d"],
      ["m@v3.0.0!", "d"],
      ["other@v9.0.0", "e"],
      ["m#prod#1", "a"],
      ["m#test", "c"],
      ["m#prod#2", "c"],
      ["m#dev", "b"],
      ["m#dev!", "b"],
      ["other#prod", "b"],
    ),
  ).toEqual(["v10.0.0 b ", "v2.0.0 c prod,test", "v1.0.0 a "]);
});

test("artifactVersions() takes the latest tag of a version that was registered again", () => {
  expect(shown(["m@v1.0.0#1", "a"], ["m@v1.0.0!#2", "a"], ["m@v1.0.0#3", "b"])).toEqual(["v1.0.0 b "]);
  expect(shown()).toEqual([]);
});
