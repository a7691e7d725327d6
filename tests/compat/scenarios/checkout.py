"""dvc checkout."""

from fixtures import CLONE, DATA, GIT, HISTORY, IMPORTED, NO_SCM, PIPELINE, PROJECT, REPO
from words import case, differs, do, do_json, do_lines, do_text, dvc, other, sh

GONE = sh("rm -r foo dir")
LISTING = """
put() { mkdir -p ".dvc/cache/files/md5/${1:0:2}"; cat >".dvc/cache/files/md5/${1:0:2}/${1:2}"; }
make() { local oid; oid=$(printf %s "$1" | md5sum | cut -c1-32).dir; printf %s "$1" | put $oid; printf 'outs:\\n- md5: %s\\n  hash: md5\\n  path: e\\n' $oid >e.dvc; }
x=$(printf x | md5sum | cut -c1-32); printf x | put $x
"""

case("checkout/restores", DATA, GONE, do_text("checkout"), other("status -q"))
case("checkout/nothing-to-do", DATA, do_text("checkout"), do_text("checkout --summary"))
case(
    "checkout/summary",
    DATA,
    sh("rm foo; echo x >dir/one; rm dir/two"),
    do_text("checkout -f --summary"),
    other("status -q"),
)
case("checkout/summary-added", DATA, GONE, do_text("checkout --summary"))
case("checkout/summary-one", DATA, sh("rm foo"), do_text("checkout --summary"))
case(
    "checkout/summary-all-kinds",
    HISTORY,
    sh("git checkout -q v1"),
    do_text("checkout --summary"),
    sh("git checkout -q dev"),
    do_text("checkout --summary"),
)
case("checkout/quiet", DATA, GONE, do_text("checkout -q"), other("status -q"))
case(
    "checkout/modified",
    DATA,
    sh("echo x >>foo; echo y >dir/one; echo new >dir/new; rm dir/two"),
    do("checkout", 255),
    do_text("checkout -f"),
    other("status -q"),
)
case("checkout/modified-cached", HISTORY, sh("git checkout -q v1"), do_text("checkout"), other("status -q"))
case(
    "checkout/revisions",
    HISTORY,
    sh("git checkout -q dev"),
    do_text("checkout"),
    sh("git checkout -q main"),
    do_text("checkout"),
    sh("git checkout -q v1"),
    do_text("checkout"),
    other("status -q"),
)
case("checkout/target-file", DATA, GONE, do_text("checkout foo"), do_json("status --json"))
case("checkout/target-dvc-file", DATA, GONE, do_text("checkout dir.dvc"), do_json("status --json"))
case("checkout/target-several", DATA, GONE, do_text("checkout dir foo.dvc"), other("status -q"))
case("checkout/target-several-outputs", DATA, GONE, do_text("checkout dir/one foo"), do_json("status --json"))
case("checkout/target-several-files", DATA, GONE, do_text("checkout foo.dvc dir.dvc"), other("status -q"))
differs(
    "checkout/target-file-then-output",
    "mixed-targets",
    DATA,
    GONE,
    do("checkout foo.dvc dir"),
    sh("test -e foo; test -e dir/one"),
)
case("checkout/target-inside", DATA, GONE, do_text("checkout dir/one"), do_json("status --json"))
case(
    "checkout/target-inside-present",
    DATA,
    sh("rm dir/one dir/two"),
    do_text("checkout dir/one"),
    do_json("status --json"),
)
case("checkout/target-subdirectory", DATA, GONE, do_text("checkout dir/sub"), do_text("checkout dir/sub"))
case("checkout/target-subdirectory-slash", DATA, GONE, do_text("checkout dir/sub/"))
case(
    "checkout/target-inside-modified",
    DATA,
    sh("echo x >dir/one; echo y >dir/two"),
    do("checkout dir/one", 255),
    do_text("checkout -f dir/one"),
    do_json("status --json"),
)
case("checkout/target-inside-unknown", DATA, do_text("checkout dir/nothing"), do_text("checkout dir/sub/nothing"))
case("checkout/target-unknown", DATA, do("checkout nothing", 255), do("checkout nothing.dvc", 255))
case("checkout/target-git-file", DATA, do("checkout README.md", 255))
case("checkout/target-empty", DATA, GONE, do(["checkout", ""]))
case("checkout/target-absolute", DATA, GONE, do_text("checkout $W/repo/foo"))
case(
    "checkout/target-other-file-broken",
    DATA,
    GONE,
    sh("echo 'outs: [' >bad.dvc"),
    do_text("checkout foo.dvc"),
    do("checkout foo", 255),
    do("checkout", 255),
)
case("checkout/from-subdirectory", DATA, GONE, sh("mkdir sub"), do_text("checkout", cwd="repo/sub"), other("status -q"))
case(
    "checkout/from-tracked-directory",
    DATA,
    sh("rm foo dir/one dir/sub/three"),
    do_text("checkout", cwd="repo/dir"),
    other("status -q"),
)
case(
    "checkout/recursive",
    REPO,
    sh("mkdir -p s/t; echo 1 >s/a; echo 2 >s/t/b; echo 3 >c"),
    dvc("add -q s/a s/t/b c"),
    sh("rm s/a s/t/b c"),
    do_text("checkout -R s"),
    do_json("status --json"),
)
case(
    "checkout/recursive-missing-flag",
    REPO,
    sh("mkdir -p s; echo 1 >s/a"),
    dvc("add -q s/a"),
    sh("rm s/a"),
    do("checkout s", 255),
)
case("checkout/recursive-of-file", DATA, GONE, do_text("checkout -R foo"))
case(
    "checkout/with-deps",
    PIPELINE,
    sh("rm -r foo prepared model"),
    do_text("checkout -d train"),
    do_json("status --json"),
)
case(
    "checkout/stage",
    PIPELINE,
    sh("rm -r foo prepared model"),
    do_text("checkout train"),
    do_text("checkout dvc.yaml:prepare"),
    do_json("status --json"),
)
case(
    "checkout/stage-file",
    PIPELINE,
    sh("rm -r foo prepared model"),
    do_text("checkout dvc.yaml"),
    do_json("status --json"),
)
case(
    "checkout/stage-named-as-output",
    PIPELINE,
    sh("sed -i 's/  train:/  foo:/' dvc.yaml dvc.lock; rm foo model"),
    do_text("checkout foo"),
    do_text("checkout ./foo"),
)
case("checkout/stage-colon", PIPELINE, sh("rm -r prepared model"), do_text("checkout :train"), do_text("checkout :"))
case("checkout/stage-unknown", PIPELINE, do("checkout dvc.yaml:nothing", 255), do("checkout dvc.lock", 255))
case(
    "checkout/pipeline",
    PIPELINE,
    sh("rm -r foo dir prepared model score.json"),
    do_text("checkout"),
    do_json("status --json"),
)
case(
    "checkout/never-run",
    REPO,
    sh("printf 'stages:\\n  s:\\n    cmd: echo 1 >o\\n    outs: [o]\\n' >dvc.yaml"),
    do("checkout", 255),
    do("checkout --allow-missing"),
)
differs(
    "checkout/never-run-existing",
    "unrecorded-output",
    REPO,
    sh("printf 'stages:\\n  s:\\n    cmd: echo 1 >o\\n    outs: [o]\\n' >dvc.yaml; echo x >o"),
    do("checkout", 255),
    sh("test -e o"),
    do("checkout -f", 255),
    sh("test ! -e o; grep x .dvc/tmp/lode/replaced/1/o"),
)
case(
    "checkout/lock-file-gone",
    PIPELINE,
    sh("rm dvc.lock"),
    do("checkout", 255),
    sh("git checkout dvc.lock"),
    do_text("checkout"),
    sh("rm dvc.lock; echo edited >model; ln -s model score"),
    do("checkout", 255),
    do("checkout prepared", 255),
    do("checkout --allow-missing", 255),
    do("checkout -f --allow-missing"),
)
case(
    "checkout/unrecorded-link",
    REPO,
    sh("printf 'stages:\\n  s:\\n    cmd: echo 1 >o\\n    outs: [o]\\n' >dvc.yaml; echo x >x; ln -s nowhere o"),
    do("checkout --allow-missing"),
    dvc("add -q x"),
    sh("rm o; ln -s x o"),
    do("checkout", 255),
)
case("pull/unrecorded-output", PIPELINE, dvc("push -q"), sh("rm dvc.lock; echo x >model"), do("pull", 1), do("pull -f", 1))
case(
    "checkout/without-hash",
    DATA,
    sh("rm foo; printf 'outs:\\n- path: n\\n' >n.dvc"),
    do_text("checkout --allow-missing"),
)
case(
    "checkout/missing-cache",
    DATA,
    sh("rm -r foo dir .dvc/cache/files/md5/d3"),
    do("checkout", 255),
    do_json("status --json"),
)
case("checkout/missing-cache-intact-file", DATA, sh("rm -r .dvc/cache"), do("checkout", 255), do_json("status --json"))
case(
    "checkout/missing-cache-allowed",
    DATA,
    sh("rm -r foo dir .dvc/cache/files/md5/d3"),
    do_text("checkout --allow-missing"),
    do_json("status --json"),
)
case("checkout/missing-all", CLONE, do("checkout", 255), do("checkout --allow-missing"))
case(
    "checkout/missing-member",
    DATA,
    sh("rm -r dir; rm .dvc/cache/files/md5/$(md5sum <<<third | sed 's|^\\(..\\)\\(.*\\)  -|\\1/\\2|')"),
    do("checkout", 255),
    do_json("status --json"),
)
case("checkout/missing-listing", DATA, sh("rm -r dir .dvc/cache/files/md5/*/*.dir"), do("checkout", 255))
differs(
    "checkout/missing-listing-present-data",
    "lost-listing",
    DATA,
    sh("rm .dvc/cache/files/md5/*/*.dir"),
    do("checkout", 255),
    sh("test -e dir/one"),
)
case(
    "checkout/file-to-directory",
    DATA,
    sh("rm foo; mkdir foo; echo 1 >foo/a"),
    do("checkout", 255),
    do_text("checkout -f"),
    other("status -q"),
)
case(
    "checkout/directory-to-file",
    DATA,
    sh("rm -r dir; echo 1 >dir"),
    do("checkout", 255),
    do_text("checkout -f"),
    other("status -q"),
)
case(
    "checkout/member-to-directory",
    DATA,
    sh("rm dir/one; mkdir dir/one; echo 1 >dir/one/x"),
    do("checkout", 255),
    do_text("checkout -f"),
    other("status -q"),
)
case(
    "checkout/subdirectory-to-file",
    DATA,
    sh("rm -r dir/sub; echo 1 >dir/sub"),
    do("checkout", 255),
    do_text("checkout -f"),
    other("status -q"),
)
case(
    "checkout/extra-cached-file",
    DATA,
    sh("cp foo dir/extra; mkdir dir/e; cp foo dir/e/f"),
    do_text("checkout"),
    other("status -q"),
)
case("checkout/extra-empty-directory", DATA, sh("mkdir -p dir/empty/deep"), do_text("checkout"), do_text("status"))
case(
    "checkout/unsaved-in-directory",
    DATA,
    sh("echo x >dir/unsaved"),
    do("checkout", 255),
    do("checkout dir/sub"),
    do_text("checkout -f"),
)
case(
    "checkout/unsaved-dvcignored",
    DATA,
    sh("echo x >dir/ignored; echo ignored >.dvcignore; rm dir/one"),
    do_text("checkout"),
    do_text("status"),
)
case(
    "checkout/unsaved-other-target",
    DATA,
    sh("echo x >>foo; rm -r dir"),
    do_text("checkout dir"),
    do_json("status --json"),
)
case("checkout/unsaved-same-size", DATA, sh("echo fop >foo"), do("checkout", 255), do_text("checkout -f"))
case(
    "checkout/obsolete",
    DATA,
    sh("git rm -q --cached foo.dvc; rm foo.dvc"),
    do_lines("checkout"),
    do_json("status --json"),
)
case("checkout/obsolete-modified", DATA, sh("rm foo.dvc; echo x >foo"), do_text("checkout"))
case(
    "checkout/obsolete-other-branch",
    HISTORY,
    sh("git checkout -q dev"),
    do_text("checkout"),
    sh("git checkout -q main"),
    do_lines("checkout"),
)
case("checkout/obsolete-with-target", DATA, sh("rm foo.dvc dir/one"), do_text("checkout dir.dvc"))
case(
    "checkout/executable",
    REPO,
    sh("echo x >a; chmod +x a"),
    dvc("add -q a"),
    sh("rm a"),
    do_text("checkout"),
    other("status -q"),
)
case(
    "checkout/executable-edited-in",
    DATA,
    sh("sed -i 's/  hash/  isexec: true\\n  hash/' foo.dvc"),
    do_text("checkout"),
    do_text("checkout"),
    do_json("status --json"),
)
differs(
    "checkout/executable-edited-out",
    "unrecorded-execute-bit",
    REPO,
    sh("echo x >a; chmod 654 a"),
    dvc("add -q a"),
    sh("sed -i /isexec/d a.dvc; chmod 654 a"),
    do("checkout"),
    sh("test $(stat -c %a a) = 654"),
)
differs(
    "checkout/executable-hardlink",
    "executable-links",
    PROJECT,
    dvc("config cache.type hardlink"),
    sh("echo x >a; chmod +x a"),
    dvc("add -q a"),
    sh("rm -f a"),
    do("checkout"),
    sh("test -x a; test $(stat -c %h a) = 1"),
    other("status -q"),
)
case(
    "checkout/empty-directory",
    REPO,
    sh("mkdir d"),
    dvc("add -q d"),
    sh("rmdir d"),
    do_text("checkout"),
    do_text("checkout --summary"),
)
case(
    "checkout/empty-directory-summary",
    REPO,
    sh("mkdir d"),
    dvc("add -q d"),
    sh("rmdir d"),
    do_text("checkout --summary"),
)
case(
    "checkout/empty-file",
    PROJECT,
    dvc("config cache.type hardlink"),
    sh("touch a b"),
    dvc("add -q a b"),
    sh("rm -f a b"),
    do("checkout"),
    other("status -q"),
)
case(
    "checkout/uncached-output",
    REPO,
    sh(
        "echo x >a; printf 'outs:\\n- md5: 401b30e3b8b5d629635a5c613cdb7919\\n  size: 2\\n  hash: md5\\n  path: a\\n  cache: false\\n' >a.dvc; rm a"
    ),
    do("checkout"),
)
case(
    "checkout/import",
    IMPORTED,
    sh("rm -r foo dir plain.txt part"),
    do_lines("checkout"),
    other("status -q --no-updates"),
)
case(
    "checkout/partial-import",
    IMPORTED,
    dvc("import -q $W/src foo -o partial --no-download"),
    do("checkout", 255),
    do("checkout partial", 255),
)
case(
    "checkout/no-size",
    DATA,
    sh("sed -i '/size/d; /nfiles/d' foo.dvc dir.dvc; rm -r foo dir"),
    do_text("checkout"),
    other("status -q"),
)
case("checkout/no-scm", NO_SCM, sh("echo x >a"), dvc("add -q a"), sh("rm a"), do_text("checkout"), other("status -q"))
case("checkout/no-stages", REPO, do_text("checkout"), do_text("checkout --summary"))
case("checkout/not-a-project", GIT, do("checkout", 253))
case(
    "checkout/parent-missing",
    REPO,
    sh(
        "mkdir -p s/t; echo 1 >s/t/a; printf 'outs:\\n- md5: b026324c6904b2a9cb4b88d6d61c81d1\\n  size: 2\\n  hash: md5\\n  path: s/t/a\\n' >a.dvc"
    ),
    dvc("commit -q -f a.dvc"),
    sh("rm -r s"),
    do_text("checkout"),
    other("status -q"),
)
case(
    "checkout/read-only-file-replaced",
    HISTORY,
    sh("chmod 444 foo dir/one; git checkout -q v1"),
    do_text("checkout"),
    other("status -q"),
)
case("checkout/removed-by-hand", DATA, sh("rm foo foo.dvc"), do_text("checkout"))
case(
    "checkout/two-outs",
    DATA,
    sh(
        'f=$(sed 1d foo.dvc); d=$(sed 1d dir.dvc); rm *.dvc; printf \'outs:\\n%s\\n%s\\n\' "$f" "$d" >both.dvc; rm -r foo dir'
    ),
    do_text("checkout both.dvc"),
    other("status -q"),
)
case(
    "checkout/moved-file",
    DATA,
    sh("mv foo moved; sed -i s/foo/moved/ foo.dvc"),
    do_lines("checkout"),
    other("status -q"),
)
case(
    "checkout/same-inode",
    DATA,
    sh("rm dir/two; stat -c %i dir/one >$TMPDIR/inode"),
    do("checkout"),
    sh('test "$(stat -c %i dir/one)" = "$(cat $TMPDIR/inode)"'),
)

# Links.
case("checkout/link-hardlink", DATA, dvc("config cache.type hardlink"), GONE, do_text("checkout"), other("status -q"))
case("checkout/link-symlink", DATA, dvc("config cache.type symlink"), GONE, do_text("checkout"), other("status -q"))
differs(
    "checkout/link-reflink",
    "no-link-type",
    DATA,
    dvc("config cache.type reflink"),
    GONE,
    do("checkout", 255),
    sh("test ! -e dir -a ! -e foo"),
)
case(
    "checkout/link-order",
    DATA,
    dvc("config cache.type reflink,symlink,copy"),
    GONE,
    do_text("checkout"),
    other("status -q"),
)
case(
    "checkout/link-type-ignored-without-relink",
    DATA,
    dvc("config cache.type symlink"),
    do_text("checkout"),
    do_json("status --json"),
)
case(
    "checkout/relink",
    DATA,
    dvc("config cache.type symlink"),
    do_text("checkout --relink"),
    dvc("config cache.type hardlink"),
    do_text("checkout --relink"),
    dvc("config cache.type copy"),
    do_text("checkout --relink"),
    other("status -q"),
)
case(
    "checkout/relink-target",
    DATA,
    dvc("config cache.type hardlink"),
    do_text("checkout --relink foo"),
    do_text("checkout --relink dir/one"),
    other("status -q"),
)
case("checkout/relink-summary", DATA, dvc("config cache.type symlink"), do_text("checkout --relink --summary"))
case(
    "checkout/relink-unsaved",
    DATA,
    dvc("config cache.type hardlink"),
    sh("echo x >>foo"),
    do("checkout --relink", 255),
    do_text("checkout --relink -f"),
    other("status -q"),
)
differs(
    "checkout/symlink-dangling",
    "link-to-nothing",
    DATA,
    dvc("config cache.type symlink"),
    sh("rm -r foo .dvc/cache/files/md5/d3"),
    do("checkout foo.dvc", 255),
)
case(
    "checkout/symlink-cache-moved",
    DATA,
    dvc("config cache.type symlink"),
    dvc("checkout --relink"),
    sh("mv .dvc/cache ../cache"),
    dvc("cache dir ../cache"),
    do_text("checkout --relink"),
    other("status -q"),
)
case(
    "checkout/cache-outside",
    DATA,
    sh("mv .dvc/cache ../cache"),
    dvc("cache dir ../cache"),
    GONE,
    do_text("checkout"),
    other("status -q"),
)
case("checkout/shared-group", DATA, dvc("config cache.shared group"), GONE, do_text("checkout"))
case(
    "checkout/same-content-as-symlink",
    DATA,
    sh("cp foo real; rm foo; ln -s real foo"),
    do_text("checkout"),
    do_json("status --json"),
)

# Listings by hand.
case(
    "checkout/listing-extra-keys",
    REPO,
    sh(LISTING + """make '[{"md5": "'$x'", "relpath": "a", "size": 1}]'"""),
    do_text("checkout"),
)
case(
    "checkout/listing-blanks-and-order",
    REPO,
    sh(LISTING + """make '[ {"relpath":"b","md5":"'$x'"},{"relpath":"a/c","md5":"'$x'"} ]'"""),
    do_text("checkout"),
    do_json("status --json"),
)
case(
    "checkout/listing-not-an-array", REPO, sh(LISTING + """make '{}'"""), do("checkout", 255), do_json("status --json")
)
case("checkout/listing-not-json", REPO, sh(LISTING + """make 'hello'"""), do("checkout", 255), do_json("status --json"))
differs(
    "checkout/listing-leaves-project",
    "hostile-listing",
    REPO,
    sh(LISTING + """make '[{"md5": "'$x'", "relpath": "../../evil"}]'"""),
    do("checkout", 255),
    sh("test ! -e ../evil"),
)
differs(
    "checkout/listing-absolute",
    "hostile-listing",
    REPO,
    sh(LISTING + """make '[{"md5": "'$x'", "relpath": "'$PWD'/../evil"}]'"""),
    do("checkout", 255),
    sh("test ! -e ../evil"),
)
differs(
    "checkout/through-symlink",
    "symlinked-output",
    DATA,
    sh("rm foo; cp -r dir ../kept; ln -s ../kept foo"),
    do("checkout"),
    sh('test $(ls ../kept | wc -l) = 3; test "$(cat foo)" = foo'),
)
differs(
    "checkout/through-symlink-force",
    "symlinked-output",
    DATA,
    sh("rm foo; mkdir ../kept; echo precious >../kept/file; ln -s ../kept foo"),
    do("checkout -f"),
    sh('test -e ../kept/file; test "$(cat foo)" = foo; test ! -L foo'),
)
