"""dvc status, local and against a remote."""

from fixtures import CLONE, DATA, GIT, HISTORY, IMPORTED, LEGACY, NO_SCM, PIPELINE, PROJECT, PUSHED, REPO, SRC
from words import case, differs, do, do_json, do_lines, do_text, dvc, other, sh, write

BOTH = (do_text("status"), do_json("status --json"))

case("status/clean", DATA, *BOTH, do_text("status -q"), other("status -q"))
case("status/no-stages", REPO, *BOTH, do("status -q"))
case("status/no-stages-cloud", REPO, do_text("status -c"), do_json("status -c --json"))
case("status/no-stages-no-remote", PROJECT, do_text("status -c"), do_json("status -c --json"), do("status -c -r nope"))
case(
    "status/no-stages-broken-lock-table", REPO, sh("mkdir -p .dvc/tmp; echo '{bad' >.dvc/tmp/rwlock"), do_text("status")
)
case("status/modified", DATA, sh("echo x >>foo; echo y >dir/one"), *BOTH, do_text("status -q", 1))
case("status/deleted", DATA, sh("rm -r foo dir"), *BOTH, do("status -q", 1))
case("status/member-deleted", DATA, sh("rm dir/one"), *BOTH)
case("status/member-added", DATA, sh("echo 1 >dir/sub/new"), *BOTH)
case("status/empty-directory-added", DATA, sh("mkdir dir/empty"), *BOTH)
case("status/same-size-edit", DATA, sh("echo bar >foo"), *BOTH)
case("status/touched", DATA, sh("touch -d 2020-01-01 foo dir/one"), *BOTH)
case("status/not-in-cache", DATA, sh("rm -r .dvc/cache"), *BOTH)
case(
    "status/not-in-cache-member",
    DATA,
    sh("rm .dvc/cache/files/md5/$(printf one | md5sum | sed 's|^\\(..\\)\\(.*\\)  -|\\1/\\2|')"),
    *BOTH,
)
case("status/not-in-cache-listing", DATA, sh("rm .dvc/cache/files/md5/*/*.dir"), *BOTH)
case("status/not-in-cache-and-deleted", DATA, sh("rm -r .dvc/cache foo dir"), *BOTH)
case("status/not-in-cache-and-modified", DATA, sh("rm -r .dvc/cache; echo x >foo"), *BOTH)
case(
    "status/corrupt-cache-read-only",
    DATA,
    sh("cd .dvc/cache/files/md5/d3; chmod 644 *; echo bad >$(ls); chmod 444 *"),
    *BOTH,
)
case("status/corrupt-cache-writable", DATA, sh("cd .dvc/cache/files/md5/d3; chmod 644 *; echo bad >$(ls)"), *BOTH)
case("status/good-cache-writable", DATA, sh("chmod 644 .dvc/cache/files/md5/d3/*"), *BOTH)
case("status/file-became-directory", DATA, sh("rm foo; mkdir foo; echo 1 >foo/a"), *BOTH)
case("status/directory-became-file", DATA, sh("rm -r dir; echo 1 >dir"), *BOTH)
case("status/symlinked", DATA, sh("mv foo real; ln -s real foo"), *BOTH)
differs(
    "status/dangling-link", "dangling-link", DATA, sh("rm foo; ln -s nowhere foo"), do("status"), do("status -q", 1)
)
case("status/without-hash", REPO, sh("printf 'outs:\\n- path: n\\n' >n.dvc"), *BOTH, sh("echo 1 >n"), *BOTH)
case(
    "status/uncached-output",
    REPO,
    sh(
        "echo x >a; printf 'outs:\\n- md5: 401b30e3b8b5d629635a5c613cdb7919\\n  size: 2\\n  hash: md5\\n  path: a\\n  cache: false\\n' >a.dvc"
    ),
    *BOTH,
    sh("echo y >a"),
    *BOTH,
)
case("status/executable-bit", DATA, sh("chmod +x foo"), *BOTH)
case(
    "status/target",
    DATA,
    sh("echo x >>foo; rm -r dir"),
    do_json("status --json foo"),
    do_json("status --json foo.dvc"),
    do_json("status --json dir.dvc"),
)
case(
    "status/target-inside",
    DATA,
    sh("echo x >dir/one"),
    do_json("status --json dir/one"),
    do_json("status --json dir/two"),
    do_json("status --json dir/sub"),
)
case(
    "status/target-inside-deleted",
    DATA,
    sh("rm dir/one"),
    do_json("status --json dir/one"),
    do_json("status --json dir"),
)
case(
    "status/target-unknown",
    DATA,
    do("status nothing", 1),
    do("status nothing.dvc", 1),
    do("status dvc.yaml", 1),
    do("status dvc.yaml:x", 1),
)
case("status/target-several", DATA, sh("rm foo"), do_json("status --json foo dir"), do_text("status dir foo"))
case(
    "status/target-before-broken-file",
    DATA,
    sh("echo 'outs: [' >bad.dvc; rm foo"),
    do_json("status --json foo.dvc"),
    do("status foo", 1),
    do("status", 1),
)
case(
    "status/recursive",
    REPO,
    sh("mkdir -p s/t; echo 1 >s/a; echo 2 >s/t/b; echo 3 >c"),
    dvc("add -q s/a s/t/b c"),
    sh("rm s/a s/t/b c"),
    do_json("status --json -R s"),
    do_json("status --json -R ."),
    do_json("status --json -R s/t"),
)
case(
    "status/recursive-from-subdirectory",
    REPO,
    sh("mkdir -p s; echo 1 >s/a"),
    dvc("add -q s/a"),
    sh("rm s/a"),
    do_json("status --json", cwd="repo/s"),
    do_text("status -R .", cwd="repo/s"),
)
case(
    "status/from-subdirectory",
    DATA,
    sh("mkdir sub; rm foo dir/one"),
    do_json("status --json", cwd="repo/sub"),
    do_text("status", cwd="repo/sub"),
    do_text("status", cwd="repo/dir"),
)
case(
    "status/absolute-target",
    DATA,
    sh("rm foo"),
    do_json("status --json $W/repo/foo"),
    do_json("status --json $W/repo/foo.dvc"),
)
case(
    "status/target-around",
    DATA,
    sh("rm foo"),
    do_json("status --json ../repo/foo"),
    do_json("status --json ../repo/foo.dvc dir/../dir"),
    do("status ../foo", 1),
)
case("status/frozen", DATA, dvc("freeze foo.dvc"), sh("rm foo"), *BOTH)
case("status/pipeline", PIPELINE, *BOTH, sh("echo changed >foo; echo x >model; sed -i s/0.1/0.2/ params.yaml"), *BOTH)
case("status/pipeline-command-changed", PIPELINE, sh("sed -i 's/echo deep/echo deeper/' dvc.yaml"), *BOTH)
case("status/pipeline-never-run", PIPELINE, sh("rm dvc.lock"), *BOTH)
case("status/pipeline-never-run-without-data", PIPELINE, sh("rm -r dvc.lock model prepared score.json"), *BOTH)
case(
    "status/pipeline-target",
    PIPELINE,
    sh("rm -r model prepared"),
    do_json("status --json train"),
    do_json("status --json prepare"),
    do_json("status --json dvc.yaml"),
    do_json("status --json dvc.yaml:train"),
    do_json("status --json model"),
)
case(
    "status/pipeline-with-deps",
    PIPELINE,
    sh("rm -r model prepared foo"),
    do_json("status --json -d train"),
    do_json("status --json -d model"),
)
case(
    "status/pipeline-new-output",
    PIPELINE,
    sh("sed -i 's/    - model/    - model\\n    - second/' dvc.yaml; echo 1 >second"),
    *BOTH,
)
case(
    "status/pipeline-new-parameter",
    PIPELINE,
    sh("sed -i 's/    - train.rate/    - train.rate\\n    - seed\\n    - missing/' dvc.yaml"),
    *BOTH,
)
case("status/pipeline-parameter-gone", PIPELINE, write("params.yaml", "seed: 7\n"), *BOTH)
case("status/pipeline-parameters-file-gone", PIPELINE, sh("rm params.yaml"), *BOTH)
case("status/pipeline-dependency-gone", PIPELINE, sh("rm -r prepared"), *BOTH)
case(
    "status/pipeline-always-changed",
    PIPELINE,
    sh("sed -i 's/    - model/    - model\\n    always_changed: true/' dvc.yaml"),
    *BOTH,
)
case(
    "status/pipeline-frozen",
    PIPELINE,
    sh("sed -i 's/    - model/    - model\\n    frozen: true/' dvc.yaml; rm -r prepared"),
    *BOTH,
)
case(
    "status/pipeline-in-subdirectory",
    REPO,
    sh("mkdir s; printf 'stages:\\n  a:\\n    cmd: echo 1 >o\\n    outs: [o]\\n' >s/dvc.yaml"),
    dvc("repro -q s/dvc.yaml"),
    sh("rm s/o"),
    *BOTH,
    do_json("status --json s/dvc.yaml:a"),
    do_json("status --json a", cwd="repo/s"),
)
case("status/two-broken-outs", DATA, sh("cp foo.dvc again.dvc"), *BOTH)
case(
    "status/overlapping-outs",
    DATA,
    sh("printf 'outs:\\n- md5: d3b07384d113edec49eaa6238ad5ff00\\n  hash: md5\\n  path: dir/one\\n' >o.dvc"),
    *BOTH,
)
case(
    "status/lower-and-upper-md5",
    DATA,
    sh("sed -i 's/d3b07384d113edec49eaa6238ad5ff00/D3B07384D113EDEC49EAA6238AD5FF00/' foo.dvc"),
    *BOTH,
)
case(
    "status/import",
    IMPORTED,
    *BOTH,
    do_json("status --json --no-updates"),
    do("status -q", 1),
    do("status -q --no-updates"),
)
case(
    "status/import-target",
    IMPORTED,
    do_json("status --json foo.dvc"),
    do_json("status --json part"),
    do_text("status dir.dvc"),
)
case("status/import-pinned", SRC, dvc("import -q $W/src foo --rev v1"), *BOTH)
case(
    "status/import-source-gone",
    IMPORTED,
    sh("mv ../src ../away"),
    do("status", 1),
    do_json("status --json --no-updates"),
)
case(
    "status/import-checksum-changed",
    IMPORTED,
    sh("sed -i '/^md5/s/: ...../: 00000/' foo.dvc"),
    do_json("status --json --no-updates foo.dvc"),
)
case("status/import-modified", IMPORTED, sh("echo x >>foo; rm -r dir"), do_json("status --json --no-updates"))
case("status/legacy", LEGACY, *BOTH, other("status -q"))
case("status/no-scm", NO_SCM, sh("echo x >a"), dvc("add -q a"), *BOTH, sh("echo y >a"), *BOTH)
case(
    "status/ignored-dvc-file",
    DATA,
    sh("echo '/foo.dvc' >>.gitignore; git rm -q --cached foo.dvc; rm foo"),
    *BOTH,
    do("status foo.dvc", 1),
)
case("status/dvcignored-dvc-file", DATA, sh("echo '/foo.dvc' >.dvcignore; rm foo"), *BOTH, do("status foo.dvc", 1))
case("status/dvcignored-member", DATA, sh("echo one >.dvcignore"), *BOTH)
case(
    "status/subproject",
    DATA,
    sh("mkdir sub"),
    dvc("init -q --subdir", cwd="repo/sub"),
    write("sub/a", "a"),
    dvc("add -q a", cwd="repo/sub"),
    sh("rm sub/a foo"),
    do_json("status --json"),
    do_json("status --json", cwd="repo/sub"),
)
case("status/not-a-project", GIT, do("status", 253))
case("status/cloud-new", DATA, do_lines("status -c"), do_json("status -c --json"), do("status -c -q", 1))
case("status/cloud-in-sync", PUSHED, do_text("status -c"), do_json("status -c --json"), do_text("status -c -q"))
case("status/cloud-deleted", CLONE, do_lines("status -c"), do_json("status -c --json"))
case("status/cloud-missing", DATA, sh("rm -r .dvc/cache"), do_lines("status -c"), do_json("status -c --json"))
case(
    "status/cloud-mixed",
    PUSHED,
    sh("echo n >dir/new; echo bar >bar; rm -r .dvc/cache/files/md5/d3"),
    dvc("add -q dir bar"),
    do_lines("status -c"),
    do_json("status -c --json"),
)
case(
    "status/cloud-target",
    DATA,
    do_json("status -c --json foo"),
    do_json("status -c --json dir/one"),
    do_json("status -c --json dir.dvc"),
)
case(
    "status/cloud-remote-implied",
    PUSHED,
    dvc("remote add -q second $W/store2"),
    do_lines("status -r second"),
    do_json("status -r second --json"),
    do_text("status -r store"),
)
case("status/cloud-unknown-remote", DATA, do("status -r nothing", 1), do("status -c -r nothing", 1))
case("status/cloud-no-remote", PROJECT, write("a", "a"), dvc("add -q a"), do("status -c", 1))
case(
    "status/cloud-all",
    HISTORY,
    sh("rm -r .dvc/cache"),
    do_json("status -c --json -a"),
    do_json("status -c --json -T"),
    do_json("status -c --json -A"),
    do_json("status -c --json"),
)
case("status/cloud-all-in-sync", HISTORY, do_text("status -c -a"), do_text("status -c -T"))
case(
    "status/cloud-flags-without-cloud",
    DATA,
    do("status -a", 1),
    do("status -T", 1),
    do("status -A", 1),
    do("status -j 2", 1),
    do("status -a -j 2", 1),
)
case("status/cloud-jobs", PUSHED, do_text("status -c -j 1"), do("status -c -j x", 254))
case("status/cloud-push-false", DATA, sh("echo '  push: false' >>foo.dvc"), do_json("status -c --json"))
case(
    "status/cloud-own-remote",
    DATA,
    dvc("remote add -q second $W/store2"),
    sh("echo '  remote: second' >>foo.dvc"),
    dvc("push -q"),
    do_json("status -c --json"),
    sh("rm -r .dvc/cache"),
    do_json("status -c --json"),
    do_json("status -r store --json"),
)
case("status/cloud-import-left-out", IMPORTED, do_json("status -c --json"))
case("status/cloud-folder-gone", PUSHED, sh("rm -r ../store"), do_json("status -c --json"), do_lines("status -c"))
case(
    "status/cloud-with-deps",
    PIPELINE,
    # DVC names an object that two stages share after either of them: it must not be shared here.
    sh("echo more >>foo"),
    dvc("commit -q -f foo.dvc"),
    do_json("status -c --json -d prepare"),
    do_json("status -c --json prepare"),
)
case(
    "status/cloud-shared-object",
    REPO,
    sh("echo 1 >a; echo 1 >z; mkdir d; echo 1 >d/x; echo 1 >d/w"),
    dvc("add -q a z d"),
    do_json("status -c --json z a"),
    do_json("status -c --json d z"),
    do_json("status -c --json d"),
)
case(
    "status/target-clean-beside-broken-file",
    DATA,
    sh("echo 'outs: [' >bad.dvc"),
    do("status foo.dvc", 255),
    do("status -q foo.dvc"),
    do_json("status --json foo.dvc"),
    do("status -c -q foo.dvc", 1),
)
case(
    "status/cloud-listing-fetched", CLONE, do_json("status -c --json dir"), sh("find .dvc/cache -name '*.dir' | wc -l")
)
case("status/cloud-legacy", LEGACY, do_json("status -c --json"), do_text("status -c"))
case(
    "status/held-lock",
    DATA,
    sh("mkdir -p .dvc/tmp; (flock -x 9; sleep 8) 9>.dvc/tmp/lock >/dev/null 2>&1 & sleep 0.3"),
    do("status", 255),
)
case(
    "status/flags",
    DATA,
    do("status -x", 254),
    do("status --json -v"),
    do_json("status --js"),
    do("status foo --json dir", 254),
)
case("status/show-json-alias-gone", DATA, do("status --show-json", 254))
case(
    "status/url-dependencies",
    PROJECT,
    sh("echo web >../www/page; echo ext >../ext; mkdir ../www/sub; echo web >../www/sub/page"),
    dvc("remote add -q web $HTTP/sub"),
    sh("printf 'stages:\\n  s:\\n    cmd: touch out\\n    deps:\\n' >dvc.yaml"),
    sh("printf '    - %s\\n' $HTTP/page ../ext remote://web/page >>dvc.yaml; printf '    outs: [out]\\n' >>dvc.yaml"),
    do_json("status --json"),
    dvc("repro -q"),
    do_json("status --json"),
    sh("echo new >../www/page; echo new >../ext; rm ../www/sub/page"),
    do_json("status --json"),
    do("commit -f", 1),
    sh("echo back >../www/sub/page"),
    do("commit -f"),
    do_json("status --json"),
)
