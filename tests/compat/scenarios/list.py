"""dvc list."""

from fixtures import DATA, EMPTY, GIT, IMPORTED, PIPELINE, PROJECT, REPO, RICH, SRC
from words import case, commit, do, do_json, do_text, dvc, sh, write

case("list/basics", SRC, do_json("list --json ../src"), do_text("list ../src"), do_text("list ../src dir"))
case("list/alias", SRC, do_json("ls --json ../src"))
case("list/dot", DATA, write("untracked", "x"), do_json("list --json ."), do_text("list ."))
case(
    "list/recursive",
    SRC,
    do_json("list --json -R ../src"),
    do_text("list -R ../src"),
    do_json("list --json -R ../src dir"),
    do_json("list --json -R ../src lib"),
)
case(
    "list/recursive-level",
    SRC,
    *(do_json(f"list --json -R -L {n} ../src") for n in (1, 2, 3)),
    do_text("list -R --level 2 ../src"),
    do_json("list --json -L 1 ../src"),
)
case(
    "list/tree",
    SRC,
    do_text("list -T ../src"),
    do_text("list --tree ../src dir"),
    do_text("list -T -L 1 ../src"),
    do_text("list -T --dvc-only ../src"),
    do_text("list -T -L 2 --dvc-only ../src"),
)
case("list/tree-json", SRC, do("list --tree --json ../src", 255))
case("list/tree-size-hash", SRC, do_text("list -T --size --show-hash ../src"))
case(
    "list/dvc-only",
    SRC,
    do_json("list --json --dvc-only ../src"),
    do_json("list --json --dvc-only -R ../src"),
    do_json("list --json --dvc-only ../src data"),
    do_json("list --json --dvc-only ../src lib"),
)
case(
    "list/size-and-hash",
    SRC,
    do_text("list --size ../src"),
    do_text("list --show-hash ../src"),
    do_text("list --size --show-hash -R ../src"),
    do_json("list --json --size --show-hash ../src"),
)
case(
    "list/size-units",
    REPO,
    sh(
        "head -c 1023 /dev/zero >a; head -c 1024 /dev/zero >b; head -c 100000 /dev/zero >c; head -c 3000000 /dev/zero >d; touch e"
    ),
    do_text("list --size ."),
)
case(
    "list/revision",
    SRC,
    do_json("list --json ../src dir --rev v1"),
    do_json("list --json ../src dir --rev dev"),
    do_json("list --json ../src --rev HEAD~1"),
    do_json("list --json -R ../src --rev v2"),
)
case(
    "list/revision-sha",
    SRC,
    do_json(["list", "--json", "../src", "--rev", "v1^{commit}"]),
    do("list ../src --rev 0000000", 1),
)
case("list/revision-unknown", SRC, do("list ../src --rev nothing", 1), do("list file://$W/src --rev nothing", 1))
case(
    "list/file",
    SRC,
    do_json("list --json ../src foo"),
    do_json("list --json ../src dir/one"),
    do_json("list --json ../src plain.txt"),
    do_text("list ../src lib/a.py"),
)
case(
    "list/subdirectory",
    SRC,
    do_json("list --json ../src dir/sub"),
    do_json("list --json ../src data"),
    do_json("list --json ../src lib/deep/"),
    do_json("list --json ../src /dir"),
)
case(
    "list/missing",
    SRC,
    do("list ../src nothing", 1),
    do("list ../src dir/nothing", 1),
    do("list --json ../src nothing --dvc-only", 1),
    do("list ../src nothing --rev v1", 1),
)
case("list/missing-source", SRC, do("list ../nowhere", 1), do("list file://$W/nowhere", 1))
case(
    "list/file-url",
    SRC,
    do_json("list --json file://$W/src"),
    do_json("list --json file://$W/src dir"),
    do_json("list --json -R file://$W/src --rev v1"),
)
case(
    "list/bare",
    SRC,
    sh("git clone -q --bare ../src ../bare.git"),
    do_json("list --json ../bare.git"),
    do_json("list --json $W/bare.git dir --rev v1"),
)
case(
    "list/outside-project",
    SRC,
    sh("mkdir ../out"),
    do_json("list --json $W/src dir", cwd="out"),
    do_text("list $W/src", cwd="out"),
)
case(
    "list/plain-git",
    GIT,
    do_json("list --json ."),
    do_json("list --json . --dvc-only"),
    do_json("list --json . --rev HEAD"),
)
case(
    "list/plain-folder",
    EMPTY,
    sh("echo x >a; mkdir b; echo y >b/c"),
    do_json("list --json ."),
    do_json("list --json -R ."),
)
case("list/empty-project", PROJECT, do_json("list --json . --dvc-only"), do_text("list . --dvc-only"))
case(
    "list/data-gone",
    DATA,
    sh("rm -r foo dir .dvc/cache/files/md5/d3"),
    do_json("list --json ."),
    do_json("list --json . dir"),
    do_json("list --json -R ."),
)
case(
    "list/data-changed",
    DATA,
    sh("echo longer content >foo; echo n >dir/new; rm dir/one; chmod +x dir/two"),
    do_json("list --json ."),
    do_json("list --json . dir"),
)
case(
    "list/listing-gone",
    DATA,
    sh("rm -r dir .dvc/cache/files/md5/*/*.dir"),
    do_json("list --json ."),
    do("list . dir", 255),
)
case(
    "list/listing-in-remote",
    SRC,
    sh("rm -rf ../src/.dvc/cache ../src/dir"),
    do_json("list --json ../src dir"),
    do_json("list --json -R ../src"),
)
case("list/executable", SRC, do_json("list --json ../src data"))
case(
    "list/symlinks",
    DATA,
    sh("ln -s foo link; ln -s dir dirlink; ln -s nowhere broken"),
    do_json("list --json ."),
    do_json("list --json -R ."),
)
case(
    "list/ignored",
    DATA,
    sh("echo secret >.dvcignore; echo x >secret; echo '/gitignored' >>.gitignore; echo y >gitignored"),
    do_json("list --json ."),
)
case(
    "list/pipeline",
    PIPELINE,
    do_json("list --json ."),
    do_json("list --json . prepared"),
    do_json("list --json -R . --rev HEAD --dvc-only"),
)
case(
    "list/rich",
    RICH,
    do_json("list --json ../src"),
    do_json("list --json -R ../src --dvc-only"),
    do_json("list --json ../src --rev HEAD"),
)
case(
    "list/subproject",
    RICH,
    do_json("list --json ../src inner"),
    do_json("list --json ../src/inner"),
    do_json("list --json ../src inner --rev HEAD"),
    do_json("list --json ../src inner/indir"),
)
case("list/imports", IMPORTED, do_json("list --json ."), do_json("list --json . dir"))
case(
    "list/chained-import",
    RICH,
    do_json("list --json ../src chaineddir"),
    do_json("list --json ../src chaineddir --rev HEAD"),
)
case(
    "list/names",
    REPO,
    sh("mkdir d; for n in 'a b' é 'q\"' '[x]' '#h' '-z'; do echo 1 >\"d/$n\"; done"),
    dvc("add -q d"),
    do_json("list --json . d"),
    do_text("list . d"),
)
case("list/order", REPO, sh("touch b A a.b a-b _ 10 9; mkdir B a"), do_json("list --json ."), do_text("list ."))
case(
    "list/remote-flags",
    SRC,
    sh("rm -rf ../src/.dvc/cache ../src/dir; mv ../srcstore ../store2"),
    do("list file://$W/src dir", 255),
    do_json("list --json file://$W/src dir --remote-config url=$W/store2"),
)
case("list/broken-file", DATA, write("x.dvc", "outs: ["), do("list .", 1), do("list --json . dir", 1))
case(
    "list/sub-projects-of-plain-repository",
    GIT,
    sh("mkdir -p one two/three; echo a >one/plain; echo b >two/b; echo c >two/three/c; printf 'b\\n' >.dvcignore"),
    *(dvc("init -q --subdir", cwd=f"repo/{dir}") for dir in ("one", "two/three")),
    sh("echo d >one/d"),
    dvc("add -q d", cwd="repo/one"),
    commit("all"),
    do_json("list --json ."),
    do_json("list --json -R ."),
    do_text("list -R . two"),
    do_json("list --json . one"),
    do_json("list --json -R file://$W/repo"),
    do("get . two -o $W/got"),
    do("get . one -o $W/got2"),
)
case(
    "list/links-in-commit",
    DATA,
    sh("mkdir d; ln -s foo link; ln -s dir dirlink; ln -s nowhere broken; ln -s ../../out d/out; ln -s ../d d/loop; git add -A; git commit -qm links"),
    do_json("list --json . --rev HEAD"),
    do_json("list --json -R --rev HEAD ."),
    do_json("list --json -R file://$W/repo d"),
    do_json("list --json --rev HEAD . broken"),
    do("list --rev HEAD . dirlink/one", 1),
    do("list --rev HEAD . dirlink"),
)
case(
    "list/loop-of-links",
    DATA,
    sh("ln -s loop loop; ln -s . here"),
    do_json("list --json ."),
    do_json("list --json -R . dir"),
)
INNER = sh("mkdir -p code/in; echo a >code/a; echo b >code/in/b; git add code; git commit -qm code")
case(
    "list/from-folder",
    DATA,
    INNER,
    *(do_json(f"list --json {args}", cwd="repo/code") for args in (".", "..", ". a", ". .", ". in", "-R . in", ".. ..")),
    *(do_text(f"list {args}", cwd="repo/code/in") for args in (".", "../..", ". ../a", ". ../../dir", ". /code")),
    *(do(f"list {args}", 1, cwd="repo/code") for args in (". foo", ". code", ". /a")),
    do_json("list --json . --rev HEAD", cwd="repo/code"),
    do_json("list --json . code --rev HEAD", cwd="repo/code"),
    do_json("list --json file://$W/repo", cwd="repo/code"),
    do_text("list --size . in", cwd="repo/code"),
)
case(
    "list/from-sub-project",
    DATA,
    sh("mkdir sub"),
    dvc("init -q --subdir", cwd="repo/sub"),
    sh("mkdir in; echo c >c", cwd="repo/sub"),
    dvc("add -q c", cwd="repo/sub"),
    *(do_json(f"list --json {args}", cwd="repo/sub") for args in (".", "..", ".. ../dir", ". c", ".. ../foo", "$W/repo")),
    do_json("list --json -R --dvc-only ..", cwd="repo/sub"),
    do("list .. dir", 1, cwd="repo/sub"),
)
