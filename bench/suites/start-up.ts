import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { initProject } from "../project.ts";
import type { Place, PlainCommand, Suite } from "../suite.ts";

/** Node with nothing to do. */
export const emptyProgram = ({ dir }: Place): PlainCommand => {
  const path = join(dir, "empty.js");
  writeFileSync(path, "");
  return { name: "empty Node program", argv: [process.execPath, path] };
};

/** What each command costs before it does anything. */
export const startUp: Suite = {
  name: "start-up",
  data: "a project without data",
  repeats: 9,
  setUp: initProject,
  steps: [
    { name: "--version", args: ["--version"], plain: emptyProgram },
    { name: "--help", args: ["--help"], plain: emptyProgram },
    { name: "root", args: ["root"], plain: emptyProgram },
    { name: "status", args: ["status"], plain: emptyProgram },
    { name: "push", args: ["push"], plain: emptyProgram },
    { name: "list", args: ["list", "."], plain: emptyProgram },
  ],
};
