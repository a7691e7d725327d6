"""dvc update."""

from fixtures import DATA, GIT, IMPORTED, PIPELINE, REPO, RICH, SRC
from words import case, commit, differs, do, do_json, do_lines, do_text, dvc, inside, other, sh, write

CLEAN = (do_json("status --json"), other("status -q"))

case("update/all", IMPORTED, do("update foo.dvc dir.dvc plain.txt.dvc"), *CLEAN)
case("update/output", IMPORTED, do_text("update foo.dvc"), do_text("update foo.dvc"))
case("update/unchanged", IMPORTED, do_text("update part.dvc"), other("status -q part.dvc"))
case("update/by-output", IMPORTED, do("update foo"), do("update dir"), do_json("status --json foo dir"))
case(
    "update/revision",
    IMPORTED,
    do("update foo.dvc --rev dev"),
    do_json("status --json foo.dvc"),
    do("update foo.dvc --rev v1"),
    *CLEAN[:1],
)
case(
    "update/revision-added",
    SRC,
    dvc("import -q $W/src foo"),
    do("update foo.dvc --rev v1"),
    do("update foo.dvc --rev dev"),
    do("update foo.dvc"),
    *CLEAN,
)
case("update/revision-unknown", IMPORTED, do("update foo.dvc --rev nothing", 1), do_json("status --json --no-updates"))
case(
    "update/default-branch-moves",
    SRC,
    dvc("import -q $W/src foo"),
    *inside("src", sh("echo third >foo"), dvc("add -q foo"), commit("third")),
    do_json("status --json"),
    do("update foo.dvc"),
    *CLEAN,
)
case(
    "update/unrelated-commit",
    SRC,
    dvc("import -q $W/src foo"),
    *inside("src", sh("echo x >unrelated"), commit("unrelated")),
    do_json("status --json"),
    do_text("update foo.dvc"),
    *CLEAN,
)
case(
    "update/recursive",
    SRC,
    sh("git branch moving v1", cwd="src"),
    sh("mkdir -p a/b"),
    dvc("import -q $W/src foo --rev moving -o a/foo"),
    dvc("import -q $W/src dir --rev moving -o a/b/dir"),
    sh("git branch -f moving v2", cwd="src"),
    do("update a", 1),
    do("update -R a"),
    *CLEAN,
)
case("update/several-one-bad", IMPORTED, do("update foo.dvc nothing.dvc dir.dvc", 1), do_json("status --json"))
case(
    "update/no-download",
    IMPORTED,
    do("update --no-download foo.dvc dir.dvc"),
    do_json("status --json --no-updates"),
    do("update --no-download part.dvc"),
    do_text("pull"),
)
case("update/no-download-unchanged", IMPORTED, do("update --no-download part.dvc"), do_json("status --json part.dvc"))
case(
    "update/workspace-modified",
    IMPORTED,
    sh("echo mine >foo; echo mine >dir/one"),
    do("update foo.dvc"),
    do("update dir.dvc"),
    *CLEAN[:1],
)
case(
    "update/workspace-missing",
    IMPORTED,
    sh("rm -r foo dir part .dvc/cache"),
    do("update foo.dvc dir.dvc part.dvc"),
    do_json("status --json"),
)
differs(
    "update/path-gone-in-source",
    "import-unchanged",
    SRC,
    sh("git branch moving v1", cwd="src"),
    dvc("import -q $W/src dir/two --rev moving"),
    sh("git branch -f moving v2", cwd="src"),
    do("update two.dvc", 255),
    sh("test -e two"),
    do("status -q --no-updates"),
)
case("update/source-gone", IMPORTED, sh("mv ../src ../away"), do("update foo.dvc", 1))
case(
    "update/not-an-import",
    IMPORTED,
    write("a", "a"),
    dvc("add -q a"),
    do_text("update a.dvc"),
    do("update README.md", 1),
)
differs(
    "update/pipeline-stage",
    "update-tracked",
    PIPELINE,
    do("update train"),
    do("update dvc.yaml"),
    sh("git diff --exit-code"),
)
differs(
    "update/not-an-import-directory", "update-tracked", DATA, do("update dir.dvc foo.dvc"), sh("git diff --exit-code")
)
differs(
    "update/workspace-modified-kept",
    "update-keeps",
    IMPORTED,
    sh("echo mine >foo"),
    do("update foo.dvc"),
    sh("grep -qr mine .dvc/tmp/lode/replaced; ! grep -q mine foo"),
)
case(
    "update/git-to-dvc",
    SRC,
    dvc("import -q $W/src plain.txt"),
    *inside(
        "src", sh("git rm -q --cached plain.txt; echo tracked >plain.txt"), dvc("add -q plain.txt"), commit("now data")
    ),
    do("update plain.txt.dvc"),
    *CLEAN,
)
case(
    "update/dvc-to-git",
    SRC,
    dvc("import -q $W/src foo"),
    *inside("src", dvc("remove foo.dvc"), sh("echo git >foo; git add -f foo"), commit("now git")),
    do("update foo.dvc"),
    *CLEAN,
)
case(
    "update/file-to-directory",
    SRC,
    dvc("import -q $W/src foo"),
    *inside(
        "src", sh("rm foo; mkdir foo; echo 1 >foo/a"), dvc("add -q foo"), commit("now a directory"), dvc("push -q")
    ),
    do("update foo.dvc"),
    *CLEAN,
)
case(
    "update/plain-git-source",
    REPO,
    sh("mkdir ../src; cd ../src; git init -q; echo x >f; git add .; advance_clock; git commit -qm x"),
    dvc("import -q $W/src f"),
    sh("echo y >f; advance_clock; git commit -qam y", cwd="src"),
    do("update f.dvc"),
    *CLEAN,
)
case(
    "update/comments-kept",
    IMPORTED,
    sh(
        "sed -i '1i # head' foo.dvc; sed -i 's/    rev: moving/    rev: moving  # branch/' foo.dvc; printf '  desc: text\\n' >>foo.dvc"
    ),
    do("update foo.dvc"),
    *CLEAN[:1],
)
case("update/unfrozen", IMPORTED, dvc("unfreeze foo.dvc"), do("update foo.dvc"), do_json("status --json foo.dvc"))
case(
    "update/chained",
    RICH,
    dvc("import -q $W/src chained"),
    *inside("far", sh("echo far away >far"), dvc("add -q far"), commit("far 2"), dvc("push -q")),
    *inside("src", dvc("update -q chained.dvc"), commit("chained 2")),
    do("update chained.dvc"),
    *CLEAN,
)
case(
    "update/subproject",
    RICH,
    dvc("import -q $W/src inner/indata"),
    *inside("src/inner", sh("echo second >indata"), dvc("add -q indata"), dvc("push -q")),
    *inside("src", commit("inner 2")),
    do("update indata.dvc"),
    *CLEAN,
)
case(
    "update/from-clone",
    SRC,
    sh("git branch moving v1", cwd="src"),
    dvc("import -q file://$W/src foo --rev moving"),
    dvc("import -q file://$W/src dir --rev moving"),
    sh("git branch -f moving v2", cwd="src"),
    do_json("status --json"),
    do("update foo.dvc dir.dvc"),
    *CLEAN,
)
case(
    "update/to-remote-refused",
    IMPORTED,
    do("update --to-remote foo.dvc", 1),
    do("update -r store foo.dvc", 1),
    do("update --to-remote --no-download foo.dvc", 1),
)
case(
    "update/url",
    REPO,
    sh("echo one >../ext"),
    dvc("import-url -q ../ext"),
    do_text("update ext.dvc"),
    sh("echo two >../ext"),
    do("update ext.dvc"),
    *CLEAN,
)
case(
    "update/url-http",
    REPO,
    sh("echo one >../www/file"),
    dvc("import-url -q $HTTP/file"),
    do("update file.dvc"),
    sh("echo two >../www/file"),
    do("update file.dvc"),
    *CLEAN,
)
case(
    "update/url-directory",
    REPO,
    sh("mkdir ../ext; echo one >../ext/a"),
    dvc("import-url -q ../ext"),
    sh("echo two >../ext/b; rm ../ext/a"),
    do("update ext.dvc"),
    *CLEAN,
)
case(
    "update/url-no-download",
    REPO,
    sh("echo one >../ext"),
    dvc("import-url -q ../ext"),
    sh("echo two >../ext"),
    do("update --no-download ext.dvc"),
    do_json("status --json"),
)
case(
    "update/url-to-remote",
    REPO,
    sh("echo one >../ext"),
    dvc("import-url -q ../ext"),
    sh("echo two >../ext"),
    do("update --to-remote ext.dvc"),
    do_json("status --json"),
)
case(
    "update/grammar",
    IMPORTED,
    do("update", 254),
    do("update -R . -j 1 x", 254),
    do("update -j1 foo.dvc"),
    do("update --rev", 254),
)
case("update/not-a-project", GIT, do("update foo.dvc", 253))
case(
    "update/link-type",
    SRC,
    dvc("config cache.type symlink"),
    sh("git branch moving v1", cwd="src"),
    dvc("import -q $W/src dir --rev moving"),
    sh("git branch -f moving v2", cwd="src"),
    do("update dir.dvc"),
    *CLEAN,
)
case(
    "update/from-subdirectory",
    IMPORTED,
    sh("mkdir sub"),
    do_lines("update ../foo.dvc ../dir", cwd="repo/sub"),
    do_json("status --json", cwd="repo/sub"),
)
case("update/inside", IMPORTED, do("update dir/one"), do_json("status --json"))
case(
    "update/revisions-in-turn",
    IMPORTED,
    do("update foo.dvc --rev v2"),
    do("update foo.dvc --rev v1"),
    do_text("update foo.dvc --rev v1"),
    do_text("update foo.dvc"),
)
case(
    "update/chained-directory",
    RICH,
    dvc("import -q $W/src chaineddir"),
    *inside("far", sh("echo 3 >fardir/z"), dvc("add -q fardir"), commit("far 2"), dvc("push -q")),
    do_json("status --json"),
    do("update chaineddir.dvc"),
    *CLEAN,
)
case("update/git-file", IMPORTED, do("update plain.txt.dvc --rev v2"), do("update part.dvc --rev v2"), do_json("status --json"))
case(
    "update/without-data-and-back",
    SRC,
    dvc("import -q $W/src dir"),
    do("update --rev v1 dir.dvc --no-download"),
    do("update dir.dvc"),
    do("update --no-download dir.dvc"),
    *CLEAN,
)
case(
    "update/no-download-missing",
    IMPORTED,
    sh("rm -r part"),
    do_text("update --no-download part.dvc"),
    do_json("status --json --no-updates"),
)
case("update/modified-unchanged-source", IMPORTED, sh("echo x >part/three"), do_text("update part.dvc"), do_json("status --json part.dvc"))
case("update/partial", SRC, dvc("import -q $W/src dir --no-download"), do_text("update dir.dvc"), *CLEAN)
case(
    "update/partial-placed",
    SRC,
    dvc("import -q $W/src dir --no-download"),
    sh("mkdir dir; echo x >dir/x"),
    do_text("update dir.dvc"),
    *CLEAN,
)
case(
    "update/moved-file",
    IMPORTED,
    sh("mkdir sub; mv foo.dvc sub/x.dvc; mv foo sub/foo"),
    do("update sub/x.dvc"),
    do_json("status --json --no-updates sub/x.dvc"),
)
case(
    "update/wdir",
    IMPORTED,
    sh("mkdir sub; mv foo.dvc sub/x.dvc; sed -i '1i wdir: ..' sub/x.dvc"),
    do("update sub/x.dvc"),
    do_json("status --json --no-updates sub/x.dvc"),
)
case(
    "update/always-changed",
    IMPORTED,
    sh("echo 'always_changed: true' >>part.dvc"),
    do_text("update part.dvc"),
    do_json("status --json part.dvc"),
)
case(
    "update/no-download-modified",
    IMPORTED,
    sh("echo mine >foo"),
    do_json("status --json --no-updates foo.dvc"),
    do_text("update foo.dvc --no-download"),
)
case("update/recursive-root", IMPORTED, do_lines("update -R ."), *CLEAN)
case(
    "update/url-to-remote-directory",
    REPO,
    sh("mkdir ../ext; echo one >../ext/a"),
    dvc("import-url -q --to-remote ../ext"),
    sh("echo two >../ext/b"),
    do("update --to-remote ext.dvc"),
    do_json("status --json"),
    do_text("pull"),
)
case(
    "update/url-to-remote-http",
    REPO,
    dvc("remote add -q second $W/store2"),
    sh("echo one >../www/file"),
    dvc("import-url -q $HTTP/file"),
    sh("echo two >../www/file"),
    do_text("update --to-remote -r second file.dvc"),
    do("update --to-remote -r nothing file.dvc", 1),
    do_json("status --json"),
)
case(
    "update/url-http-no-download",
    REPO,
    sh("echo one >../www/file"),
    dvc("import-url -q $HTTP/file"),
    do_text("update --no-download file.dvc"),
    sh("echo two >../www/file"),
    do_text("update --no-download file.dvc"),
    do_json("status --json"),
    do("update file.dvc"),
    *CLEAN,
)
case(
    "update/url-after-no-exec",
    REPO,
    sh("echo one >../www/file; echo one >../ext"),
    dvc("import-url -q --no-exec $HTTP/file"),
    dvc("import-url -q --no-exec ../ext"),
    do("update file.dvc ext.dvc"),
    *CLEAN,
)
case(
    "update/url-removed-file",
    REPO,
    sh("echo one >../www/file"),
    dvc("import-url -q $HTTP/file"),
    sh("rm file"),
    do_text("update file.dvc"),
    sh("rm -r file .dvc/cache"),
    do_text("update file.dvc"),
    *CLEAN,
)
case(
    "update/url-revision-means-nothing",
    REPO,
    sh("echo one >../www/file"),
    dvc("import-url -q $HTTP/file"),
    do("update --rev v1 file.dvc"),
    *CLEAN,
)
case(
    "update/url-of-remote",
    REPO,
    sh("echo one >../store/file"),
    dvc("import-url -q remote://store/file"),
    sh("echo two >../store/file"),
    do("update file.dvc"),
    *CLEAN,
)
case(
    "update/url-unfrozen-status",
    REPO,
    sh("mkdir ../ext; echo one >../ext/a; echo one >../store/file"),
    dvc("import-url -q ../ext"),
    dvc("import-url -q remote://store/file"),
    dvc("import-url -q $W/ext/a"),
    dvc("unfreeze ext.dvc file.dvc a.dvc"),
    do_json("status --json"),
    sh("echo two >../ext/a; echo two >../store/file"),
    do_json("status --json"),
    do("update ext.dvc file.dvc a.dvc"),
    do_json("status --json"),
)
differs(
    "update/url-source-gone",
    "import-unchanged",
    REPO,
    sh("echo one >../www/file"),
    dvc("import-url -q $HTTP/file"),
    sh("rm ../www/file"),
    do("update file.dvc", 1),
    sh("test -e file"),
)
