"""dvc du."""

from fixtures import CLONE, DATA, GIT, IMPORTED, LEGACY, NO_SCM, PIPELINE, REPO, SRC
from words import case, commit, differs, do, do_lines, do_text, dvc, inside, sh, write

case(
    "du/basics",
    SRC,
    do_lines("du ../src"),
    do_lines("du ../src dir"),
    do_text("du -s ../src"),
    do_text("du ../src foo"),
    do_text("du ../src data/tool"),
    do_text("du ../src plain.txt"),
    do("du ../src nothing", 255),
)
case(
    "du/sizes",
    REPO,
    sh("mkdir d; head -c 1023 /dev/zero >d/a; head -c 100000 /dev/zero >d/b; touch d/c; head -c 1048576 /dev/zero >d/e"),
    dvc("add -q d"),
    do_lines("du . d"),
    do_text("du -s . d"),
)
case("du/outside-of-project", SRC, do_lines("du src dir", cwd="."), do_text("du -s $W/src", cwd="."))
case(
    "du/revisions",
    SRC,
    do_lines("du --rev v1 ../src"),
    do_text("du --rev v1 -s ../src dir"),
    do_text("du --rev dev ../src foo"),
    do_lines("du --rev v2 file://$W/src"),
    do_text("du file://$W/src -s"),
    do("du --rev nothing ../src", 255),
)
case(
    "du/spellings",
    SRC,
    do_lines("du ../src /"),
    do_lines("du ../src ."),
    do_lines("du ../src /lib"),
    do_lines("du ../src lib/"),
    do_lines("du ../src ./lib/deep"),
    do_lines("du ../src lib/../dir/"),
    do_text("du ../src foo/"),
    do_text("du -s ../src ."),
    do_text("du -s ../src /"),
    do("du ../src ../repo", 255),
    do_lines("du ../src/lib"),
)
case("du/fresh-clone", CLONE, do_lines("du ."), do_text("du -s . dir"), do_text("du . foo"), do_text("du -s ."))
case(
    "du/own-files",
    DATA,
    do_text("du . foo.dvc"),
    do("du . .dvc", 255),
    do("du . .git", 255),
    sh("echo '*.log' >.dvcignore; mkdir s; echo 1 >s/a.log; echo 22 >s/b"),
    do_lines("du . s"),
    do_lines("du ."),
)
case("du/plain-git", GIT, do_lines("du ."), sh("mkdir d; echo 1 >d/a"), commit(), do_lines("du . d"), do_text("du -s ."))
case("du/no-scm", NO_SCM, write("d/a", "a"), dvc("add -q d"), do_lines("du ."), do_lines("du . d"))
case("du/no-project", GIT, sh("mkdir d; echo 1 >d/a", cwd="."), do_lines("du d", cwd="."))
case("du/pipeline", PIPELINE, do_lines("du ."), do_lines("du . prepared"), do_text("du . score.json"))
case("du/imports", IMPORTED, do_lines("du ."), sh("rm -r dir foo"), do_lines("du ."))
case("du/legacy", LEGACY, do_lines("du ."), do_lines("du . old"))
case("du/changed", DATA, sh("echo longer >foo; echo more >dir/n"), do_text("du -s . foo"), do_lines("du ."))
case("du/links", DATA, sh("mkdir l; ln -s ../foo l/f; ln -s nowhere l/broken"), do_text("du -s . l"), do_text("du . l/f"))
case(
    "du/subproject",
    REPO,
    sh("mkdir s"),
    *inside("repo/s", dvc("init -q --subdir"), write("a", "aa"), write("d/b", "bbb"), dvc("add -q a d")),
    commit(),
    do_lines("du ."),
    do_lines("du . s"),
    do_text("du -s --rev HEAD . s/d"),
    do_lines("du s"),
)
case(
    "du/errors",
    SRC,
    do("du nowhere", 255),
    do("du --remote nothing ../src", 251),
    do("du --config nothing ../src", 255),
    do("du ../src --remote srcstore"),
    do("du", 254),
    do("du ../src dir -s extra", 254),
    do("du ../src -s dir", 254),
)
differs(
    "du/revision-members",
    "du-sizes",
    SRC,
    do("du --rev v1 ../src dir", says="3 dir/one"),
    do("du --rev v1 ../src dir", says="15 dir"),
    do("du --rev v1 ../src dir/sub/three", says="6 dir/sub/three"),
)
differs("du/unknown-members", "du-sizes", CLONE, do("du . dir", says="- dir/one"), do("du . dir", says="15 dir"))
differs("du/broken-link", "du-broken-link", DATA, sh("mkdir l; ln -s nowhere l/b; echo 1 >l/a"), do("du . l", says="2 l/a"))
case(
    "du/links-in-commit",
    DATA,
    sh("mkdir d; ln -s ../foo d/link; ln -s ../dir d/folder; ln -s nowhere d/broken; git add -A; git commit -qm links"),
    do_lines("du --rev HEAD . d"),
    do_text("du --rev HEAD . d/folder"),
    do_text("du --rev HEAD . d/broken"),
)
case(
    "du/from-folder",
    DATA,
    sh("mkdir -p code/in; echo a >code/a; echo b >code/in/b"),
    do_text("du . a", cwd="repo/code"),
    do_lines("du . .", cwd="repo/code"),
    do_lines("du . in", cwd="repo/code"),
    do("du . code", 255, cwd="repo/code"),
    do_text("du --rev HEAD . foo", cwd="repo/code"),
)
