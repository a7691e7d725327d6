import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { LodeEvent } from "../../base/events.ts";
import { type GitFixture, gitFixture } from "../../git/testing/git-fixture.ts";
import { openProject } from "../../project/open-project.ts";
import type { Project } from "../../project/project.ts";
import type { ProjectContext } from "../../project/project-context.ts";
import type { MoveContext } from "../../transfer/transfer-progress.ts";
import { add } from "../add/add.ts";
import { initProject } from "../init-project.ts";

/** A registry `src` with tracked data, and an empty project `repo` beside it, in a temporary folder. */
export interface RegistryFixture extends GitFixture {
  /** What the operations have told, in order. */
  readonly messages: string[];
  readonly run: MoveContext;
  /** Opens the project in a folder; each time anew, since the configuration is read then. */
  open(folder?: string): Promise<Project>;
  /** Writes files of the registry, tracks these paths, and commits all. Gives back the commit. */
  release(files: Readonly<Record<string, string>>, tracked: readonly string[]): Promise<string>;
  /** Reads a file, relative to the fixture's folder; undefined if nothing is there. */
  read(path: string): string | undefined;
  /** The files and links below a folder, relative to it, in order. */
  list(folder: string): readonly string[];
  /** Puts a file in the place of what is there. */
  replace(path: string, content: string): void;
  /** Removes what is at a path. */
  remove(path: string): void;
}

/** Makes the fixture; it is removed when the test ends. */
export async function registryFixture(path: string | undefined): Promise<RegistryFixture> {
  const git = await gitFixture(path);
  const messages: string[] = [];
  const run: MoveContext = { onEvent: (event) => note(messages, event) };
  const full = (name: string) => join(git.dir, name);
  const open = (folder = "repo") => openProject(contextOf(git, full(folder)));
  for (const folder of ["src", "repo"]) {
    await git.repo(folder);
    await initProject(contextOf(git, full(folder)), {});
    await git.commit(folder, "init");
  }
  return {
    ...git,
    messages,
    run,
    open,
    async release(files, tracked) {
      for (const [name, content] of Object.entries(files)) replace(full(`src/${name}`), content);
      await add(await open("src"), { targets: tracked }, {});
      return git.commit("src", "release");
    },
    read: (name) => (existsSync(full(name)) ? readFileSync(full(name), "utf8") : undefined),
    list: (folder) => listFiles(full(folder)),
    replace: (name, content) => replace(full(name), content),
    remove: (name) => rmSync(full(name), { recursive: true, force: true }),
  };
}

function contextOf({ dir, env }: GitFixture, cwd: string): ProjectContext {
  return {
    cwd,
    homeDir: join(dir, "home"),
    systemConfigDir: join(dir, "system"),
    globalConfigDir: join(dir, "global"),
    userCacheDir: join(dir, "user-cache"),
    git: { env },
    commandLine: "lode",
  };
}

function note(messages: string[], event: LodeEvent): void {
  if ("message" in event) messages.push(event.message);
}

function replace(path: string, content: string): void {
  rmSync(path, { recursive: true, force: true });
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

function listFiles(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { recursive: true }).map(String);
  return names.filter((name) => !lstatSync(join(folder, name)).isDirectory()).sort();
}
