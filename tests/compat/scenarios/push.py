"""dvc push."""

from fixtures import CLONE, DATA, GIT, HISTORY, IMPORTED, LEGACY, NO_SCM, PIPELINE, PROJECT, PUSHED, REPO
from words import case, commit, differs, do, do_json, do_text, dvc, other, sh, write

AGAIN = (sh("rm -rf .dvc/cache foo dir"), other("pull"), other("status -q"))
SECOND = dvc("remote add -q second $W/store2")
object_of = "$(printf %s {} | md5sum | sed 's|^\\(..\\)\\(.*\\)  -|\\1/\\2|')".format

case("push/all", DATA, do_text("push"), do_text("push"), *AGAIN)
case("push/nothing-tracked", REPO, do_text("push"))
case("push/quiet", DATA, do_text("push -q"), other("status -c"))
case("push/one-file", REPO, write("a", "a"), dvc("add -q a"), do_text("push"), do_text("push"))
case("push/target", DATA, do_text("push foo"), do_json("status -c --json"), do_text("push foo.dvc"))
case("push/target-directory", DATA, do_text("push dir"), do_json("status -c --json"))
differs(
    "push/target-inside",
    "partial-push",
    DATA,
    do("push dir/one"),
    sh("ls ../store/files/md5/f9; ! ls ../store/files/md5/*/*.dir"),
    do("push dir"),
    sh("ls ../store/files/md5/*/*.dir; rm -r .dvc/cache dir"),
    do("pull dir"),
)
differs(
    "push/target-subdirectory",
    "partial-push",
    DATA,
    do("push dir/sub"),
    sh("! ls ../store/files/md5/*/*.dir"),
    do("push"),
    sh("rm -r .dvc/cache dir"),
    do("pull dir"),
)
case(
    "push/target-inside-of-clone",
    CLONE,
    do("pull dir/one"),
    sh("echo 1 >dir/new"),
    do("add dir/new"),
    do_text("push dir/new"),
    do_text("push"),
    sh("rm -r .dvc/cache dir"),
    do_text("pull"),
)
case("push/target-several", DATA, do_text("push dir foo"), other("status -c"))
case("push/target-unknown", DATA, do("push nothing", 1), do("push nothing.dvc", 1))
case("push/target-stage", PIPELINE, do_text("push train"), do_json("status -c --json"), do_text("push -d train"))
case(
    "push/recursive",
    REPO,
    sh("mkdir -p s/t; echo 1 >s/a; echo 2 >s/t/b; echo 3 >c"),
    dvc("add -q s/a s/t/b c"),
    do("push s", 1),
    do_text("push -R s"),
    do_text("push"),
)
case("push/from-subdirectory", DATA, sh("mkdir sub"), do_text("push", cwd="repo/sub"), other("status -c"))
case("push/glob", DATA, do_text(["push", "--glob", "f*"]), do(["push", "--glob", "q*"], 1), do(["push", "f*"], 1))
case("push/remote", DATA, SECOND, do_text("push -r second"), do_text("status -r second"), do_text("push"))
case("push/remote-unknown", DATA, do("push -r nothing", 1))
case("push/no-remote", PROJECT, write("a", "a"), dvc("add -q a"), do("push", 1), do("push a", 1), do("push a.dvc", 1))
case("push/no-remote-nothing-tracked", PROJECT, do("push", 1))
differs(
    "push/all-remotes",
    "all-remotes",
    DATA,
    SECOND,
    dvc("remote add -q own $W/store3"),
    sh("echo '  remote: own' >>foo.dvc"),
    do("push --all-remotes"),
    sh("test -e ../store/files/md5/*/*.dir; test -e ../store2/files/md5/*/*.dir; test -e ../store3/files/md5/*/*.dir"),
    sh("test ! -e ../store/files/md5/d3; test ! -e ../store2/files/md5/d3; test -e ../store3/files/md5/d3"),
    dvc("status -q -c -r second"),
    do("push --all-remotes -r second", 254),
)
differs(
    "push/all-remotes-one-fails",
    "all-remotes",
    DATA,
    dvc("remote add -q bad $W/file"),
    SECOND,
    sh("echo x >../file"),
    do("push --all-remotes", 1),
    sh("test -e ../store/files/md5/*/*.dir; test -e ../store2/files/md5/*/*.dir"),
    dvc("status -q -c"),
    dvc("status -q -c -r second"),
)
case("push/own-remote", DATA, SECOND, sh("echo '  remote: second' >>foo.dvc"), do_text("push"), do_text("status -c"))
case(
    "push/own-remote-other-given",
    DATA,
    SECOND,
    sh("echo '  remote: second' >>foo.dvc"),
    do_text("push -r store"),
    do_text("push -r second"),
)
case(
    "push/own-remote-without-default",
    PROJECT,
    SECOND,
    write("a", "a"),
    dvc("add -q a"),
    sh("echo '  remote: second' >>a.dvc"),
    do_text("push"),
)
case("push/push-false", DATA, sh("echo '  push: false' >>foo.dvc"), do_text("push"), do_text("push foo"))
case(
    "push/uncached",
    REPO,
    sh(
        "echo x >a; printf 'outs:\\n- md5: 401b30e3b8b5d629635a5c613cdb7919\\n  size: 2\\n  hash: md5\\n  path: a\\n  cache: false\\n' >a.dvc"
    ),
    do_text("push"),
)
case("push/without-hash", DATA, sh("printf 'outs:\\n- path: n\\n' >n.dvc"), do_text("push"))
case("push/imports-left-out", IMPORTED, do_text("push"), do_text("push foo"))
case("push/all-branches", HISTORY, sh("rm -r ../store/*"), do_text("push -a"), do_text("push -a"))
case("push/all-tags", HISTORY, sh("rm -r ../store/*"), do_text("push -T"), do_text("push -T"))
case("push/all-commits", HISTORY, sh("rm -r ../store/*"), do_text("push -A"), do_text("push -A"))
case("push/all-with-target", HISTORY, sh("rm -r ../store/*"), do_text("push -a foo"), do_text("push -T dir"))
case("push/all-includes-workspace", HISTORY, write("n", "n"), dvc("add -q n"), do_text("push -T"))
case("push/all-cache-gone", HISTORY, sh("rm -r ../store/* .dvc/cache"), do("push -A"))
case("push/missing-object", DATA, sh("rm -r .dvc/cache/files/md5/d3"), do_text("push"), do_json("status -c --json"))
differs(
    "push/missing-member",
    "withheld-listing",
    DATA,
    sh(f"rm .dvc/cache/files/md5/{object_of('one')}"),
    do("push", says="3 files pushed"),
    sh("! ls ../store/files/md5/*/*.dir"),
    do("push", says="Everything is up to date."),
    do("status -c -q", 1),
)
case("push/missing-listing", DATA, sh("rm .dvc/cache/files/md5/*/*.dir"), do("push"))
case("push/missing-everything", CLONE, sh("rm -r ../store/*"), do("push"))
case("push/in-remote-only", CLONE, do_text("push"))
differs(
    "push/member-then-completed",
    "withheld-listing",
    DATA,
    sh(f"mv .dvc/cache/files/md5/{object_of('one')} ../kept"),
    do("push", says="3 files pushed"),
    sh("! ls ../store/files/md5/*/*.dir"),
    sh(f"mv ../kept .dvc/cache/files/md5/{object_of('one')}"),
    do("push"),
    sh("rm -r .dvc/cache dir"),
    do("pull dir"),
)
case("push/new-member-only", PUSHED, sh("echo 1 >dir/new"), dvc("add -q dir"), do_text("push"), *AGAIN)
case("push/remote-folder-gone", PUSHED, sh("rm -r ../store"), do_text("push"))
case("push/remote-object-lost", PUSHED, sh("rm -r ../store/files/md5/d3"), do_text("push"), do_text("push"))
case("push/remote-listing-lost", PUSHED, sh("rm ../store/files/md5/*/*.dir"), do_text("push"))
differs(
    "push/remote-member-lost",
    "members-verified",
    PUSHED,
    sh(f"rm ../store/files/md5/{object_of('one')}"),
    do("status -c -q", 1),
    do("push"),
    sh(f"ls ../store/files/md5/{object_of('one')}"),
)
case("push/remote-writable-good", PUSHED, sh("chmod 644 ../store/files/md5/d3/*"), do_text("push"))
case(
    "push/remote-writable-corrupt",
    PUSHED,
    sh("cd ../store/files/md5/d3; chmod 644 *; echo bad >$(ls)"),
    do_text("push"),
    other("status -c"),
)
case(
    "push/remote-read-only-corrupt",
    PUSHED,
    sh("cd ../store/files/md5/d3; chmod 644 *; echo bad >$(ls); chmod 444 *"),
    do_text("push"),
)
case(
    "push/remote-relative",
    PROJECT,
    sh("mkdir ../store"),
    dvc("remote add -q -d st ../store"),
    write("a", "a"),
    dvc("add -q a"),
    do_text("push"),
    other("status -c"),
)
case(
    "push/remote-inside-project",
    PROJECT,
    dvc("remote add -q -d st $W/repo/store"),
    write("a", "a"),
    dvc("add -q a"),
    do_text("push"),
    do_text("status -c"),
)
case(
    "push/remote-below-file",
    PROJECT,
    write("f", "x", cwd=""),
    dvc("remote add -q -d st $W/f/x"),
    write("a", "a"),
    dvc("add -q a"),
    do("push", 255),
)
case(
    "push/remote-of-remote",
    DATA,
    dvc("remote add -q deep remote://store/sub/path"),
    do_text("push -r deep"),
    do_text("status -r deep"),
)
case("push/remote-http-post", DATA, dvc("remote add -q -d web $HTTP/store"), do_text("push"), do_text("push"), *AGAIN)
case(
    "push/remote-http-put",
    DATA,
    dvc("remote add -q -d web $HTTP/store"),
    dvc("remote modify -q web method PUT"),
    do_text("push"),
    other("status -c"),
)
case(
    "push/remote-shared-group",
    PROJECT,
    dvc("remote add -q -d store $W/store"),
    dvc("remote modify -q store shared group"),
    sh("mkdir d; echo 1 >d/a"),
    dvc("add -q d"),
    do("push"),
)
case("push/remote-of-config-local", DATA, dvc("remote add -q --local -d mine $W/store2"), do_text("push"))
case("push/cache-is-remote", DATA, dvc("remote add -q -d own $W/repo/.dvc/cache"), do_text("push"))
case("push/pipeline", PIPELINE, do_text("push"), do_text("push"))
case("push/run-cache", PIPELINE, do_text("push --run-cache"), do_text("push --run-cache"))
case(
    "push/run-cache-of-commit",
    PIPELINE,
    sh("echo more >>model"),
    do("commit -f train"),
    do_text("push --run-cache train"),
    do("push --run-cache -r nothing", 1),
)
case("push/jobs", DATA, do_text("push -j 1"), do("push -j 0 foo"), do("push --jobs nothing", 254))
case(
    "push/argument-grammar",
    DATA,
    do("push foo -j 4 dir", 254),
    do("push -j4 foo.dvc dir.dvc"),
    do("push --remot store"),
    do("push -rstore"),
    do("push foo dir --jobs=2"),
)
case("push/legacy", LEGACY, sh("rm -r ../store/*"), do_text("push"), do_text("push"), other("status -c"))
case("push/no-scm", NO_SCM, write("a", "a"), dvc("add -q a"), do_text("push"), do_text("push"))
case("push/no-scm-all", NO_SCM, write("a", "a"), dvc("add -q a"), do_text("push -a"), do_text("push -T"))
case("push/broken-file-elsewhere", DATA, sh("echo 'outs: [' >bad.dvc"), do("push", 1), do_text("push foo.dvc"))
case("push/not-a-project", GIT, do("push", 253))
case(
    "push/branch-cannot-be-read",
    HISTORY,
    sh("git checkout -q dev; echo 'outs: [' >bad.dvc"),
    commit("bad"),
    sh("git checkout -q main; rm -r ../store/*"),
    do("push -a"),
)
case(
    "push/same-content-in-two-outs",
    REPO,
    sh("echo x >a; echo x >b; mkdir d; echo x >d/c"),
    dvc("add -q a b d"),
    do_text("push"),
)
