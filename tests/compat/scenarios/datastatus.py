"""dvc data status."""

from fixtures import CLONE, DATA, GIT, HISTORY, IMPORTED, LEGACY, NO_SCM, PIPELINE, PROJECT, PUSHED, REPO
from words import case, commit, differs, do, do_bag, do_json, do_lines, do_text, dvc, other, sh, write

ALL = "data status --json --granular --unchanged --untracked-files"

case("datastatus/clean", DATA, do_bag("data status --json"), do_text("data status"), do_bag(ALL))
case(
    "datastatus/added",
    REPO,
    sh("echo 1 >a; mkdir d; echo 2 >d/b; echo 3 >u"),
    dvc("add -q a d"),
    do_bag("data status --json"),
    do_bag(ALL),
    do_lines("data status"),
    do_lines("data status --granular"),
)
case(
    "datastatus/modified",
    DATA,
    sh("echo x >foo; echo y >dir/one; rm dir/two; echo z >dir/new"),
    do_bag("data status --json"),
    do_bag("data status --json --granular"),
    do_lines("data status --granular"),
)
case(
    "datastatus/committed-and-modified",
    DATA,
    sh("echo x >foo"),
    dvc("add -q foo"),
    sh("echo y >foo"),
    do_bag("data status --json"),
    do_lines("data status"),
)
case(
    "datastatus/deleted",
    DATA,
    sh("rm -r foo dir"),
    do_bag("data status --json"),
    do_bag("data status --json --granular"),
)
case("datastatus/removed-from-dvc", DATA, dvc("remove foo.dvc"), do_bag("data status --json"), do_bag(ALL))
case(
    "datastatus/renamed",
    DATA,
    sh("mv foo bar; rm foo.dvc"),
    dvc("add -q bar"),
    do_bag("data status --json"),
    do_lines("data status"),
)
case(
    "datastatus/renamed-member",
    DATA,
    sh("mv dir/one dir/uno"),
    do_bag("data status --json --granular"),
    dvc("add -q dir"),
    do_bag("data status --json --granular"),
)
case(
    "datastatus/renamed-directory",
    DATA,
    sh("mv dir folder; rm dir.dvc"),
    dvc("add -q folder"),
    do_bag("data status --json --granular"),
)
case(
    "datastatus/not-in-cache",
    DATA,
    sh("rm -r .dvc/cache"),
    do_bag("data status --json"),
    do_bag("data status --json --granular"),
    do_lines("data status"),
)
case(
    "datastatus/not-in-cache-and-gone",
    DATA,
    sh("rm -r .dvc/cache foo dir"),
    do_bag("data status --json"),
    do_bag("data status --json --granular"),
)
case(
    "datastatus/listing-gone",
    DATA,
    sh("rm .dvc/cache/files/md5/*/*.dir"),
    do_bag("data status --json --granular"),
    sh("echo x >dir/n"),
    do_bag("data status --json --granular"),
)
case(
    "datastatus/head-listing-gone",
    DATA,
    sh("rm .dvc/cache/files/md5/*/*.dir; echo n >dir/n"),
    dvc("add -q dir"),
    do_bag("data status --json --granular"),
)
case(
    "datastatus/member-gone",
    DATA,
    sh("m=$(printf one | md5sum | cut -c1-32); rm .dvc/cache/files/md5/${m:0:2}/${m:2}"),
    do_bag("data status --json"),
    do_bag("data status --json --granular"),
)
case("datastatus/fresh-clone", CLONE, do_bag("data status --json --granular"), do_lines("data status"))
case(
    "datastatus/file-becomes-directory",
    DATA,
    sh("rm foo; mkdir foo; echo 1 >foo/a"),
    do_bag("data status --json --granular"),
    dvc("add -q foo"),
    do_bag("data status --json --granular"),
)
case(
    "datastatus/directory-becomes-file",
    DATA,
    sh("rm -r dir; echo 1 >dir"),
    do_bag("data status --json --granular"),
    dvc("add -q dir"),
    do_bag("data status --json --granular"),
)
case(
    "datastatus/untracked",
    DATA,
    sh("echo 1 >u; mkdir v; echo 2 >v/w"),
    do_bag("data status --json --untracked-files"),
    do_bag("data status --json --untracked-files=all"),
    do_bag("data status --json --untracked-files=no"),
    do_lines("data status --untracked-files"),
)
case(
    "datastatus/git-dirty",
    DATA,
    sh("echo x >>README.md"),
    do_text("data status"),
    sh("echo y >foo"),
    do_lines("data status"),
)
case(
    "datastatus/no-commits",
    GIT,
    sh("rm -rf .git; git init -q"),
    dvc("init -q"),
    write("a", "a"),
    dvc("add -q a"),
    do_bag("data status --json"),
    do_lines("data status"),
)
case("datastatus/no-commits-empty", GIT, sh("rm -rf .git; git init -q"), dvc("init -q"), do_text("data status"))
case(
    "datastatus/unchanged",
    DATA,
    sh("echo x >dir/one"),
    do_bag("data status --json --unchanged"),
    do_lines("data status --unchanged --granular"),
)
case(
    "datastatus/targets",
    DATA,
    sh("echo x >foo; echo y >dir/one; rm dir/two"),
    do_bag("data status --json foo"),
    do_bag("data status --json --granular dir"),
    do_bag("data status --json --granular dir/one"),
    do_bag("data status --json nothing"),
)
case(
    "datastatus/from-subdirectory",
    DATA,
    sh("mkdir s; echo x >foo; echo y >s/u"),
    do_bag("data status --json", cwd="repo/s"),
    do_bag("data status --json --granular", cwd="repo/dir"),
    do_bag("data status --json --untracked-files", cwd="repo/s"),
)
case(
    "datastatus/not-in-remote",
    DATA,
    do_bag("data status --json --not-in-remote"),
    do_lines("data status --not-in-remote"),
    dvc("push -q foo"),
    do_bag("data status --json --not-in-remote --granular"),
)
case(
    "datastatus/not-in-remote-pushed",
    PUSHED,
    do_bag("data status --json --not-in-remote"),
    sh("rm -r ../store/files/md5/d3"),
    do_bag("data status --json --not-in-remote --no-remote-refresh"),
    do_bag("data status --json --not-in-remote"),
)
case(
    "datastatus/not-in-remote-named",
    DATA,
    dvc("remote add -q second $W/store2"),
    dvc("push -q"),
    do_bag("data status --json --not-in-remote -r second"),
    do("data status --json --not-in-remote -r nothing", 251),
)
case("datastatus/push-false", DATA, sh("echo '  push: false' >>foo.dvc"), do_bag("data status --json --not-in-remote"))
case("datastatus/no-remote", PROJECT, write("a", "a"), dvc("add -q a"), do_bag("data status --json"))
case("datastatus/imports", IMPORTED, sh("echo x >foo"), do_bag("data status --json --granular"), do_bag(ALL))
case(
    "datastatus/partial-import",
    IMPORTED,
    dvc("import -q $W/src foo -o part2 --no-download"),
    do_bag("data status --json"),
)
case(
    "datastatus/pipeline",
    PIPELINE,
    do_bag(ALL),
    sh("echo x >model; echo y >score.json"),
    do_bag("data status --json --granular"),
)
case(
    "datastatus/never-run",
    REPO,
    write("dvc.yaml", "stages:\n  s:\n    cmd: echo 1 >o\n    outs: [o]\n"),
    do_bag("data status --json"),
)
case("datastatus/legacy", LEGACY, do_bag(ALL), dvc("cache migrate --dvc-files"), do_bag(ALL))
case(
    "datastatus/branch",
    HISTORY,
    sh("git checkout -q dev"),
    do_bag("data status --json --granular"),
    sh("git checkout -q v1"),
    do_bag("data status --json --granular"),
)
case("datastatus/executable", DATA, sh("chmod +x foo"), do_bag("data status --json"))
case("datastatus/empty-directory", REPO, sh("mkdir d"), dvc("add -q d"), do_bag(ALL))
case(
    "datastatus/subproject",
    REPO,
    sh("mkdir s"),
    dvc("init -q --subdir", cwd="repo/s"),
    write("s/a", "a"),
    dvc("add -q a", cwd="repo/s"),
    do_bag("data status --json --untracked-files", cwd="repo/s"),
    do_bag("data status --json"),
)
case("datastatus/no-scm", NO_SCM, write("a", "a"), dvc("add -q a"), do_json("data status --json"))
case("datastatus/broken-file", DATA, write("x.dvc", "outs: ["), do("data status", 255))
case(
    "datastatus/member-becomes-folder",
    DATA,
    sh("rm dir/one; mkdir dir/one; echo 1 >dir/one/a; rm -r dir/sub; echo 2 >dir/sub"),
    do_bag("data status --json --granular"),
    dvc("add -q dir"),
    do_bag("data status --json --granular"),
)
case(
    "datastatus/regrouped",
    DATA,
    dvc("remove dir.dvc"),
    dvc("add -q dir/one dir/sub"),
    do_bag("data status --json --granular --unchanged"),
    commit(),
    dvc("remove dir/one.dvc dir/sub.dvc"),
    sh("git rm -qr --cached dir; rm -f dir/.gitignore"),
    dvc("add -q dir"),
    do_bag("data status --json --granular --unchanged"),
)
case(
    "datastatus/file-becomes-parent",
    DATA,
    dvc("remove foo.dvc"),
    sh("rm foo; mkdir foo; echo 1 >foo/a"),
    dvc("add -q foo/a"),
    do_bag("data status --json"),
)
case(
    "datastatus/renamed-same-content",
    REPO,
    sh("mkdir d d-e; echo x | tee a b d/c d-e/c >/dev/null"),
    dvc("add -q a b d d-e"),
    commit(),
    sh("rm a.dvc b.dvc; mv a n; mv b m; mv d/c d/z; mv d-e/c d-e/y"),
    dvc("add -q m n d d-e"),
    do_bag("data status --json"),
    do_json("data status --json --granular"),
    do_text("data status --granular"),
)
case(
    "datastatus/listing-of-both-gone",
    DATA,
    sh("echo n >dir/n"),
    dvc("add -q dir"),
    sh("rm .dvc/cache/files/md5/*/*.dir; echo m >dir/sub/m; rm dir/one"),
    do_bag(ALL),
    do_lines("data status --granular"),
)
case(
    "datastatus/listing-in-remote",
    PUSHED,
    sh("rm .dvc/cache/files/md5/*/*.dir; echo x >dir/one"),
    do_bag(ALL),
    sh("rm -r .dvc/cache"),
    do_bag(ALL),
)
case(
    "datastatus/listing-broken",
    DATA,
    sh("f=$(echo .dvc/cache/files/md5/*/*.dir); chmod 644 $f; echo [ >$f"),
    do_bag("data status --json --granular"),
)
case(
    "datastatus/odd-files",
    DATA,
    sh("ln -s nowhere dir/broken; ln -s sub dir/link; ln -s one dir/file; touch dir/.dvcignore"),
    do_bag("data status --json --granular"),
)
case(
    "datastatus/output-is-link",
    DATA,
    sh("mv foo bar; ln -s bar foo; mv dir folder; ln -s folder dir"),
    do_bag("data status --json"),
    sh("rm bar"),
    do_bag("data status --json"),
)
case(
    "datastatus/ignored-members",
    DATA,
    write(".dvcignore", "*.log\n"),
    sh("echo x >dir/a.log"),
    do_bag(ALL),
)
case(
    "datastatus/no-remote-at-all",
    PROJECT,
    sh("mkdir d; echo 1 >a; echo 2 >d/b"),
    dvc("add -q a d"),
    do_bag("data status --json --not-in-remote"),
    do_bag("data status --json --not-in-remote --granular"),
    do_bag("data status --json -r nothing"),
    do("data status --not-in-remote -r nothing", 251),
)
case(
    "datastatus/not-in-remote-other",
    DATA,
    dvc("remote add -q second $W/store2"),
    sh("echo '  remote: second' >>foo.dvc"),
    dvc("push -q"),
    do_bag("data status --json --not-in-remote"),
    do_bag("data status --json --not-in-remote --granular -r store"),
    sh("rm -r ../store2"),
    do_bag("data status --json --not-in-remote"),
    do_bag("data status --json --not-in-remote foo"),
    do_bag("data status --json --not-in-remote dir"),
)
case("datastatus/not-in-remote-imports", IMPORTED, do_bag("data status --json --not-in-remote --granular"))
case(
    "datastatus/not-in-remote-remembered",
    DATA,
    do_bag("data status --json --not-in-remote --no-remote-refresh"),
    dvc("push -q"),
    do_bag("data status --json --not-in-remote"),
    do_bag("data status --json --not-in-remote --no-remote-refresh"),
    do_bag("data status --json --not-in-remote --no-remote-refresh --granular"),
    do_bag("data status --json --not-in-remote --granular"),
    sh("rm -r ../store"),
    do_bag("data status --json --not-in-remote --no-remote-refresh --granular"),
    do_bag("data status --json --not-in-remote --granular"),
    do_bag("data status --json --not-in-remote --no-remote-refresh --granular"),
)
case(
    "datastatus/head-without-project",
    GIT,
    dvc("init -q"),
    write("a", "a"),
    dvc("add -q a"),
    do_bag(ALL),
    do_lines("data status"),
)
case(
    "datastatus/untracked-targets",
    DATA,
    sh("echo 1 >u; mkdir v; echo 2 >v/w; echo 3 >vw"),
    do_bag("data status --json --untracked-files=all v"),
    do_bag("data status --json --untracked-files=all u v/w"),
    do_bag("data status --json --untracked-files=all v/"),
    do_bag("data status --json --untracked-files=all nothing"),
)
case(
    "datastatus/target-spellings",
    DATA,
    sh("echo x >foo; echo y >dir/sub/three"),
    do_bag("data status --json ./foo"),
    do_bag("data status --json $W/repo/foo"),
    do_bag("data status --json --granular dir/ dir/sub/three dir/sub/"),
    do_bag("data status --json dir/sub"),
    do_bag("data status --json ../outside"),
)
case(
    "datastatus/quiet",
    DATA,
    sh("echo x >foo"),
    do_text("data status -q"),
)
case(
    "datastatus/grammar",
    DATA,
    do("data", 254),
    do("data nothing", 254),
    do("data status --untracked-files foo", 254),
    do("data status -R", 254),
    do_json("data status --gran --js"),
)
case("datastatus/not-a-project", GIT, do("data status", 253))
case(
    "datastatus/no-scm-changed",
    NO_SCM,
    sh("mkdir d; echo 1 >a; echo 2 >d/b"),
    dvc("add -q a d"),
    sh("echo 3 >a; echo 4 >d/c"),
    do_bag(ALL),
    do_lines("data status"),
)
case(
    "datastatus/after-lode",
    DATA,
    sh("mkdir new; echo 1 >new/a; echo x >foo"),
    do("add new foo"),
    sh("echo 2 >new/b"),
    other("data status"),
    do_bag(ALL),
)
case("datastatus/merge-conflict", DATA, sh("sed -i '1i <<<<<<< HEAD' foo.dvc"), do("data status", 255))
differs(
    "datastatus/target-from-subdirectory",
    "data-status-targets",
    REPO,
    sh("mkdir s; echo 1 >s/a; echo 2 >b"),
    dvc("add -q s/a b"),
    sh("echo 3 >s/a; echo 4 >b"),
    do("data status a", cwd="repo/s", says="modified: s/a"),
    do("data status ../b", cwd="repo/s", says="modified: b"),
    do("data status .", cwd="repo/s", says="modified: s/a"),
)
differs(
    "datastatus/target-stage-file",
    "data-status-targets",
    DATA,
    sh("echo x >foo"),
    do("data status foo.dvc", says="modified: foo"),
)
case(
    "datastatus/imports-uncached",
    IMPORTED,
    sh("rm -r .dvc/cache"),
    do_bag("data status --json --unchanged"),
    sh("rm -r dir foo part"),
    do_bag(ALL),
    do_lines("data status"),
)
differs(
    "datastatus/imports-listing-gone",
    "import-listing-gone",
    IMPORTED,
    sh("rm -r .dvc/cache"),
    do("data status --granular", says="unknown: dir/one"),
)
case(
    "datastatus/url-import-partial",
    REPO,
    sh("echo 1 >../ext; mkdir ../extdir; echo 2 >../extdir/a"),
    dvc("import-url -q --no-download ../ext e"),
    dvc("import-url -q ../extdir d"),
    do_bag(ALL),
    commit(),
    do_bag(ALL),
    sh("echo 3 >e"),
    do_bag(ALL),
)
case("datastatus/legacy-added-again", LEGACY, sh("echo x >>text"), dvc("add -q text old"), do_bag(ALL), do_lines("data status"))
case(
    "datastatus/empty-files",
    REPO,
    sh("mkdir d; touch a d/b d/c"),
    dvc("add -q a d"),
    commit(),
    sh("rm a.dvc; mv a z; rm d/b"),
    dvc("add -q z d"),
    do_bag(ALL),
    do_lines("data status --granular"),
)
