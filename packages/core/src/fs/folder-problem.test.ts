import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { folderProblem } from "./folder-problem.ts";
import { makeTempFolder } from "./testing/temp-folder.ts";

test("folderProblem() looks at the nearest folder that there is", () => {
  const folder = makeTempFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  const file = join(folder.path, "file");
  writeFileSync(file, "");
  expect(folderProblem(folder.path)).toBeUndefined();
  expect(folderProblem(join(folder.path, "to/be/made"))).toBeUndefined();
  expect(folderProblem(file)).toBe(`"${file}" is no folder`);
  expect(folderProblem(join(file, "in/it"))).toBe(`"${file}" is no folder`);
});
