"""dvc remote."""

from fixtures import DATA, EMPTY, PROJECT, REPO
from words import case, differs, do, do_text, dvc, fixture, sh, write

case("remote/add", PROJECT, do_text("remote add r s3://bucket/path"), do_text("remote list"), do("remote default", 1))
case(
    "remote/add-default",
    REPO,
    do_text("remote add -d r s3://bucket"),
    do_text("remote default"),
    do_text("remote list"),
)
case("remote/add-quiet", REPO, do_text("remote add -q -d r s3://bucket"))
case(
    "remote/add-relative",
    PROJECT,
    do("remote add r ../store"),
    do_text("remote list"),
    do("remote add in inside/here"),
    do_text("remote list"),
)
case(
    "remote/add-relative-subdirectory",
    PROJECT,
    sh("mkdir -p a/b"),
    do("remote add r ../../../store", cwd="repo/a/b"),
    do("remote add s here", cwd="repo/a/b"),
    do_text("remote list", cwd="repo/a/b"),
)
case(
    "remote/add-relative-levels",
    PROJECT,
    do("remote add --local r ../store"),
    do("remote add --global g ../store"),
    do("remote add --system s ../store"),
    do_text("remote list"),
)
case("remote/add-absolute", PROJECT, do("remote add r $W/store"), do("remote add home ~/store"), do_text("remote list"))
case(
    "remote/add-dot-paths",
    PROJECT,
    do("remote add r ./x/../y/"),
    do("remote add s $W/store/"),
    do("remote add t ."),
    do_text("config -l"),
)
case(
    "remote/add-schemes",
    PROJECT,
    do("remote add a ssh://u@h:22/p"),
    do("remote add b https://h/p"),
    do("remote add c gs://b"),
    do("remote add d azure://c/p"),
    do("remote add e webdav://h/p"),
    do("remote add f gdrive://id"),
    do("remote add g hdfs://h/p"),
    do("remote add h oss://b/p"),
    do_text("remote list"),
)
case(
    "remote/add-odd-urls",
    PROJECT,
    do("remote add a foo:/x"),
    do("remote add b user@host:path"),
    do("remote add c file://$W/store"),
    do("remote add d unknown://h/p", 251),
    do_text("remote list"),
)
case(
    "remote/add-existing",
    REPO,
    do("remote add store s3://b", 251),
    do("remote modify store jobs 3"),
    do("remote add -f store s3://b"),
    do_text("config -l"),
)
case(
    "remote/add-existing-other-level",
    REPO,
    do("remote add --local store s3://b"),
    do_text("remote list"),
    do_text("config -l"),
)
case(
    "remote/add-upper-case",
    PROJECT,
    do("remote add BIG s3://B"),
    do_text("remote list"),
    do("remote default big"),
    do("remote default BIG"),
    do("remote modify Big region x"),
    do("remote remove bIG"),
)
case(
    "remote/add-odd-names",
    PROJECT,
    *(do(["remote", "add", name, "s3://b"]) for name in ("a b", "a.b", "a/b", "a#b", "-")),
    do_text("remote list"),
)
case(
    "remote/add-order",
    REPO,
    do("remote add z s3://z"),
    do("remote add a s3://a"),
    do("config core.autostage true"),
    do_text("remote list"),
)
case(
    "remote/add-missing-arguments",
    PROJECT,
    do("remote add r", 254),
    do("remote add", 254),
    do("remote", 254),
    do("remote add r s3://b extra", 254),
    do("remote nothing", 254),
)
case(
    "remote/add-argument-grammar",
    PROJECT,
    do("remote add r --local s3://b"),
    do("remote add --defa s s3://b"),
    do("remote add t s3://b -f"),
)
case("remote/list-empty", PROJECT, do_text("remote list"), do_text("remote list --local"))
case(
    "remote/list-levels",
    REPO,
    dvc("remote add --local l s3://l"),
    dvc("remote add --global g s3://g"),
    do_text("remote list"),
    do_text("remote list --local"),
    do_text("remote list --global"),
    do_text("remote list --project"),
    do_text("remote list --system"),
)
case(
    "remote/list-default-of-level",
    REPO,
    dvc("remote add --local -d l s3://l"),
    do_text("remote list"),
    do_text("remote list --project"),
    do_text("remote default"),
    do_text("remote default --project"),
)
case(
    "remote/default",
    REPO,
    do_text("remote default"),
    dvc("remote add r s3://r"),
    do("remote default r"),
    do_text("remote default"),
    do("remote default -u"),
    do("remote default", 1),
    do("remote default -u"),
)
case(
    "remote/default-unknown",
    REPO,
    do("remote default nothing", 251),
    do("remote default --global store", 251),
    do("remote default --local store"),
    do_text("remote default --local"),
)
case(
    "remote/default-levels",
    REPO,
    do("remote default --local", 1),
    do("remote default --global", 1),
    dvc("remote add --global g s3://g"),
    do("remote default --global g"),
    do_text("remote default"),
    do_text("remote default --global"),
)
case("remote/remove", REPO, do("remote remove store"), do_text("remote list"), do("remote default", 1))
case("remote/remove-alias", REPO, do("remote rm store", 254))
case("remote/remove-unknown", REPO, do("remote remove nothing", 251), do("remote remove --local store", 251))
case(
    "remote/remove-default-in-higher-levels",
    REPO,
    dvc("remote default --local store"),
    do("remote remove store"),
    do_text("config -l"),
)
case(
    "remote/remove-default-kept-in-lower-levels",
    REPO,
    dvc("remote add --local l s3://l"),
    dvc("remote default --local l"),
    do("remote remove --local l"),
    do_text("remote default"),
)
case(
    "remote/remove-one-of-several",
    REPO,
    dvc("remote add a s3://a"),
    dvc("remote add b s3://b"),
    do("remote remove a"),
    do_text("remote list"),
)
case(
    "remote/modify",
    REPO,
    do("remote modify store jobs 5"),
    do_text("config remote.store.jobs"),
    do("remote modify store -u jobs"),
    do("remote modify store -u jobs"),
    do_text("config -l"),
)
case(
    "remote/modify-url",
    REPO,
    do("remote modify store url ../other"),
    do_text("remote list"),
    do("remote modify store url s3://b/p"),
    do("remote modify store region eu"),
    do_text("config -l"),
)
case(
    "remote/modify-url-with-foreign-options",
    REPO,
    dvc("remote add r s3://b"),
    dvc("remote modify r region eu"),
    do("remote modify r url ssh://h/p", 251),
    do_text("config -l"),
)
case(
    "remote/modify-unknown",
    REPO,
    do("remote modify nothing jobs 5", 251),
    do("remote modify store nonsense 5", 251),
    do("remote modify store region eu", 251),
    do("remote modify store jobs 0", 251),
    do("remote modify store jobs x", 251),
    do("remote modify store jobs", 251),
    do_text("config -l"),
)
case(
    "remote/modify-local-of-project",
    REPO,
    dvc("remote add s ssh://h/p"),
    do("remote modify --local s password secret"),
    do("remote modify --global s password secret", 251),
    do_text("config -l"),
    do_text("remote list"),
)
case(
    "remote/modify-booleans",
    REPO,
    dvc("remote add s s3://b"),
    do("remote modify s use_ssl false"),
    do("remote modify s ssl_verify /ca.pem"),
    do("remote modify s ssl_verify no"),
    do("remote modify s use_ssl perhaps", 251),
    do("remote modify s version_aware True"),
    do_text("config -l"),
)
case(
    "remote/modify-paths",
    REPO,
    dvc("remote add s ssh://h/p"),
    dvc("remote add t s3://b"),
    do("remote modify s keyfile keys/id"),
    do("remote modify t credentialpath ../cred"),
    do(["remote", "modify", "t", "configpath", "~/conf"]),
    do_text("config -l"),
)
case(
    "remote/modify-http",
    REPO,
    dvc("remote add h https://h"),
    do("remote modify h auth basic"),
    do("remote modify h user me"),
    do("remote modify h method PUT"),
    do("remote modify h auth digest"),
    do("remote modify h auth other", 251),
    do("remote modify h connect_timeout 1.5"),
    do("remote modify h read_timeout -1", 251),
    do_text("config -l"),
)
case(
    "remote/modify-argument-grammar",
    REPO,
    do("remote modify store jobs --local 2", 254),
    do("remote modify --local store jobs 2"),
    do("remote modify store jobs 2 --local"),
    do("remote modify store", 254),
)
case("remote/rename", REPO, do("remote rename store shop"), do_text("remote list"), do_text("remote default"))
case(
    "remote/rename-collision",
    REPO,
    dvc("remote add a s3://a"),
    do("remote rename store a", 251),
    do("remote rename nothing b", 251),
    do("remote rename store", 254),
    do("remote rename store store", 251),
)
case(
    "remote/rename-levels",
    REPO,
    dvc("remote default --local store"),
    do("remote rename store shop"),
    do_text("config -l"),
)
case(
    "remote/rename-other-level",
    REPO,
    do("remote rename --local store shop", 251),
    dvc("remote add --local l s3://l"),
    do("remote rename --local l m"),
    do_text("config -l"),
)
case(
    "remote/rename-upper-case",
    REPO,
    do("remote rename store SHOP"),
    do_text("remote list"),
    do_text("remote default"),
    do_text("status -c"),
)
case(
    "remote/rename-keeps-options",
    REPO,
    dvc("remote add z s3://z"),
    dvc("remote modify store jobs 2"),
    do("remote rename store shop"),
)
case(
    "remote/of-remote",
    REPO,
    do("remote add sub remote://store/deep"),
    do_text("remote list"),
    write("a", "a"),
    dvc("add -q a"),
    do_text("push -r sub"),
    do("remote add bad remote://nothing/x"),
    do("push -r bad", 1),
)
case(
    "remote/outside-project",
    EMPTY,
    do("remote list"),
    do("remote add r s3://b", 251),
    do("remote add --global r s3://b"),
    do_text("remote list"),
    do("remote default", 1),
    do("remote remove --global r", 251),
)
case(
    "remote/worktree-settings",
    REPO,
    dvc("remote add s s3://b"),
    do("remote modify s worktree true"),
    do("remote modify s version_aware false"),
    do("status"),
)
differs(
    "remote/non-ascii-url",
    "config-non-ascii",
    REPO,
    do("remote add d ../é"),
    do("status"),
    sh("grep -q é .dvc/config; grep -q store .dvc/config"),
)
differs(
    "remote/secret-refused",
    "config-secret",
    REPO,
    do("remote add s ssh://host/path"),
    do("remote modify s password secret", 251),
    do("remote add t https://me:secret@host/path", 251),
    do("config remote.s.passphrase secret", 251),
    do("remote modify --local s password secret"),
    do("remote modify --allow-secret s password secret"),
    sh("grep -q 'password = secret' .dvc/config; ! grep -q me: .dvc/config"),
)
case(
    "remote/secret-without-git",
    fixture("remote-secret-without-git", dvc("init --no-scm -q"), dvc("remote add s ssh://host/path")),
    do("remote modify s password secret"),
    do("config remote.s.passphrase secret"),
)
UNAVAILABLE = ("hdfs", "webhdfs", "oss", "gdrive")
case(
    "remote/unavailable-kinds",
    DATA,
    *(do(f"remote add {kind} {kind}://host/path") for kind in UNAVAILABLE),
    *(do(f"{command} -r {kind}", 255) for command in ("push", "fetch", "pull", "status -c") for kind in UNAVAILABLE[:2]),
    *(do(f"push -r {kind}", 255) for kind in UNAVAILABLE[2:]),
    do("gc -c -w -f -r oss", 255),
    do("add --to-remote -r oss README.md -o x", 255),
    do("import-url --to-remote -r hdfs README.md x", 255),
)
case(
    "remote/unavailable-urls",
    DATA,
    *(do(f"{command} hdfs://host/path x", 255) for command in ("import-url", "import-url --no-exec", "get-url")),
    do("list-url hdfs://host/path", 255),
    do("get-url foo://host/path", 1),
    do("import-url foo://host/path x", 1),
    do("list-url foo://host/path", 251),
)
differs(
    "remote/file-url",
    "file-remote",
    DATA,
    do("remote add -d away file://$W/store-away"),
    do("push"),
    sh('test -d "$W/store-away/files/md5" && ! test -e file:'),
    do_text("status -c", says="Cache and remote 'away' are in sync."),
)
differs(
    "remote/url-without-host",
    "url-without-host",
    DATA,
    do("remote add -d away weird:///bucket/path"),
    do("push", 1),
    sh("! test -e weird:"),
)
