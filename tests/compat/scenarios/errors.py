"""What is refused, and with which exit code: arguments, projects, files, paths."""

from fixtures import DATA, EMPTY, GIT, HISTORY, PIPELINE, PROJECT, PUSHED, SRC
from words import case, commit, differs, do, do_json, do_text, dvc, sh, write

OUTSIDE = (
    "add a",
    "checkout",
    "status",
    "push",
    "pull",
    "fetch",
    "commit",
    "diff",
    "data status",
    "gc -w",
    "remove a.dvc",
    "move a b",
    "unprotect a",
    "freeze a.dvc",
    "unfreeze a.dvc",
    "import ../src foo",
    "import-url a b",
    "update a.dvc",
    "root",
    "destroy -f",
    "install",
    "check-ignore a",
    "cache migrate",
    "cache dir",
)

# Arguments.
case("errors/no-command", DATA, do("", 254), do("-v", 254))
case(
    "errors/unknown-command",
    DATA,
    do("nothing", 254),
    do("statuss", 254),
    do("sta", 254),
    do("run", 254),
    do("live", 254),
)
case(
    "errors/unknown-flag",
    DATA,
    *(
        do(f"{command} --nothing", 254)
        for command in (
            "add",
            "status",
            "push",
            "pull",
            "fetch",
            "checkout",
            "list .",
            "get . foo",
            "import . foo",
            "update",
            "init",
            "config",
            "remote list",
            "gc -w",
            "diff",
        )
    ),
)
case(
    "errors/missing-arguments",
    DATA,
    *(
        do(command, 254)
        for command in (
            "add",
            "get",
            "get .",
            "import",
            "import .",
            "import-url",
            "get-url",
            "list",
            "list-url",
            "remove",
            "move",
            "move a",
            "update",
            "unprotect",
            "freeze",
            "unfreeze",
            "remote",
            "cache",
            "data",
            "artifacts",
            "du",
            "ls-url",
            "stage",
        )
    ),
)
case(
    "errors/too-many-arguments",
    DATA,
    *(
        do(command, 254)
        for command in (
            "get . foo bar",
            "import . foo bar",
            "move a b c",
            "list . a b",
            "init a b",
            "diff a b c",
            "root a",
            "destroy a",
            "install a",
            "version a",
            "config a.b c d",
            "get-url a b c",
            "import-url a b c",
        )
    ),
)
case(
    "errors/bad-integers",
    DATA,
    *(
        do(command, 254)
        for command in (
            "push -j x",
            "fetch -j 1.5",
            "pull --jobs=",
            "get . foo -j x",
            "import . foo -j x",
            "update -j x foo.dvc",
            "gc -w -j x",
            "list . -L x",
            "gc --num x",
            "fetch --max-size big",
        )
    ),
)
case(
    "errors/flag-without-value",
    DATA,
    *(do(command, 254) for command in ("push -r", "list . -L", "--cd", "add x -o", "update --rev")),
)
case(
    "errors/choices",
    DATA,
    do("completion -s tcsh", 254),
    do("fetch --type x", 254),
    do("data status --untracked-files=some", 254),
)
case(
    "errors/exclusive-flags",
    DATA,
    do("import . foo --no-exec --no-download", 254),
    do("import-url x --no-exec --no-download", 254),
    do("config --local --global core.remote", 254),
    do("remote list --system --local", 254),
)
case(
    "errors/quiet-and-verbose",
    DATA,
    do("status -q -v", 2),
    do("status -qv", 2),
    do("-q -v status", 2),
    do("status --quiet=1", 2),
)
case(
    "errors/quiet-before-command",
    DATA,
    do_text("-q status"),
    do_text("status -q"),
    do_text("-v root"),
    do("status -vv"),
)
case(
    "errors/interleaved",
    DATA,
    *(
        do(command, 254)
        for command in (
            "push foo -j 4 dir",
            "add foo -f dir",
            "status foo --json dir",
            "checkout foo --summary dir",
            "check-ignore a -d b",
            "list . --json dir",
            "du . -s dir",
            "import-url x --force y",
            "diff HEAD --json HEAD",
            "config core.remote --local store",
            "remote modify store jobs --local 1",
            "update -R . -j 1 x",
        )
    ),
)
case(
    "errors/interleaved-accepted",
    SRC,
    do("import $W/src --rev v1 foo -o x"),
    do("get $W/src -o y foo"),
    do("move x -q z"),
    do("remote add r --local s3://b"),
)
case(
    "errors/prefixes",
    SRC,
    do_json("list --js ../src"),
    do_json("list --json --rec ../src"),
    do("get ../src foo --ou x"),
    do("list --r ../src", 254),
    do("get --re v1 ../src foo", 254),
    do_text("list --rev=v1 ../src lib"),
)
case(
    "errors/bundled-flags",
    PUSHED,
    do_text("pull -fj2"),
    do_text("push -j4"),
    do_text("push -rstore"),
    do_text("fetch -j=2"),
    do("push -jx", 254),
)
case(
    "errors/double-dash",
    DATA,
    do_text("checkout -- foo"),
    do_json("status --json -- foo dir"),
    do("checkout -- --summary", 255),
)
case("errors/help", EMPTY, do("--help"), do("add -h"), do("remote add --help"), do("git-hook --help", 254))
case("errors/version", EMPTY, do("--version"), do("-V"), do("version"), do("doctor"))
case(
    "errors/cd",
    DATA,
    sh("mkdir sub"),
    do_text("--cd sub root"),
    do_text("--cd $W/repo status"),
    do("--cd nowhere status", 255),
    do("--cd README.md status", 255),
    do("status --cd sub", 254),
)

# No project.
for index, command in enumerate(OUTSIDE):
    case(
        f"errors/outside-{command.split()[0]}{index if command.split()[0] in ('cache', 'data') else ''}",
        GIT,
        do(command, 251 if command == "cache dir" else 253),
    )
case("errors/outside-without-git", EMPTY, do("status", 253), do("add a", 253), do("push", 253))
case(
    "errors/outside-allowed",
    GIT,
    do_json("list . --json"),
    do_text("list ."),
    do("config -l"),
    do("remote list"),
    do("git-hook pre-commit"),
    do("version"),
)
case("errors/dvc-is-a-file", GIT, write(".dvc", "x"), do("status", 253), do("add README.md", 253))
case(
    "errors/git-gone",
    DATA,
    sh("rm -rf .git"),
    do("status", 255),
    do("push", 255),
    do("checkout", 255),
    do("add foo", 255),
    do_json("list --json ."),
)
case("errors/dvc-folder-empty", GIT, sh("mkdir .dvc"), do("status"), do("config core.autostage true"))
case("errors/inside-dvc-folder", DATA, do_text("root", cwd="repo/.dvc"), do("status", cwd="repo/.dvc"))

# Files that cannot be read.
BROKEN = {
    "yaml-syntax": "outs: [",
    "yaml-tabs": "outs:\n\t- path: x\n",
    "duplicate-key": "outs:\n- path: x\n  path: y\n",
    "conflict-markers": "<<<<<<< HEAD\nouts:\n- path: x\n=======\nouts:\n- path: y\n>>>>>>> other\n",
    "conflict-in-entry": "outs:\n<<<<<<< HEAD\n- md5: d3b07384d113edec49eaa6238ad5ff00\n=======\n- md5: d3b07384d113edec49eaa6238ad5ff01\n>>>>>>> other\n  hash: md5\n  path: x\n",
    "not-a-mapping": "- a\n- b\n",
    "scalar": "hello\n",
    "unknown-key": "nothing: 1\nouts:\n- path: x\n",
    "unknown-out-key": "outs:\n- path: x\n  nothing: 1\n",
    "command": "cmd: echo 1\nouts:\n- path: x\n",
    "outs-not-a-list": "outs: x\n",
    "out-not-a-mapping": "outs:\n- x\n",
    "size-not-a-number": "outs:\n- path: x\n  size: big\n",
    "short-md5": "outs:\n- path: x\n  md5: ab\n",
    "two-documents": "outs:\n- path: x\n---\nouts: []\n",
    "bad-anchor": "outs:\n- *nothing\n",
}
for name, text in BROKEN.items():
    case(
        f"errors/broken-{name}",
        DATA,
        write("x.dvc", text),
        do("status", 1),
        do("checkout", 255),
        do("add foo", 1),
        do("push", 1),
        do_text("checkout foo.dvc"),
    )
case(
    "errors/broken-not-utf8", DATA, sh("printf 'outs:\\n- path: \\377\\n' >x.dvc"), do("status", 1), do("checkout", 255)
)
case("errors/broken-is-a-directory", DATA, sh("mkdir x.dvc"), do_text("status"), do_text("checkout"))
case("errors/broken-dangling-link", DATA, sh("ln -s nowhere x.dvc"), do("status", 1))
case(
    "errors/broken-pipeline",
    DATA,
    write("dvc.yaml", "stages: [\n"),
    do("status", 1),
    do("checkout", 255),
    do("status foo.dvc", 255),
)
case(
    "errors/broken-pipeline-schema",
    DATA,
    write("dvc.yaml", "stages:\n  a:\n    outs: [o]\n"),
    do("status", 1),
    do("checkout", 255),
)
case("errors/broken-lock", PIPELINE, write("dvc.lock", "stages: [\n"), do("status", 1), do("checkout", 255))
case("errors/broken-lock-schema", PIPELINE, sh("sed -i 's/2.0/3.0/' dvc.lock"), do("status", 1), do("checkout", 255))
case("errors/broken-lock-old", PIPELINE, write("dvc.lock", "train:\n  cmd: x\n"), do("status", 1))
case(
    "errors/broken-in-revision",
    HISTORY,
    write("x.dvc", "outs: [\n"),
    commit("bad"),
    sh("git rm -q x.dvc"),
    commit("good"),
    do("push -A"),
    do("list --rev HEAD~1 .", 1),
    do_json("list --json --rev HEAD ."),
)
case(
    "errors/cycle",
    DATA,
    write(
        "dvc.yaml",
        "stages:\n  a:\n    cmd: x\n    deps: [p]\n    outs: [q]\n  b:\n    cmd: x\n    deps: [q]\n    outs: [p]\n",
    ),
    do_text("status"),
    do("checkout", 255),
)
case(
    "errors/dep-is-out",
    DATA,
    write("dvc.yaml", "stages:\n  a:\n    cmd: x\n    deps: [p]\n    outs: [p]\n"),
    do_json("status --json"),
    do("checkout", 255),
)
case(
    "errors/same-out-in-stage",
    DATA,
    write("x.dvc", "outs:\n- path: p\n- path: p\n"),
    do_json("status --json"),
    do("checkout", 255),
    do("add foo", 1),
)
case(
    "errors/overlapping",
    DATA,
    write("x.dvc", "outs:\n- path: dir/sub\n  md5: d3b07384d113edec49eaa6238ad5ff00\n  hash: md5\n"),
    do_json("status --json"),
    do("add foo", 1),
)

# Hostile paths.
case("errors/out-path-empty", DATA, write("x.dvc", "outs:\n- path: ''\n"), do("status", 255))
case(
    "errors/out-without-path",
    DATA,
    write("x.dvc", "outs:\n- md5: d3b07384d113edec49eaa6238ad5ff00\n"),
    do("status", 255),
)
case("errors/out-outside", DATA, sh("echo x >../ext"), write("x.dvc", "outs:\n- path: ../ext\n"), do("status", 255))
case(
    "errors/out-absolute",
    DATA,
    sh("echo x >../ext; printf 'outs:\\n- path: %s/ext\\n' \"$(dirname $PWD)\" >x.dvc"),
    do("status", 255),
)
differs(
    "errors/out-outside-checkout",
    "hostile-path",
    DATA,
    write("x.dvc", "outs:\n- md5: d3b07384d113edec49eaa6238ad5ff00\n  hash: md5\n  path: ../ext\n"),
    do("checkout", 255),
    sh("test ! -e ../ext"),
)
case(
    "errors/out-is-dvc-folder",
    DATA,
    write("x.dvc", "outs:\n- md5: d3b07384d113edec49eaa6238ad5ff00\n  hash: md5\n  path: .dvc/config\n"),
    do("checkout", 255),
)
case(
    "errors/out-is-git-config",
    DATA,
    write("x.dvc", "outs:\n- md5: d3b07384d113edec49eaa6238ad5ff00\n  hash: md5\n  path: .git/config\n"),
    do("checkout -f", 255),
    sh("git config core.bare"),
)

# Targets.
case(
    "errors/targets-unknown",
    DATA,
    do("checkout x", 255),
    do("status x", 1),
    do("push x", 1),
    do("pull x", 1),
    do("fetch x", 1),
    do("commit x", 1),
    do("update x", 1),
    do("remove x", 1),
    do("move x y", 1),
    do("freeze x", 1),
    do("unprotect x", 255),
    do("add x", 1),
)
case(
    "errors/targets-git-file",
    DATA,
    do("status README.md", 1),
    do("push README.md", 1),
    do("update README.md", 1),
    do("remove README.md", 1),
)
case("errors/target-is-lock", PIPELINE, do("status dvc.lock", 1), do("checkout dvc.lock", 255), do("push dvc.lock", 1))
case(
    "errors/target-directory",
    DATA,
    sh("mkdir s; echo x >s/a"),
    dvc("add -q s/a"),
    do("push s", 1),
    do("checkout s", 255),
)
case(
    "errors/unknown-remote",
    DATA,
    do("push -r x", 1),
    do("pull -r x", 1),
    do("fetch -r x", 1),
    do("status -c -r x", 1),
    do("data status --not-in-remote -r x --json", 251),
)
case(
    "errors/default-remote-unknown",
    PROJECT,
    sh("printf '[core]\\n    remote = nothing\\n' >.dvc/config; echo x >a"),
    dvc("add -q a"),
    do("push", 1),
    do("pull", 1),
    do("fetch", 1),
    do("status"),
)
case(
    "errors/bad-rwlock",
    DATA,
    sh("mkdir -p .dvc/tmp; echo '{bad' >.dvc/tmp/rwlock"),
    do("status", 1),
    do("add foo", 1),
    do("checkout"),
    do("push"),
)
case(
    "errors/foreign-writer",
    DATA,
    sh('mkdir -p .dvc/tmp; printf \'{"write": {"%s/foo": {"pid": 1, "cmd": "x"}}}\' $PWD >.dvc/tmp/rwlock'),
    do("add foo", 1),
    do("status", 1),
    do("checkout"),
)
case(
    "errors/dead-writer",
    DATA,
    sh('mkdir -p .dvc/tmp; printf \'{"write": {"%s/foo": {"pid": 999999999, "cmd": "x"}}}\' $PWD >.dvc/tmp/rwlock'),
    do("add foo"),
    do("status"),
)
case(
    "errors/held-lock",
    DATA,
    sh("mkdir -p .dvc/tmp; (flock -x 9; sleep 12) 9>.dvc/tmp/lock >/dev/null 2>&1 & sleep 0.3"),
    do("add foo", 1),
)
