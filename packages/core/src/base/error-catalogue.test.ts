import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { errorCatalogue } from "./error-catalogue.ts";

const page = readFileSync(join(import.meta.dirname, "../../../../docs/errors.md"), "utf8");

test("errorCatalogue lists the codes of docs/errors.md with their kinds, in the same order", () => {
  const documented = [...page.matchAll(/^\| `(\w+)` \| ([\w-]+) \| \S/gm)].map(([, code, kind]) => [code, kind]);
  expect(documented).toEqual(Object.entries(errorCatalogue));
});
