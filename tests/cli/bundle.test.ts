import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeWorkspace, type Workspace } from "./workspace.ts";

/** A project `near` with two tagged versions of its data, and a clone `far` that has no data. */
function nearAndFar(): Workspace {
  const workspace = makeWorkspace();
  const { exitCode, stderr } = workspace.shell(`
    set -e; lode() { "$NODE" "$LODE" "$@"; }; NODE="$0"; LODE="$1"
    git init -q -b main near; cd near; lode init -q
    mkdir -p data/sub; echo 1 >data/a; echo 2 >data/sub/b; head -c 5000000 /dev/zero >large; lode add -q data large
    git add .; git commit -qm one; git tag v1
    echo 3 >data/c; lode add -q data; git commit -qam two; git tag v2
    cd ..; git clone -q near far`);
  if (exitCode !== 0) throw new Error(stderr);
  return workspace;
}

function lode(workspace: Workspace, cwd: string, line: string) {
  return workspace.run(line.split(" "), { cwd });
}

test("lode bundle carries data to a clone that has no remote, and again only what is new", () => {
  const workspace = nearAndFar();
  expect(lode(workspace, "near", "bundle create ../one.tar --rev v1").stdout).toBe("4 objects bundled (4.77M)\n");
  expect(lode(workspace, "far", "bundle unpack ../one.tar").stdout).toBe(
    "4 objects unpacked, 0 known already: 2 outputs\n",
  );
  expect(workspace.shell("cd far; git checkout -q v1").exitCode).toBe(0);
  expect(lode(workspace, "far", "checkout -q").exitCode).toBe(0);
  expect(workspace.read("far/data/sub/b")).toBe("2\n");
  expect(lode(workspace, "near", "bundle create ../two.tar data --since v1").stdout).toBe("2 objects bundled (189)\n");
  expect(lode(workspace, "far", "bundle unpack ../two.tar").exitCode).toBe(0);
  workspace.shell("cd far; git checkout -q v2");
  expect(lode(workspace, "far", "checkout -q").exitCode).toBe(0);
  expect(lode(workspace, "far", "status -q").exitCode).toBe(0);
  expect(lode(workspace, "far", "bundle unpack ../two.tar").stdout).toContain("0 objects unpacked, 2 known");
});

test("a bundle is a remote in a tar archive", () => {
  const workspace = nearAndFar();
  lode(workspace, "near", "bundle create ../all.tar");
  const script = `mkdir store; tar xf all.tar -C store; tar tvf all.tar | sort -k6 | head -1
    cd far; "$0" "$1" remote add -q -d store ../store; "$0" "$1" pull -q && cat data/c`;
  expect(workspace.shell(script).stdout).toContain("3\n");
  // What the cache lacks is fetched.
  rmSync(join(workspace.dir, "far/.dvc/cache"), { recursive: true });
  expect(lode(workspace, "far", "bundle create ../again.tar")).toMatchObject({ exitCode: 0, stderr: "" });
  expect(workspace.shell("cmp all.tar again.tar").exitCode).toBe(0);
  const index = JSON.parse(workspace.read("store/lode-bundle.json"));
  expect(index).toMatchObject({ version: 1, objects: 5, since: null });
  expect(index.outputs[0]).toMatchObject({ path: "data", stage: "data.dvc", commit: null, hashName: "md5" });
});

test("the same data gives the same bytes", () => {
  const workspace = nearAndFar();
  lode(workspace, "near", "bundle create ../a.tar --rev v2");
  lode(workspace, "near", "bundle create ../b.tar --rev v2");
  expect(readFileSync(join(workspace.dir, "a.tar")).equals(readFileSync(join(workspace.dir, "b.tar")))).toBe(true);
});

test("lode bundle create leaves no file when something is missing, wrong or in the way", () => {
  const workspace = nearAndFar();
  expect(lode(workspace, "near", "bundle create ../x.tar data/sub").stderr).toContain("a bundle holds whole outputs");
  expect(lode(workspace, "far", "bundle create ../x.tar").stderr).toMatch(
    /neither in the cache nor in the remote|listing/,
  );
  workspace.shell("cd near/.dvc/cache/files/md5; f=$(find . -size +4M); chmod u+w $f; printf x >>$f; chmod 444 $f");
  expect(lode(workspace, "near", "bundle create ../x.tar").stderr).toContain("it does not hash to its name");
  expect(workspace.shell("ls").stdout).toBe("far\nnear\n");
  workspace.write("x.tar", "mine");
  expect(lode(workspace, "near", "bundle create ../x.tar data")).toMatchObject({ exitCode: 1 });
  expect(workspace.read("x.tar")).toBe("mine");
  expect(lode(workspace, "near", "bundle create ../x.tar data -f").exitCode).toBe(0);
});

test("lode bundle unpack refuses what is damaged or hostile, and writes nothing but objects", () => {
  const workspace = nearAndFar();
  lode(workspace, "near", "bundle create ../good.tar data");
  const path = join(workspace.dir, "good.tar");
  const bytes = readFileSync(path);
  const refusal = (name: string) => lode(workspace, "far", `bundle unpack ../${name}`).stderr.split("\n")[0];
  const damaged = Buffer.from(bytes);
  damaged[damaged.indexOf("files/md5/") + 512] = 0x39;
  writeFileSync(path, damaged);
  expect(refusal("good.tar")).toContain("hashes to");
  expect(workspace.shell("find far/.dvc -type f -path '*files/md5*'").stdout).toBe("");
  writeFileSync(path, bytes.subarray(0, bytes.length - 2000));
  expect(refusal("good.tar")).toContain("it ends too early");
  rmSync(path);
  expect(refusal("good.tar")).toContain("there is no such file");
  const script = `
    mkdir s; cd s; printf '{"version": 1, "objects": 1, "sizeBytes": 1, "since": null, "outputs": []}' >lode-bundle.json
    export TAR_OPTIONS=--format=ustar
    echo x >x; tar cf ../other.tar x; ln -s /etc/passwd l; tar cf ../link.tar lode-bundle.json l
    tar cPf ../absolute.tar lode-bundle.json /etc/hostname; tar cPf ../above.tar lode-bundle.json ../far/data.dvc
    sed s/1,/2,/ lode-bundle.json >../newer; cp ../newer lode-bundle.json; tar cf ../newer.tar lode-bundle.json
    echo text >../text.tar; : >../empty.tar; head -c 1024 /dev/zero >../zeros.tar`;
  expect(workspace.shell(script).stderr).toBe("");
  const names = ["other", "link", "absolute", "above", "newer", "text", "empty", "zeros"];
  expect(names.map((name) => refusal(`${name}.tar`)).join("\n")).toMatchInlineSnapshot(`
    "ERROR: Cannot unpack '../other.tar': it is not a bundle of Lode
    ERROR: Cannot unpack '../link.tar': the entry "l" is not a plain file
    ERROR: Cannot unpack '../absolute.tar': the entry "/etc/hostname" is not an object
    ERROR: Cannot unpack '../above.tar': the entry "../far/data.dvc" is not an object
    ERROR: Cannot unpack '../newer.tar': it has version 2 of the format, not 1
    ERROR: Cannot unpack '../text.tar': it ends too early
    ERROR: Cannot unpack '../empty.tar': it ends too early
    ERROR: Cannot unpack '../zeros.tar': it is empty"
  `);
  expect(workspace.shell("cd far; git status --porcelain").stdout).toBe("");
});
