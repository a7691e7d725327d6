import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { commitAll, initProject } from "../project.ts";
import type { Suite } from "../suite.ts";

const STAGES = 1000;

/** A project whose data are tracked one by one. */
export const manyStages: Suite = {
  name: "many-stages",
  data: "1,000 files, each with its own .dvc file",
  repeats: 3,
  setUp: (place) => {
    initProject(place);
    commitAll(place, "begin");
    mkdirSync(join(place.project, "data"));
    for (let i = 0; i < STAGES; i++) writeFileSync(join(place.project, `data/${i}.txt`), `${i}\n`);
  },
  steps: [
    { name: "add", args: ["add", "-q", "--glob", "data/*.txt"] },
    { name: "add again", args: ["add", "-q", "--glob", "data/*.txt"] },
    { name: "status", args: ["status"], plain: () => ({ name: "git status", argv: ["git", "status", "--short"] }) },
    { name: "status, one of them", args: ["status", "data/7.txt.dvc"] },
    { name: "push", args: ["push", "-q"] },
    { name: "fetch", args: ["fetch", "-q"], prepare: (place) => place.setAside("project/.dvc/cache") },
    {
      name: "checkout",
      args: ["checkout", "-q"],
      prepare: (place) => {
        place.run(["git", "add", "-A"]);
        for (let i = 0; i < STAGES; i++) place.setAside(`project/data/${i}.txt`);
      },
    },
    { name: "list -R", args: ["list", "-R", "."] },
    { name: "add one file", args: ["add", "-q", "data/7.txt"] },
  ],
};
