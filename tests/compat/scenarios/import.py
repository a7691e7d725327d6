"""dvc import."""

from fixtures import CLONE, DATA, GIT, HISTORY, IMPORTED, LEGACY, PROJECT, REPO, RICH, SRC
from words import case, commit, differs, do, do_bag, do_json, do_text, dvc, fixture, inside, other, sh, tag, write

CLEAN = (do_json("status --json --no-updates"), other("status -q --no-updates"))

case("import/file", SRC, do("import ../src foo"), do_json("status --json"), other("status -q"))
case("import/directory", SRC, do("import ../src dir"), *CLEAN)
case("import/quiet", SRC, do_text("import -q ../src foo"), other("status -q"))
case("import/output", SRC, sh("touch .gitignore; echo /foo >.gitignore"), do_text("import ../src foo"))
case(
    "import/absolute-and-url",
    SRC,
    do("import $W/src foo -o a"),
    do("import file://$W/src foo -o b"),
    do("import file://$W/src dir -o c"),
    *CLEAN,
)
case(
    "import/revision",
    SRC,
    do("import $W/src foo --rev v1 -o a"),
    do("import $W/src foo --rev dev -o b"),
    do("import $W/src foo --rev HEAD~1 -o c"),
    do("import $W/src foo --rev main -o d"),
    *CLEAN,
)
case("import/revision-sha", SRC, do(["import", "$W/src", "foo", "--rev", "v1^{commit}"]), *CLEAN)
case("import/revision-unknown", SRC, do("import $W/src foo --rev nothing", 1), do_json("status --json"))
case(
    "import/dirty-source",
    SRC,
    sh("echo dirty >../src/plain.txt; echo new >../src/untracked"),
    do("import $W/src plain.txt"),
    do("import $W/src untracked"),
    *CLEAN,
)
differs(
    "import/dirty-source-tracked",
    "import-dirty",
    SRC,
    sh("echo dirty >../src/foo"),
    do("import $W/src foo"),
    sh('test "$(md5sum <foo)" = "$(sed -n "s/^- md5: //p" foo.dvc)  -"'),
)
case("import/git-file", SRC, do("import $W/src plain.txt"), do("import $W/src lib/a.py --rev v1"), *CLEAN)
case("import/git-directory", SRC, do("import $W/src lib"), *CLEAN)
case("import/mixed-directory", SRC, do("import $W/src data"), *CLEAN)
case(
    "import/inside-directory",
    SRC,
    do("import $W/src dir/one"),
    do("import $W/src dir/sub"),
    do("import $W/src dir/sub/three -o x"),
    *CLEAN,
)
case("import/whole", SRC, do("import $W/src . -o all --rev v1"), *CLEAN)
case(
    "import/path-forms",
    SRC,
    do("import $W/src ./foo -o a"),
    do("import $W/src dir/ -o b"),
    do("import $W/src dir/../foo -o c"),
    *CLEAN,
)
case("import/executable", SRC, do("import $W/src data/tool"), *CLEAN)
case(
    "import/output-name",
    SRC,
    sh("mkdir there"),
    do("import $W/src foo -o bar"),
    do("import $W/src foo -o there"),
    do("import $W/src dir -o there/named"),
    *CLEAN,
)
case(
    "import/output-existing-directory",
    SRC,
    sh("mkdir dir"),
    do("import $W/src dir", 1),
    do("import -f $W/src dir"),
    *CLEAN,
)
case("import/output-missing-parent", SRC, do("import $W/src foo -o no/x", 1))
case("import/output-outside", SRC, do("import $W/src foo -o ../x", 1))
case("import/output-slash", SRC, do("import $W/src foo -o new/"))
case("import/existing", SRC, sh("echo mine >foo"), do("import $W/src foo", 1), do("import -f $W/src foo"), *CLEAN)
case(
    "import/existing-import",
    IMPORTED,
    do("import $W/src foo", 1),
    do("import -f $W/src foo"),
    do("import -f $W/src dir --rev v2"),
    *CLEAN,
)
case(
    "import/existing-import-fields-kept",
    IMPORTED,
    sh("sed -i '1i # head' foo.dvc; printf '  desc: text\\n  labels: [a]\\nmeta: {k: v}\\n' >>foo.dvc"),
    do("import -f $W/src foo --rev v2"),
    *CLEAN,
)
case(
    "import/existing-tracked",
    DATA,
    sh("mkdir ../src; cd ../src; git init -q; echo x >foo; git add foo; advance_clock; git commit -qm x"),
    do("import $W/src foo", 1),
    do("import -f $W/src foo"),
    *CLEAN,
)
case(
    "import/inside-tracked-directory",
    SRC,
    sh("mkdir d; echo 1 >d/a"),
    dvc("add -q d"),
    do("import $W/src foo -o d/foo", 1),
)
case("import/git-tracked-destination", SRC, do("import $W/src foo -o README.md", 1))
differs(
    "import/git-tracked-destination-forced",
    "import-over-git",
    SRC,
    do("import -f $W/src foo -o README.md", 1),
    sh("grep -q 'read me' README.md"),
)
case(
    "import/dvc-file-names",
    SRC,
    do("import $W/src foo -o x.dvc", 1),
    do("import $W/src foo.dvc -o zz", 1),
    do("import $W/src dvc.yaml", 1),
)
case(
    "import/missing",
    SRC,
    do("import $W/src nothing", 255),
    do("import $W/src dir/nothing", 255),
    do_json("status --json"),
)
case(
    "import/missing-source",
    SRC,
    do("import $W/nowhere foo", 1),
    do("import file://$W/nowhere foo", 1),
    do_json("status --json"),
)
case(
    "import/plain-git",
    REPO,
    sh(
        "mkdir ../src; cd ../src; git init -q; mkdir d; echo x >file; echo y >d/z; git add .; advance_clock; git commit -qm x"
    ),
    do("import $W/src file"),
    do("import $W/src d"),
    *CLEAN,
)
case("import/plain-folder", REPO, sh("mkdir ../src; echo x >../src/file"), do("import $W/src file", 1))
case(
    "import/source-without-commit",
    REPO,
    sh("mkdir ../src; git -C ../src init -q; echo x >../src/file"),
    do("import $W/src file", 1),
)
case(
    "import/own-project",
    HISTORY,
    do("import . foo -o copy --rev v1"),
    do("import . dir/sub -o subcopy"),
    do_json("status --json --no-updates"),
)
case(
    "import/no-download",
    SRC,
    do("import $W/src foo --no-download"),
    do("import $W/src dir --no-download --rev v1"),
    do_json("status --json --no-updates"),
)
case(
    "import/no-download-pull", SRC, dvc("import -q $W/src dir --no-download"), do_text("pull"), do("commit -f"), *CLEAN
)
case(
    "import/no-download-moved-source",
    SRC,
    sh("git branch moving v1", cwd="src"),
    dvc("import -q $W/src dir --no-download --rev moving"),
    sh("git branch -f moving v2", cwd="src"),
    do_text("pull"),
    do_json("status --json"),
)
case("import/no-download-missing-path", SRC, do("import $W/src nothing --no-download"), do("pull", 1))
case(
    "import/no-exec",
    SRC,
    do("import $W/src foo --no-exec"),
    do("import $W/nowhere bar --no-exec"),
    do_json("status --json --no-updates"),
)
case("import/no-exec-then-update", SRC, dvc("import -q $W/src foo --no-exec"), do("update foo.dvc"), *CLEAN)
case("import/no-exec-revision", SRC, do("import $W/src foo --no-exec --rev v1 -o x"))
case(
    "import/remote-recorded",
    SRC,
    dvc("remote add -q second $W/srcstore", cwd="src"),
    do("import $W/src foo --remote second -o a"),
    do("import $W/src foo --remote-config url=$W/srcstore -o b"),
    do("import $W/src foo --remote second --remote-config url=$W/srcstore -o c"),
)
case(
    "import/config-recorded",
    SRC,
    sh(
        'printf \'[core]\\n    remote = other\\n[remote "other"]\\n    url = %s/srcstore\\n\' "$(dirname $PWD)" >../extra.ini'
    ),
    do("import $W/src foo --config ../extra.ini"),
    do("import $W/src foo -o b --config ../extra.ini --remote other --remote-config jobs=1", 255),
    *CLEAN,
)
case(
    "import/cache-shared-with-source",
    SRC,
    sh("rm -rf ../src/.dvc/cache ../src/foo ../src/dir"),
    do("import $W/src foo"),
    do("import $W/src dir"),
    *CLEAN,
)
case(
    "import/no-remote-uncached",
    SRC,
    sh("rm -rf ../src/.dvc/cache ../src/foo ../srcstore"),
    do("import $W/src foo", 255),
    do_json("status --json"),
)
case(
    "import/already-cached-here",
    SRC,
    sh("cp -r ../src/.dvc/cache .dvc/; rm -rf ../src/.dvc/cache ../src/foo ../srcstore"),
    do("import $W/src foo"),
    *CLEAN,
)
case(
    "import/source-without-remote",
    PROJECT,
    *inside("src", sh("git init -q"), dvc("init -q"), write("a", "a"), dvc("add -q a"), commit()),
    do("import $W/src a"),
    *CLEAN,
)
case(
    "import/listing-broken",
    SRC,
    sh("rm -rf ../src/dir ../src/.dvc/cache; rm ../srcstore/files/md5/*/*.dir"),
    do("import $W/src dir", 255),
    do_json("status --json"),
)
differs(
    "import/member-missing",
    "import-unchanged",
    SRC,
    sh(
        "cd ../src; rm -rf dir .dvc/cache; m=$(printf changed | md5sum | cut -c1-32); rm -f ../srcstore/files/md5/${m:0:2}/${m:2}"
    ),
    do("import $W/src dir", 255),
    sh("! test -e dir"),
)
case(
    "import/pipeline",
    RICH,
    do("import $W/src made"),
    do("import $W/src out"),
    do("import $W/src each-a"),
    do("import $W/src templated.bin"),
    *CLEAN,
)
case("import/uncached-output", RICH, do("import $W/src uncached.txt"), *CLEAN)
case("import/chained", RICH, do("import $W/src chained"), do("import $W/src chaineddir"), *CLEAN)
case(
    "import/chained-caches-gone",
    RICH,
    sh("rm -rf ../src/.dvc/cache ../far/.dvc/cache ../src/chained ../src/chaineddir ../far/far ../far/fardir"),
    do("import $W/src chained"),
    do("import $W/src chaineddir"),
    *CLEAN,
)
case(
    "import/subproject",
    RICH,
    do("import $W/src inner/indata"),
    do("import $W/src inner/ingit"),
    do("import $W/src inner/indir"),
    *CLEAN,
)
case(
    "import/bare-source",
    SRC,
    sh("git clone -q --bare ../src ../bare.git"),
    do("import $W/bare.git foo"),
    do("import $W/bare.git plain.txt"),
    *CLEAN,
)
case(
    "import/from-subdirectory",
    SRC,
    sh("mkdir sub"),
    do("import ../../src foo", cwd="repo/sub"),
    do_json("status --json", cwd="repo/sub"),
    do("import $W/src dir -o ../top", cwd="repo/sub"),
)
case(
    "import/relative-url-breaks",
    SRC,
    sh("mkdir sub"),
    dvc("import -q ../../src foo", cwd="repo/sub"),
    do("status", 1),
    do("update sub/foo.dvc", 1),
    do("update foo.dvc", cwd="repo/sub"),
)
case("import/autostage", SRC, dvc("config core.autostage true"), do_text("import $W/src foo"))
case(
    "import/no-scm",
    SRC,
    sh("mkdir ../free"),
    dvc("init -q --no-scm", cwd="free"),
    do_text("import $W/src foo", cwd="free"),
    do_json("status --json", cwd="free"),
)
case(
    "import/link-types", SRC, dvc("config cache.type symlink"), do("import $W/src foo"), do("import $W/src dir"), *CLEAN
)
case("import/outside-cache", SRC, dvc("cache dir ../cache"), do("import $W/src dir"), *CLEAN)
case(
    "import/unusual-names",
    REPO,
    *inside("src", sh("git init -q"), dvc("init -q"), write("a b é", "x"), dvc(["add", "-q", "a b é"]), commit()),
    do(["import", "$W/src", "a b é"]),
    *CLEAN,
)
case(
    "import/push-and-data-status",
    IMPORTED,
    do_text("push"),
    do_bag("data status --json --granular --unchanged"),
    do_json("diff --json HEAD~1"),
)
case("import/commit", IMPORTED, do("commit", 1), do("commit -f"), *CLEAN)
case("import/move", IMPORTED, do("move foo moved"), do("move dir there"), *CLEAN)
case("import/remove", IMPORTED, do("remove foo.dvc"), do("remove dir.dvc --outs"), *CLEAN)
case(
    "import/grammar",
    SRC,
    do("import $W/src --rev v1 foo -o x"),
    do("import $W/src", 254),
    do("import $W/src foo --no-exec --no-download", 254),
)
case("import/not-a-project", GIT, do("import $W/src foo", 253))
case(
    "import/hardlink",
    SRC,
    dvc("config cache.type hardlink"),
    do("import $W/src foo"),
    do("import $W/src dir"),
    *CLEAN,
)
case(
    "import/shared-group",
    SRC,
    dvc("config cache.shared group"),
    do("import $W/src dir"),
    do("import $W/src lib"),
    *CLEAN,
)
case(
    "import/existing-without-data",
    SRC,
    sh("echo mine >foo"),
    do("import $W/src foo --no-exec", 1),
    do("import -f $W/src foo --no-exec"),
    do_json("status --json --no-updates"),
    do("import -f $W/src foo --no-download"),
    do_json("status --json --no-updates"),
)
case(
    "import/glob-characters",
    REPO,
    *inside("src", sh("git init -q"), dvc("init -q"), sh("mkdir 'd é'; echo 1 >'d é/[a]*'; echo 2 >'d é/#b'"), dvc(["add", "-q", "d é"]), commit()),
    do(["import", "$W/src", "d é"]),
    do(["import", "$W/src", "d é/[a]*"]),
    *CLEAN,
)
case(
    "import/output-into-folder",
    SRC,
    sh("mkdir there"),
    do("import $W/src foo -o there/"),
    do("import $W/src dir -o ./there/."),
    *CLEAN,
)
case(
    "import/source-ignore",
    SRC,
    sh("printf 'three\\n*.md\\n' >../src/.dvcignore"),
    do("import $W/src data"),
    do("import $W/src lib"),
    *CLEAN,
)
case(
    "import/url-inside-repository",
    SRC,
    do("import $W/src/lib a.py", 255),
    do("import $W/src/lib lib/a.py", 0),
    *CLEAN,
)
case(
    "import/url-of-subproject",
    RICH,
    do("import $W/src/inner indata"),
    do("import $W/src/inner indir"),
    do("import $W/src/inner ingit"),
    *CLEAN,
)
case(
    "import/annotated-tag",
    SRC,
    sh("advance_clock; git tag -a ann -m x v1", cwd="src"),
    do("import $W/src foo --rev ann"),
    do("import file://$W/src foo --rev ann -o b"),
    do("update foo.dvc --rev dev"),
    *CLEAN,
)
case(
    "import/url-revisions",
    SRC,
    do("import file://$W/src foo --rev dev"),
    do("import file://$W/src foo --rev v1 -o b"),
    do("import file://$W/src foo --rev nope -o c", 1),
    *CLEAN,
)
case(
    "import/existing-directory-content",
    SRC,
    sh("mkdir -p dir/old; echo x >dir/old/x; echo y >dir/one"),
    do("import $W/src dir -o . ", 1),
    do("import -f $W/src dir"),
    *CLEAN,
)
case(
    "import/over-tracked",
    DATA,
    sh("mkdir ../src; cd ../src; git init -q; echo x >foo; git add foo; advance_clock; git commit -qm x"),
    sh("rm foo"),
    do("import $W/src foo"),
    *CLEAN,
)
case(
    "import/over-link",
    SRC,
    sh("ln -s README.md foo"),
    do("import $W/src foo", 1),
    do("import -f $W/src foo"),
    sh("cat README.md"),
    *CLEAN,
)
case("import/over-broken-link", SRC, sh("ln -s nowhere foo"), do("import $W/src foo"), *CLEAN)
case("import/file-over-directory", SRC, sh("mkdir foo; echo x >foo/x"), do("import -f $W/src plain.txt -o foo"), *CLEAN)
case("import/directory-over-file", SRC, sh("echo x >dir"), do("import -f $W/src dir"), *CLEAN)
case(
    "import/autostage-all",
    SRC,
    dvc("config core.autostage true"),
    do_text("import $W/src foo --no-exec"),
    do_text("import $W/src dir --no-download"),
    do_text("import -f $W/src foo"),
    do_text("update foo.dvc --rev v1"),
)
case(
    "import/into-subproject",
    SRC,
    sh("mkdir sub"),
    dvc("init -q --subdir", cwd="repo/sub"),
    do("import $W/src foo", cwd="repo/sub"),
    do("import $W/src dir -o ../x", 1, cwd="repo/sub"),
    do_json("status --json", cwd="repo/sub"),
)
case(
    "import/source-relative-remote",
    REPO,
    *inside("src", sh("git init -q"), dvc("init -q"), dvc("remote add -q -d st ../srcstore"), write("a", "a"), dvc("add -q a"), commit(), dvc("push -q"), sh("rm -r .dvc/cache a")),
    do("import $W/src a"),
    do("import $W/src a --rev HEAD -o b"),
    *CLEAN,
)
case(
    "import/source-not-pushed",
    REPO,
    *inside("src", sh("git init -q"), dvc("init -q"), dvc("remote add -q -d st $W/srcstore"), write("a", "a"), dvc("add -q a"), sh("echo '  push: false' >>a.dvc"), commit(), dvc("push -q")),
    do("import $W/src a --rev HEAD -o b", 255),
    do("import $W/src a"),
    *CLEAN,
)
case(
    "import/source-output-remote",
    REPO,
    *inside("src", sh("git init -q"), dvc("init -q"), dvc("remote add -q -d st $W/srcstore"), dvc("remote add -q other $W/srcstore2"), write("a", "a"), dvc("add -q a"), sh("echo '  remote: other' >>a.dvc"), commit(), dvc("push -q"), sh("rm -r a .dvc/cache")),
    do("import $W/src a"),
    *CLEAN,
)
case(
    "import/empty",
    REPO,
    *inside("src", sh("git init -q"), dvc("init -q"), sh("touch a b; mkdir e"), dvc("add -q a e"), commit()),
    do("import $W/src a"),
    do("import $W/src b"),
    do("import $W/src e"),
    *CLEAN,
)
case(
    "import/two-sources",
    RICH,
    do("import $W/far far"),
    do("import $W/far fardir"),
    do("import $W/src chained -o c2"),
    do_json("status --json"),
    *CLEAN,
)
case(
    "import/pipeline-revision",
    RICH,
    do("import $W/src out --rev HEAD"),
    do("import $W/src out/fancy -o f"),
    do("import file://$W/src each-b"),
    do("import $W/src uncached.txt --rev HEAD"),
    *CLEAN,
)
case("import/whole-rich", RICH, do("import $W/src . -o all"), *CLEAN)
case("import/whole-rich-revision", RICH, do("import $W/src . -o all --rev HEAD"), *CLEAN)
case(
    "import/checkout-other-branch",
    SRC,
    do("import $W/src dir"),
    commit("i"),
    sh("git checkout -qb other; git rm -q dir.dvc; advance_clock; git commit -qam 'no dir'"),
    do_text("checkout"),
)
case("import/over-two-outputs", SRC, sh("printf 'outs:\\n- path: a\\n- path: b\\n' >foo.dvc"), do("import $W/src foo"))
case("import/duplicate", IMPORTED, sh("printf 'outs:\\n- path: x\\n' >y.dvc"), do("import $W/src foo -o x", 1))
case(
    "import/overlap",
    SRC,
    sh("mkdir -p d/s; echo 1 >d/s/f"),
    dvc("add -q d/s/f"),
    sh("mv d e"),
    do("import $W/src dir -o d"),
)
case("import/jobs", SRC, do("import $W/src dir -j 1"), do("import $W/src foo -j2"), do("import $W/src foo -o z -j 0"))
case("import/empty-folders", SRC, sh("mkdir -p ../src/e/x/y; echo 1 >../src/e/f"), do("import $W/src e"), *CLEAN)
case(
    "import/no-scm-without-data",
    SRC,
    sh("mkdir ../free"),
    dvc("init -q --no-scm", cwd="free"),
    do_text("import $W/src dir --no-download", cwd="free"),
    do_text("pull", cwd="free"),
    do_text("update dir.dvc", cwd="free"),
    do("import $W/src foo -o dir/x", 1, cwd="free"),
)
case(
    "import/config-mapping",
    SRC,
    dvc("remote add -q second $W/srcstore", cwd="src"),
    do("import $W/src foo --remote second --remote-config url=$W/srcstore"),
    sh("rm -r .dvc/cache foo"),
    do_text("pull"),
    do("update foo.dvc --rev v1"),
    do_json("status --json"),
)
case(
    "import/remote-unknown",
    SRC,
    do("import $W/src foo --remote nope --rev v1", 1),
    do("import $W/src plain.txt --remote nope --rev v1", 1),
)
case(
    "import/config-missing",
    SRC,
    do("import $W/src foo --config nope", 255),
    do("import $W/src foo --config nope --no-exec", 255),
)
case("import/ignored-here", SRC, sh("printf '*.txt\\none\\n' >.dvcignore"), do("import $W/src dir"), *CLEAN)
case("import/ignored-here-git", SRC, sh("printf '*.md\\n' >.dvcignore"), do("import $W/src data"), *CLEAN)
case(
    "import/legacy-source",
    LEGACY,
    sh("git clone -q . ../cons; cd ../cons; rm -f *.dvc; git rm -q --cached '*.dvc'"),
    do("import $W/repo text", cwd="cons"),
    do("import $W/repo old", cwd="cons"),
    do("import $W/repo text --rev HEAD -o t2", cwd="cons"),
    do("import $W/repo old --rev HEAD -o o2", cwd="cons"),
    do_json("status --json", cwd="cons"),
)
case(
    "import/no-download-checkout",
    SRC,
    dvc("import -q $W/src data --no-download"),
    dvc("import -q $W/src lib/a.py --no-download"),
    do_text("fetch"),
    do_text("checkout"),
    do_text("pull"),
)

# ranges of versions, which DVC does not have: it reads what lode leaves, and stays at the version
VERSIONS = inside("src", tag("foo@v1.0.0"), sh("git tag -a foo@v1.1.0 -m x v1^{commit}"), tag("foo@v2.0.0"))
differs(
    "import/version-range",
    "version-ranges",
    SRC,
    *VERSIONS,
    do("import $W/src foo --rev foo@~1.1"),
    sh("grep -q 'rev: foo@v1.1.0' foo.dvc; grep -q 'rev: foo@~1.1' foo.dvc"),
    dvc("status -q"),
    sh("rm -rf foo .dvc/cache"),
    dvc("pull -q"),
    dvc("update -q foo.dvc"),
    sh("grep -q 'rev: foo@v1.1.0' foo.dvc; grep -q 'rev: foo@~1.1' foo.dvc; test $(cat foo) = foo"),
    do("update foo.dvc"),
    do("update foo.dvc --rev foo@*"),
    sh("grep -q 'rev: foo@v2.0.0' foo.dvc"),
    dvc("status -q"),
    dvc("update -q foo.dvc --rev v1"),
    do("update foo.dvc"),
    sh("! grep -q meta foo.dvc; test $(cat foo) = foo"),
)
differs(
    "import/outdated",
    "outdated",
    IMPORTED,
    do("outdated", 1),
    do("outdated part.dvc"),
    dvc("update -q foo.dvc dir.dvc plain.txt.dvc"),
    do("outdated"),
)
differs(
    "import/part",
    "choose-a-part",
    SRC,
    do("import $W/src dir --include one --include sub/ --rev v1"),
    sh("test -e dir/one; test -e dir/sub/three; test ! -e dir/two"),
    dvc("status -q"),
    sh("rm -rf dir"),
    dvc("checkout -q"),
    sh("test -e dir/one; test -e dir/sub/three; test ! -e dir/two"),
    dvc("commit -q -f"),
    sh("grep -q include dir.dvc; rm -rf dir .dvc/cache"),
    do("pull"),
    sh("test -e dir/one; test -e dir/sub/three; test ! -e dir/two"),
    do("update dir.dvc --rev v2"),
    sh("test -e dir/one; test -e dir/sub/four; test ! -e dir/two"),
    dvc("update -q dir.dvc --rev v1"),
    sh("test -e dir/two; grep -q include dir.dvc"),
    do("update dir.dvc --rev v1"),
    sh("test -e dir/one; test -e dir/sub/three; test ! -e dir/two"),
)
differs(
    "import/keep",
    "keep-imports",
    SRC,
    do("import $W/src dir --store"),
    do("import $W/src foo --store"),
    dvc("status -q"),
    sh("git add -A; git commit -qm imports; rm -rf ../src ../srcstore dir foo .dvc/cache"),
    do("pull"),
    sh("test -e foo; test -e dir/sub/three"),
    dvc("checkout -q"),
    dvc("push -q"),
    do_json("status -c --json"),
)
differs(
    "get/part",
    "choose-a-part",
    SRC,
    do("get $W/src dir --include one --exclude sub/"),
    sh("test -e dir/one; test ! -e dir/sub; test ! -e dir/two"),
)
differs(
    "pull/part",
    "choose-a-part",
    CLONE,
    do("pull dir --include one"),
    sh("test -e dir/one; test ! -e dir/sub; test ! -e dir/two; test ! -e foo"),
    other("pull -q"),
    sh("test -e dir/two; test -e foo"),
    do_json("status --json"),
)
LINKS = sh(
    "mkdir links links/sub; ln -s ../plain.txt links/file; ln -s nowhere links/broken; ln -s ../../outside links/out; "
    "ln -s sub links/folder; ln -s ../foo links/data; echo x >links/sub/x; echo secret >../outside; "
    "ln -s links/sub way; ln -s plain.txt link; git add -A; git commit -qm links",
    cwd="src",
)
case(
    "import/links-in-commit",
    SRC,
    LINKS,
    *(do(f"import $W/src {path} --rev main") for path in ("link", "way", "links")),
    do("import $W/src way/x --rev main", 255),
    sh("rm -rf .dvc/cache link way links"),
    do("pull"),
    *CLEAN,
)
case("import/links-of-url", SRC, LINKS, do("import file://$W/src links"), do("import file://$W/src link"), *CLEAN)
differs(
    "import/linked",
    "linked-import",
    SRC,
    sh("mkdir d; ln -s ../plain.txt d/link; echo x >d/x; ln -s plain.txt link; git add -A; git commit -qm d", cwd="src"),
    do("import $W/src link"),
    do("import $W/src d"),
    sh("rm -rf .dvc/cache d link"),
    do("pull"),
    sh("grep plain d/link; grep plain link; test ! -h link"),
    dvc("status -q"),
)
differs(
    "import/from-folder",
    "import-from-folder",
    DATA,
    sh("mkdir code; echo a >code/a; git add code; git commit -qm code"),
    do("import . code/a -o b", cwd="repo/code"),
    sh("grep 'path: code/a' code/b.dvc"),
    do("import . a -o c", 255, cwd="repo/code"),
)
PARTIALS = (
    *(dvc(f"import -q --no-download $W/src {path} -o p-{path}", cwd="far") for path in ("foo", "dir", "plain.txt", "lib")),
    dvc("import -q --no-exec $W/src foo -o p-exec", cwd="far"),
    commit("partial imports", cwd="far"),
)
FAR = fixture(
    "partials",
    sh("mkdir ../far; cd ../far; git init -q"),
    dvc("init -q", cwd="far"),
    *PARTIALS,
    base=SRC,
)
case(
    "import/of-partial-import",
    FAR,
    *(do(f"import $W/far {path}") for path in ("p-foo", "p-dir", "p-plain.txt", "p-lib", "p-exec", "p-dir/sub")),
    *CLEAN,
    commit(),
    sh("rm -rf .dvc/cache p-foo p-dir p-plain.txt p-lib p-exec sub"),
    do("pull"),
    *CLEAN,
)
case(
    "import/partial-of-partial",
    FAR,
    do("import --no-download $W/far p-foo"),
    do("import --no-download $W/far p-dir"),
    do("import --no-exec $W/far p-dir -o other"),
    do("pull"),
    do("import $W/far nothing", 255),
)
case(
    "get/of-partial-import",
    FAR,
    sh("mkdir $W/out"),
    *(do(f"get $W/far {path}", cwd="out") for path in ("p-foo", "p-dir", "p-plain.txt", "p-lib", "p-exec", "p-dir/sub/three")),
    do("get file://$W/far p-dir -o url", cwd="out"),
    do("get $W/far . -o all --rev HEAD", cwd="out"),
    do("get $W/far p-dir/nothing -o x", 255, cwd="out"),
)
case(
    "list/of-partial-import",
    FAR,
    do_json("list --json $W/far"),
    do_json("list --json -R file://$W/far"),
    do_json("list --json $W/far p-dir"),
    do_json("list --json -R --dvc-only $W/far p-lib"),
    do("list $W/far p-foo/x", 1),
)
