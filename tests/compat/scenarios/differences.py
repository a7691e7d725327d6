"""Differences from DVC that belong to no topic of their own."""

from fixtures import DATA, GIT, IMPORTED, PROJECT, REPO, SRC
from words import commit, differs, do, dvc, sh, tag, write

FOO = "d3/b07384d113edec49eaa6238ad5ff00"

differs(
    "fetch/empty-object",
    "empty-object",
    DATA,
    dvc("push -q"),
    sh(f"cd .dvc/cache/files/md5/d3; rm -f *; : >{FOO[3:]}; chmod 444 *"),
    do("fetch foo"),
    sh(f"test -s .dvc/cache/files/md5/{FOO}"),
)
differs(
    "checkout/very-many-stage-files",
    "very-many-stage-files",
    DATA,
    sh("rm foo; mkdir many; for i in $(seq 2000); do echo '{}' >many/$i.dvc; done; echo 'outs: [' >bad.dvc"),
    do("checkout foo"),
    sh("test -e foo"),
    do("checkout", 255),
)
differs("remote/modify-none", "config-none", REPO, do("remote modify store type", 251), sh("! grep None .dvc/config"))
differs(
    "init/broken-user-config",
    "init-broken-config",
    GIT,
    sh("mkdir -p ~/.config/dvc; echo '[core' >~/.config/dvc/config"),
    do("init", 251),
    sh("! test -e .dvc"),
)
differs(
    "formats/doubled-output",
    "stage-file-strictness",
    DATA,
    sh("sed -i 's/.*md5: d3.*/&\\n  files:\\n  - relpath: a\\n  - relpath: a/' foo.dvc"),
    do("status", 1),
)
differs(
    "fetch/relative-remote-of-revision",
    "relative-remotes",
    PROJECT,
    sh("mkdir ../store; echo 1 >a"),
    dvc("remote add -q -d st ../store"),
    dvc("add -q a"),
    commit("version 1"),
    tag("v1"),
    dvc("push -q"),
    sh("echo 2 >a; rm -r .dvc/cache"),
    dvc("add -q a"),
    commit("version 2"),
    do("fetch -T"),
    sh("test -f .dvc/cache/files/md5/b0/26324c6904b2a9cb4b88d6d61c81d1"),
)
differs(
    "fetch/import-verified",
    "import-verified",
    IMPORTED,
    sh("rm -r .dvc/cache foo"),
    sh(f"for f in .dvc/cache ../srcstore; do chmod 644 $f/files/md5/{FOO}; echo bad >$f/files/md5/{FOO}; done", cwd="src"),
    sh(f"chmod 444 .dvc/cache/files/md5/{FOO} ../srcstore/files/md5/{FOO}", cwd="src"),
    do("fetch foo", 1),
    sh(f"! test -e .dvc/cache/files/md5/{FOO}"),
)
differs(
    "get/configuration-runs-nothing",
    "foreign-config",
    SRC,
    sh(
        """
        cd ../src; rm -rf .dvc/cache; echo "[core]
            remote = w
        ['remote \\"w\\"']
            url = webdav://127.0.0.1:9/
            bearer_token_command = touch $W/ran" >.dvc/config; git commit -qam evil
        """
    ),
    do("get file://$W/src foo", 1),
    sh("! test -e ../ran"),
    # What the user says of it counts: here, that another command gives the token.
    do("import file://$W/src foo --remote-config bearer_token_command=true", 251),
    sh("! test -e ../ran"),
)
differs(
    "pull/import-part",
    "import-part",
    IMPORTED,
    sh("rm -r .dvc/cache dir"),
    do("pull dir/one"),
    sh("grep -q one dir/one; ! test -e dir/two"),
)
differs(
    "checkout/failed-keeps-others",
    "failed-checkout",
    DATA,
    sh("rm .dvc/cache/files/md5/f9/* .dvc/cache/files/md5/a9/* dir/two"),
    do("checkout dir", 255),
    sh("grep -q one dir/one"),
)
differs(
    "checkout/added-part-stays",
    "part-stays",
    DATA,
    sh("echo new >dir/new"),
    do("add dir/new"),
    sh("stat -c %z dir/new >$W/before"),
    do("checkout"),
    sh("stat -c %z dir/new | diff $W/before -"),
)
differs(
    "add/stage-file-taken",
    "stage-file-taken",
    DATA,
    sh("mv foo.dvc new.dvc; echo new >new"),
    do("add new", 1),
    sh("grep -q 'path: foo' new.dvc"),
)
differs(
    "checkout/overlapping-outputs",
    "overlapping-outputs",
    DATA,
    sh("sed s/d3b07384d113/000000000000/ foo.dvc >again.dvc"),
    do("checkout", 255),
    sh("grep -q foo foo"),
)
differs("gc/joined-options", "joined-options", DATA, do("gc -vfw"))
