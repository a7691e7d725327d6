"""dvc diff."""

from fixtures import CLONE, DATA, GIT, HISTORY, IMPORTED, LEGACY, NO_SCM, PIPELINE, PROJECT, REPO
from words import case, commit, differs, do, do_json, do_text, dvc, inside, other_json, sh, tag, write

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

HASHES = (do_json("diff --json --show-hash"), do_text("diff --show-hash"), do_text("diff --md --show-hash"))
case(
    "diff/only-missing",
    DATA,
    sh("rm -r .dvc/cache"),
    do_json("diff --json --hide-missing"),
    do_text("diff --hide-missing"),
    do_text("diff --md --hide-missing"),
    *HASHES,
)
case("diff/fresh-clone", CLONE, *BOTH, *HASHES, do_json("diff --json --hide-missing"))
case(
    "diff/listing-gone",
    DATA,
    sh("rm .dvc/cache/files/md5/*/*.dir; echo n >dir/n; rm dir/one"),
    *BOTH,
    dvc("add -q dir"),
    *BOTH,
)
case("diff/listing-in-remote", CLONE, sh("mkdir dir; echo n >dir/n"), *BOTH)
case(
    "diff/workspace-by-name",
    HISTORY,
    sh("echo x >foo; rm -r .dvc/cache"),
    do_json("diff --json v1 workspace"),
    do("diff --json workspace", 1),
)
case(
    "diff/wide-names",
    REPO,
    sh("mkdir é1 日本; echo 1 >é1/12; echo 2 >日本/x; echo 3 >n"),
    dvc("add -q é1 日本 n"),
    *BOTH,
    do_text("diff --md"),
    *HASHES,
)
case(
    "diff/renamed-same-content",
    REPO,
    sh("mkdir d d-e; echo x | tee a b d/c d-e/c >/dev/null"),
    dvc("add -q a b d d-e"),
    commit(),
    sh("rm a.dvc b.dvc; mv a n; mv b m; mv d/c d/z; mv d-e/c d-e/y"),
    dvc("add -q m n d d-e"),
    *BOTH,
    *HASHES,
)
case(
    "diff/order",
    REPO,
    sh("mkdir -p a a-b; echo 1 >a/z; echo 2 >a-b/z; echo 3 >a.c; echo 4 >aa"),
    dvc("add -q a a-b a.c aa"),
    *BOTH,
)
case(
    "diff/regrouped",
    DATA,
    dvc("remove foo.dvc"),
    sh("rm foo; mkdir foo; echo 1 >foo/a"),
    dvc("add -q foo"),
    *HASHES,
)
case("diff/legacy", LEGACY, sh("printf 'foo\n' >text; echo x >old/a"), *BOTH, *HASHES)
case(
    "diff/targets-spellings",
    HISTORY,
    sh("echo x >foo; echo y >dir/one"),
    do_json("diff --json --targets foo.dvc"),
    do_json("diff --json --targets ./dir/"),
    do_json("diff --json --targets"),
    do_json("diff --json --targets dir/nothing"),
    do_json("diff --json --targets one", cwd="repo/dir"),
    do_json("diff --json --targets ../foo", cwd="repo/dir"),
    do("diff --targets foo nothing", 255),
    do("diff --targets README.md", 255),
    do_json("diff --json main dev --targets extra"),
    do_json("diff --json dev main --targets extra foo"),
)
case(
    "diff/targets-not-in-cache",
    DATA,
    sh("rm -r .dvc/cache"),
    do_json("diff --json --targets foo"),
    do_json("diff --json --targets dir"),
    do("diff --json --targets dir/one", 255),
)
case(
    "diff/dirty-workspace-against-tag",
    HISTORY,
    sh("echo x >foo; echo new >new"),
    dvc("add -q new"),
    do_json("diff --json v1"),
    do_json("diff --json --show-hash dev"),
    do_text("diff v1"),
    do_text("diff --md dev"),
)
case(
    "diff/revision-by-message",
    HISTORY,
    do_json("diff --json ':/^data' ':/version 2'"),
    do("diff ':/no such message'", 1),
)
case("diff/abbreviated", HISTORY, do_json("diff --js --show-h v1 v2"), do_text("diff --hide v1 v2"))
case("diff/remote-branch", HISTORY, sh("git clone -q . ../clone"), do_json("diff --json v1 dev", cwd="clone"))
case(
    "diff/subproject",
    REPO,
    sh("mkdir s"),
    *inside("repo/s", dvc("init -q --subdir"), write("a", "a"), dvc("add -q a")),
    commit(),
    tag("first"),
    *inside("repo/s", write("a", "b"), dvc("add -q a"), do_json("diff --json"), do_json("diff --json first")),
    do_json("diff --json"),
)
case(
    "diff/ignored-members",
    DATA,
    write(".dvcignore", "*.log\n"),
    sh("echo x >dir/a.log; echo y >dir/b"),
    *BOTH,
)
case("diff/after-lode", DATA, sh("echo x >foo; echo y >dir/new"), do("add foo dir"), *HASHES, other_json("diff --json"))
case("diff/merge-conflict", DATA, sh("sed -i '1i <<<<<<< HEAD' foo.dvc"), do("diff", 1))
case("diff/quiet", DATA, sh("echo x >foo"), do_text("diff -q"))
case("diff/empty-target-list", PROJECT, do_json("diff --json"), do("diff --targets nothing", 255))
differs(
    "diff/file-becomes-folder",
    "diff-file-to-folder",
    DATA,
    sh("rm dir/one; mkdir dir/one; echo 1 >dir/one/a"),
    do("diff", says="files summary: 1 added, 1 deleted"),
)
differs(
    "diff/never-hashed",
    "diff-never-hashed",
    REPO,
    write("dvc.yaml", "stages:\n  s:\n    cmd: echo 1 >o\n    outs: [o]\n"),
    commit(),
    do("diff --md --show-hash"),
    write("o", "1"),
    do("diff --show-hash", says="files summary: 1 added"),
)
differs("diff/from-workspace", "diff-from-workspace", HISTORY, do("diff workspace v1", 1))
differs(
    "diff/absolute-target",
    "diff-absolute-target",
    DATA,
    sh("echo x >foo"),
    do("diff --targets $W/repo/foo", says="Modified:\nfoo"),
)
differs(
    "diff/imports-listing-gone",
    "import-listing-gone",
    IMPORTED,
    sh("rm -r .dvc/cache; rm -r foo"),
    do("diff --show-hash", says="files summary: 1 deleted"),
)
case(
    "diff/pipeline-revisions",
    PIPELINE,
    sh("sed -i s/0.1/0.2/ params.yaml; echo new >foo"),
    dvc("repro -q"),
    commit(),
    do_json("diff --json HEAD~1"),
    do_json("diff --json HEAD~1 HEAD --show-hash"),
    do_json("diff --json HEAD~2 HEAD"),
    do_json("diff --json HEAD~1 --targets train"),
    do_json("diff --json HEAD~1 --targets prepared/copy model"),
)
