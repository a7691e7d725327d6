"""dvc diff."""

from fixtures import DATA, GIT, HISTORY, IMPORTED, NO_SCM, PIPELINE, REPO
from words import case, commit, do, do_json, do_text, dvc, sh, write

BOTH = (do_json("diff --json"), do_text("diff"))

case("diff/nothing", DATA, *BOTH, do_text("diff --md"))
case(
    "diff/added",
    REPO,
    sh("echo 1 >a; mkdir -p d/e; echo 2 >d/b; echo 3 >d/e/c"),
    dvc("add -q a d"),
    *BOTH,
    do_json("diff --json --show-hash"),
    do_text("diff --show-hash"),
)
case(
    "diff/modified",
    DATA,
    sh("echo x >foo; echo y >dir/one; echo z >dir/new; rm dir/two"),
    dvc("add -q foo dir"),
    *BOTH,
    do_json("diff --json --show-hash"),
    do_text("diff --show-hash"),
    do_text("diff --md"),
    do_text("diff --md --show-hash"),
)
case("diff/workspace-modified", DATA, sh("echo x >foo; echo y >dir/one"), *BOTH, do_json("diff --json --show-hash"))
case("diff/deleted", DATA, sh("rm -r foo dir"), *BOTH)
case("diff/removed-from-dvc", DATA, dvc("remove foo.dvc"), *BOTH)
case(
    "diff/renamed",
    DATA,
    sh("mv foo bar; rm foo.dvc; mv dir/one dir/uno"),
    dvc("add -q bar dir"),
    *BOTH,
    do_json("diff --json --show-hash"),
    do_text("diff --md"),
)
case(
    "diff/renamed-directory",
    DATA,
    sh("mv dir folder; rm dir.dvc"),
    dvc("add -q folder"),
    *BOTH,
    do_text("diff --show-hash"),
)
case(
    "diff/renamed-one-of-two",
    REPO,
    sh("echo x >a; echo x >b"),
    dvc("add -q a b"),
    commit(),
    sh("mv a c; rm a.dvc"),
    dvc("add -q c"),
    *BOTH,
)
case(
    "diff/revisions",
    HISTORY,
    do_json("diff --json v1"),
    do_json("diff --json v1 v2"),
    do_json("diff --json v2 v1"),
    do_json("diff --json main dev"),
    do_text("diff v1 v2"),
    do_json("diff --json --show-hash v1 dev"),
    do_json("diff --json HEAD HEAD"),
)
case("diff/revision-unknown", HISTORY, do("diff nothing", 1), do("diff v1 nothing", 1))
case("diff/not-in-cache", DATA, sh("rm -r .dvc/cache/files/md5/d3 foo"), *BOTH, do_json("diff --json --hide-missing"))
case("diff/not-in-cache-present", DATA, sh("rm -r .dvc/cache"), *BOTH)
case(
    "diff/targets",
    HISTORY,
    do_json("diff --json v1 v2 --targets foo"),
    do_json("diff --json v1 v2 --targets dir"),
    do_json("diff --json v1 v2 --targets dir/one foo"),
    do_json("diff --json v1 v2 --targets dir/sub"),
    do("diff v1 v2 --targets nothing", 255),
)
case("diff/no-commits", GIT, sh("rm -rf .git; git init -q"), dvc("init -q"), write("a", "a"), dvc("add -q a"), *BOTH)
case("diff/json-and-markdown", DATA, sh("echo x >foo"), do_json("diff --json --md"))
case(
    "diff/from-subdirectory",
    DATA,
    sh("echo x >foo; echo y >dir/one; mkdir s"),
    do_json("diff --json", cwd="repo/s"),
    do_text("diff", cwd="repo/s"),
)
case("diff/pipeline", PIPELINE, sh("echo x >model; rm prepared/copy"), dvc("commit -q --force"), *BOTH)
case("diff/import", IMPORTED, dvc("update -q foo.dvc dir.dvc"), *BOTH, do_json("diff --json HEAD~1 HEAD"))
case("diff/file-to-directory", DATA, sh("rm foo; mkdir foo; echo 1 >foo/a"), dvc("add -q foo"), *BOTH)
case("diff/empty-directory", REPO, sh("mkdir d"), dvc("add -q d"), *BOTH)
case("diff/no-scm", NO_SCM, write("a", "a"), dvc("add -q a"), do("diff", 1))
case("diff/grammar", HISTORY, do("diff v1 --json v2", 254), do_json("diff v1 v2 --json"), do_json("diff --js v1"))
case("diff/not-a-project", GIT, do("diff", 253))
