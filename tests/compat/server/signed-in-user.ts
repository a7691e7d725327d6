import { appendFileSync, chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "vitest";
import { dvcCommand } from "../../../scripts/test-env.ts";
import { type ClientFolder, clientFolder } from "../../server/git-client.ts";
import type { CallerName, RegistryFixture } from "../../server/registry-fixture.ts";

const lode = join(import.meta.dirname, "../../../packages/cli/bin/lode.js");

/** What somebody works with beside git. */
export type Tool = "dvc" | "lode";

/** What is published, by versions: the second changes, adds and removes files. */
export const versions = {
  v1: { "train/a.txt": "a", "train/b.txt": "b", "test/c.txt": "c", "labels.csv": "a,1\nb,2\n" },
  v2: { "train/a.txt": "a, better", "train/b.txt": "b", "train/d.txt": "d", "labels.csv": "a,1\nb,2\nd,3\n" },
} as const;
type Version = keyof typeof versions;

/** Somebody with a home folder, who has signed in once and then works with one tool and git. */
export class SignedInUser implements Disposable {
  readonly client: ClientFolder = clientFolder();
  readonly #tool: Tool;
  readonly #server: string;

  private constructor(tool: Tool, server: string) {
    this.#tool = tool;
    this.#server = server;
    mkdirSync(join(this.client.path, "home"));
  }

  /** Makes the folder and signs in. */
  static async make(tool: Tool, fixture: RegistryFixture, caller: CallerName): Promise<SignedInUser> {
    const user = new SignedInUser(tool, fixture.server.url);
    const input = `${fixture.token(caller)}\n`;
    const { url } = fixture.server;
    const ran = await user.client.runWith({ input }, process.execPath, lode, "login", url, "--with-token");
    if (ran.exitCode !== 0) throw new Error(ran.stderr);
    // What DVC's `get` and `import` honour of a private source.
    const netrc = join(user.client.path, "home/.netrc");
    appendFileSync(netrc, `machine ${new URL(url).hostname} login x password ${fixture.token(caller)}\n`);
    chmodSync(netrc, 0o600);
    return user;
  }

  /** Runs lines of `git …`, `lode …` or `tool …` in a folder; each must succeed. Gives what the last one printed. */
  async do(folder: string, ...lines: readonly string[]): Promise<string> {
    mkdirSync(join(this.client.path, folder), { recursive: true });
    let stdout = "";
    for (const line of lines) {
      const [word = "", ...args] = line.split(" ");
      const command = word === "tool" ? this.#tool : word;
      const programs: Readonly<Record<string, readonly string[]>> = {
        lode: [process.execPath, lode],
        dvc: [dvcCommand],
      };
      const [program = command, ...first] = programs[command] ?? [];
      const ran = await this.client.run(folder, program, ...first, ...args);
      if (ran.exitCode !== 0) throw new Error(`${line} ended with ${ran.exitCode}:\n${ran.stdout}${ran.stderr}`);
      stdout = ran.stdout;
    }
    return stdout;
  }

  /** The address of a repository on the server. */
  source(repository: string): string {
    return `${this.#server}/acme/${repository}`;
  }

  /** Lets the tool use the sign-in for the remotes of a project: DVC has to be told. */
  async tellTool(folder: string): Promise<void> {
    if (this.#tool === "dvc") await this.do(folder, "lode auth dvc");
  }

  async publish(repository: string, version: Version): Promise<void> {
    const data = join(this.client.path, "work/data");
    for (const [path, content] of Object.entries(versions[version])) {
      mkdirSync(dirname(join(data, path)), { recursive: true });
      writeFileSync(join(data, path), content);
    }
    writeFileSync(join(this.client.path, "work/model.bin"), `model ${version}`);
    if (version === "v1") {
      await this.do("work", "git init --quiet -b main", "tool init --quiet");
      await this.do("work", `tool remote add --quiet -d store ${this.source(repository)}/dvc`);
      await this.do("work", `git remote add origin ${this.source(repository)}`);
      await this.tellTool("work");
    } else {
      await this.do("work/data", "rm -r test");
    }
    await this.do("work", "tool add --quiet data model.bin", "tool push", "git add .");
    await this.do("work", `git commit --quiet -m ${version}`, `git tag ${version}`);
    await this.do("work", `git push --quiet origin main ${version}`);
  }

  read(path: string): string {
    return readFileSync(join(this.client.path, path), "utf8");
  }

  /** Whether a folder holds exactly the data of a version. */
  async expectData(folder: string, version: Version): Promise<void> {
    const found = (await this.do(folder, "find . -type f -printf %P\\n")).trim().split("\n");
    expect(new Set(found)).toEqual(new Set(Object.keys(versions[version])));
    for (const [path, content] of Object.entries(versions[version])) {
      expect([path, this.read(join(folder, path))]).toEqual([path, content]);
    }
  }

  [Symbol.dispose](): void {
    this.client[Symbol.dispose]();
  }
}
