import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeWorkspace, type Workspace } from "./workspace.ts";

/** A project beside a registry whose data is only in a remote. */
function consumer(): Workspace {
  const workspace = makeWorkspace();
  script(
    workspace,
    `mkdir ../registry; ( cd ../registry; git init -q -b main; run init -q; run remote add -q -d s $PWD/../store
      mkdir -p cats/train/raw cats/test; for f in train/a.jpg train/b.txt train/raw/c.jpg test/d.jpg labels.csv
      do echo $f >cats/$f; done
      run add -q cats; git add .; git commit -qm 1; run push -q; rm -rf .dvc/cache cats )
    git init -q -b main; run init -q; git add .; git commit -qm 1`,
  );
  return workspace;
}

function script(workspace: Workspace, text: string): void {
  const { exitCode, stderr } = workspace.shell(`
    set -e; NODE="$0"; LODE="$1"; run() { "$NODE" "$LODE" "$@"; }
    ${text}`);
  if (exitCode !== 0) throw new Error(stderr);
}

/** The files below a folder of the workspace. */
function files(workspace: Workspace, folder: string): readonly string[] {
  const root = join(workspace.dir, folder);
  if (!existsSync(root)) return [];
  const names = readdirSync(root, { recursive: true }).map(String);
  return names.filter((name) => statSync(join(root, name)).isFile()).sort();
}

/** How many objects, manifests apart, a cache holds. */
function objects(workspace: Workspace, cache: string): number {
  return files(workspace, `${cache}/files/md5`).filter((name) => !name.endsWith(".dir")).length;
}

test("lode get copies only the files that patterns choose", () => {
  const workspace = consumer();
  workspace.run(["get", "../registry", "cats", "--include", "*.jpg", "--exclude", "raw/"]);
  expect(files(workspace, "cats")).toEqual(["test/d.jpg", "train/a.jpg"]);
  expect(workspace.transcript("list ../registry cats -R --include *.jpg --exclude raw/")).toMatchInlineSnapshot(`
    "$ lode list ../registry cats -R --include *.jpg --exclude raw/
    test/d.jpg
    train/a.jpg"
  `);
});

test("lode import brings a part, remembers it, and update keeps to it", () => {
  const workspace = consumer();
  workspace.run(["import", "../registry", "cats", "--include", "/train/", "--exclude", "*.txt"]);
  expect(files(workspace, "cats")).toEqual(["train/a.jpg", "train/raw/c.jpg"]);
  expect(objects(workspace, ".dvc/cache")).toBe(2);
  expect(workspace.read("cats.dvc").replace(/^[\s\S]*(?=meta:)/, "")).toMatchInlineSnapshot(`
    "meta:
      lode:
        include:
        - /train/
        exclude:
        - '*.txt'
    "
  `);
  expect(workspace.transcript("status")).toBe("$ lode status\nData and pipelines are up to date.");

  script(workspace, "rm -rf .dvc/cache cats; run pull -q");
  expect(files(workspace, "cats")).toEqual(["train/a.jpg", "train/raw/c.jpg"]);
  expect(objects(workspace, ".dvc/cache")).toBe(2);

  script(
    workspace,
    `cd ../registry; run pull -q; echo new >cats/train/new.jpg; echo new >cats/test/new.jpg; rm cats/train/a.jpg
    run add -q cats; git commit -qam 2; run push -q`,
  );
  workspace.run(["update", "cats.dvc"]);
  expect(files(workspace, "cats")).toEqual(["train/new.jpg", "train/raw/c.jpg"]);
  expect(workspace.read("cats.dvc")).toContain("    exclude:\n    - '*.txt'\n");
});

test("lode import --no-download remembers the part for pull", () => {
  const workspace = consumer();
  workspace.run(["import", "../registry", "cats", "--include", "*.csv", "--no-download"]);
  expect(files(workspace, "cats")).toEqual([]);
  workspace.run(["pull"]);
  expect(files(workspace, "cats")).toEqual(["labels.csv"]);
});

test("lode pull brings the files that patterns choose and leaves all others alone", () => {
  const workspace = consumer();
  script(workspace, "git clone -q ../registry ../clone");
  const pull = (...args: readonly string[]) => workspace.run(["pull", ...args], { cwd: "../clone" });
  expect(pull("cats", "--include", "*.jpg", "--exclude", "/test/").stdout).toBe(
    "A       cats/\n3 files fetched and 2 files added\n",
  );
  expect(files(workspace, "../clone/cats")).toEqual(["train/a.jpg", "train/raw/c.jpg"]);
  expect(objects(workspace, "../clone/.dvc/cache")).toBe(2);

  workspace.write("../clone/cats/train/a.jpg", "mine");
  workspace.write("../clone/cats/mine.txt", "mine");
  expect(pull("--include", "*.csv").stdout).toBe("M       cats/\n1 file fetched and 1 file added\n");
  expect(pull("--include", "*.jpg").exitCode).toBe(1);
  expect(pull("--include", "*.jpg", "--force").stdout).toBe("M       cats/\n1 file modified and 1 file added\n");
  expect(files(workspace, "../clone/cats")).toEqual([
    "labels.csv",
    "mine.txt",
    "test/d.jpg",
    "train/a.jpg",
    "train/raw/c.jpg",
  ]);
  expect(workspace.read("../clone/cats/train/a.jpg")).toBe("train/a.jpg\n");
});

test("lode says why a part cannot be taken, and changes nothing", () => {
  const workspace = consumer();
  expect(
    workspace.transcript(
      "get ../registry cats --include *.png",
      "get ../registry cats/labels.csv --include *.csv",
      "import ../registry cats --include [z-a]",
      "import ../registry cats --exclude *",
    ),
  ).toMatchInlineSnapshot(`
    "$ lode get ../registry cats --include *.png
    ! ERROR: Cannot take a part of 'cats': none of its 5 files is included
    ! Hint: See what there is: lode list -R URL PATH. A pattern with a slash inside starts at the directory.
    = 1
    $ lode get ../registry cats/labels.csv --include *.csv
    ! ERROR: Cannot choose a part of 'cats/labels.csv': it is a file
    = 1
    $ lode import ../registry cats --include [z-a]
    ! ERROR: Cannot use the pattern "[z-a]": it is not valid
    ! Hint: Look for a backslash at the end of a name, a range such as [z-a], or a lone '!'.
    = 1
    $ lode import ../registry cats --exclude *
    ! ERROR: Cannot take a part of 'cats': none of its 5 files is included
    ! Hint: See what there is: lode list -R URL PATH. A pattern with a slash inside starts at the directory.
    Importing 'cats (../registry)' -> 'cats'
    = 1"
  `);
  expect(workspace.git("status", "--short")).toBe("");
});

test("lode says how much it is about to download, if it is much", () => {
  const workspace = consumer();
  script(workspace, "cd ../registry; sed -i 's/^  size: .*/  size: 5368709120/' cats.dvc; git commit -qam 'larger'");
  script(workspace, "git clone -q ../registry ../clone");
  const lines = [
    workspace.run(["get", "../registry", "cats"]),
    workspace.run(["import", "../registry", "cats", "-o", "part", "--include", "*.csv"]),
    workspace.run(["pull", "--include", "*.csv"], { cwd: "../clone" }),
    workspace.run(["pull", "-q"], { cwd: "../clone" }),
  ].map(({ stderr }) => stderr);
  expect(lines).toEqual([
    "Bringing 5 files, 5.00G.\n",
    "Bringing at most 1 file, 5.00G.\n",
    "Bringing at most 5 files, 5.00G.\n",
    "",
  ]);
});

test("lode get follows a chain of imports to a part of a directory", () => {
  const workspace = consumer();
  script(
    workspace,
    `run import -q ../registry cats -o jpgs --include '*.jpg'; run import -q ../registry cats/train
    sed -i "s|url: ../registry|url: $(cd ../registry; pwd)|" *.dvc; git add .; git commit -qm parts; rm -rf .dvc/cache jpgs train
    mkdir ../far; cd ../far; url=file://$OLDPWD; run get -q $url jpgs; run get -q $url train --include '*.txt'`,
  );
  expect(files(workspace, "../far/jpgs")).toEqual(["test/d.jpg", "train/a.jpg", "train/raw/c.jpg"]);
  expect(files(workspace, "../far/train")).toEqual(["b.txt"]);
});
