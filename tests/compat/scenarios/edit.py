"""More of remove, move, freeze, unfreeze, destroy, and of changes in a tracked directory that is not here."""

from fixtures import AUTOSTAGE, CLONE, DATA, IMPORTED, NO_SCM, PIPELINE, REPO, RICH
from words import case, differs, do, do_json, do_text, dvc, other, sh, write

# freeze, unfreeze
PIPES = write(
    "dvc.yaml",
    "vars:\n- a: 1\nstages:\n  templated:\n    cmd: echo ${a}\n  plain:\n    outs: [zz, aa]\n    cmd: echo x\n"
    "  loop:\n    foreach: [1, 2]\n    do: {cmd: 'echo ${item}'}\n",
)
case("freeze/several", DATA, do("freeze foo.dvc dir.dvc"), do("unfreeze dir.dvc nothing foo.dvc", 1), other("status -q"))
case("freeze/twice", DATA, do("freeze foo.dvc"), do_text("freeze foo.dvc foo.dvc"))
case("freeze/pipeline-forms", DATA, PIPES, do_text("freeze plain"), do_text("freeze dvc.yaml:plain"))
case(
    "freeze/pipeline-refused",
    DATA,
    PIPES,
    do("freeze dvc.yaml", 1),
    do("freeze loop", 1),
    do("freeze loop@1", 1),
    do("freeze templated", 1),
    do("freeze dvc.lock", 1),
    do("freeze plain loop@2", 1),
)
case("freeze/from-subdirectory", PIPELINE, sh("mkdir s"), do_text("freeze ../dvc.yaml:train ../foo.dvc", cwd="repo/s"))
case("freeze/output", DATA, do("freeze dir", 1), do("freeze dir/one", 1), do("freeze ''", 1))
case("freeze/broken-file", DATA, write("bad.dvc", "outs: 1\n"), do("freeze bad.dvc foo.dvc", 1))
case("freeze/autostage", AUTOSTAGE, do_text("freeze foo.dvc"))
case("freeze/legacy-locked", DATA, sh("echo 'locked: true' >>foo.dvc"), do("unfreeze foo.dvc"), do("freeze foo.dvc"))

# remove
case("remove/named-twice", DATA, do("remove foo.dvc foo.dvc", 1))
case("remove/name-ignored", DATA, do("remove foo.dvc:name"))
case("remove/empty-target", DATA, do("remove ''", 1), do("remove .", 1), do("remove dir/", 1))
case("remove/lock-file", PIPELINE, do("remove dvc.lock", 1))
case("remove/loop", DATA, PIPES, do("remove loop", 1), do("remove plain"))
case("remove/broken-file", DATA, write("bad.dvc", "outs: 1\n"), do("remove bad.dvc", 1), do("remove foo.dvc"))
case("remove/pipeline-outs", PIPELINE, do("remove dvc.yaml --outs"), do_json("status --json"))
case(
    "remove/pipeline-in-subdirectory",
    REPO,
    write("s/dvc.yaml", "stages:\n  a:\n    cmd: echo a >a\n    outs: [a]\n  b:\n    cmd: echo b >b\n    outs: [b]\n"),
    dvc("repro -q s/dvc.yaml"),
    do("remove a", cwd="repo/s"),
    do("remove s/dvc.yaml:b --outs"),
)
case("remove/uncached-output", DATA, sh("echo '  cache: false' >>foo.dvc"), do("remove foo.dvc"))
case("remove/import-outs", IMPORTED, do("remove foo.dvc part.dvc --outs"), do_json("status --json"))
case("remove/listing-missing", CLONE, do("remove dir.dvc"), do("remove foo.dvc --outs"))
case(
    "remove/link-to-nothing",
    DATA,
    dvc("config cache.type symlink"),
    dvc("checkout -q --relink"),
    sh("rm -r .dvc/cache"),
    do("remove foo.dvc", 255),
    do("remove foo.dvc dir.dvc --outs"),
)
differs(
    "remove/templated-stage",
    "remove-templated",
    RICH,
    do("remove each@a", 1, cwd="src"),
    do("remove named", 1, cwd="src"),
    sh("git diff --quiet", cwd="src"),
)
differs(
    "remove/data-stays",
    "removed-stays",
    DATA,
    sh("rm foo"),
    do("checkout"),
    do("remove foo.dvc"),
    do("checkout"),
    sh("test -f foo"),
)
differs(
    "remove/unsaved-outs",
    "removed-aside",
    DATA,
    sh("echo mine >dir/mine; echo changed >foo"),
    do("remove dir.dvc foo.dvc --outs"),
    sh("! test -e dir; ! test -e foo; cat .dvc/tmp/lode/replaced/*/dir/mine .dvc/tmp/lode/replaced/*/foo"),
)
differs(
    "remove/output-outside",
    "remove-leaves-project",
    DATA,
    sh("echo mine >../mine; printf 'outs:\\n- path: ../mine\\n  cache: false\\n' >x.dvc"),
    do("remove x.dvc --outs"),
    sh("! test -e x.dvc; cat ../mine"),
)

# move
case("move/already-renamed", DATA, sh("mv foo bar"), do("move foo bar"), other("status -q"))
case("move/onto-itself", DATA, do("move foo foo", 1), do("move dir dir", 1), do("move dir dir/sub/dir", 1))
case("move/stage-file-name", DATA, do("move foo bar.dvc", 1), do("move foo dvc.yaml", 1), do("move foo .", 1))
case("move/from-subdirectory", DATA, sh("mkdir s"), do("move ../foo .", cwd="repo/s"), do("move foo ../again", cwd="repo/s"))
case("move/into-ignored-folder", DATA, sh("mkdir s; echo '*' >s/.gitignore"), do("move foo s", 1))
case("move/uncached", DATA, sh("echo '  cache: false' >>foo.dvc"), do("move foo bar"))
case("move/executable", REPO, sh("echo x >a; chmod +x a"), dvc("add -q a"), do("move a b"), other("status -q"))
case("move/trailing-slash", DATA, do("move foo no/", 1), do("move dir/ folder"), other("status -q"))
case("move/frozen-with-fields", DATA, dvc("freeze foo.dvc"), sh("sed -i '1i desc: d' foo.dvc"), do("move foo bar"))
case("move/stage-file-not-in-git", AUTOSTAGE, write("n", "n"), sh("git rm -q --cached foo.dvc"), do("move foo bar"))
case("move/broken-file", DATA, write("bad.dvc", "outs: 1\n"), do("move foo bar", 1))
case("move/gitignore-of-others", REPO, sh("mkdir s; echo /x >s/.gitignore; echo x >s/a"), dvc("add -q s/a"), do("move s/a b"))
case(
    "move/import-and-url-import",
    IMPORTED,
    sh("mkdir s; echo x >../ext"),
    dvc("import-url -q $W/ext absolute"),
    dvc("import-url -q ../ext relative"),
    do("move part s"),
    do("move absolute s"),
    do("move relative s/other"),
    other("status -q s/part.dvc s/absolute.dvc s/other.dvc"),
)
case("move/partial-import", IMPORTED, dvc("import -q --no-download $W/src data/tool -o t"), do("move t u"))
case("move/wdir", REPO, sh("mkdir s; echo x >s/a"), dvc("add -q s/a"), sh("mv s/a.dvc a.dvc; sed -i '1i wdir: s' a.dvc"), do("move s/a b"))
case("move/link-to-nothing", DATA, sh("rm foo; ln -s nothing foo"), do("move foo bar", 255))
case("move/link-to-file", DATA, sh("mv foo mine; ln -s mine foo"), do("move foo bar"))
differs(
    "move/existing-file",
    "move-over-file",
    DATA,
    sh("echo mine >bar"),
    do("move foo bar", 1),
    sh("grep -q mine bar; test -f foo"),
)
differs(
    "move/one-of-two-outputs",
    "move-keeps-outputs",
    DATA,
    sh("sed 1d dir.dvc >>foo.dvc; git rm -q dir.dvc"),
    do("move foo bar"),
    sh("grep -q 'path: bar' foo.dvc; grep -q 'path: dir' foo.dvc"),
    do("status -q"),
)

# destroy
case("destroy/modified-data", DATA, sh("echo x >foo; echo y >dir/new; rm dir/one"), do("destroy -f"))
case("destroy/data-missing", CLONE, do("destroy -f"), sh("test ! -e .dvc"))
case("destroy/from-subdirectory", DATA, sh("mkdir s"), do("destroy -f", cwd="repo/s"), do("status", 253))
case("destroy/external-cache", DATA, dvc("cache dir ../cache"), sh("echo x >n"), dvc("add -q n"), do("destroy -f"))
case("destroy/answers", DATA, do("destroy", 1, stdin="maybe\nno\n"), do("destroy", stdin="maybe\nYES\n"))
case("destroy/no-scm", NO_SCM, write("a", "a"), dvc("add -q a"), do("destroy -f"))
case("destroy/broken-file", DATA, write("bad.dvc", "outs: 1\n"), do("destroy -f", 1))
case("destroy/subdirectories", REPO, write("s/t/a", "a"), dvc("add -q s/t/a"), do("destroy -f"))
case("destroy/hardlinks", DATA, dvc("config cache.type hardlink"), dvc("checkout -q --relink"), do("destroy -f"))

# A path in a tracked directory that is not here.
NOTHING_FETCHED = sh("! test -e dir/one; ! test -e dir/sub; test $(find .dvc/cache -type f ! -name '*.dir' | wc -l) -le 1")
PULLED = (dvc("push -q"), sh("rm -rf .dvc/cache dir"), dvc("pull -q dir.dvc"))
case("part/add-file", CLONE, sh("mkdir dir; echo new >dir/new"), do("add dir/new"), NOTHING_FETCHED, do_text("push"))
case("part/add-folder", CLONE, sh("mkdir -p dir/n; echo 1 >dir/n/1; echo 2 >dir/n/2"), do("add dir/n"), do_text("push"))
case("part/add-deeper", CLONE, sh("mkdir -p dir/sub; echo new >dir/sub/new"), do("add dir/sub/new"), do_text("push"))
case("part/add-changed", CLONE, sh("mkdir dir; echo new >dir/one"), do("add dir/one"), do_text("push"))
case("part/add-gone", CLONE, sh("mkdir dir"), do("add dir/one"), do("add dir/sub"), do_text("push"))
case("part/add-several", CLONE, sh("mkdir dir; echo 1 >dir/a; echo 2 >dir/b"), do("add dir/a dir/b"), do_text("push"))
case("part/add-no-commit", CLONE, sh("mkdir dir; echo 1 >dir/a"), do("add --no-commit dir/a"))
case("part/add-not-here", CLONE, do("add dir/one", 1), do("add dir/nothing", 1))
case("part/commit-file", DATA, sh("echo new >dir/one"), do("commit -f dir/one"), other("status -q"))
case("part/commit-new-file", DATA, sh("echo new >dir/new; rm dir/two"), do("commit -f dir/new"), do_json("status --json"))
case("part/commit-folder", DATA, sh("echo new >dir/sub/new"), do("commit -f dir/sub"), other("status -q"))
case("part/commit-unchanged", DATA, do("commit dir/one"), do_json("status --json"))
differs(
    "part/remove-file",
    "edit-part",
    CLONE,
    do("remove dir/one"),
    NOTHING_FETCHED,
    *PULLED,
    sh("test \"$(find dir -type f | sort | tr '\\n' ' ')\" = 'dir/sub/three dir/two '"),
    dvc("status -q dir.dvc"),
)
differs(
    "part/remove-folder-and-file",
    "edit-part",
    CLONE,
    do("remove dir/sub dir/two"),
    NOTHING_FETCHED,
    *PULLED,
    sh("test \"$(find dir -type f)\" = dir/one"),
)
differs(
    "part/move-file",
    "edit-part",
    CLONE,
    do("move dir/one dir/sub/uno"),
    NOTHING_FETCHED,
    *PULLED,
    sh("test $(cat dir/sub/uno) = one; ! test -e dir/one"),
    dvc("status -q dir.dvc"),
)
differs(
    "part/move-folder-that-is-here",
    "edit-part",
    DATA,
    do("move dir/sub dir/below"),
    sh("test -f dir/below/three; ! test -e dir/sub"),
    do("status -q"),
    dvc("status -q dir.dvc"),
)
differs(
    "part/remove-file-that-is-here",
    "edit-part",
    DATA,
    sh("echo mine >dir/mine; echo changed >dir/one"),
    do("remove dir/two dir/sub/three"),
    sh("! test -e dir/two; ! test -e dir/sub; test -f dir/one; test -f dir/mine"),
    do("remove dir/one", 1),
    sh("grep -q changed dir/one"),
)
case("part/refused", DATA, do("move dir/one bar", 1), do("move dir/nothing dir/x", 1), do("move dir/one dir/two", 1))
case("part/remove-refused", DATA, do("remove dir/nothing", 1), do("remove foo/x", 1))
case("part/pipeline-refused", PIPELINE, do("remove prepared/copy", 1), do("move prepared/copy prepared/x", 1))
differs(
    "move/to-other-directory",
    "edit-part",
    DATA,
    sh("mkdir other; echo x >other/x"),
    dvc("add -q other"),
    dvc("push -q"),
    do("move dir/sub other"),
    dvc("status -q"),
    sh("grep third other/sub/three; test ! -e dir/sub"),
    dvc("push -q"),
    sh("rm -rf .dvc/cache dir other"),
    do("move other/x dir/"),
    dvc("push -q"),
    dvc("pull -q"),
    dvc("status -q"),
    sh("grep x dir/x; grep third other/sub/three; test ! -e other/x"),
)
