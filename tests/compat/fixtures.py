"""The trees that scenarios start from. `repo` is the project under test, `src` a registry that it takes data from."""

from words import commit, dvc, fixture, inside, sh, tag, write

# Nothing but an empty folder `repo`.
EMPTY = fixture("empty")

# A Git repository with one commit.
GIT = fixture("git", sh("git init -q"), write("README.md", "read me\n"), commit("start"), base=EMPTY)

# A DVC project without remotes.
PROJECT = fixture("project", dvc("init -q"), commit("init"), base=GIT)

# A project whose default remote `store` is an absolute path.
REPO = fixture("repo", sh("mkdir $W/store"), dvc("remote add -q -d store $W/store"), commit("remote"), base=PROJECT)

# A project without Git.
NO_SCM = fixture(
    "no-scm", dvc("init -q --no-scm"), sh("mkdir ../store"), dvc("remote add -q -d store $W/store"), base=EMPTY
)

MAKE_DIR = "mkdir -p dir/sub; printf one >dir/one; printf second >dir/two; printf 'third\\n' >dir/sub/three"

# A tracked file and a tracked directory, committed.
DATA = fixture("data", sh(f"echo foo >foo; {MAKE_DIR}"), dvc("add -q foo dir"), commit("data"), base=REPO)

# The same with Git's automatic staging on.
AUTOSTAGE = fixture("autostage", dvc("config core.autostage true"), commit("autostage"), base=DATA)

PUSHED = fixture("pushed", dvc("push -q"), base=DATA)

# A fresh clone: metadata here, data in the remote.
CLONE = fixture("clone", sh("rm -rf .dvc/cache foo dir"), base=PUSHED)

# Tags v1 and v2 on main, a branch dev beside, everything pushed.
HISTORY = fixture(
    "history",
    tag("v1"),
    sh("echo foo v2 >foo; printf changed >dir/one; rm dir/two; printf new >dir/sub/four"),
    dvc("add -q foo dir"),
    commit("version 2"),
    tag("v2"),
    sh("git checkout -qb dev; echo foo dev >foo; echo only dev >extra"),
    dvc("add -q foo extra"),
    commit("dev"),
    sh("git checkout -q main"),
    dvc("checkout -q --force"),
    dvc("push -q --all-branches --all-tags"),
    base=PUSHED,
)

# Data that DVC 2 tracked: no `hash` in the files, objects at the top of the cache, hashes that do not see CR LF.
LEGACY = fixture(
    "legacy",
    sh(
        """
        put() { mkdir -p "$1/${2:0:2}"; cat >"$1/${2:0:2}/${2:2}"; chmod 444 "$1/${2:0:2}/${2:2}"; }
        printf 'foo\\r\\n' >text; printf 'bin\\0\\r\\n' >binary; mkdir -p old/sub; printf 'a\\r\\nb\\r\\n' >old/a; printf b >old/sub/b
        text=$(printf 'foo\\n' | md5sum | cut -c1-32); binary=$(md5sum <binary | cut -c1-32)
        a=$(printf 'a\\nb\\n' | md5sum | cut -c1-32); b=$(md5sum <old/sub/b | cut -c1-32)
        listing="[{\\"md5\\": \\"$a\\", \\"relpath\\": \\"a\\"}, {\\"md5\\": \\"$b\\", \\"relpath\\": \\"sub/b\\"}]"
        old=$(printf %s "$listing" | md5sum | cut -c1-32).dir
        for cache in .dvc/cache ../store; do
          put $cache $text <text; put $cache $binary <binary; put $cache $a <old/a; put $cache $b <old/sub/b
          printf %s "$listing" | put $cache $old
        done
        printf 'outs:\\n- md5: %s\\n  size: 5\\n  path: text\\n' $text >text.dvc
        printf 'outs:\\n- md5: %s\\n  size: 6\\n  path: binary\\n' $binary >binary.dvc
        printf 'outs:\\n- md5: %s\\n  size: 7\\n  nfiles: 2\\n  path: old\\n' $old >old.dvc
        printf '/text\\n/binary\\n/old\\n' >.gitignore
        """
    ),
    commit("legacy data"),
    base=REPO,
)

# A pipeline that has run: a cached file and directory, an uncached metric, a parameter.
PIPELINE = fixture(
    "pipeline",
    write("params.yaml", "train:\n  rate: 0.1\nseed: 7\n"),
    write(
        "dvc.yaml",
        """\
stages:
  prepare:
    cmd: mkdir -p prepared/deep && cp foo prepared/copy && echo deep >prepared/deep/file
    deps:
    - foo
    outs:
    - prepared
  train:
    cmd: cat prepared/copy >model && echo '{"score":1}' >score.json
    deps:
    - prepared
    params:
    - train.rate
    outs:
    - model
    metrics:
    - score.json:
        cache: false
""",
    ),
    dvc("repro -q"),
    commit("pipeline"),
    base=DATA,
)

# A registry in src with remote srcstore, tags v1 and v2, a branch dev, beside a fresh project.
SRC = fixture(
    "src",
    *inside(
        "src",
        sh("git init -q; mkdir ../srcstore"),
        dvc("init -q"),
        dvc("remote add -q -d srcstore $W/srcstore"),
        sh(f"echo foo >foo; {MAKE_DIR}; mkdir -p data lib/deep; echo run >data/tool; chmod +x data/tool"),
        sh("echo plain >plain.txt; echo 'import x' >lib/a.py; echo deep >lib/deep/b.py; echo note >data/note.md"),
        dvc("add -q foo dir data/tool"),
        commit("version 1"),
        tag("v1"),
        sh("echo foo v2 >foo; printf changed >dir/one; rm dir/two; printf new >dir/sub/four; echo plain v2 >plain.txt"),
        dvc("add -q foo dir"),
        commit("version 2"),
        tag("v2"),
        dvc("push -q --all-branches --all-tags"),
        sh("git checkout -qb dev; echo foo dev >foo"),
        dvc("add -q foo"),
        commit("dev"),
        dvc("push -q"),
        sh("git checkout -q main"),
        dvc("checkout -q --force"),
    ),
    base=REPO,
)

# Imports of a file, a directory, a Git file and a part of a directory, made when branch `moving` was at v1; it is at v2 now.
IMPORTED = fixture(
    "imported",
    sh("git branch moving v1", cwd="src"),
    dvc("import -q $W/src foo --rev moving"),
    dvc("import -q $W/src dir --rev moving"),
    dvc("import -q $W/src plain.txt --rev moving"),
    dvc("import -q $W/src dir/sub --rev v1 -o part"),
    commit("imports"),
    sh("git branch -f moving v2", cwd="src"),
    base=SRC,
)

# A registry with what is hard to take: a pipeline, templates, an import of its own, a project inside, uncached outputs.
RICH = fixture(
    "rich",
    *inside(
        "src",
        write("params.yaml", "name: fancy\nkinds:\n- a\n- b\nnested:\n  dir: out\n"),
        write(
            "dvc.yaml",
            """\
vars:
- file: templated
stages:
  plain:
    cmd: cp foo made
    deps: [foo]
    outs: [made]
  named:
    cmd: mkdir -p ${nested.dir} && cp foo ${nested.dir}/${name} && cp foo ${file}.bin
    outs:
    - ${nested.dir}
    - ${file}.bin
  each:
    foreach: ${kinds}
    do:
      cmd: echo ${item} >each-${item}
      outs:
      - each-${item}
  uncached:
    cmd: echo 1 >uncached.txt
    outs:
    - uncached.txt:
        cache: false
""",
        ),
        dvc("repro -q"),
        sh("mkdir -p ../far; cd ../far; git init -q"),
    ),
    *inside(
        "far",
        dvc("init -q"),
        sh("mkdir ../farstore"),
        dvc("remote add -q -d farstore $W/farstore"),
        sh("echo far >far; mkdir fardir; echo 1 >fardir/x; echo 2 >fardir/y"),
        dvc("add -q far fardir"),
        commit("far data"),
        dvc("push -q"),
    ),
    *inside(
        "src",
        dvc("import -q $W/far far -o chained"),
        dvc("import -q $W/far fardir -o chaineddir"),
        sh("mkdir inner"),
    ),
    *inside(
        "src/inner",
        dvc("init -q --subdir"),
        sh("mkdir $W/innerstore; echo inner >indata; mkdir indir; echo 1 >indir/x; echo git >ingit"),
        dvc("remote add -q -d innerstore $W/innerstore"),
        dvc("add -q indata indir"),
        dvc("push -q"),
    ),
    *inside("src", commit("rich"), dvc("push -q")),
    base=SRC,
)
