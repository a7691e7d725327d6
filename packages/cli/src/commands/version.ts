import { describeProject, isLodeError, type ProjectDescription } from "@lode/core";
import { defineCommand } from "../command.ts";
import { openCommandProject } from "../project-context.ts";

/** The version of DVC whose formats and commands Lode follows. */
const dvcVersion = "3.67.1";

/** The version of what `--json` prints; see docs/json.md. */
const jsonVersion = 1;

/** What is told of this program and the place it runs in. */
interface Description {
  readonly version: string;
  readonly dvcVersion: string;
  /** Of what `--json` prints, here and in all other commands. */
  readonly jsonVersion: number;
  readonly node: string;
  readonly platform: string;
  readonly config: { readonly global: string; readonly system: string };
  readonly project: ProjectDescription | "broken" | undefined;
}

export const command = defineCommand({
  name: "version",
  summary: "Describe this program and the project around",
  description: "`lode --version` prints the version alone.",
  args: {},
  examples: [{ line: "lode version", note: "what to put into a report of a problem" }],
  isLocal: true,
  failureExitCode: 255,
  ignoresQuiet: true,
  async run(_, context): Promise<Description> {
    const { globalConfigDir, systemConfigDir } = context.environment;
    return {
      version: context.programVersion,
      dvcVersion,
      jsonVersion,
      node: process.versions.node,
      platform: `${process.platform}-${process.arch}`,
      config: { global: globalConfigDir, system: systemConfigDir },
      project: await projectAround(() => openCommandProject(context).then(describeProject)),
    };
  },
  render(description) {
    const head = `Lode version: ${description.version}`;
    const lines = [
      head,
      "-".repeat(head.length),
      `DVC formats: as DVC ${description.dvcVersion}`,
      `Platform: Node ${description.node} on ${description.platform}`,
      `Config:\n\tGlobal: ${description.config.global}\n\tSystem: ${description.config.system}`,
    ];
    return [...lines, ...projectLines(description.project)].join("\n");
  },
});

async function projectAround(
  describe: () => Promise<ProjectDescription>,
): Promise<ProjectDescription | "broken" | undefined> {
  try {
    return await describe();
  } catch (error) {
    if (isLodeError(error, "NOT_A_PROJECT")) return undefined;
    if (isLodeError(error, "GIT_REPO_MISSING")) return "broken";
    throw error;
  }
}

const repoKinds = { root: "dvc, git", subdir: "dvc (subdir), git", none: "dvc (no_scm)" } as const;

function projectLines(project: Description["project"]): string[] {
  if (project === undefined) return [];
  if (project === "broken") return ["Repo: dvc, git (broken)"];
  return [
    `Cache types: ${project.linkTypes?.join(", ") ?? "not known, there is no cache that can be written to"}`,
    `Cache directory: ${project.cacheDir}`,
    `Remotes: ${project.remoteSchemes.join(", ") || "None"}`,
    `Workspace directory: ${project.root}`,
    `Repo: ${repoKinds[project.git]}`,
  ];
}
