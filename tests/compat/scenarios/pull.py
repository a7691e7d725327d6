"""dvc pull."""

from fixtures import CLONE, DATA, GIT, HISTORY, IMPORTED, LEGACY, NO_SCM, PIPELINE, PROJECT, PUSHED, REPO, SRC
from words import case, differs, do, do_json, do_lines, do_text, dvc, other, sh, write

object_of = "$(printf %s {} | md5sum | sed 's|^\\(..\\)\\(.*\\)  -|\\1/\\2|')".format
SECOND = dvc("remote add -q second $W/store2")
NOT_CACHED = sh("test ! -e .dvc/cache/files/md5/d3/b07384d113edec49eaa6238ad5ff00")

case("pull/all", CLONE, do_text("pull"), do_text("pull"), other("status -q"))
case("pull/quiet", CLONE, do_text("pull -q"), other("status -q"))
case("pull/nothing-tracked", REPO, do_text("pull"))
case("pull/up-to-date", PUSHED, do_text("pull"))
case("pull/target", CLONE, do_text("pull foo.dvc"), do_json("status --json"), do_text("pull foo"), do_text("pull dir"))
case("pull/target-inside", CLONE, do_text("pull dir/one"), do_json("status --json"), do_text("pull dir"))
case("pull/target-subdirectory", CLONE, do_text("pull dir/sub"), do_text("pull"))
case("pull/target-inside-and-file", CLONE, do_text("pull dir/one foo"), other("status -q", 1))
case("pull/target-unknown", CLONE, do("pull nothing", 1), do("pull nothing.dvc", 1))
case("pull/target-several", CLONE, do_text("pull dir foo"), other("status -q"))
differs(
    "pull/target-file-then-output", "mixed-targets", CLONE, do("pull foo.dvc dir"), sh("test -e foo; test -e dir/one")
)
case(
    "pull/recursive",
    REPO,
    sh("mkdir -p s/t; echo 1 >s/a; echo 2 >s/t/b; echo 3 >c"),
    dvc("add -q s/a s/t/b c"),
    dvc("push -q"),
    sh("rm -r .dvc/cache s/a s/t/b c"),
    do_text("pull -R s"),
    do_text("pull -R ."),
)
case("pull/from-subdirectory", CLONE, sh("mkdir sub"), do_text("pull", cwd="repo/sub"), other("status -q"))
case("pull/glob", CLONE, do_text(["pull", "--glob", "f*.dvc"]), do_json("status --json"))
case("pull/glob-none", CLONE, do(["pull", "--glob", "q*"], 1))
case("pull/from-cache-only", DATA, sh("rm -r foo dir"), do_text("pull"), other("status -q"))
case(
    "pull/workspace-modified",
    PUSHED,
    sh("echo x >>foo; echo y >dir/one"),
    do("pull", 1),
    do_text("pull -f"),
    other("status -q"),
)
case(
    "pull/workspace-modified-empty-cache",
    PUSHED,
    sh("rm -r .dvc/cache; echo x >>foo"),
    do("pull", 1),
    do_text("pull -f"),
    other("status -q"),
)
case("pull/workspace-intact-empty-cache", PUSHED, sh("rm -r .dvc/cache"), do_text("pull"), other("status -q"))
case("pull/unsaved-in-directory", PUSHED, sh("echo x >dir/unsaved"), do("pull", 1), do_text("pull --force"))
case(
    "pull/branch",
    HISTORY,
    sh("git checkout -q dev"),
    do_text("pull"),
    sh("git checkout -q v1"),
    do_text("pull"),
    other("status -q"),
)
case("pull/all-branches", HISTORY, sh("rm -rf .dvc/cache foo dir"), do_text("pull -a"), other("status -q"))
case("pull/all-tags", HISTORY, sh("rm -rf .dvc/cache foo dir"), do_text("pull -T"), other("status -q"))
case(
    "pull/all-commits",
    HISTORY,
    sh("rm -rf .dvc/cache foo dir"),
    do_text("pull -A"),
    sh("git checkout -q v1"),
    do_text("checkout"),
)
case("pull/remote", CLONE, sh("mv ../store ../store2"), SECOND, do_text("pull -r second"), other("status -q"))
case("pull/remote-unknown", CLONE, do("pull -r nothing", 1))
case(
    "pull/no-remote",
    PROJECT,
    write("a", "a"),
    dvc("add -q a"),
    do_text("pull"),
    sh("rm a"),
    do_text("pull"),
    sh("rm -r a .dvc/cache"),
    do("pull", 1),
)
case("pull/remote-empty", CLONE, sh("rm -r ../store/*"), do("pull", 1), do_text("pull --allow-missing"))
case("pull/remote-folder-gone", CLONE, sh("rm -r ../store"), do("pull", 1))
case(
    "pull/object-missing",
    CLONE,
    sh("rm -r ../store/files/md5/d3"),
    do("pull", 1),
    do_json("status --json"),
    do_text("pull --allow-missing"),
)
case("pull/member-missing", CLONE, sh(f"rm ../store/files/md5/{object_of('one')}"), do("pull", 1), do("pull", 1))
case("pull/listing-missing", CLONE, sh("rm ../store/files/md5/*/*.dir"), do("pull", 1))
case(
    "pull/object-missing-other-target",
    CLONE,
    sh("rm -r ../store/files/md5/d3"),
    do_text("pull dir"),
    other("status -q", 1),
)
case(
    "pull/object-missing-workspace-intact",
    PUSHED,
    sh("rm -r .dvc/cache/files/md5/d3 ../store/files/md5/d3"),
    do_text("pull"),
)
case("pull/remote-corrupt", CLONE, sh("cd ../store/files/md5/d3; chmod 644 *; echo bad >$(ls)"), do("pull", 1))
differs(
    "pull/remote-corrupt-read-only",
    "corrupt-download",
    CLONE,
    sh("cd ../store/files/md5/d3; chmod 644 *; echo bad >$(ls); chmod 444 *"),
    do("pull", 1),
    NOT_CACHED,
)
case(
    "pull/remote-corrupt-verify",
    CLONE,
    dvc("remote modify -q store verify true"),
    sh("cd ../store/files/md5/d3; chmod 644 *; echo bad >$(ls); chmod 444 *"),
    do("pull", 1),
    NOT_CACHED,
)
case(
    "pull/own-remote",
    DATA,
    SECOND,
    sh("echo '  remote: second' >>foo.dvc"),
    dvc("push -q"),
    sh("rm -r .dvc/cache foo dir"),
    do_text("pull"),
    other("status -q"),
)
case(
    "pull/own-remote-other-given",
    DATA,
    SECOND,
    sh("echo '  remote: second' >>foo.dvc"),
    dvc("push -q"),
    sh("rm -r .dvc/cache foo dir"),
    do("pull -r store", 1),
    do("pull -r store --allow-missing"),
)
case("pull/own-remote-unknown", CLONE, sh("echo '  remote: nothing' >>foo.dvc"), do("pull", 1))
case("pull/push-false", CLONE, sh("echo '  push: false' >>foo.dvc"), do("pull"))
case(
    "pull/legacy",
    LEGACY,
    sh("rm -r .dvc/cache text binary old"),
    do_text("pull"),
    do_json("status --json"),
    other("status -q"),
)
case(
    "pull/http",
    CLONE,
    sh("mv ../store/* ../www"),
    dvc("remote add -q -d -f store $HTTP"),
    do_text("pull"),
    other("status -q"),
)
case("pull/http-missing", CLONE, dvc("remote add -q -d -f store $HTTP"), do("pull", 1))
case(
    "pull/relative-remote",
    PROJECT,
    sh("mkdir ../store"),
    dvc("remote add -q -d st ../store"),
    write("a", "a"),
    dvc("add -q a"),
    dvc("push -q"),
    sh("rm -r .dvc/cache a"),
    do_text("pull"),
)
case(
    "pull/remote-below-remote",
    DATA,
    dvc("remote add -q deep remote://store/sub"),
    dvc("push -q -r deep"),
    sh("rm -r .dvc/cache foo dir"),
    do_text("pull -r deep"),
)
case(
    "pull/executable",
    REPO,
    sh("echo x >a; chmod +x a"),
    dvc("add -q a"),
    dvc("push -q"),
    sh("rm -r .dvc/cache a"),
    do_text("pull"),
    other("status -q"),
)
case(
    "pull/pipeline",
    PIPELINE,
    dvc("push -q"),
    sh("rm -r .dvc/cache model prepared foo dir"),
    do_text("pull"),
    other("status -q"),
)
case(
    "pull/pipeline-stage",
    PIPELINE,
    dvc("push -q"),
    sh("rm -r .dvc/cache model prepared foo dir"),
    do_text("pull train"),
    do_text("pull -d train"),
)
case(
    "pull/pipeline-output",
    PIPELINE,
    dvc("push -q"),
    sh("rm -r .dvc/cache model prepared"),
    do_text("pull model"),
    do_text("pull prepared/copy"),
)
case(
    "pull/pipeline-never-run",
    PUSHED,
    sh("printf 'stages:\\n  s:\\n    cmd: echo 1 >o\\n    outs: [o]\\n' >dvc.yaml"),
    do("pull", 1),
    do("pull --allow-missing"),
)
case("pull/run-cache", PIPELINE, dvc("push -q --run-cache"), sh("rm -r .dvc/cache"), do_text("pull --run-cache"))
case(
    "pull/run-cache-used",
    PIPELINE,
    dvc("push -q --run-cache"),
    sh("rm -r .dvc/cache model prepared score.json"),
    do("pull --run-cache"),
    sh("rm dvc.lock model"),
    do_text("status -q", 1),
    dvc("repro -q"),
    sh("git diff --exit-code"),
)
case(
    "pull/import",
    IMPORTED,
    sh("rm -r .dvc/cache foo dir plain.txt part"),
    do_text("pull"),
    other("status -q --no-updates"),
)
case(
    "pull/import-target",
    IMPORTED,
    sh("rm -r .dvc/cache foo dir plain.txt part"),
    do_text("pull foo.dvc"),
    do_text("pull part"),
    do_text("pull plain.txt"),
)
case(
    "pull/import-keeps-version",
    IMPORTED,
    sh("git -C ../src checkout -q dev; rm -r .dvc/cache foo dir plain.txt part"),
    do_text("pull"),
    other("status -q --no-updates"),
)
case("pull/import-in-cache", IMPORTED, sh("rm -r foo dir"), do_text("pull"), other("status -q --no-updates"))
case("pull/import-source-gone-cached", IMPORTED, sh("rm -r foo dir; mv ../src ../away"), do("pull"))
case(
    "pull/import-source-gone", IMPORTED, sh("rm -r .dvc/cache foo dir plain.txt part; mv ../src ../away"), do("pull", 1)
)
case(
    "pull/import-partial",
    SRC,
    dvc("import -q $W/src foo --no-download"),
    do_text("pull"),
    do_json("status --json --no-updates"),
)
case("pull/import-partial-directory", SRC, dvc("import -q $W/src dir --no-download"), do_text("pull"))
case("pull/import-no-exec", SRC, dvc("import -q $W/src foo --no-exec"), do("pull", 1))
case(
    "pull/no-scm",
    NO_SCM,
    write("a", "a"),
    dvc("add -q a"),
    dvc("push -q"),
    sh("rm -r a .dvc/cache"),
    do_text("pull"),
    other("status -q"),
)
case("pull/link-types", CLONE, dvc("config cache.type hardlink"), do_text("pull"), other("status -q"))
case("pull/link-symlink", CLONE, dvc("config cache.type symlink"), do_text("pull"), other("status -q"))
case("pull/cache-outside", CLONE, dvc("cache dir ../cache"), do_text("pull"), other("status -q"))
case("pull/shared-group", CLONE, dvc("config cache.shared group"), do_text("pull"))
case("pull/broken-file-elsewhere", CLONE, sh("echo 'outs: [' >bad.dvc"), do("pull", 1), do_text("pull foo.dvc"))
case(
    "pull/obsolete-removed",
    HISTORY,
    sh("git checkout -q dev"),
    do_text("pull"),
    sh("git checkout -q main"),
    do_lines("pull"),
)
case(
    "pull/argument-grammar",
    CLONE,
    do("pull foo.dvc -j 2 dir.dvc", 254),
    do("pull -j2 foo.dvc dir.dvc"),
    do("pull -fj2"),
)
case("pull/not-a-project", GIT, do("pull", 253))
case("pull/count-fetched-and-changed", HISTORY, sh("rm -r .dvc/cache; git checkout -q v1"), do_text("pull -f"))
case("pull/import-force", IMPORTED, sh("rm -r .dvc/cache; echo mine >foo"), do("pull", 1), do_text("pull -f foo"))
