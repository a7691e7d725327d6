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

/** What a program gets beside its arguments. */
export interface RunHow {
  /** In which it runs, below that of the client. Default: that itself. */
  readonly folder?: string;
  /** Default: nothing. */
  readonly input?: string;
  /** Variables beside those of the folder. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A folder in which programs run with nothing of the machine's own configuration; `using` removes it. */
export interface ClientFolder extends Disposable {
  readonly path: string;
  /** Runs a program in a folder below. */
  run(folder: string, command: string, ...args: readonly string[]): Promise<Ran>;
  /** The same with something on its standard input, or more in its environment. */
  runWith(how: RunHow, command: string, ...args: readonly string[]): Promise<Ran>;
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
  const runWith: ClientFolder["runWith"] = async ({ folder = ".", input = "", env: more }, command, ...args) => {
    const child = spawn(command, args, { cwd: join(path, folder), env: { ...env, ...more }, stdio: "pipe" });
    // A program that ends without reading has no use for it.
    child.stdin.on("error", () => undefined).end(input);
    const printed = { stdout: "", stderr: "" };
    child.stdout.on("data", (bytes: Buffer) => (printed.stdout += String(bytes)));
    child.stderr.on("data", (bytes: Buffer) => (printed.stderr += String(bytes)));
    const [code] = await once(child, "close");
    return { exitCode: Number(code), ...printed };
  };
  const run: ClientFolder["run"] = (folder, command, ...args) => runWith({ folder }, command, ...args);
  return {
    path,
    run,
    runWith,
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
