"""dvc commit."""

from fixtures import AUTOSTAGE, DATA, GIT, IMPORTED, NO_SCM, PIPELINE, REPO
from words import case, differs, do, do_json, do_text, dvc, other, sh, write

CLEAN = (do_json("status --json"), other("status -q"))

case("commit/unchanged", DATA, do_text("commit"), *CLEAN)
case(
    "commit/changed-needs-force",
    DATA,
    sh("echo x >foo"),
    do("commit", 1),
    do("commit foo", 1),
    do_json("status --json"),
)
case("commit/force", DATA, sh("echo x >foo; echo y >dir/one; rm dir/two"), do_text("commit --force"), *CLEAN)
case(
    "commit/target",
    DATA,
    sh("echo x >foo; echo y >dir/one"),
    do("commit -f foo.dvc"),
    do_json("status --json"),
    do("commit -f dir"),
    *CLEAN,
)
differs(
    "commit/target-inside",
    "commit-part",
    DATA,
    sh("echo x >dir/one; echo y >dir/two"),
    do("commit -f dir/one"),
    do("status -q"),
)
differs(
    "commit/target-subdirectory",
    "commit-part",
    DATA,
    sh("echo x >dir/sub/three; echo y >dir/two"),
    do("commit -f dir/sub"),
    do("status -q"),
)
case(
    "commit/target-inside-after-no-commit",
    REPO,
    sh("mkdir -p d/sub; echo 1 >d/a; echo 2 >d/b; echo 3 >d/sub/c"),
    dvc("add -q --no-commit d"),
    do("commit d/a"),
    do_json("status --json"),
    do("commit d/sub"),
    do("commit d"),
    do_json("status --json"),
)
case("commit/target-unknown", DATA, do("commit nothing", 1), do("commit nothing.dvc", 1))
case("commit/several", DATA, sh("echo x >foo; echo y >dir/one"), do("commit -f foo dir"), *CLEAN)
case("commit/missing-data", DATA, sh("rm foo"), do("commit", 1), do("commit -f", 1), do_json("status --json"))
case(
    "commit/recursive",
    REPO,
    sh("mkdir -p s/t; echo 1 >s/a; echo 2 >s/t/b; echo 3 >c"),
    dvc("add -q s/a s/t/b c"),
    sh("echo 4 >s/a; echo 5 >s/t/b; echo 6 >c"),
    do("commit -f -R s"),
    do_json("status --json"),
)
case(
    "commit/after-no-commit",
    REPO,
    sh("echo x >a; mkdir d; echo y >d/b"),
    dvc("add -q --no-commit a d"),
    do("commit -f"),
    *CLEAN,
)
case("commit/after-no-commit-without-force", REPO, sh("echo x >a"), dvc("add -q --no-commit a"), do("commit"), *CLEAN)
case("commit/cache-gone", DATA, sh("rm -r .dvc/cache"), do("commit -f"), *CLEAN)
case(
    "commit/fields-kept",
    DATA,
    sh("sed -i '1i # head' foo.dvc; printf '  desc: d\\n  remote: store\\nmeta: {a: b}\\n' >>foo.dvc; echo x >foo"),
    do("commit -f foo"),
    *CLEAN,
)
case("commit/with-deps", PIPELINE, sh("echo x >foo; echo y >model"), do("commit -f -d train"), do_json("status --json"))
case(
    "commit/no-relink",
    DATA,
    dvc("config cache.type symlink"),
    sh("echo x >foo"),
    do("commit -f --no-relink foo"),
    other("status -q"),
)
case("commit/relink", DATA, dvc("config cache.type symlink"), do("commit"), *CLEAN)
case("commit/hardlink", DATA, dvc("config cache.type hardlink"), sh("echo x >foo"), do("commit -f"), *CLEAN)
case("commit/executable", DATA, sh("chmod +x foo"), do("commit -f foo"), *CLEAN)
case("commit/directory-to-file", DATA, sh("rm -r dir; echo 1 >dir"), do("commit -f"), *CLEAN)
case("commit/without-hash", REPO, sh("printf 'outs:\\n- path: n\\n' >n.dvc; echo 1 >n"), do("commit -f"), *CLEAN)
case(
    "commit/uncached",
    REPO,
    sh("printf 'outs:\\n- path: n\\n  cache: false\\n' >n.dvc; echo 1 >n"),
    do("commit -f"),
    *CLEAN,
)
case("commit/autostage", AUTOSTAGE, sh("echo x >foo"), do_text("commit -f"), *CLEAN)
case(
    "commit/partial-import",
    IMPORTED,
    dvc("import -q $W/src foo -o p --no-download"),
    dvc("pull -q p"),
    do("commit -f p.dvc"),
    do_json("status --json p"),
)
case(
    "commit/never-run-pipeline",
    REPO,
    write(
        "dvc.yaml",
        "stages:\n  b:\n    cmd: echo 1 >o\n    deps: [README.md]\n    outs: [o]\n  a:\n    cmd: echo 2 >p\n    outs:\n    - p\n",
    ),
    sh("echo 1 >o; echo 2 >p"),
    do("commit -f"),
    *CLEAN,
)
case("commit/no-scm", NO_SCM, write("a", "a"), dvc("add -q a"), sh("echo x >a"), do("commit -f"), *CLEAN)
case("commit/not-a-project", GIT, do("commit", 253))
