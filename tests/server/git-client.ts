import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a program printed and ended with. */
export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder in which programs run with nothing of the machine's own configuration; `using` removes it. */
export interface ClientFolder extends Disposable {
  readonly path: string;
  /** Runs a program in a folder below. */
  run(folder: string, command: string, ...args: readonly string[]): Promise<Ran>;
  /** Runs git, and fails if it fails. */
  git(folder: string, ...args: readonly string[]): Promise<string>;
}

/** Makes the folder. */
export function clientFolder(extraPath = ""): ClientFolder {
  const path = mkdtempSync(join(tmpdir(), "lode-client-"));
  const env = {
    PATH: `${extraPath}:${process.env.PATH ?? ""}`,
    HOME: join(path, "home"),
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: join(path, "gitconfig"),
    GIT_TERMINAL_PROMPT: "0",
    GIT_AUTHOR_NAME: "A",
    GIT_AUTHOR_EMAIL: "a@example.org",
    GIT_COMMITTER_NAME: "A",
    GIT_COMMITTER_EMAIL: "a@example.org",
    DVC_NO_ANALYTICS: "1",
    DVC_SITE_CACHE_DIR: join(path, "site"),
    LC_ALL: "C.UTF-8",
  };
  const run: ClientFolder["run"] = async (folder, command, ...args) => {
    const child = spawn(command, args, { cwd: join(path, folder), env, stdio: ["ignore", "pipe", "pipe"] });
    const printed = { stdout: "", stderr: "" };
    child.stdout.on("data", (bytes: Buffer) => (printed.stdout += String(bytes)));
    child.stderr.on("data", (bytes: Buffer) => (printed.stderr += String(bytes)));
    const [code] = await once(child, "close");
    return { exitCode: Number(code), ...printed };
  };
  return {
    path,
    run,
    async git(folder, ...args) {
      const { exitCode, stdout, stderr } = await run(folder, "git", ...args);
      if (exitCode !== 0) throw new Error(`git ${args.join(" ")} ended with ${exitCode}:\n${stderr}`);
      return stdout.trim();
    },
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** The URL of a repository with a token in it, as git takes it. */
export function gitUrl(serverUrl: string, repository: string, token?: string): string {
  return token === undefined
    ? `${serverUrl}/${repository}`
    : `${serverUrl.replace("://", `://x:${token}@`)}/${repository}`;
}
