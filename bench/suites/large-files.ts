import { join } from "node:path";
import { makeLargeFiles } from "../data/large-files.ts";
import { initProject } from "../project.ts";
import type { Place, PlainCommand, Suite } from "../suite.ts";

const hashAll = (): PlainCommand => ({
  name: "md5sum, two at once",
  argv: ["sh", "-c", "find data -type f -print0 | xargs -0 -n 1 -P 2 md5sum"],
});

const copyAll = ({ dir }: Place): PlainCommand => ({
  name: "cp -r",
  argv: ["cp", "-r", "data", join(dir, `copy-${Date.now()}`)],
});

/** Files in which the bytes cost more than the names. */
export function largeFiles(name: string, files: { readonly count: number; readonly sizeBytes: number }): Suite {
  return {
    name,
    data: `${files.count} ${files.count === 1 ? "file" : "files"} of ${(files.sizeBytes / 1e6).toLocaleString("en")} MB`,
    repeats: 3,
    setUp: (place) => {
      initProject(place);
      place.runTool(["config", "cache.type", "hardlink,copy"]);
      makeLargeFiles(join(place.project, "data"), files);
    },
    steps: [
      { name: "add, hard links", args: ["add", "-q", "data"], plain: hashAll },
      { name: "add again", args: ["add", "-q", "data"] },
      { name: "push", args: ["push", "-q"], plain: copyAll },
      {
        name: "fetch",
        args: ["fetch", "-q"],
        prepare: (place) => place.setAside("project/.dvc/cache"),
        plain: copyAll,
      },
      {
        name: "checkout, copies",
        args: ["checkout", "-q"],
        prepare: (place) => {
          place.runTool(["config", "cache.type", "copy"]);
          place.setAside("project/data");
        },
        plain: copyAll,
      },
      { name: "status", args: ["status"] },
    ],
  };
}
