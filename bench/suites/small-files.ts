import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { copyPairs } from "../copy-pairs.ts";
import { makeSmallFiles, SMALL_BYTES } from "../data/small-files.ts";
import { commitAll, initProject } from "../project.ts";
import type { Place, PlainCommand, Step, Suite } from "../suite.ts";

const statAll = (): PlainCommand => ({ name: "find", argv: ["find", "data", "-printf", "%s %T@ %i\n"] });
const listRemote = (): PlainCommand => ({ name: "find", argv: ["find", "../remote", "-name", "*"] });

const trackSteps: readonly Step[] = [
  { name: "add", args: ["add", "-q", "data"], plain: (place) => copyPairs(place, "to-objects") },
  { name: "add again", args: ["add", "-q", "data"], plain: statAll },
  { name: "status", args: ["status"], plain: statAll },
  { name: "data status", args: ["data", "status"], plain: statAll },
  { name: "push", args: ["push", "-q"], plain: (place) => copyPairs(place, "between-objects") },
  { name: "push again", args: ["push", "-q"], plain: listRemote },
  {
    name: "fetch",
    args: ["fetch", "-q"],
    prepare: (place) => place.setAside("project/.dvc/cache"),
    plain: (place) => copyPairs(place, "between-objects"),
  },
  { name: "fetch again", args: ["fetch", "-q"], plain: listRemote },
  {
    name: "checkout",
    args: ["checkout", "-q"],
    prepare: (place) => place.setAside("project/data"),
    plain: (place) => copyPairs(place, "to-files"),
  },
  { name: "checkout again", args: ["checkout", "-q"], plain: statAll },
  { name: "list", args: ["list", "."] },
  { name: "list -R", args: ["list", "-R", "."] },
];

const reuseSteps: readonly Step[] = [
  {
    name: "get",
    args: ["get", "-q", "../project", "data", "-o", "copy"],
    cwd: "consumer",
    prepare: beginConsumer,
    plain: (place) => copyPairs(place, "to-files"),
  },
  {
    name: "import",
    args: ["import", "-q", "../project", "data"],
    cwd: "consumer",
    plain: () => ({ name: "cp -r twice", argv: ["sh", "-c", "cp -r data ../copy-1 && cp -r data ../copy-2"] }),
  },
  {
    name: "import, cache warm",
    args: ["import", "-q", "../project", "data"],
    cwd: "consumer",
    prepare: (place) => {
      place.setAside("consumer/data");
      place.setAside("consumer/data.dvc");
    },
    plain: (place) => copyPairs(place, "to-files"),
  },
  { name: "update, nothing new", args: ["update", "-q", "data.dvc"], cwd: "consumer" },
  { name: "add, one file new", args: ["add", "-q", "data"], prepare: addOneFile, plain: statAll },
  { name: "update, one file new", args: ["update", "-q", "data.dvc"], cwd: "consumer", prepare: publish },
  { name: "diff, one file new", args: ["diff", "HEAD~1", "HEAD"] },
];

const linkSteps: readonly Step[] = [
  {
    name: "checkout, hard links",
    args: ["checkout", "-q"],
    prepare: (place) => {
      place.runTool(["config", "cache.type", "hardlink"]);
      place.setAside("project/data");
    },
    plain: (place) => copyPairs(place, "to-files", true),
  },
];

/** Each command of everyday use on many small files. */
export function smallFiles(name: string, count: number): Suite {
  return {
    name,
    data: `${count.toLocaleString("en")} files of ${SMALL_BYTES} bytes in 10 folders`,
    repeats: 3,
    setUp: (place) => {
      initProject(place);
      makeSmallFiles(join(place.project, "data"), count);
    },
    steps: [...trackSteps, ...reuseSteps, ...linkSteps],
  };
}

function beginConsumer(place: Place): void {
  commitAll(place, "track data");
  const consumer = join(place.dir, "consumer");
  place.run(["git", "init", "-q", "-b", "main", consumer]);
  place.runTool(["init", "-q"], consumer);
}

function addOneFile({ project }: Place): void {
  writeFileSync(join(project, "data/0/new"), "new");
}

function publish(place: Place): void {
  place.runTool(["push", "-q"]);
  commitAll(place, "one file more");
}
