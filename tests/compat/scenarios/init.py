"""dvc init."""

from fixtures import DATA, EMPTY, GIT, PROJECT
from words import case, do, do_json, do_text, dvc, other, sh, write

case("init/git", GIT, do("init"), do_json("status --json"), other("status -q"))
case("init/quiet", GIT, do_text("init -q"), do_text("root"), other("status -q"))
case("init/no-scm", EMPTY, do("init --no-scm"), do_text("status"), write("a", "a"), do("add a"), other("status -q"))
case("init/no-git", EMPTY, do("init", 1))
case("init/no-scm-in-git", GIT, do("init --no-scm"), write("a", "a"), do_text("add a"), other("status -q"))
case("init/twice", PROJECT, do("init", 1), do("init -q", 1))
case("init/force", DATA, do("init -f"), do_json("status --json"), other("status -q", 1))
case("init/force-no-scm", PROJECT, do("init -f --no-scm"), do_text("config core.no_scm"))
case("init/subdir", GIT, sh("mkdir sub"), do("init --subdir", cwd="repo/sub"), do_text("root", cwd="repo/sub"))
case("init/subdir-required", GIT, sh("mkdir sub"), do("init", 1, cwd="repo/sub"))
case("init/subdir-at-root", GIT, do("init --subdir"), other("status -q"))
case("init/subdir-without-git", EMPTY, do("init --subdir", 1))
case("init/subdir-and-no-scm", GIT, do("init --subdir --no-scm", 255))
case("init/directory-argument", GIT, sh("mkdir sub; git -C sub init -q"), do("init sub"), do_text("--cd sub root"))
case("init/directory-argument-missing", GIT, do("init nowhere", 1))
case(
    "init/directory-argument-subdir", GIT, sh("mkdir -p a/b"), do("init --subdir a/b"), do("status -q", cwd="repo/a/b")
)
case(
    "init/nested",
    PROJECT,
    sh("mkdir sub"),
    do("init --subdir", cwd="repo/sub"),
    write("sub/a", "a"),
    do("add a", cwd="repo/sub"),
    do_json("status --json", cwd="repo/sub"),
    do_json("status --json"),
    other("status -q"),
)
case("init/ignored-by-git", GIT, write(".gitignore", ".dvc\n"), do("init", 1))
case("init/ignored-pattern", GIT, write(".gitignore", ".*\n!.gitignore\n"), do("init", 1))
case("init/keeps-dvcignore", GIT, write(".dvcignore", "mine\n"), do("init"), other("status -q"))
case("init/dvc-is-a-file", GIT, write(".dvc", "x"), do("init", 255))
case(
    "init/stages-without-autostage", GIT, write("loose", "x"), do("init"), sh("git commit -qm init"), do_text("status")
)
case("init/cd", EMPTY, sh("mkdir there; git -C there init -q"), do("--cd there init"))
case(
    "init/worktree",
    GIT,
    sh("git worktree add -q ../tree"),
    do("init", cwd="tree"),
    do_text("root", cwd="tree"),
    write("a", "a", cwd="tree"),
    do("add a", cwd="tree"),
    other("status -q", cwd="tree"),
)
case("init/too-many-arguments", GIT, do("init a b", 254))
case(
    "init/then-work",
    GIT,
    do("init -q"),
    write("a", "a"),
    do("add a"),
    sh("git commit -qm a"),
    do("remote add -d store $W/store"),
    do_text("push"),
    other("status -c"),
)
case("init/after-removed-dvc", DATA, sh("rm -rf .dvc"), do("init"), do_text("status"), other("status -q", 1))
case("init/stdin-closed", GIT, do("init", stdin=""), dvc("status -q"))
