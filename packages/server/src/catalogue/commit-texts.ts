import { type FileTree, GitReaders, openGitTree } from "@lode/core/engine";
import type { GitHost } from "../git/git-host.ts";
import { hostedRepo } from "../git/hosted-repository.ts";
import { Recent } from "../jobs/recent.ts";
import { findLicense, type License } from "./find-license.ts";
import { findReadme, type Readme } from "./find-readme.ts";

/** How many characters of READMEs are kept, and how many licenses. */
const READMES_MAX_LENGTH = 16e6;
const LICENSES_MAX = 10_000;

/** A commit of a repository. */
export interface TextPlace {
  readonly repositoryId: string;
  /** The full id. */
  readonly commit: string;
}

/** Reads texts of commits, and keeps those that were asked for last: they never change. */
export class CommitTexts {
  readonly #git: GitHost;
  readonly #readmes = new Recent<Readme | undefined>(READMES_MAX_LENGTH, (readme) => readme?.text.length ?? 1);
  readonly #licenses = new Recent<License | undefined>(LICENSES_MAX, () => 1);

  constructor(git: GitHost) {
    this.#git = git;
  }

  /** The README of a folder, see findReadme. */
  async readme(place: TextPlace, folder: string): Promise<Readme | undefined> {
    const key = `${place.repositoryId} ${place.commit} ${folder}`;
    return await this.#readmes.get(key, () => this.#read(place, (tree) => findReadme(tree, folder)));
  }

  /** The license of the root, see findLicense. */
  async license(place: TextPlace): Promise<License | undefined> {
    const key = `${place.repositoryId} ${place.commit}`;
    return await this.#licenses.get(key, () => this.#read(place, (tree) => findLicense(tree, "")));
  }

  async #read<Text>({ repositoryId, commit }: TextPlace, find: (tree: FileTree) => Promise<Text>): Promise<Text> {
    const repo = hostedRepo(this.#git, repositoryId);
    return await this.#git.reading.run(async () => {
      await using readers = new GitReaders(repo);
      return await find(await openGitTree(repo, commit, { readers }));
    });
  }
}
