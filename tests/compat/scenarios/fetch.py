"""dvc fetch."""

from fixtures import CLONE, DATA, GIT, HISTORY, IMPORTED, LEGACY, PIPELINE, PROJECT, PUSHED, REPO, SRC
from words import case, commit, differs, do, do_json, do_text, dvc, other, sh, write

object_of = "$(printf %s {} | md5sum | sed 's|^\\(..\\)\\(.*\\)  -|\\1/\\2|')".format
NOT_CACHED = sh("test ! -e .dvc/cache/files/md5/d3/b07384d113edec49eaa6238ad5ff00")

case("fetch/all", CLONE, do_text("fetch"), do_text("fetch"), do_text("checkout"), other("status -q"))
case("fetch/quiet", CLONE, do_text("fetch -q"), other("checkout"))
case(
    "fetch/target",
    CLONE,
    do_text("fetch foo.dvc"),
    do_text("fetch dir/one"),
    do_text("fetch dir/sub"),
    do_text("fetch"),
)
case("fetch/target-unknown", CLONE, do("fetch nothing", 1), do("fetch nothing.dvc", 1))
case(
    "fetch/workspace-untouched", PUSHED, sh("rm -r .dvc/cache; echo x >foo"), do_text("fetch"), do_json("status --json")
)
case("fetch/all-branches", HISTORY, sh("rm -r .dvc/cache"), do_text("fetch -a"), do_text("fetch -a"))
case("fetch/all-tags", HISTORY, sh("rm -r .dvc/cache"), do_text("fetch -T"), do_text("fetch"))
case("fetch/all-commits", HISTORY, sh("rm -r .dvc/cache"), do_text("fetch -A"), do_text("fetch -A"))
case("fetch/all-with-target", HISTORY, sh("rm -r .dvc/cache"), do_text("fetch -T foo"), do_text("fetch -a dir/sub"))
case(
    "fetch/remote",
    CLONE,
    sh("mv ../store ../store2"),
    dvc("remote add -q second $W/store2"),
    do_text("fetch -r second"),
    do_text("fetch"),
)
differs(
    "fetch/other-copies",
    "other-copies",
    CLONE,
    sh("mkdir ../store2; cp -a ../store/. ../store2; rm -r ../store/files/md5/d3"),
    sh("f=$(find ../store/files -type f ! -name '*.dir' | sort | head -n 1); rm -f $f; echo x >$f"),
    dvc("remote add -q nowhere http://127.0.0.1:9/x"),
    dvc("remote add -q second $W/store2"),
    do("fetch"),
    do("checkout"),
    sh("test -e foo; test -e dir/sub/three; rm -rf .dvc/cache foo dir"),
    do("pull -r second"),
    sh("test -e foo; test -e dir/sub/three"),
)
differs(
    "fetch/other-copies-own-remote",
    "other-copies",
    DATA,
    dvc("remote add -q second $W/store2"),
    sh("echo '  remote: second' >>foo.dvc"),
    do("push -q --all-remotes"),
    sh("rm -r .dvc/cache ../store2"),
    do("fetch"),
    sh("test ! -e .dvc/cache/files/md5/d3; test -e .dvc/cache/files/md5/*/*.dir"),
)
case("fetch/remote-unknown", CLONE, do("fetch -r nothing", 1))
case("fetch/no-remote", PROJECT, write("a", "a"), dvc("add -q a"), do_text("fetch"))
case("fetch/remote-empty", CLONE, sh("rm -r ../store/*"), do_text("fetch"))
case("fetch/remote-folder-gone", CLONE, sh("rm -r ../store"), do_text("fetch"))
case("fetch/object-missing", CLONE, sh("rm -r ../store/files/md5/d3"), do_text("fetch"), do_text("fetch"))
case(
    "fetch/member-missing",
    CLONE,
    sh(f"rm ../store/files/md5/{object_of('one')}"),
    do("fetch dir", 1),
    do("fetch dir", 1),
)
case("fetch/listing-missing", CLONE, sh("rm ../store/files/md5/*/*.dir"), do_text("fetch"))
case(
    "fetch/listing-cached-members-not",
    PUSHED,
    sh("find .dvc/cache -type f ! -name '*.dir' -exec rm -f {} +"),
    do_text("fetch"),
)
case(
    "fetch/max-size",
    CLONE,
    do_text("fetch --max-size 5"),
    do_text("fetch --max-size 15"),
    do_text("fetch --max-size 100"),
    do("fetch --max-size x", 254),
)
case(
    "fetch/type",
    PIPELINE,
    dvc("push -q"),
    sh("rm -r .dvc/cache"),
    do_text("fetch --type metrics"),
    do_text("fetch --type plots"),
    do("fetch --type x", 254),
)
case(
    "fetch/type-cached-metric",
    PIPELINE,
    sh("sed -i '/cache: false/d; s/- score.json:/- score.json/' dvc.yaml"),
    dvc("commit -q -f", 1),
    dvc("repro -q"),
    dvc("push -q"),
    sh("rm -r .dvc/cache"),
    do_text("fetch --type metrics"),
)
case(
    "fetch/recursive",
    REPO,
    sh("mkdir -p s; echo 1 >s/a; echo 3 >c"),
    dvc("add -q s/a c"),
    dvc("push -q"),
    sh("rm -r .dvc/cache"),
    do("fetch s", 1),
    do_text("fetch -R s"),
)
case(
    "fetch/with-deps",
    PIPELINE,
    dvc("push -q"),
    sh("rm -r .dvc/cache"),
    do_text("fetch train"),
    do_text("fetch -d train"),
)
case(
    "fetch/run-cache",
    PIPELINE,
    dvc("push -q --run-cache"),
    sh("rm -r .dvc/cache"),
    do_text("fetch --run-cache"),
    do_text("fetch --no-run-cache"),
)
case("fetch/import", IMPORTED, sh("rm -r .dvc/cache"), do_text("fetch"), do_text("fetch"))
case("fetch/import-all-commits", IMPORTED, sh("rm -r .dvc/cache"), do("fetch -A"))
case(
    "fetch/import-partial-counts-again",
    SRC,
    dvc("import -q $W/src foo --no-download"),
    do_text("fetch"),
    do_text("fetch"),
    do("checkout"),
)
case("fetch/legacy", LEGACY, sh("rm -r .dvc/cache"), do_text("fetch"), do_text("fetch"))
case(
    "fetch/http",
    CLONE,
    sh("mv ../store/* ../www"),
    dvc("remote add -q -d -f store $HTTP"),
    do_text("fetch"),
    do_text("fetch"),
)
case("fetch/http-missing", CLONE, dvc("remote add -q -d -f store $HTTP"), do_text("fetch"))
case(
    "fetch/http-path-with-blank",
    CLONE,
    sh("mkdir '../www/a b'; mv ../store/* '../www/a b'"),
    dvc(["remote", "add", "-q", "-d", "-f", "store", "$HTTP/a b"]),
    do_text("fetch"),
)
differs(
    "fetch/corrupt-verify",
    "corrupt-download",
    CLONE,
    dvc("remote modify -q store verify true"),
    sh("cd ../store/files/md5/d3; chmod 644 *; echo bad >$(ls); chmod 444 *"),
    do("fetch", 1),
    NOT_CACHED,
)
differs(
    "fetch/corrupt-no-verify",
    "corrupt-download",
    CLONE,
    sh("cd ../store/files/md5/d3; chmod 644 *; echo bad >$(ls); chmod 444 *"),
    do("fetch", 1),
    NOT_CACHED,
)
case("fetch/umask-of-objects", CLONE, do("fetch"), sh('test "$(stat -c %a .dvc/cache/files/md5/d3/*)" = 444'))
case(
    "fetch/own-remote",
    DATA,
    dvc("remote add -q second $W/store2"),
    sh("echo '  remote: second' >>foo.dvc"),
    dvc("push -q"),
    sh("rm -r .dvc/cache"),
    do_text("fetch"),
    sh("rm -r .dvc/cache"),
    do_text("fetch -r store"),
    do_text("fetch -r second"),
)
case("fetch/broken-file-elsewhere", CLONE, sh("echo 'outs: [' >bad.dvc"), do("fetch", 1), do_text("fetch foo.dvc"))
case(
    "fetch/revision-cannot-be-read",
    HISTORY,
    sh("git checkout -q dev; echo 'outs: [' >bad.dvc"),
    commit("bad"),
    sh("git checkout -q main; rm -r .dvc/cache"),
    do_text("fetch -a"),
)
case("fetch/not-a-project", GIT, do("fetch", 253))
case(
    "fetch/from-subdirectory",
    CLONE,
    sh("mkdir sub"),
    do_text("fetch", cwd="repo/sub"),
    do_text("fetch ../foo", cwd="repo/sub"),
)
case(
    "fetch/import-branches",
    IMPORTED,
    sh("git checkout -qb other"),
    dvc("update -q foo.dvc dir.dvc"),
    commit("updated"),
    sh("git checkout -q main; rm -r .dvc/cache"),
    do_text("fetch -a"),
)
case("fetch/import-remote-option", IMPORTED, sh("rm -r .dvc/cache"), do_text("fetch -r store"), do("fetch -r nope", 1))
case("fetch/import-max-size", IMPORTED, sh("rm -r .dvc/cache"), do_text("fetch --max-size 5"))
case(
    "fetch/import-partly-cached",
    IMPORTED,
    sh("m=$(md5sum <dir/one | cut -c1-32); rm -f .dvc/cache/files/md5/${m:0:2}/${m:2}"),
    do_text("fetch"),
    do_text("fetch"),
)
