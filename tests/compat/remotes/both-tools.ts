import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { makeTempFolder } from "../../../packages/core/src/fs/testing/temp-folder.ts";
import { dvcCommand } from "../../../scripts/test-env.ts";

/** The real DVC, or the built command. */
export type Tool = "dvc" | "lode";

/** How a command ended. */
export interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | null;
}

/** A command that runs. */
export interface Started {
  readonly interrupt: () => void;
  readonly ended: Promise<Ended>;
}

/** A folder of projects in which both tools are run, with nothing of the machine's own configuration in sight. */
export interface BothTools extends Disposable {
  /** Absolute path of a project. */
  readonly pathOf: (project: string) => string;
  /** Makes a project with one default remote, `r`. */
  readonly init: (project: string) => Promise<void>;
  /** Makes a project of the metadata of another, without its cache and data. */
  readonly clone: (from: string, to: string) => void;
  /** Runs a command in a project, and gives its stdout. Fails the test if it does not end with 0. */
  readonly run: (tool: Tool, project: string, args: readonly string[]) => Promise<string>;
  /** Starts a command in a project. */
  readonly start: (tool: Tool, project: string, args: readonly string[]) => Started;
  /** Runs a command in a project, however it ends. */
  readonly attempt: (tool: Tool, project: string, args: readonly string[]) => Promise<Ended>;
}

/** The remote of the projects. */
export interface RemoteOptions {
  readonly url: string;
  readonly options: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>> | undefined;
}

const binary = join(import.meta.dirname, "../../../packages/cli/bin/lode.js");

/** Makes the folder; `using` removes it. */
export function makeBothTools(remote: RemoteOptions): BothTools {
  const folder = makeTempFolder();
  const env = { ...isolatedEnv(folder.path), ...remote.env };
  const pathOf = (project: string): string => join(folder.path, project);
  const start = (tool: Tool, project: string, args: readonly string[]): Started => {
    const [command, ...first] = tool === "dvc" ? [dvcCommand] : [process.execPath, binary];
    const child = spawn(command, [...first, ...args], {
      cwd: pathOf(project),
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const closed = Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
    const ended = closed.then(([stdout, stderr]) => ({ stdout, stderr, exitCode: child.exitCode }));
    return { interrupt: () => child.kill("SIGINT"), ended };
  };
  const attempt = (tool: Tool, project: string, args: readonly string[]): Promise<Ended> =>
    start(tool, project, args).ended;
  return {
    pathOf,
    start,
    attempt,
    async init(project) {
      mkdirSync(join(pathOf(project), ".dvc"), { recursive: true });
      writeFileSync(join(pathOf(project), ".dvc/config"), configText(remote));
    },
    clone(from, to) {
      const isMetadata = (path: string): boolean =>
        statSync(path).isDirectory() ? !path.endsWith("/cache") && !path.endsWith("/tmp") : /\.dvc$|config$/.test(path);
      cpSync(pathOf(from), pathOf(to), { recursive: true, filter: isMetadata });
    },
    async run(tool, project, args) {
      const ended = await attempt(tool, project, args);
      if (ended.exitCode === 0) return ended.stdout;
      throw new Error(`${tool} ${args.join(" ")} ended with ${ended.exitCode}:
${ended.stdout}${ended.stderr}`);
    },
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  };
}

/** Writes files of a project, content by path. */
export function writeFiles(root: string, files: Readonly<Record<string, string | Buffer>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

/** The data of a project, content by path: no metadata, nothing of `.dvc`. */
export function readData(root: string): Readonly<Record<string, string>> {
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((path) => !path.startsWith(".") && !path.endsWith(".dvc") && statSync(join(root, path)).isFile())
    .sort((a, b) => (a < b ? -1 : 1));
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(root, path), "latin1")]));
}

function configText({ url, options }: RemoteOptions): string {
  const lines = Object.entries({ url, ...options }).map(([name, value]) => `    ${name} = ${value}`);
  return `[core]\n    no_scm = True\n    remote = r\n['remote "r"']\n${lines.join("\n")}\n`;
}

function isolatedEnv(base: string): Record<string, string> {
  mkdirSync(join(base, "home"));
  return {
    PATH: process.env.PATH ?? "",
    HOME: join(base, "home"),
    XDG_CONFIG_DIRS: join(base, "etc"),
    DVC_SITE_CACHE_DIR: join(base, "site"),
    DVC_NO_ANALYTICS: "1",
    LC_ALL: "C.UTF-8",
  };
}
