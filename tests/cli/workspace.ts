import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

const binary = join(import.meta.dirname, "../../packages/cli/bin/lode.js");

/** A temporary folder in which the built command is run, with nothing of the machine's own configuration in sight. */
export interface Workspace {
  /** Absolute, links resolved. */
  readonly dir: string;
  /** Runs lode in the folder. */
  run(args: readonly string[], options?: RunOptions): RunResult;
  /**
   * Runs command lines, words separated by blanks, and writes down what they print and end with: stdout as it is, lines
   * of stderr behind `! `, an exit code other than 0 behind `= `. The folder is written as `<dir>`.
   */
  transcript(...lines: readonly string[]): string;
  /** Runs a script of bash, with Node as `$0` and the command as `$1`. */
  shell(script: string): RunResult;
  git(...args: readonly string[]): string;
  write(path: string, content: string): void;
  read(path: string): string;
}

/** How a command is run. */
export interface RunOptions {
  /** Relative to the workspace; default: the workspace. */
  readonly cwd?: string;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** What a command printed and ended with. */
export interface RunResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | null;
}

/** Makes a workspace that is removed when the test ends. */
export function makeWorkspace(): Workspace {
  const base = realpathSync(mkdtempSync(join(tmpdir(), "lode-cli-")));
  onTestFinished(() => rmSync(base, { recursive: true, force: true }));
  const dir = join(base, "work");
  mkdirSync(dir);
  const env = workspaceEnv(base);
  const exec = (command: string, args: readonly string[], options: RunOptions = {}): RunResult => {
    const { stdout, stderr, status } = spawnSync(command, args, {
      cwd: join(dir, options.cwd ?? "."),
      env: { ...env, ...options.env },
      input: options.input ?? "",
      encoding: "utf8",
    });
    return { stdout, stderr, exitCode: status };
  };
  const run = (args: readonly string[], options?: RunOptions) => exec(process.execPath, [binary, ...args], options);
  return {
    dir,
    run,
    transcript: (...lines) => lines.map((line) => transcribe(line, run(line.split(" ")), base)).join("\n"),
    shell: (script) => exec("bash", ["-c", script, process.execPath, binary]),
    git: (...args) => exec("git", args).stdout,
    write(path, content) {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), content);
    },
    read: (path) => readFileSync(join(dir, path), "utf8"),
  };
}

function workspaceEnv(base: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? "",
    HOME: join(base, "home"),
    XDG_CONFIG_DIRS: join(base, "etc"),
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: join(base, "gitconfig"),
    GIT_AUTHOR_NAME: "A",
    GIT_AUTHOR_EMAIL: "a@example.org",
    GIT_COMMITTER_NAME: "A",
    GIT_COMMITTER_EMAIL: "a@example.org",
    LC_ALL: "C.UTF-8",
  };
}

function transcribe(line: string, { stdout, stderr, exitCode }: RunResult, base: string): string {
  const parts = [`$ lode ${line}`];
  if (stderr !== "") parts.push(stderr.trimEnd().replaceAll(/^/gm, "! "));
  if (stdout !== "") parts.push(stdout.trimEnd());
  if (exitCode !== 0) parts.push(`= ${exitCode}`);
  return parts.join("\n").replaceAll(join(base, "work"), "<dir>").replaceAll(base, "<base>");
}
