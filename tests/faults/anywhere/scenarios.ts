/** One command that is disturbed, in a project that a script makes. */
export interface FaultScenario {
  readonly name: string;
  /** Bash, run in the folder of the project `work`; `lode` is the command under test. */
  readonly setUp: string;
  readonly args: readonly string[];
  /** Bash that finishes the work after a fault; default: the same command again. */
  readonly repair?: string;
}

const PROJECT = `git init -q; lode init -q; lode remote add -q -d store ../store; mkdir -p data/deep
  for i in 1 2 3 4; do echo "file $i" >data/$i; echo "deep $i" >data/deep/$i; done; echo single >single`;
const TRACKED = `${PROJECT}; lode add -q data single; git add -A; git commit -qm 1`;
const CHANGED = `${TRACKED}; echo new >data/1; echo more >data/more; rm data/2; echo other >single`;
const TWICE = `${TRACKED}; lode push -q; cp data.dvc single.dvc ..; ${CHANGED.slice(TRACKED.length + 2)}; lode add -q data single
  lode push -q; git commit -qam 2`;
const SOURCE = `mkdir -p ../src; cd ../src; ${TRACKED.replaceAll("../store", "../srcstore")}; lode push -q; git tag v1; cd ../work`;
const CONSUMER = `${SOURCE}; git init -q; lode init -q; git add -A; git commit -qm 1`;

export const faultScenarios: readonly FaultScenario[] = [
  { name: "add", setUp: PROJECT, args: ["add", "data", "single"] },
  { name: "add of changes", setUp: CHANGED, args: ["add", "data", "single"] },
  {
    name: "add with hard links",
    setUp: `${PROJECT}; lode config -q cache.type hardlink`,
    args: ["add", "data", "single"],
  },
  { name: "commit", setUp: CHANGED, args: ["commit", "-f"] },
  { name: "checkout", setUp: `${TRACKED}; rm -r data single`, args: ["checkout"] },
  { name: "checkout of another version", setUp: `${TWICE}; mv ../data.dvc ../single.dvc .`, args: ["checkout"] },
  { name: "push", setUp: TRACKED, args: ["push"] },
  { name: "fetch", setUp: `${TRACKED}; lode push -q; rm -r .dvc/cache`, args: ["fetch"] },
  { name: "pull", setUp: `${TRACKED}; lode push -q; rm -r .dvc/cache data single`, args: ["pull"] },
  {
    name: "import",
    setUp: CONSUMER,
    args: ["import", "../src", "data"],
    repair: "lode import --force ../src data",
  },
  {
    name: "get",
    setUp: CONSUMER,
    args: ["get", "../src", "data"],
    repair: "rm -rf data; lode get ../src data",
  },
  {
    name: "update",
    setUp: `${CONSUMER}; lode import -q ../src data; cd ../src; echo new >data/1; rm data/2; lode add -q data; lode push -q
      git commit -qam 2; cd ../work`,
    args: ["update", "data.dvc"],
  },
  {
    name: "import-url",
    setUp: `${PROJECT}; mv data ../outside`,
    args: ["import-url", "../outside"],
    repair: "lode import-url --force ../outside",
  },
  {
    name: "update of a URL",
    setUp: `${PROJECT}; mv data ../outside; lode import-url -q ../outside; echo new >../outside/1; rm ../outside/2`,
    args: ["update", "outside.dvc"],
  },
  { name: "add --to-remote", setUp: `${PROJECT}; mv data ../outside`, args: ["add", "--to-remote", "../outside"] },
  {
    name: "get-url",
    setUp: `${PROJECT}; mv data ../outside`,
    args: ["get-url", "../outside"],
    repair: "lode get-url --force ../outside",
  },
  {
    name: "unprotect",
    setUp: `${TRACKED}; lode config -q cache.type hardlink; lode checkout -q --relink`,
    args: ["unprotect", "data", "single"],
  },
  {
    name: "move of a file",
    setUp: TRACKED,
    args: ["move", "single", "other"],
    repair: "lode move single other || test ! -e single.dvc",
  },
  {
    name: "move of a directory",
    setUp: TRACKED,
    args: ["move", "data", "folder"],
    repair: "lode move data folder || test ! -e data.dvc",
  },
  {
    name: "move in a directory",
    setUp: TRACKED,
    args: ["move", "data/deep", "data/deeper"],
    repair: "lode move data/deep data/deeper || lode status -q",
  },
  {
    name: "remove from a directory",
    setUp: TRACKED,
    args: ["remove", "data/1", "data/deep"],
    repair: "lode remove data/1 data/deep || lode status -q",
  },
  {
    name: "remove of data",
    setUp: TRACKED,
    args: ["remove", "--outs", "data.dvc"],
    repair: "lode remove --outs data.dvc || test ! -e data.dvc",
  },
  {
    name: "remove that leaves the data",
    setUp: `${TRACKED}; lode config -q cache.type symlink; lode checkout -q --relink`,
    args: ["remove", "data.dvc"],
    repair: "lode remove data.dvc || test ! -e data.dvc",
  },
  {
    name: "bundle create",
    setUp: TRACKED,
    args: ["bundle", "create", "../data.tar"],
    repair: "lode bundle create -f ../data.tar",
  },
  {
    name: "bundle unpack",
    setUp: `${TRACKED}; lode bundle create ../data.tar; rm -r .dvc/cache`,
    args: ["bundle", "unpack", "../data.tar"],
  },
  {
    name: "merge driver",
    setUp: `${TRACKED}; cp data.dvc base; echo a >data/a; lode add -q data; cp data.dvc our
      rm data/a; echo b >data/b; lode add -q data; cp data.dvc their`,
    args: ["git-hook", "merge-driver", "--ancestor", "base", "--our", "our", "--their", "their"],
  },
  {
    name: "install",
    setUp: TRACKED,
    args: ["install"],
    repair: "rm -f .git/hooks/post-checkout .git/hooks/pre-commit .git/hooks/pre-push; lode install",
  },
  {
    name: "fsck --repair",
    setUp: `${TRACKED}; lode push -q; rm -r data; cd .dvc/cache/files/md5; objects=$(find . -type f | sort)
      set -- $objects; chmod 644 $1 $2; echo damaged >$1; echo damaged >$2; rm -f $3 $4; cd - >/dev/null`,
    args: ["fsck", "--repair"],
    repair: "lode fsck --repair",
  },
  {
    name: "cache migrate",
    setUp: `${TRACKED}; cd .dvc/cache; mv files/md5/* .; rm -r files; cd ../..; sed -i '/hash: md5/d' data.dvc single.dvc`,
    args: ["cache", "migrate", "--dvc-files"],
  },
];
