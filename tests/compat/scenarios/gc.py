"""gc: what it keeps, in which scope, in the cache and in remotes."""

from fixtures import DATA, GIT, HISTORY, IMPORTED, NO_SCM, PIPELINE, REPO
from words import case, commit, differs, do, do_json, do_lines, do_text, dvc, inside, other, sh, tag, write

# Two objects that nothing has ever recorded.
TRASH = sh(
    "cd .dvc/cache/files/md5; for n in aa bb; do mkdir -p $n; echo $n >$n/000000000000000000000000000000; chmod 444 $n/0*; done"
)
SECOND = (dvc("remote add -q second $W/store2"), dvc("push -q -a -r second"))
SHARED = (
    dvc("cache dir ../cache"),
    sh("mkdir ../cache; mv .dvc/cache/* ../cache; git clone -q . ../second; cp .dvc/config ../second/.dvc/config"),
    sh("echo n >n", cwd="second"),
    dvc("add -q n", cwd="second"),
)

case("gc/no-scope", DATA, do("gc", 255), do("gc -f", 255), do("gc -c", 255))
case("gc/workspace", HISTORY, do_text("gc -w -f"), do_json("status --json"), do_text("gc -w -f"))
case(
    "gc/confirmation",
    HISTORY,
    do_text("gc -w", 1, stdin="n\n"),
    do_text("gc -w", 1),
    do_text("gc -w", 1, stdin="maybe\nno\n"),
    do_text("gc -w", stdin="y\n"),
)
case(
    "gc/scopes",
    HISTORY,
    sh("echo x >foo"),
    dvc("add -q foo"),
    sh("echo y >foo"),
    dvc("add -q foo"),
    do_text("gc -A -f"),
    do_text("gc -a -T -f"),
    do_text("gc -a -f"),
    do_text("gc -w -f"),
    other("status -q"),
)
case("gc/tags", HISTORY, do_text("gc -T -f"), do_json("status --json"))
case("gc/branch-only", HISTORY, sh("git branch old v1; git checkout -q v2"), do_text("gc -a -f"))
case("gc/revision", HISTORY, do_text("gc --rev HEAD -f"), do_json("status --json"))
case("gc/other-revision", HISTORY, do_text("gc --rev dev -f"), do_json("status --json"))
case(
    "gc/revision-number",
    HISTORY,
    do_text("gc --rev HEAD -n 2 -f"),
    do("gc -n 2 -f", 255),
    do("gc --rev nothing -f", 255),
)
case("gc/branches-number", HISTORY, do_text("gc -a -n 2 -f"), do_text("gc -a -n 1 -f"))
case("gc/all-of-a-branch", HISTORY, do_text("gc --rev dev -n -1 -f"))
case("gc/number-zero", HISTORY, do_text("gc -w -n 0 -f"))
case("gc/date", HISTORY, do_text("gc -f --date 2001-1-1"), do_text("gc -w -f --date 2999-12-31"))
case("gc/date-invalid", HISTORY, do("gc -f --date yesterday", 255), do("gc -f --date 2024-02-30", 255))
case(
    "gc/experiments",
    HISTORY,
    sh("git update-ref refs/exps/$(git rev-parse v2^{commit} | sed 's/^../&\\//')/quick $(git rev-parse dev); git branch -qD dev"),
    do_text("gc --all-experiments -f"),
    do_text("gc -w -f"),
)
case("gc/dry", HISTORY, do_lines("gc -w --dry"), do_lines("gc -T --dry"), do_lines("gc -w --dry -f"))
case("gc/dry-is-what-goes", HISTORY, TRASH, do_lines("gc -A --dry"), do_lines("gc -A -f"))
case("gc/cloud", HISTORY, do_text("gc -w -c -f"), do_json("status -c --json"))
case("gc/cloud-dry", HISTORY, do_lines("gc -w -c --dry"))
case("gc/cloud-remote", HISTORY, *SECOND, do_text("gc -w -c -r second -f"))
case(
    "gc/cloud-scopes",
    HISTORY,
    do_text("gc -A -c -f"),
    do_text("gc -T -c -f"),
    do_text("gc -w -c -f"),
    other("status -c -q"),
)
case("gc/cloud-legacy", HISTORY, sh("mkdir ../store/ab; echo x >../store/ab/0123456789abcdef0123456789abcd"), do_text("gc -w -c -f"))
case("gc/cloud-no-remote", DATA, sh("rm .dvc/config"), do("gc -w -c -f", 251), do("gc -w --not-in-remote -f", 251))
case(
    "gc/cloud-unknown-remote",
    DATA,
    do("gc -w -c -r nothing -f", 251),
    do("gc -w --not-in-remote -r nothing -f", 251),
    do_text("gc -w -r nothing -f"),
)
case(
    "gc/not-in-remote",
    HISTORY,
    write("n", "n"),
    dvc("add -q n"),
    do_text("gc -w --not-in-remote -f"),
    do_json("status --json"),
)
case("gc/not-in-remote-dry", HISTORY, write("n", "n"), dvc("add -q n"), do_lines("gc -w --not-in-remote --dry"))
case("gc/not-in-other-remote", HISTORY, dvc("remote add -q second $W/store2"), do_text("gc -w --not-in-remote -r second -f"))
case("gc/not-in-remote-and-cloud", DATA, do("gc -w --not-in-remote -c -f", 255), do("gc --not-in-remote -f", 255))
case(
    "gc/output-with-remote",
    DATA,
    dvc("remote add -q second $W/store2"),
    sh("echo '  remote: second' >>foo.dvc"),
    dvc("push -q"),
    sh("echo new >foo"),
    dvc("add -q foo"),
    do_text("gc -w -c -f"),
)
case("gc/removed-output", DATA, dvc("remove dir.dvc --outs"), do_text("gc -w -f"))
case("gc/data-not-in-work-tree", DATA, sh("rm -r foo dir"), do_text("gc -w -f"), do("checkout"))
case("gc/shared-file", DATA, sh("mkdir d2; cp dir/one d2"), dvc("add -q d2"), dvc("remove dir.dvc"), do_text("gc -w -f"))
case("gc/listing-missing", DATA, sh("rm .dvc/cache/files/md5/*/*.dir"), do("gc -w -f"))
case("gc/listing-missing-asks", DATA, sh("rm .dvc/cache/files/md5/*/*.dir"), do("gc -w", 255, stdin="y\nn\n"))
case("gc/projects", DATA, *SHARED, do_text("gc -w -f -p $W/second"), do_text("gc -w -f"))
case("gc/projects-relative", DATA, *SHARED, do_lines("gc -w --dry -p ../second"), do_text("gc -w -f -p ../second"))
case("gc/projects-unknown", DATA, do("gc -w -f -p ../nothing", 253), do("gc -w -f -p ..", 253), do("gc -w -f -p"))
case("gc/unpacked", DATA, sh("d=$(ls -d .dvc/cache/files/md5/*/*.dir); cp -r dir $d.unpacked; rm dir.dvc"), do_text("gc -w -f"))
case("gc/unpacked-kept", DATA, sh("d=$(ls -d .dvc/cache/files/md5/*/*.dir); cp -r dir $d.unpacked"), do_text("gc -w -f"))
case("gc/no-ids", DATA, sh("mkdir -p .dvc/cache/files/md5/12; echo x >.dvc/cache/files/md5/12/3"), do_text("gc -w -f"))
case("gc/unrecorded-output", PIPELINE, sh("rm dvc.lock"), do_text("gc -w -f"))
case("gc/pipeline", PIPELINE, sh("rm dvc.yaml dvc.lock"), do_text("gc -w -f"))
case("gc/from-subdirectory", HISTORY, do_text("gc -T -f", cwd="repo/dir"), do_text("gc -w -f", cwd="repo/dir"))
case(
    "gc/no-scm",
    NO_SCM,
    write("a", "a"),
    dvc("add -q a"),
    TRASH,
    do_text("gc -a -f"),
    do_text("gc -A -T -f"),
    do("gc --rev HEAD -f", 255),
)
case(
    "gc/sub-project",
    GIT,
    sh("mkdir p"),
    *inside("repo/p", dvc("init -q --subdir"), write("a", "a"), dvc("add -q a"), commit("sub")),
    sh("echo b >a", cwd="repo/p"),
    dvc("add -q a", cwd="repo/p"),
    do_text("gc -A -f", cwd="repo/p"),
    do_text("gc -w -f", cwd="repo/p"),
)
case("gc/broken-stage-file", DATA, write("bad.dvc", "outs: ["), do("gc -w -f", 255))
case("gc/broken-revision", DATA, write("bad.dvc", "outs: ["), commit("bad"), sh("git rm -q bad.dvc"), do("gc -A -f", 255))
case("gc/not-a-project", GIT, do("gc -w -f", 253), do("gc", 253))
case("gc/quiet", HISTORY, do_text("gc -w -f -q"))

differs(
    "gc/imports-kept",
    "gc-imports",
    IMPORTED,
    do("gc -w -f"),
    sh("rm -r foo dir part plain.txt"),
    do("checkout"),
    sh("cat foo dir/one part/three plain.txt"),
)
differs(
    "gc/imports-given-up",
    "gc-imports",
    IMPORTED,
    do("gc -w -f --imports"),
    sh("test -z \"$(find .dvc/cache/files -type f)\""),
)
differs(
    "gc/listing-only-in-remote",
    "gc-listing",
    HISTORY,
    sh("rm .dvc/cache/files/md5/*/*.dir"),
    do("gc -w -f"),
    sh("test -z \"$(find .dvc/cache/files -name '*.dir')\"; test $(find .dvc/cache/files -type f | wc -l) = 4"),
)
differs(
    "gc/skip-failed",
    "gc-skip-failed",
    DATA,
    write("bad.dvc", "outs: ["),
    do("gc -w -f --skip-failed"),
    sh("rm -r foo dir bad.dvc"),
    do("checkout"),
)
differs(
    "gc/shallow-clone",
    "gc-shallow",
    HISTORY,
    sh("git clone -q --depth 1 file://$W/repo ../shallow; cp -r .dvc/cache ../shallow/.dvc"),
    do("gc -A -f", 255, cwd="shallow"),
    do("gc -f --date 2001-01-01", 255, cwd="shallow"),
    do("gc -a -f", cwd="shallow"),
)
differs(
    "gc/remote-of-other-output",
    "gc-any-remote",
    DATA,
    dvc("push -q"),
    dvc("remote add -q second $W/store2"),
    sh("echo '  remote: second' >>foo.dvc"),
    do("gc -w -c -f"),
    sh("cat ../store/files/md5/d3/b07384d113edec49eaa6238ad5ff00"),
)
differs(
    "gc/foreign-files",
    "gc-foreign-files",
    DATA,
    sh("mkdir ../store/uk; echo x >../store/uk/report.csv"),
    do("gc -w -c -f"),
    sh("cat ../store/uk/report.csv"),
)
differs(
    "gc/unsupported-remote",
    "gc-all-or-nothing",
    DATA,
    TRASH,
    dvc("remote add -q h http://127.0.0.1:9/x"),
    do("gc -w -c -r h -f", 255),
    sh("cat .dvc/cache/files/md5/aa/0*"),
)
differs(
    "gc/not-in-remote-listing",
    "gc-not-in-remote",
    DATA,
    dvc("push -q"),
    sh("rm ../store/files/md5/*/*.dir"),
    do("gc -w --not-in-remote -f"),
    sh("rm -r dir"),
    do("checkout dir"),
)
