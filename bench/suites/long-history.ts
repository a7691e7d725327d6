import { join } from "node:path";
import { addVersions, datasetOf } from "../data/history.ts";
import { commitAll, initProject } from "../project.ts";
import type { Place, Step, Suite } from "../suite.ts";

const COMMITS = 500;
const DATASET = datasetOf(3);

const url = ({ project }: Place): string => `file://${project}`;

const steps: readonly Step[] = [
  { name: "push --all-commits", args: ["push", "-q", "--all-commits"] },
  {
    name: "fetch --all-commits",
    args: ["fetch", "-q", "--all-commits"],
    prepare: (place) => place.setAside("project/.dvc/cache"),
  },
  {
    name: "list, first clone",
    args: (place) => ["list", url(place), "-R"],
    cwd: "consumer",
    plain: (place) => ({
      name: "git clone",
      argv: ["git", "clone", "-q", "--bare", url(place), join(place.dir, "clone")],
    }),
  },
  {
    name: "list, cloned before",
    args: (place) => ["list", url(place), "-R"],
    cwd: "consumer",
    plain: (place) => ({ name: "git ls-remote", argv: ["git", "ls-remote", url(place)] }),
  },
  {
    name: "get --rev",
    args: (place) => ["get", "-q", url(place), DATASET, "--rev", "main~200"],
    cwd: "consumer",
  },
  {
    name: "import --rev",
    args: (place) => ["import", "-q", url(place), DATASET, "--rev", "main~200", "-o", "old.txt"],
    cwd: "consumer",
  },
  { name: "import", args: (place) => ["import", "-q", url(place), DATASET], cwd: "second" },
  { name: "update, nothing new", args: ["update", "-q", `${DATASET}.dvc`], cwd: "second" },
  {
    name: "update, ten commits new",
    args: ["update", "-q", `${DATASET}.dvc`],
    cwd: "second",
    prepare: (place) => {
      addVersions(place.project, { from: COMMITS, to: COMMITS + 10 });
      place.runTool(["push", "-q"]);
    },
  },
];

/** A registry that has seen many versions: each commit changes one of ten datasets. */
export const longHistory: Suite = {
  name: "long-history",
  data: `a registry with ${COMMITS} commits of 10 tracked files, used by its URL`,
  repeats: 3,
  setUp: (place) => {
    initProject(place);
    commitAll(place, "begin");
    addVersions(place.project, { from: 0, to: COMMITS });
    for (const folder of ["consumer", "second"]) {
      place.run(["git", "init", "-q", "-b", "main", join(place.dir, folder)]);
      place.runTool(["init", "-q"], join(place.dir, folder));
    }
  },
  steps,
};
