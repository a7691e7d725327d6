"""dvc add."""

from fixtures import AUTOSTAGE, DATA, GIT, HISTORY, IMPORTED, NO_SCM, PIPELINE, PROJECT, PUSHED, REPO
from words import case, commit, differs, do, do_bag, do_json, do_text, dvc, other, other_bag, other_json, sh, write

# File names that YAML must quote, or that look as if.
QUOTED = (
    "123 1e5 true null yes 0x1f 2020-01-01 -x #h !t @a %p &a *s [b] {c} |p >g ?q ,c = << 1.5 .5 1_000 0o17 +1 no on y"
    " Null 1:30 0b1 .inf .NaN ~"
).split()

DIR = "mkdir -p d/e; echo 1 >d/1; echo 2 >d/e/2"

# What one target becomes.
case("add/file", REPO, write("data.txt", "hello\n"), do("add data.txt"), do_json("status --json"), other("status -q"))
case("add/file-quiet", REPO, write("a", "a"), do_text("add -q a"), other("status -q"))
case("add/file-output", REPO, sh("echo /a >.gitignore; echo x >a"), do_text("add a"))
case("add/empty-file", REPO, write("a", ""), do("add a"), do_json("status --json"), other("status -q"))
case("add/binary", REPO, sh("head -c 70000 /dev/zero >a; printf '\\377\\376' >>a"), do("add a"), other("status -q"))
case("add/crlf", REPO, sh("printf 'a\\r\\nb\\r\\n' >a"), do("add a"), other("status -q"))
case("add/large", REPO, sh("yes lode | head -c 3000000 >a"), do("add a"), other("status -q"))
case(
    "add/executable",
    REPO,
    sh("echo x >a; chmod +x a; echo y >b; chmod g+x,u-x b"),
    do("add a"),
    do("add b"),
    sh("rm a b"),
    do("checkout"),
    other("status -q"),
)
case("add/executable-lost", REPO, sh("echo x >a; chmod +x a"), dvc("add -q a"), sh("chmod -x a"), do("add a"))
case("add/executable-gained", DATA, sh("chmod +x foo"), do_json("status --json"), do("add foo"), other("status -q"))
case("add/executable-in-directory", REPO, sh(f"{DIR}; chmod +x d/1"), do("add d"), sh("rm -r d"), do("checkout"))
case("add/mode-private", REPO, sh("echo x >a; chmod 600 a"), do("add a"), other("status -q"))
case("add/mode-read-only", REPO, sh("echo x >a; chmod 444 a"), do("add a"), other("status -q"))
case(
    "add/directory", REPO, sh(DIR), do("add d"), other_json("status --json"), other_bag("data status --json --granular")
)
case("add/directory-slash", REPO, sh(DIR), do("add d/"), other("status -q"))
case(
    "add/directory-empty", REPO, sh("mkdir d"), do("add d"), do_json("status --json"), sh("rmdir d"), other("checkout")
)
case("add/directory-of-empty-directories", REPO, sh("mkdir -p d/a/b d/c; echo 1 >d/f"), do("add d"), other("status -q"))
case("add/directory-of-empty-files", REPO, sh("mkdir d; touch d/a d/b"), do("add d"), sh("rm -r d"), other("checkout"))
case("add/directory-same-content", REPO, sh("mkdir d; for i in 1 2 3; do echo x >d/$i; done"), do("add d"), do("push"))
case(
    "add/directory-deep",
    REPO,
    sh("mkdir -p d/1/2/3/4/5/6/7/8; echo x >d/1/2/3/4/5/6/7/8/9"),
    do("add d"),
    other("status -q"),
)
case(
    "add/directory-many",
    REPO,
    sh("mkdir -p d/{0..9}; for i in {0..9}; do for j in {0..19}; do echo $i$j >d/$i/$j; done; done"),
    do("add d"),
    sh("rm -r d"),
    do("checkout"),
    other("status -q"),
)
case("add/directory-hidden-files", REPO, sh("mkdir -p d/.h; echo 1 >d/.a; echo 2 >d/.h/b; echo 3 >d/c"), do("add d"))
case(
    "add/directory-order",
    REPO,
    sh("mkdir -p d/a; echo 1 >d/a/b; echo 2 >d/a.b; echo 3 >d/a-b; echo 4 >d/B; echo 5 >d/_; echo 6 >d/aa"),
    do("add d"),
    other("status -q"),
)
case(
    "add/directory-unicode",
    REPO,
    sh("mkdir d; echo 1 >d/é; echo 2 >d/тест; echo 3 >'d/日本 語'; echo 4 >d/😀; printf 5 >$'d/\\uFFFD'"),
    do("add d"),
    sh("rm -r d"),
    do("checkout"),
    other("status -q"),
)
case(
    "add/directory-odd-names",
    REPO,
    sh(
        "mkdir d; for n in 'q\"uote' 'back\\slash' $'new\\nline' $'tab\\t' ' lead' 'trail ' '%41' $'del\\x7f' $'bell\\x07'; do echo 1 >\"d/$n\"; done"
    ),
    do("add d"),
    sh("rm -r d"),
    do("checkout"),
    other("status -q"),
)
case("add/directory-with-git-inside", REPO, sh(f"{DIR}; git init -q d/repo; echo x >d/repo/f"), do("add d"))
case(
    "add/directory-with-symlink",
    REPO,
    sh(f"{DIR}; ln -s 1 d/link; ln -s ../README.md d/out"),
    do("add d"),
    other("status -q"),
)
case("add/directory-with-symlinked-directory", REPO, sh(f"{DIR}; ln -s e d/link"), do("add d"), other("status -q"))
case("add/directory-with-broken-symlink", REPO, sh(f"{DIR}; ln -s nowhere d/link"), do("add d", 1))
case("add/directory-with-hardlinks", REPO, sh(f"{DIR}; ln d/1 d/3"), do("add d"), other("status -q"))
case("add/directory-with-dvc-file", REPO, sh(f"{DIR}; printf 'outs:\\n- path: x\\n' >d/x.dvc"), do("add d", 1))
case("add/directory-with-gitignore", REPO, sh(f"{DIR}; echo 1 >d/.gitignore"), do("add d"), other("status -q"))

# Names.
case(
    "add/name-unicode",
    REPO,
    write("данные é.txt", "x"),
    do(["add", "данные é.txt"]),
    do_json("status --json"),
    other("status -q"),
)
# DVC names the files to stage in no order, here and in other scenarios that do not compare the text.
case("add/name-space", REPO, write("a b", "x"), do(["add", "a b"]), other("status -q"))
case(
    "add/name-of-255-letters",
    REPO,
    sh("mkdir d; echo 1 >d/$(printf 'a%.0s' {1..255})"),
    do(["add", "d/" + "a" * 255], 255),
    do("add d"),
    do_json("status --json"),
)
case("add/name-colon", REPO, write("a:b", "x"), do(["add", "a:b"]), other("status -q"))
case(
    "add/name-quotes",
    REPO,
    sh('echo 1 >"it\'s"; echo 2 >\'say "x"\'; echo 3 >\'a: b\'; echo 4 >"i\'t: \\"x\\""'),
    do(["add", "it's"]),
    do(["add", 'say "x"']),
    do(["add", "a: b"]),
    do(["add", 'i\'t: "x"']),
    other("status -q"),
)
case(
    "add/name-needs-quoting",
    REPO,
    *(write(name, name) for name in QUOTED),
    *(do(["add", "./" + name]) for name in QUOTED),
    other("status -q"),
)
case(
    "add/name-ignore-escapes",
    REPO,
    sh("for n in '[a]' '!b' '#c' 'd*' 'e?' 'f\\g' 'h '; do echo 1 >\"$n\"; done"),
    *(do(["add", n]) for n in ["[a]", "!b", "#c", "d*", "e?", "f\\g"]),
    other("status -q"),
)
case("add/name-trailing-blank", REPO, write("h ", "x"), do(["add", "h "]), other("status -q"))
case(
    "add/name-long",
    REPO,
    sh("touch $(printf 'n%.0s' {1..66}) $(printf 'm%.0s' {1..73}) $(printf 'k%.0s' {1..120})"),
    do(["add", "n" * 66]),
    do(["add", "m" * 73]),
    do(["add", "k" * 120]),
    other("status -q"),
)
case(
    "add/name-long-words",
    REPO,
    sh("touch \"$(printf 'wordy %.0s' {1..20})x\" \"it: $(printf 'wordy %.0s' {1..20})x\""),
    do(["add", "wordy " * 20 + "x"]),
    do(["add", "it: " + "wordy " * 20 + "x"]),
    other("status -q"),
)
case("add/name-with-dvc-inside", REPO, write("a.dvc.txt", "x"), do("add a.dvc.txt"), other("status -q"))
case("add/name-dot-slash", REPO, sh(f"{DIR}"), do("add ./d/../d/1"), other("status -q"))
case("add/name-dash-dash", REPO, write("-x", "x"), do("add -- -x"), other("status -q"))
case("add/in-subdirectory", REPO, sh(DIR), do("add d/e/2"), do_json("status --json"), other("status -q"))
case(
    "add/from-subdirectory",
    REPO,
    sh(DIR),
    do("add 1", cwd="repo/d"),
    do("add ../d/e", cwd="repo/d"),
    other("status -q"),
)
case("add/absolute", REPO, write("a", "x"), do("add $W/repo/a"), other("status -q"))
case("add/cd", REPO, sh(DIR), do("--cd d add 1"), other("status -q"))
case("add/non-utf8-name", REPO, sh("printf x >$'d\\xff'"), sh("mkdir e; mv d* e"), do("add e", 255))

# Several targets.
case("add/several", REPO, sh("echo 1 >a; echo 2 >b; mkdir c; echo 3 >c/3"), do("add a b c"), other("status -q"))
case("add/several-same-content", REPO, sh("echo 1 >a; echo 1 >b"), do("add a b"), other("status -q"))
case("add/several-twice-the-same", REPO, write("a", "a"), do("add a a"), other("status -q"))
case("add/several-one-missing", REPO, write("a", "a"), do("add a nothing", 1), do_json("status --json"))
case("add/several-first-missing", REPO, write("a", "a"), do("add nothing a", 1), do_json("status --json"))
case("add/several-overlapping", REPO, sh(DIR), do("add d d/1", 1), do_json("status --json"))
case("add/several-overlapping-reverse", REPO, sh(DIR), do("add d/1 d", 1))
case(
    "add/glob",
    REPO,
    sh("mkdir d; echo 1 >d/a.csv; echo 2 >d/b.csv; echo 3 >d/c.txt"),
    do(["add", "--glob", "d/*.csv"]),
    other("status -q"),
)
case(
    "add/glob-recursive",
    REPO,
    sh("mkdir -p d/e; echo 1 >d/a.csv; echo 2 >d/e/b.csv"),
    do(["add", "--glob", "d/**/*.csv"]),
    other("status -q"),
)
case(
    "add/glob-question",
    REPO,
    sh("echo 1 >a1; echo 2 >a2; echo 3 >ab3"),
    do(["add", "--glob", "a?"]),
    other("status -q"),
)
case(
    "add/glob-class", REPO, sh("echo 1 >a1; echo 2 >a2; echo 3 >a3"), do(["add", "--glob", "a[13]"]), other("status -q")
)
case("add/glob-none", REPO, do(["add", "--glob", "x*"], 1))
case("add/glob-without-flag", REPO, write("a1", "1"), do(["add", "a*"], 1))
case("add/glob-plain-name", REPO, write("a", "1"), do("add --glob a"), other("status -q"))
case("add/glob-two-patterns", REPO, sh("echo 1 >a1; echo 2 >b1"), do(["add", "--glob", "a*", "b*"]), other("status -q"))

# Again.
case("add/again-unchanged", DATA, do_text("add foo"), do("add dir"), other("status -q"))
case(
    "add/again-changed",
    DATA,
    sh("echo changed >foo; echo n >dir/new; rm dir/two"),
    do("add foo dir"),
    do_json("status --json"),
    other("status -q"),
)
case("add/again-dvc-file-as-target", DATA, do("add foo.dvc", 1))
case(
    "add/again-file-becomes-directory", DATA, sh("rm foo; mkdir foo; echo 1 >foo/a"), do("add foo"), other("status -q")
)
case("add/again-directory-becomes-file", DATA, sh("rm -r dir; echo 1 >dir"), do("add dir"), other("status -q"))
case("add/again-missing-data", DATA, sh("rm foo"), do("add foo", 1), do_json("status --json"))
case(
    "add/again-fields-kept",
    DATA,
    sh(
        "printf '%s\\n' '# head' 'desc: top' 'meta: {a: 1}' 'outs:' '- md5: d3b07384d113edec49eaa6238ad5ff00  # sum' '  size: 4' '  hash: md5' '  path: foo' '  desc: described' '  type: model' '  labels: [x, y]' '  meta:' '    k: v' '  remote: store' '  push: true' >foo.dvc; echo changed >foo"
    ),
    do("add foo"),
    other("status -q"),
)
case(
    "add/again-push-false-kept",
    DATA,
    sh("echo '  push: false' >>foo.dvc; echo changed >foo"),
    do("add foo"),
    do_text("push"),
)
case(
    "add/again-cache-false",
    DATA,
    sh("echo '  cache: false' >>foo.dvc; echo changed >foo"),
    do("add foo"),
    other("status -q"),
)
case("add/again-without-size", DATA, sh("sed -i /size/d foo.dvc; echo changed >foo"), do("add foo"))
case(
    "add/again-key-order",
    DATA,
    sh(
        "printf 'outs:\\n- path: foo\\n  md5: d3b07384d113edec49eaa6238ad5ff00\\n  hash: md5\\n  size: 4\\n' >foo.dvc; echo changed >foo"
    ),
    do("add foo"),
)
case(
    "add/again-unchanged-flow-style",
    DATA,
    sh("echo 'outs: [{md5: d3b07384d113edec49eaa6238ad5ff00, size: 4, hash: md5, path: foo}]' >foo.dvc"),
    do("add foo"),
)
case(
    "add/again-flow-style",
    DATA,
    sh(
        "echo 'outs: [{md5: d3b07384d113edec49eaa6238ad5ff00, size: 4, hash: md5, path: foo}]' >foo.dvc; echo changed >foo"
    ),
    do("add foo"),
)
case("add/again-frozen", DATA, dvc("freeze foo.dvc"), sh("echo changed >foo"), do("add foo"), other("status -q"))
case("add/again-cache-gone", DATA, sh("rm -r .dvc/cache"), do("add foo dir"), other("status -q"))
case("add/again-cached-other-mode", DATA, sh("chmod 644 .dvc/cache/files/md5/d3/*"), do("add foo"), other("status -q"))
differs(
    "add/again-cached-corrupt",
    "corrupt-object",
    DATA,
    sh("cd .dvc/cache/files/md5/d3; chmod 644 *; echo bad >$(ls)"),
    do("add foo"),
    sh("cat .dvc/tmp/lode/corrupt/* | grep bad"),
    other("status -q"),
)
case(
    "add/out-with-other-name", DATA, sh("git mv foo.dvc bar.dvc; echo changed >foo"), do("add foo"), other("status -q")
)
case(
    "add/out-in-wdir",
    DATA,
    sh("mkdir files; git mv foo.dvc files/foo.dvc; sed -i '1i wdir: ..' files/foo.dvc; echo changed >foo"),
    do("add foo"),
    other("status -q"),
)
case(
    "add/out-in-two-outs-file",
    REPO,
    sh("echo 1 >a; echo 2 >b; printf 'outs:\\n- path: a\\n- path: b\\n' >two.dvc"),
    do("add a"),
    do_json("status --json"),
)
case("add/over-import", IMPORTED, sh("echo mine >foo"), do("add foo"), do_json("status --json --no-updates"))
case("add/over-pipeline-output", PIPELINE, sh("echo mine >model"), do("add model", 1), do("add prepared/copy", 1))
case("add/dependency-of-pipeline", PIPELINE, sh("echo changed >foo"), do("add foo"), do_json("status --json"))

# Inside a tracked directory.
case("add/inside-new", DATA, sh("echo new >dir/new"), do("add dir/new"), other("status -q"))
case("add/inside-changed", DATA, sh("echo changed >dir/one"), do("add dir/one"), other("status -q"))
case("add/inside-deleted", DATA, sh("rm dir/one"), do("add dir/one"), other("status -q"))
case("add/inside-unchanged", DATA, do("add dir/one"), other("status -q"))
case(
    "add/inside-only-target",
    DATA,
    sh("echo changed >dir/one; echo also >dir/two"),
    do("add dir/one"),
    do_json("status --json"),
)
case(
    "add/inside-new-subdirectory",
    DATA,
    sh("mkdir dir/x; echo 1 >dir/x/1; echo 2 >dir/x/2"),
    do("add dir/x"),
    other("status -q"),
)
case(
    "add/inside-changed-subdirectory",
    DATA,
    sh("echo changed >dir/sub/three; echo n >dir/sub/n"),
    do("add dir/sub"),
    other("status -q"),
)
case("add/inside-deleted-subdirectory", DATA, sh("rm -r dir/sub"), do("add dir/sub"), other("status -q"))
case(
    "add/inside-several",
    DATA,
    sh("echo 1 >dir/n1; echo 2 >dir/n2; rm dir/two"),
    do("add dir/n1 dir/n2 dir/two"),
    other("status -q"),
)
case(
    "add/inside-then-whole",
    DATA,
    sh("echo c >dir/one"),
    do("add dir/one"),
    sh("echo d >dir/two"),
    do("add dir"),
    other("status -q"),
)
case("add/inside-glob", DATA, sh("echo 1 >dir/n1; echo 2 >dir/n2"), do(["add", "--glob", "dir/n*"]), other("status -q"))
case("add/inside-from-within", DATA, sh("echo 1 >dir/n"), do("add n", cwd="repo/dir"), other("status -q"))
case("add/inside-missing", DATA, do("add dir/nothing", 1))
case("add/inside-no-commit", DATA, sh("echo 1 >dir/n"), do("add --no-commit dir/n"), do_json("status --json"))
case(
    "add/inside-without-data",
    PUSHED,
    sh("rm -r dir; mkdir dir; echo 1 >dir/n"),
    do("add dir/n"),
    do_json("status --json"),
    do_text("push"),
    other("pull"),
)
case(
    "add/inside-without-cache",
    PUSHED,
    sh("rm -r dir .dvc/cache; mkdir dir; echo 1 >dir/n"),
    do("add dir/n"),
    do_text("push"),
    do("pull"),
    other("status -q"),
)
case(
    "add/inside-without-cache-delete",
    PUSHED,
    sh("rm -r dir .dvc/cache; mkdir dir"),
    do("add dir/two"),
    do_text("push"),
    do_text("pull"),
    other("status -q"),
)
case("add/inside-without-any-copy", DATA, sh("rm -r dir .dvc/cache; mkdir dir; echo 1 >dir/n"), do("add dir/n", 1))
case("add/inside-file-out", DATA, do("add foo/x", 1))
case(
    "add/inside-file-becomes-directory",
    DATA,
    sh("rm dir/one; mkdir dir/one; echo 1 >dir/one/x"),
    do("add dir/one"),
    other("status -q"),
)
case("add/inside-import", IMPORTED, sh("echo mine >dir/one"), do("add dir/one"), do_json("status --json --no-updates"))
case(
    "add/inside-version-history",
    HISTORY,
    sh("git checkout -q v1"),
    do("checkout"),
    sh("echo 1 >dir/n"),
    do("add dir/n"),
    do_text("push"),
)

# What is refused.
case("add/missing", REPO, do("add nothing", 1), do_json("status --json"))
case("add/missing-in-missing-directory", REPO, do("add no/thing", 1))
case("add/empty-name", REPO, do(["add", ""], 1))
case("add/no-target", REPO, do("add", 254))
case("add/dot", REPO, do("add .", 1))
case("add/dvc-folder", REPO, do("add .dvc", 1))
case("add/dvc-config", REPO, do("add .dvc/config", 1))
case("add/dvc-yaml", PIPELINE, do("add dvc.yaml", 1))
case("add/git-tracked", REPO, do("add README.md", 1), do_json("status --json"))
case("add/git-tracked-inside", REPO, sh(DIR), commit(), do("add d", 1))
case("add/git-staged", REPO, write("a", "a"), sh("git add a"), do("add a", 1))
case("add/git-tracked-then-removed", REPO, sh("git rm -q --cached README.md"), do("add README.md"), other("status -q"))
case("add/parent-of-tracked", DATA, sh("mkdir d; echo 1 >d/a"), dvc("add -q d/a"), do("add d", 1))
case(
    "add/inside-tracked-dvc-elsewhere",
    DATA,
    sh("echo 1 >dir/new; git mv dir.dvc other.dvc"),
    do("add dir/new"),
    other("status -q"),
)
case("add/outside", REPO, write("ext", "x", cwd=""), do("add ../ext", 1), do("add $W/ext", 1))
case("add/url", REPO, do("add unknown://host/x", 1), do("add $HTTP/file", 1))
case("add/dvcignored", REPO, sh("echo a >.dvcignore; echo x >a"), do("add a", 1))
case("add/dvcignored-directory", REPO, sh(f"echo 'd/' >.dvcignore; {DIR}"), do("add d", 1))
case("add/dvcignored-inside", REPO, sh(f"echo '1' >.dvcignore; {DIR}"), do("add d"), other("status -q"))
case("add/dvcignore-in-directory", REPO, sh(f"{DIR}; echo x >d/.dvcignore"), do("add d", 255))
case("add/dvcignore-in-subdirectory", REPO, sh(f"{DIR}; echo x >d/e/.dvcignore"), do("add d", 255))
case("add/dvc-file-git-ignored", REPO, sh("echo '*.dvc' >.gitignore; echo x >a"), do("add a", 1))
case("add/symlinked-file", REPO, sh("echo x >real; ln -s real link"), do("add link"), other("status -q"))
case("add/symlinked-file-outside", REPO, sh("echo x >../real; ln -s ../real link"), do("add link"), other("status -q"))
case("add/symlinked-directory", REPO, sh(f"{DIR}; ln -s d link"), do("add link", 1))
case("add/below-symlinked-directory", REPO, sh(f"{DIR}; ln -s d link"), do("add link/1", 1))
case("add/broken-symlink", REPO, sh("ln -s nowhere link"), do("add link", 1))
case(
    "add/below-symlinked-root", REPO, sh(f"{DIR}; ln -s repo ../alias"), do("add d/1", cwd="alias"), other("status -q")
)
case("add/symlink-to-project-file", REPO, sh("ln -s README.md link"), do("add link"), other("status -q"))
case("add/broken-other-file", DATA, sh("echo 'outs: [' >broken.dvc; echo x >a"), do("add a", 1))
case("add/invalid-other-file", DATA, sh("echo 'foo: bar' >broken.dvc; echo x >a"), do("add a", 1))
case("add/duplicate-out", DATA, sh("cp foo.dvc again.dvc; echo x >a"), do("add a", 1))
case(
    "add/stage-inside-output",
    DATA,
    sh("printf 'outs:\\n- path: x\\n' >dir/x.dvc; echo x >a"),
    do("add a"),
    do("add dir"),
)
case("add/unreadable-lock", DATA, sh("mkdir -p .dvc/tmp; echo '{bad' >.dvc/tmp/rwlock; echo x >a"), do("add a", 1))

# Ignore files.
case("add/gitignore-extended", REPO, sh("printf 'x' >.gitignore; echo 1 >a"), do("add a"))
case("add/gitignore-newline", REPO, sh("printf 'x\\n' >.gitignore; echo 1 >a"), do("add a"))
case(
    "add/gitignore-already-ignored",
    REPO,
    sh("printf 'a*\\n!a.dvc\\n' >.gitignore; echo 1 >a"),
    do("add a"),
    other("status -q"),
)
case("add/gitignore-parent-ignores", REPO, sh(f"printf '1\\n' >.gitignore; {DIR}"), do("add d/1"))
case(
    "add/gitignore-global-excludes",
    REPO,
    sh("git config core.excludesFile $HOME/ex; echo a >$HOME/ex; echo 1 >a"),
    do("add a"),
)
case("add/gitignore-info-exclude", REPO, sh("echo a >.git/info/exclude; echo 1 >a"), do("add a"))
case("add/gitignore-negated", REPO, sh("printf '/a\\n!/a\\n' >.gitignore; echo 1 >a"), do("add a"))
case("add/gitignore-crlf", REPO, sh("printf 'x\\r\\n' >.gitignore; echo 1 >a"), do("add a"))
case("add/gitignore-crlf-own-entry", REPO, sh("printf '/a\\r\\n' >.gitignore; echo 1 >a"), do("add a"))
case("add/gitignore-symlink", REPO, sh("echo x >ignores; ln -s ignores .gitignore; echo 1 >a"), do("add a"))
case("add/gitignore-read-only", REPO, sh("echo x >.gitignore; chmod 444 .gitignore; echo 1 >a"), do("add a"))
case("add/gitignore-restored", DATA, sh("echo 1 >a; ln -s nowhere b"), do("add a b", 1))
case("add/autostage", AUTOSTAGE, sh(f"echo changed >foo; {DIR}; echo n >n"), do_text("add foo d n"), other("status -q"))
case("add/autostage-subdirectory", AUTOSTAGE, sh(DIR), do_text("add d/1"), do_text("add d/e/2"))
case("add/autostage-unchanged", AUTOSTAGE, do_text("add foo"))
case("add/no-scm", NO_SCM, sh(DIR), do_text("add d"), do_text("status"), other("status -q"))
case("add/no-git-any-more", DATA, sh("rm -rf .git; echo x >a"), do("add a", 255))
case("add/not-a-project", GIT, write("a", "a"), do("add a", 253))

# Flags.
case(
    "add/no-commit",
    REPO,
    sh(f"{DIR}; echo x >a"),
    do("add --no-commit a d"),
    do_json("status --json"),
    other("commit -f a.dvc d.dvc"),
)
case("add/no-relink", REPO, sh("echo x >a"), do("add --no-relink a"), other("status -q"))
case("add/force-alone", REPO, sh("echo x >a"), do("add -f a"), other("status -q"))
case("add/verbose", REPO, sh("echo x >a"), do("add -v a"), other("status -q"))
case(
    "add/file-flag-gone",
    REPO,
    sh("echo x >a"),
    do("add --file b.dvc a", 254),
    do("add -R .", 254),
    do("add --external a", 254),
)
case("add/desc-flag-gone", REPO, sh("echo x >a"), do("add --desc text a", 254))
case("add/out-file", REPO, write("ext", "x", cwd=""), do("add ../ext -o here"), other("status -q"))
case(
    "add/out-directory",
    REPO,
    sh("mkdir -p ../ext/sub; echo 1 >../ext/a; echo 2 >../ext/sub/b"),
    do("add ../ext -o here"),
    other("status -q"),
)
case("add/out-into-directory", REPO, sh("echo x >../ext; mkdir d"), do("add ../ext -o d"), do("add ../ext -o d/", 1))
case("add/out-in-subdirectory", REPO, sh("echo x >../ext; mkdir d"), do("add ../ext -o d/name"), other("status -q"))
case("add/out-missing-parent", REPO, sh("echo x >../ext"), do("add ../ext -o no/name", 1))
case("add/out-missing-source", REPO, do("add ../nothing -o here", 1))
case(
    "add/out-existing",
    REPO,
    sh("echo x >../ext; echo y >here"),
    do("add ../ext -o here", 1),
    do("add ../ext -o here -f"),
    other("status -q"),
)
case("add/out-inside-project", REPO, sh("echo x >a"), do("add a -o b"), other("status -q"))
case("add/out-http", REPO, sh("echo web >../www/file"), do("add $HTTP/file -o here"), other("status -q"))
case("add/out-remote-url", REPO, sh("echo x >../store/ext"), do("add remote://store/ext -o here"), other("status -q"))
case("add/out-outside-project", REPO, sh("echo x >../ext"), do("add ../ext -o ../there", 1))
case("add/out-two-targets", REPO, sh("echo x >../a; echo y >../b"), do("add ../a ../b -o here", 1))
case("add/out-with-glob", REPO, sh("echo x >../a"), do("add ../a --glob -o here", 1))
case("add/out-with-no-commit", REPO, sh("echo x >../a"), do("add ../a --no-commit -o here", 1))
case("add/remote-without-to-remote", REPO, sh("echo x >a"), do("add a -r store", 1), do("add a --remote-jobs 2", 1))
case("add/jobs-flag", REPO, sh("echo x >a"), do("add -j 2 a", 254))

# Link types.
case(
    "add/link-hardlink",
    PROJECT,
    dvc("config cache.type hardlink"),
    sh(f"{DIR}; echo x >a; touch empty"),
    do("add a d empty"),
    other("status -q"),
)
case(
    "add/link-symlink",
    PROJECT,
    dvc("config cache.type symlink"),
    sh(f"{DIR}; echo x >a; touch empty"),
    do("add a d empty"),
    do_json("status --json"),
    other("status -q"),
)
case(
    "add/link-copy",
    PROJECT,
    dvc("config cache.type copy"),
    sh(f"{DIR}; echo x >a; chmod 400 a"),
    do("add a d"),
    other("status -q"),
)
case(
    "add/link-reflink-copy",
    PROJECT,
    dvc("config cache.type reflink,copy"),
    sh(f"{DIR}"),
    do("add d"),
    other("status -q"),
)
case(
    "add/link-reflink-only",
    PROJECT,
    dvc("config cache.type reflink"),
    sh(f"{DIR}; echo x >a"),
    do("add a d"),
    other("status -q"),
)
case(
    "add/link-hardlink-again",
    PROJECT,
    dvc("config cache.type hardlink"),
    sh(f"{DIR}"),
    do("add d"),
    do("add d"),
    other("status -q"),
)
case(
    "add/link-symlink-again",
    PROJECT,
    dvc("config cache.type symlink"),
    sh(f"{DIR}; echo x >a"),
    do("add a d"),
    do("add a d"),
    other("status -q"),
)
case(
    "add/link-symlink-new-member",
    PROJECT,
    dvc("config cache.type symlink"),
    sh(DIR),
    dvc("add -q d"),
    sh("echo n >d/n"),
    do("add d/n"),
    other("status -q"),
)
case(
    "add/link-symlink-edited",
    PROJECT,
    dvc("config cache.type symlink"),
    sh("echo x >a"),
    dvc("add -q a"),
    dvc("unprotect a"),
    sh("echo y >a"),
    do("add a"),
    other("status -q"),
)
case("add/link-type-changed", DATA, dvc("config cache.type hardlink"), do("add foo dir"), other("status -q"))
case(
    "add/link-type-changed-no-relink",
    DATA,
    dvc("config cache.type symlink"),
    do("add --no-relink foo dir"),
    other("status -q"),
)
differs(
    "add/link-executable-hardlink",
    "executable-links",
    PROJECT,
    dvc("config cache.type hardlink"),
    sh("echo x >a; chmod +x a"),
    do("add a"),
    sh("test -x a; test $(stat -c %a .dvc/cache/files/md5/*/*) = 444"),
    other("status -q"),
)
differs(
    "add/link-executable-symlink",
    "executable-links",
    PROJECT,
    dvc("config cache.type symlink"),
    sh("echo x >a; chmod +x a"),
    do("add a"),
    sh("test -x a; test $(stat -c %a .dvc/cache/files/md5/*/*) = 444"),
    other("status -q"),
)

# Cache settings.
case("add/cache-dir-outside", PROJECT, dvc("cache dir ../cache"), sh(f"{DIR}"), do("add d"), other("status -q"))
case(
    "add/cache-shared-group",
    PROJECT,
    dvc("config cache.shared group"),
    sh(f"{DIR}; echo x >a"),
    do("add a d"),
    other("status -q"),
)
case("add/cache-umask", PROJECT, sh(f"{DIR}; echo x >a; chmod 777 d d/e"), do("add a d"), other("status -q"))
case(
    "add/data-status-after",
    REPO,
    sh(f"{DIR}; echo x >a"),
    do("add a d"),
    do_bag("data status --json --granular --unchanged"),
    do_bag("data status --json"),
)
