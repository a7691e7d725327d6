"""dvc get."""

from fixtures import DATA, EMPTY, GIT, HISTORY, IMPORTED, LEGACY, PIPELINE, PROJECT, REPO, RICH, SRC
from words import case, differs, commit, do, do_text, dvc, sh, write

OUT = sh("mkdir ../out")


def get(arguments: str, rc: int = 0):
    """In a folder that is no project."""
    return do(f"get {arguments}", rc, cwd="out")


case("get/basics", SRC, do("get ../src foo"), do("get ../src dir --rev v1 -o old"))
case("get/outside-project", SRC, OUT, get("$W/src foo"), get("$W/src dir"))
case("get/silent", SRC, do_text("get ../src foo"))
case(
    "get/file-url",
    SRC,
    OUT,
    get("file://$W/src foo"),
    get("file://$W/src dir --rev v1"),
    get("file://$W/src plain.txt"),
)
case(
    "get/revision",
    SRC,
    OUT,
    get("$W/src foo --rev v1 -o 1"),
    get("$W/src foo --rev dev -o 2"),
    get("$W/src foo --rev main -o 3"),
    get("$W/src foo --rev HEAD~1 -o 4"),
    get("$W/src foo --rev v2 -o 5"),
)
case(
    "get/revision-unknown",
    SRC,
    OUT,
    get("$W/src foo --rev nothing", 1),
    get("file://$W/src foo --rev nothing", 1),
    get("$W/src foo --rev 0000000000000000000000000000000000000000", 1),
)
case(
    "get/working-tree",
    SRC,
    sh("echo dirty >../src/plain.txt; echo dirty >../src/foo; echo untracked >../src/new"),
    OUT,
    get("$W/src plain.txt"),
    get("$W/src foo"),
    get("$W/src new"),
    get("$W/src plain.txt --rev HEAD -o committed"),
)
case("get/git-file", SRC, OUT, get("$W/src plain.txt"), get("$W/src lib/a.py"), get("$W/src lib/a.py --rev v1 -o b.py"))
case("get/git-directory", SRC, OUT, get("$W/src lib"), get("$W/src lib/deep --rev v1"))
case("get/mixed-directory", SRC, OUT, get("$W/src data"), get("$W/src data --rev v1 -o data1"))
case("get/whole", SRC, OUT, get("$W/src . -o all"), get("$W/src . -o all1 --rev v1"))
case("get/whole-empty-path", SRC, OUT, do(["get", "$W/src", "", "-o", "all"], cwd="out"))
case(
    "get/inside-directory",
    SRC,
    OUT,
    get("$W/src dir/one"),
    get("$W/src dir/sub"),
    get("$W/src dir/sub/three -o x"),
    get("$W/src dir/two --rev v1"),
)
case(
    "get/path-forms",
    SRC,
    OUT,
    get("$W/src ./foo -o a"),
    get("$W/src dir/ -o b"),
    get("$W/src dir/../foo -o c"),
    get("$W/src /foo -o d", 255),
)
case("get/executable", SRC, OUT, get("$W/src data/tool"))
case(
    "get/output-name",
    SRC,
    OUT,
    get("$W/src foo -o bar"),
    get("$W/src foo --out ./sub/bar"),
    sh("mkdir ../out/there"),
    get("$W/src foo -o there"),
    get("$W/src dir -o there"),
    get("$W/src dir -o there/named"),
)
case("get/output-absolute", SRC, OUT, get("$W/src foo -o $W/out/abs"), get("$W/src foo -o ../up"))
case(
    "get/existing",
    SRC,
    OUT,
    sh("echo mine >../out/foo; mkdir ../out/dir; echo mine >../out/dir/one"),
    get("$W/src foo", 1),
    get("$W/src dir", 1),
    get("$W/src foo -f"),
    get("$W/src dir -f"),
)
case("get/existing-file-for-directory", SRC, OUT, sh("echo mine >../out/dir"), get("$W/src dir", 1))
case("get/existing-directory-for-file", SRC, OUT, sh("mkdir ../out/foo"), get("$W/src foo", 1), get("$W/src foo -f"))
case(
    "get/missing",
    SRC,
    OUT,
    get("$W/src nothing", 255),
    get("$W/src dir/nothing", 255),
    get("$W/src nothing --rev v1", 255),
    get("file://$W/src nothing", 255),
)
case("get/missing-source", SRC, OUT, get("$W/nowhere foo", 1), get("file://$W/nowhere foo", 1))
case(
    "get/source-not-git",
    EMPTY,
    sh("mkdir ../plain ../out; echo x >../plain/a; mkdir ../plain/b; echo y >../plain/b/c"),
    get("$W/plain a"),
    get("$W/plain b"),
)
case(
    "get/plain-git",
    GIT,
    OUT,
    get("$W/repo README.md"),
    get("$W/repo . -o all"),
    get("$W/repo README.md --rev HEAD -o x"),
)
case(
    "get/dvc-file-name",
    SRC,
    OUT,
    get("$W/src foo -o foo.dvc", 1),
    get("$W/src foo -o dvc.yaml", 1),
    get("$W/src foo.dvc -o zz"),
    get("$W/src .dvc/config -o conf"),
)
case("get/globs-do-not-expand", SRC, OUT, get("$W/src 'd*'", 255), get("$W/src 'fo?'", 255))
case(
    "get/show-url",
    SRC,
    do_text("get --show-url ../src foo"),
    do_text("get --show-url ../src dir"),
    do_text("get --show-url ../src dir/one"),
    do_text("get --show-url ../src foo --rev v1"),
    do_text("get --show-url file://$W/src foo"),
)
case(
    "get/show-url-refused",
    SRC,
    do("get --show-url ../src nothing", 255),
    do("get --show-url ../src plain.txt", 255),
    do("get --show-url ../nowhere foo", 255),
    do("get --show-url ../src lib", 255),
)
case(
    "get/show-url-no-remote",
    PROJECT,
    write("a", "a"),
    dvc("add -q a"),
    do_text("get --show-url . a"),
    commit(),
    do("get --show-url file://$W/repo a", 251),
)
case(
    "get/cache-gone",
    SRC,
    sh("rm -rf ../src/.dvc/cache ../src/foo ../src/dir"),
    OUT,
    get("$W/src foo"),
    get("$W/src dir"),
)
case(
    "get/cache-only",
    SRC,
    sh("rm -r ../srcstore; rm -rf ../src/foo"),
    OUT,
    get("$W/src foo"),
    get("$W/src dir --rev v1"),
)
case("get/no-copy-anywhere", SRC, sh("rm -rf ../srcstore ../src/.dvc/cache ../src/foo"), OUT, get("$W/src foo", 255))
case(
    "get/no-remote",
    PROJECT,
    write("a", "a"),
    dvc("add -q a"),
    commit(),
    OUT,
    get("$W/repo a"),
    get("$W/repo a --rev HEAD -o b"),
    get("file://$W/repo a -o c", 255),
)
case(
    "get/remote-relative",
    PROJECT,
    sh("mkdir ../store"),
    dvc("remote add -q -d st ../store"),
    write("a", "a"),
    dvc("add -q a"),
    commit(),
    dvc("push -q"),
    sh("rm -r .dvc/cache a"),
    OUT,
    get("$W/repo a"),
    get("$W/repo a --rev HEAD -o b"),
)
case(
    "get/remote-flag",
    SRC,
    dvc("remote add -q second $W/store2", cwd="src"),
    sh("git commit -qam second; mv ../srcstore ../store2; rm -rf .dvc/cache foo", cwd="src"),
    OUT,
    get("$W/src foo --remote second"),
)
case(
    "get/remote-config-flag",
    SRC,
    sh("mv ../srcstore ../store2; rm -rf ../src/.dvc/cache ../src/foo"),
    OUT,
    get("$W/src foo --remote-config url=$W/store2"),
    get("$W/src dir --remote srcstore --remote-config url=$W/store2"),
)
case(
    "get/config-flag",
    SRC,
    sh(
        'mv ../srcstore ../store2; rm -rf ../src/.dvc/cache ../src/foo; printf \'[core]\\n    remote = other\\n[remote "other"]\\n    url = %s/store2\\n\' "$(dirname $PWD)" >../extra.ini'
    ),
    OUT,
    get("$W/src foo --config ../extra.ini"),
)
case(
    "get/pipeline",
    PIPELINE,
    OUT,
    get("$W/repo model"),
    get("$W/repo prepared"),
    get("$W/repo prepared/copy --rev HEAD"),
    get("$W/repo score.json"),
)
case(
    "get/rich",
    RICH,
    OUT,
    get("$W/src made"),
    get("$W/src out"),
    get("$W/src out/fancy"),
    get("$W/src templated.bin --rev HEAD"),
    get("$W/src each-a"),
    get("$W/src uncached.txt"),
)
case(
    "get/rich-clone",
    RICH,
    OUT,
    get("file://$W/src made"),
    get("file://$W/src out"),
    get("file://$W/src each-b"),
    get("file://$W/src uncached.txt"),
)
case(
    "get/chained",
    RICH,
    OUT,
    get("$W/src chained"),
    get("$W/src chaineddir"),
    get("file://$W/src chained -o c2"),
    get("file://$W/src chaineddir/x -o x2"),
)
case(
    "get/chained-caches-gone",
    RICH,
    sh(
        "rm -rf ../src/.dvc/cache ../far/.dvc/cache ../src/chained* ../far/far ../far/fardir; git -C ../src checkout -q ."
    ),
    OUT,
    get("$W/src chained"),
    get("$W/src chaineddir"),
)
case(
    "get/subproject",
    RICH,
    OUT,
    get("$W/src inner/indata"),
    get("$W/src inner/indir"),
    get("$W/src inner/ingit"),
    get("$W/src/inner indata -o direct"),
    get("file://$W/src inner/indata -o cloned"),
)
case("get/subproject-parent", RICH, OUT, get("$W/src inner"), get("$W/src . -o all"))
case("get/legacy", LEGACY, OUT, get("$W/repo old"), get("$W/repo text --rev HEAD"))
case(
    "get/bare",
    SRC,
    sh("git clone -q --bare ../src ../bare.git"),
    OUT,
    get("$W/bare.git foo"),
    get("$W/bare.git dir/one"),
    get("$W/bare.git plain.txt --rev v1"),
)
case("get/own-project", HISTORY, do("get . foo --rev v1 -o old"), do("get . dir --rev v1 -o olddir"))
case("get/imports", IMPORTED, OUT, get("$W/repo foo"), get("$W/repo dir"), get("$W/repo part --rev HEAD"))
case(
    "get/link-type-of-source-ignored",
    SRC,
    dvc("config cache.type symlink", cwd="src"),
    OUT,
    get("$W/src foo"),
    get("$W/src dir"),
)
case(
    "get/jobs-and-grammar",
    SRC,
    OUT,
    get("-j 2 $W/src foo"),
    get("$W/src -f foo"),
    get("$W/src foo -j0 -o bar"),
    get("$W/src", 254),
)
case(
    "get/empty-directory",
    REPO,
    sh("mkdir d"),
    dvc("add -q d"),
    commit(),
    OUT,
    get("$W/repo d"),
    get("$W/repo d --rev HEAD -o e"),
)
case(
    "get/member-missing",
    SRC,
    sh(
        "cd ../src; rm -rf dir .dvc/cache; m=$(printf changed | md5sum | cut -c1-32); rm -f ../srcstore/files/md5/${m:0:2}/${m:2}"
    ),
    OUT,
    get("$W/src dir", 255),
    get("$W/src dir/sub"),
)
LINKS = (
    "mkdir links links/sub; ln -s ../plain.txt links/file; ln -s sub links/folder; ln -s nowhere links/broken; "
    "ln -s ../../outside links/out; ln -s ../foo links/data; echo x >links/sub/x; echo secret >../outside; "
    "ln -s links/sub way; ln -s plain.txt link; ln -s loop loop; git add -A; git commit -qm links"
)
case(
    "get/revision-link",
    SRC,
    sh("ln -s plain.txt link; git add link; git commit -qm link", cwd="src"),
    do("get $W/src link --rev HEAD"),
    do("get $W/src link -o tree"),
)
case(
    "get/links-in-commit",
    SRC,
    sh(LINKS, cwd="src"),
    *(do(f"get $W/src {path} --rev HEAD") for path in ("link", "way", "links", "loop")),
    *(do(f"get $W/src {path} --rev HEAD -o o", 255) for path in ("way/x", "link/x", "links/folder/x")),
)
case(
    "get/links-in-work-tree",
    SRC,
    sh(LINKS, cwd="src"),
    *(do(f"get $W/src {path}") for path in ("link", "way", "links/data", "links/out")),
    *(do(f"get $W/src {path} -o o", 255) for path in ("loop", "links/broken", "link/x")),
    do("get $W/src way/x"),
)
differs(
    "get/link-to-folder",
    "link-to-folder",
    SRC,
    sh("mkdir links links/sub; ln -s sub links/folder; echo x >links/sub/x; git add -A; git commit -qm links", cwd="src"),
    do("get $W/src links", 1),
    sh("! test -e links"),
    do("get $W/src links --rev HEAD"),
    sh("grep sub links/folder"),
)
case(
    "get/from-folder",
    DATA,
    sh("mkdir -p code/in; echo a >code/a; echo b >code/in/b; mkdir ../out"),
    *(do(f"get . {args}", cwd="repo/code") for args in ("a -o ../../out/a", "in -o ../../out/in", "../dir -o ../../out/dir")),
    *(do(f"get . {args} -o x", 255, cwd="repo/code") for args in ("code/a", "foo", "/foo", "../../repo/foo")),
    do_text("get --show-url . ../foo", cwd="repo/code"),
    do("get . foo --rev HEAD -o ../../out/foo", cwd="repo/code"),
)
