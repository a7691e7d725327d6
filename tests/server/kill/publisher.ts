import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { dvcCommand } from "../../../scripts/test-env.ts";
import { type ClientFolder, gitUrl } from "../git-client.ts";
import { oidOf } from "../published-data.ts";
import type { Client } from "./http-writer.ts";

const lode = join(import.meta.dirname, "../../../packages/cli/bin/lode.js");
/** Enough for the batch protocol. */
const FILES = 70;

/** Publishes version after version of a dataset with one tool: changes files, sends them, commits, pushes the commit. */
export class Publisher {
  readonly repository: string;
  readonly #client: Client;
  readonly #folder: ClientFolder;
  readonly #tool: "dvc" | "lode";
  #versions = 0;
  #pushed: string[] = [];

  constructor(client: Client, folder: ClientFolder, tool: "dvc" | "lode") {
    this.#client = client;
    this.#folder = folder;
    this.#tool = tool;
    this.repository = tool === "dvc" ? "dvc" : "project";
  }

  /** The commits that the server has said to have, the newest last. */
  get pushed(): readonly string[] {
    return this.#pushed;
  }

  /** Makes the project. */
  async prepare(): Promise<void> {
    const { server } = this.#client;
    mkdirSync(join(this.#folder.path, this.#tool, "data"), { recursive: true });
    await this.#folder.git(this.#tool, "init", "--quiet", "-b", "main");
    await this.#run("init", "--quiet");
    const remote = [
      `url = ${server.url}/acme/${this.repository}/dvc`,
      "auth = custom",
      "custom_auth_header = X-Lode-Token",
    ];
    const write = (name: string, lines: readonly string[]) =>
      writeFileSync(join(this.#folder.path, this.#tool, ".dvc", name), lines.map((line) => `${line}\n`).join(""));
    write("config", ["[core]", "remote = s", "['remote \"s\"']", ...remote]);
    write("config.local", ["['remote \"s\"']", `password = ${server.token}`]);
  }

  /** Publishes until the end. */
  async publish(): Promise<void> {
    const { ending } = this.#client;
    while (!ending.aborted) {
      await this.#publishOne(ending);
      // The other clients are to have a turn.
      await pause(500);
    }
  }

  /** Publishes what was left, and one version more. */
  async finish(): Promise<void> {
    await this.#publishOne(new AbortController().signal);
  }

  async #publishOne(ending: AbortSignal): Promise<void> {
    const contents = Array.from({ length: FILES }, (_, i) => `${this.#tool} ${this.#versions} ${i}`);
    this.#versions += 1;
    for (const [i, text] of contents.entries()) writeFileSync(join(this.#folder.path, this.#tool, `data/${i}`), text);
    await this.#run("add", "--quiet", "data");
    if (!(await this.#untilDone(() => this.#run("push"), ending))) return;
    for (const text of contents) this.#client.acknowledged.in(this.repository).add(oidOf(text));
    await this.#folder.git(this.#tool, "add", ".");
    await this.#folder.git(this.#tool, "commit", "--quiet", "-m", `version ${this.#versions}`);
    const commit = await this.#folder.git(this.#tool, "rev-parse", "HEAD");
    if (await this.#untilDone(() => this.#pushCommit(), ending)) this.#pushed.push(commit);
  }

  /** Says whether it was done before the end. */
  async #untilDone(work: () => Promise<unknown>, ending: AbortSignal): Promise<boolean> {
    while (!ending.aborted) if (await this.#client.server.survives(() => this.#pastLocks(work))) return true;
    return false;
  }

  async #pushCommit(): Promise<void> {
    const { server } = this.#client;
    const url = gitUrl(server.url, `acme/${this.repository}`, server.token);
    await this.#folder.git(this.#tool, "push", "--quiet", url, "HEAD:main");
  }

  /** Tries again as long as there is a lock of a push that was killed: it goes when nobody can be holding it any more. */
  async #pastLocks(work: () => Promise<unknown>): Promise<void> {
    for (;;) {
      try {
        await work();
        return;
      } catch (error) {
        if (!/cannot lock ref|Unable to create '.*\.lock'|failed to update ref/.test(String(error))) throw error;
      }
    }
  }

  async #run(...args: readonly string[]): Promise<void> {
    const [command = "", ...first] = this.#tool === "dvc" ? [dvcCommand] : [process.execPath, lode];
    const ran = await this.#folder.run(this.#tool, command, ...first, ...args);
    if (ran.exitCode === 0) return;
    throw new Error(`${this.#tool} ${args.join(" ")} ended with ${ran.exitCode}:\n${ran.stdout}${ran.stderr}`);
  }
}
