""".dvcignore, and what Git ignores."""

from fixtures import DATA, HISTORY, PIPELINE, PUSHED, REPO, SRC
from words import case, commit, do, do_bag, do_json, do_text, dvc, inside, other, sh, write

TREE = sh(
    "mkdir -p d/sub/deep; for f in a.txt b.log sub/a.txt sub/b.log sub/deep/a.txt sub/deep/b.log; do echo $f >d/$f; done"
)
ADD = (do("add d"), do_json("status --json"), other("status -q"))


def ignoring(text: str):
    return write(".dvcignore", text)


for name, text in {
    "suffix": "*.log\n",
    "name": "a.txt\n",
    "rooted": "/d/a.txt\n",
    "relative": "d/sub\n",
    "directory-only": "sub/\n",
    "directory-only-file": "a.txt/\n",
    "double-star": "**/deep\n",
    "double-star-inside": "d/**/a.txt\n",
    "double-star-end": "d/sub/**\n",
    "question": "?.log\n",
    "class": "[ab].txt\n",
    "class-negated": "[!a].log\n",
    "negation": "*.log\n!b.log\n",
    "negation-order": "!b.log\n*.log\n",
    "negation-below-ignored": "sub\n!sub/deep/a.txt\n",
    "negation-contents": "d/sub/*\n!d/sub/deep\n",
    "comments-and-blanks": "# comment\n\n   \n  *.log  \n\\#x\n",
    "escapes": "\\!x\na\\.txt\n",
    "case": "*.LOG\n",
    "star-slash": "d/*/b.log\n",
    "middle-slash": "sub/a.txt\n",
    "slash-only": "/\n",
    "crlf": "*.log\r\n*.txt\r\n",
}.items():
    case(f"ignore/pattern-{name}", REPO, ignoring(text), TREE, *ADD)

case("ignore/everything", REPO, ignoring("*\n"), TREE, do("add d", 1))
case(
    "ignore/nested-file",
    REPO,
    TREE,
    write("outer/.dvcignore", "*.log\n/only\n"),
    sh("mv d outer/; echo x >outer/only; echo y >b.log"),
    do("add outer/d"),
    do("add b.log"),
    do("add outer/only", 1),
)
case(
    "ignore/nested-negation",
    REPO,
    ignoring("*.log\n"),
    write("s/.dvcignore", "!b.log\n"),
    sh("echo x >s/b.log; echo y >b.log"),
    do("add s/b.log"),
    do("add b.log", 1),
)
case(
    "ignore/nested-in-ignored",
    REPO,
    ignoring("s\n"),
    write("s/.dvcignore", "!x\n"),
    write("s/x", "x"),
    do("add s/x", 1),
)
case(
    "ignore/nested-escape",
    REPO,
    write("s/.dvcignore", "\\#h\n\\!n\n"),
    sh("echo 1 >s/'#h'; echo 2 >s/'!n'; echo 3 >s/z"),
    do(["add", "s/z"]),
    do_text(["check-ignore", "s/#h"]),
    do_text(["check-ignore", "s/!n"]),
)
case("ignore/file-below-tracked", DATA, sh("echo x >dir/.dvcignore"), do("status", 255), do("add dir", 255))
case(
    "ignore/added-later",
    DATA,
    ignoring("one\n"),
    do_json("status --json"),
    sh("rm dir/one"),
    do_json("status --json"),
    do("add dir"),
    do_json("status --json"),
)
case(
    "ignore/ignored-member-changes",
    DATA,
    ignoring("extra\n"),
    sh("echo 1 >dir/extra"),
    do_json("status --json"),
    sh("echo 2 >dir/extra; mv dir/extra dir/sub/extra"),
    do_json("status --json"),
    do_text("checkout"),
)
case(
    "ignore/checkout-keeps-ignored",
    DATA,
    ignoring("*.tmp\n"),
    sh("echo x >dir/a.tmp; mkdir dir/t; echo y >dir/t/b.tmp; rm dir/one"),
    do_text("checkout"),
    do_text("status"),
)
case(
    "ignore/directory-replaced-with-ignored-inside",
    HISTORY,
    ignoring("*.tmp\n"),
    sh("echo x >dir/sub/a.tmp; git checkout -q v1 -- foo.dvc dir.dvc"),
    do_text("checkout"),
    do_json("status --json"),
)
case(
    "ignore/dvc-file",
    DATA,
    ignoring("foo.dvc\n"),
    do_json("status --json"),
    do("status foo.dvc", 1),
    do("push"),
    do("checkout foo", 255),
    do("add foo"),
)
case(
    "ignore/dvc-files-in-directory",
    REPO,
    sh("mkdir s; echo 1 >s/a"),
    dvc("add -q s/a"),
    ignoring("s\n"),
    do_json("status --json"),
    do("status s/a.dvc", 1),
)
case("ignore/output", DATA, ignoring("/foo\n"), do("status", 1), do("checkout", 255))
case("ignore/dependency", PIPELINE, ignoring("foo\n"), do("status", 1))
case("ignore/pipeline-file", PIPELINE, ignoring("dvc.yaml\n"), do_json("status --json"), do("status train", 1))
case(
    "ignore/pulled-files-match",
    PUSHED,
    sh("rm -r .dvc/cache dir"),
    ignoring("one\n"),
    do_text("pull"),
    do_json("status --json"),
)
case(
    "ignore/list",
    DATA,
    ignoring("README.md\none\nx/\n"),
    sh("mkdir x; echo 1 >x/y"),
    do_json("list --json ."),
    do_json("list --json -R ."),
    do_json("list --json -R . --rev HEAD"),
)
case(
    "ignore/source-of-get",
    SRC,
    sh("echo note.md >.dvcignore", cwd="src"),
    do("get ../src data"),
    do("get ../src lib"),
    inside("src", commit("ignore"))[0],
    do("get ../src data --rev HEAD -o committed"),
)
case(
    "ignore/source-of-import",
    SRC,
    *inside("src", write(".dvcignore", "a.py\n"), commit("ignore")),
    do("import $W/src lib"),
    do("import $W/src data"),
)
case(
    "ignore/data-status",
    DATA,
    ignoring("one\nextra\n"),
    sh("echo 1 >dir/extra; echo 2 >extra"),
    do_bag("data status --json --granular --untracked-files"),
)
case(
    "ignore/subproject",
    REPO,
    sh("mkdir -p s"),
    dvc("init -q --subdir", cwd="repo/s"),
    sh("echo 1 >s/a"),
    dvc("add -q a", cwd="repo/s"),
    do_json("status --json"),
    do("add s", 1),
    sh("rm -rf s/.dvc s/.dvcignore"),
    do_json("status --json"),
)
case("ignore/git-ignored-data", REPO, write(".gitignore", "/d\n"), TREE, *ADD)
case("ignore/git-ignored-members", REPO, write(".gitignore", "*.log\n"), TREE, *ADD)
case(
    "ignore/git-ignored-dvc-files",
    DATA,
    sh("echo '*.dvc' >>.gitignore; git rm -q --cached foo.dvc dir.dvc"),
    do_text("status"),
    do("status foo.dvc", 1),
    do("checkout foo.dvc", 255),
)
case(
    "ignore/git-ignored-directory-with-dvc-files",
    REPO,
    sh("mkdir s; echo 1 >s/a"),
    dvc("add -q s/a"),
    sh("echo /s >>.gitignore"),
    do_json("status --json"),
)
case("ignore/bad-pattern", DATA, ignoring("a \\\n"), do("status", 255))
case("ignore/not-utf8", DATA, sh("printf '\\377\\n' >.dvcignore"), do("status", 255))
case("ignore/is-a-directory", DATA, sh("rm .dvcignore; mkdir .dvcignore"), do("status", 255))

# check-ignore
case(
    "check-ignore/forms-of-a-path",
    DATA,
    ignoring("dir/sub/\n*.log\n"),
    do_text("check-ignore -d dir/sub ./dir/sub/ dir/../dir/sub dir/sub/three $W/repo/dir/sub/three"),
    do_text("check-ignore -d -n . dir/sub/.. .. $W ''", 1),
    do_text("check-ignore -d ../sub/x ../a.log", cwd="repo/dir/sub"),
    do_text("check-ignore -d dir/one", 1),
)
case(
    "check-ignore/links",
    DATA,
    ignoring("link/\ndir/\n"),
    sh("ln -s dir link; ln -s nowhere broken"),
    do_text("check-ignore -d link link/one dir/one"),
    do_text("check-ignore -d -n broken", 1),
)
case(
    "check-ignore/built-in",
    DATA,
    do_text("check-ignore -d .dvc .git .dvc/config .git/HEAD s/.dvc s/.git .hg"),
    do_text("check-ignore -d -n .dvcignore .gitignore", 1),
)
case(
    "check-ignore/below-ignored",
    DATA,
    ignoring("/dir\n"),
    write("dir/.dvcignore", "!one\ntwo\n"),
    do_text("check-ignore -d dir/one dir/two dir/sub/x"),
)
case(
    "check-ignore/first-of-a-group",
    DATA,
    ignoring("*.log\na.*\nb/\na*\n!a.txt\n"),
    do_text("check-ignore -d a.log a.txt a.bin b"),
    do_text("check-ignore -d -a a.log a.txt"),
    do_text("check-ignore a.txt", 1),
    do_text("check-ignore -q a.log"),
    do_text("check-ignore -q a.txt b", 1),
)
case(
    "check-ignore/stdin-forms",
    DATA,
    ignoring("*.log\n"),
    do_text("check-ignore --stdin", 1, stdin=""),
    do_text("check-ignore --stdin", 1, stdin="\na.log\n"),
    do_text("check-ignore --stdin", stdin="a\n./b.log\nc.log"),
    do_text("check-ignore -q --stdin", stdin="b.log\n"),
    do("check-ignore -d -q --stdin", 255, stdin="b.log\n"),
    do("check-ignore -a --stdin", 255, stdin="b.log\n"),
)
case(
    "check-ignore/bad-pattern",
    DATA,
    write("s/.dvcignore", "a \\\n"),
    ignoring("*.log\n"),
    do_text("check-ignore a.log s/a b.log", 255),
    do_text("check-ignore a.log s"),
)
case(
    "check-ignore/nested-subproject",
    REPO,
    sh("mkdir -p a/s/t"),
    dvc("init -q --subdir", cwd="repo/a/s"),
    do_text("check-ignore -d a/s a/s/x a/s/t/y"),
    do_text("check-ignore -d a/t a", 1),
    do_text("check-ignore -d x", 1, cwd="repo/a/s"),
)
