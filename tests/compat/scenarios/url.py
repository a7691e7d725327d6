"""import-url, get-url, list-url, add --to-remote."""

from fixtures import AUTOSTAGE, GIT, NO_SCM, PROJECT, REPO, SRC
from words import case, commit, differs, do, do_json, do_lines, do_text, dvc, inside, other, sh

EXT = sh("mkdir -p ../ext/sub; echo 1 >../ext/a; echo 2 >../ext/sub/b; echo file >../file")
CLEAN = (do_json("status --json"), other("status -q"))

# import-url
case("import-url/file", REPO, EXT, do("import-url ../file"), *CLEAN)
case("import-url/output", REPO, EXT, sh("echo /file >.gitignore"), do_text("import-url ../file"))
case("import-url/absolute", REPO, EXT, do("import-url $W/file"), do("import-url $W/ext named"), *CLEAN)
differs("import-url/file-url", "file-url", REPO, EXT, do("import-url file://$W/file"), *CLEAN)
case("import-url/directory", REPO, EXT, do("import-url ../ext"), *CLEAN)
case(
    "import-url/named",
    REPO,
    EXT,
    sh("mkdir there"),
    do("import-url ../file other"),
    do("import-url ../file there", 1),
    do("import-url ../ext there/deep", 1),
    do("import-url ../ext third"),
    *CLEAN,
)
case("import-url/inside-project", REPO, EXT, sh("echo x >local"), do("import-url local copy"), *CLEAN)
case(
    "import-url/existing",
    REPO,
    EXT,
    sh("echo mine >file"),
    do("import-url ../file", 1),
    do("import-url -f ../file"),
    *CLEAN,
)
case(
    "import-url/again",
    REPO,
    EXT,
    dvc("import-url -q ../file"),
    do("import-url ../file", 1),
    sh("echo newer >../file"),
    do("import-url -f ../file"),
    *CLEAN,
)
case(
    "import-url/fields-kept",
    REPO,
    EXT,
    dvc("import-url -q ../file"),
    sh("sed -i '1i # head' file.dvc; printf '  desc: d\\n' >>file.dvc; echo newer >../file"),
    do("import-url -f ../file"),
    *CLEAN,
)
case("import-url/missing", REPO, do("import-url ../nothing", 1), do("import-url ../file no/where", 1))
case("import-url/schemes", REPO, do("import-url foo://host/x", 1))
case(
    "import-url/no-exec",
    REPO,
    EXT,
    do("import-url --no-exec ../file"),
    do_json("status --json"),
    do("import-url --no-exec ../nothing later"),
)
case(
    "import-url/no-exec-then-commit",
    REPO,
    EXT,
    dvc("import-url -q --no-exec ../file"),
    sh("cp ../file file"),
    do("commit -f file.dvc"),
    *CLEAN,
)
case(
    "import-url/no-download",
    REPO,
    EXT,
    do("import-url --no-download ../file"),
    do("import-url --no-download ../ext"),
    do_json("status --json"),
    do_text("pull file.dvc"),
    do_text("pull file.dvc"),
    do_json("status --json"),
)
differs(
    "import-url/no-download-directory",
    "partial-directory",
    REPO,
    EXT,
    do("import-url --no-download ../ext"),
    do("pull"),
    sh('test "$(cat ext/a ext/sub/b)" = "$(cat ../ext/a ../ext/sub/b)"; rm -rf .dvc/cache ext'),
    do("pull"),
    sh("test -e ext/sub/b"),
)
case(
    "import-url/no-download-same-source",
    REPO,
    EXT,
    dvc("import-url -q --no-download ../file a"),
    dvc("import-url -q --no-download ../file b"),
    do("pull"),
)
case(
    "import-url/no-download-then-commit",
    REPO,
    EXT,
    dvc("import-url -q --no-download ../file"),
    do("pull file.dvc"),
    do("commit -f file.dvc"),
    *CLEAN,
)
case(
    "import-url/no-download-source-changed",
    REPO,
    EXT,
    dvc("import-url -q --no-download ../file"),
    sh("echo newer >../file"),
    do("fetch"),
    do("pull", 1),
    do("update file.dvc"),
    *CLEAN,
)
case("import-url/no-download-missing", REPO, do("import-url --no-download ../nothing", 1))
case(
    "import-url/no-download-http",
    REPO,
    sh("echo web >../www/page"),
    do("import-url --no-download $HTTP/page"),
    do_text("pull"),
    do_json("status --json"),
    do("commit -f page.dvc"),
    *CLEAN,
)
case(
    "import-url/http",
    REPO,
    sh("echo web >../www/page"),
    do("import-url $HTTP/page"),
    do("import-url $HTTP/page other"),
    *CLEAN,
)
case(
    "import-url/http-no-etag",
    REPO,
    sh("mkdir ../www/plain; echo web >../www/plain/page"),
    do("import-url $HTTP/plain/page"),
    *CLEAN,
)
case(
    "import-url/http-odd-names",
    REPO,
    sh("echo web >'../www/a b'; echo q >../www/q"),
    do(["import-url", "$HTTP/a b", "blank"]),
    do(["import-url", "$HTTP/a%20b", "escaped"]),
    do(["import-url", "$HTTP/q?x=1&y=2"]),
    *CLEAN,
)
case(
    "import-url/http-from-subdirectory",
    REPO,
    sh("mkdir sub; echo web >../www/page"),
    do("import-url $HTTP/page", cwd="repo/sub"),
    do("import-url $HTTP/page ../up", cwd="repo/sub"),
    *CLEAN,
)
case(
    "import-url/http-status",
    REPO,
    sh("echo web >../www/page"),
    dvc("import-url -q $HTTP/page"),
    do_json("status --json"),
    dvc("unfreeze page.dvc"),
    do_json("status --json"),
    sh("echo newer >../www/page"),
    do_json("status --json"),
    do("commit -f page.dvc"),
    do_json("status --json"),
    sh("rm ../www/page"),
    do_json("status --json"),
    do("commit -f page.dvc", 1),
)
case(
    "import-url/http-to-remote",
    REPO,
    sh("echo web >../www/page"),
    do("import-url --to-remote $HTTP/page"),
    do_json("status --json"),
    do_text("pull"),
    *CLEAN,
)
case(
    "import-url/http-of-remote",
    REPO,
    sh("mkdir ../www/sub; echo web >../www/sub/page"),
    dvc("remote add -q web $HTTP/sub"),
    do("import-url remote://web/page"),
    *CLEAN,
)
case(
    "import-url/fs-config",
    REPO,
    EXT,
    sh("echo web >../www/page"),
    do("import-url $HTTP/page --fs-config read_timeout=3 method=PUT"),
    do("import-url remote://store/../file there --fs-config jobs=2"),
    do("import-url $HTTP/page bad --fs-config nothing=3", 1),
    *CLEAN,
)
case(
    "import-url/stage-file",
    REPO,
    EXT,
    sh("echo x >../ext/x.dvc"),
    do("import-url ../ext/x.dvc y", 1),
    do("import-url ../ext/x.dvc", 1),
)
case(
    "import-url/ignored-members",
    REPO,
    EXT,
    sh("echo '*.tmp' >.dvcignore; echo t >../ext/t.tmp; mkdir ../ext/empty"),
    do("import-url ../ext"),
    do_json("status --json"),
)
case("import-url/empty-directory", REPO, sh("mkdir ../none"), do("import-url ../none"), *CLEAN)
case("import-url/trailing-slash", REPO, EXT, do("import-url ../ext/"), do("import-url $W/ext/sub/ two"), *CLEAN)
case("import-url/remote-missing-path", REPO, do("import-url remote://store/nothing", 1))
case(
    "import-url/existing-directory",
    REPO,
    EXT,
    sh("mkdir ext"),
    do("import-url ../ext", 1),
    do("import-url -f ../ext"),
    *CLEAN,
)
differs(
    "import-url/git-tracked",
    "import-over-git",
    REPO,
    EXT,
    sh("echo mine >file; git add file"),
    do("import-url -f ../file", 1),
    sh("grep mine file"),
)
case("import-url/http-missing", REPO, do("import-url $HTTP/nothing", 1))
case(
    "import-url/remote",
    REPO,
    sh("mkdir ../store/sub; echo x >../store/sub/data"),
    do("import-url remote://store/sub/data"),
    do("import-url remote://nothing/x", 1),
    *CLEAN,
)
case(
    "import-url/source-changed",
    REPO,
    EXT,
    dvc("import-url -q ../file"),
    sh("echo newer >../file"),
    do_json("status --json"),
    do("update file.dvc"),
    *CLEAN,
)
case(
    "import-url/unfrozen",
    REPO,
    EXT,
    dvc("import-url -q ../file"),
    dvc("unfreeze file.dvc"),
    sh("echo newer >../file"),
    do_json("status --json"),
)
case(
    "import-url/push-and-pull",
    REPO,
    EXT,
    dvc("import-url -q ../file"),
    dvc("import-url -q ../ext"),
    do_text("push"),
    sh("rm -r .dvc/cache file ext ../file ../ext"),
    do_text("pull"),
    do_json("status --json"),
)
case(
    "import-url/to-remote",
    REPO,
    EXT,
    do("import-url --to-remote ../file"),
    do("import-url --to-remote ../ext"),
    do_json("status --json"),
    do_text("pull"),
    *CLEAN,
)
case(
    "import-url/to-remote-named",
    REPO,
    EXT,
    dvc("remote add -q second $W/store2"),
    do("import-url --to-remote -r second ../file"),
    do("import-url -r second ../ext", 1),
)
case(
    "import-url/combinations",
    REPO,
    EXT,
    do("import-url --to-remote --no-exec ../file", 1),
    do("import-url --to-remote --no-download ../file", 1),
    do("import-url --no-exec --no-download ../file", 254),
    do("import-url ../file --force named", 254),
)
case("import-url/version-aware-refused", REPO, EXT, do("import-url --version-aware ../file"))
case("import-url/autostage", AUTOSTAGE, EXT, do("import-url ../file"))
case("import-url/no-scm", NO_SCM, EXT, do("import-url ../file"), *CLEAN)
case("import-url/executable", REPO, EXT, sh("chmod +x ../file"), do("import-url ../file"), *CLEAN)
case(
    "import-url/link-types",
    REPO,
    dvc("config cache.type symlink"),
    EXT,
    do("import-url ../file"),
    do("import-url ../ext"),
    *CLEAN,
)
case("import-url/not-a-project", GIT, EXT, do("import-url ../file", 253))

# get-url, list-url
case(
    "get-url/file",
    GIT,
    EXT,
    do_text("get-url ../file"),
    do("get-url ../file other"),
    do("get-url ../file", 1),
    do("get-url -f ../file"),
)
case(
    "get-url/directory",
    GIT,
    EXT,
    do("get-url ../ext"),
    do("get-url $W/ext other"),
    sh("mkdir there"),
    do("get-url ../ext there"),
)
case("get-url/http", GIT, sh("echo web >../www/page"), do("get-url $HTTP/page"), do("get-url $HTTP/nothing", 1))
case(
    "get-url/remote",
    REPO,
    sh("mkdir ../store/sub; echo x >../store/sub/data"),
    do("get-url remote://store/sub/data"),
    do("get-url remote://store/sub"),
)
case("get-url/missing", GIT, do("get-url ../nothing", 1))
case(
    "list-url/basics",
    GIT,
    EXT,
    do_lines("list-url ../ext"),
    do_lines("list-url -R ../ext"),
    do_lines("list-url --size ../ext"),
    do_lines("list-url ../file"),
    do_lines("ls-url ../ext/sub"),
    do("list-url ../nothing", 255),
)
case(
    "list-url/levels",
    GIT,
    EXT,
    do_lines("list-url -R -L 1 ../ext"),
    do_lines("list-url -T ../ext"),
    do_lines("list-url -T -L 1 ../ext"),
)
case("list-url/http", GIT, do("list-url $HTTP/", 255))

# add --to-remote
case("to-remote/file", REPO, EXT, do("add --to-remote ../file"), do_json("status --json"), do_text("pull"), *CLEAN)
case("to-remote/directory", REPO, EXT, do("add --to-remote ../ext"), do_json("status --json"), do_text("pull"), *CLEAN)
case(
    "to-remote/named",
    REPO,
    EXT,
    do("add --to-remote ../file -o here"),
    do("add --to-remote ../file -o here", 0),
    do_json("status --json"),
)
case("to-remote/absolute", REPO, EXT, do("add --to-remote $W/file"), do_json("status -c --json"))
case(
    "to-remote/other-remote",
    REPO,
    EXT,
    dvc("remote add -q second $W/store2"),
    do("add --to-remote -r second ../file"),
    do("add --to-remote -r nothing ../ext", 1),
)
case("to-remote/jobs", REPO, EXT, do("add --to-remote --remote-jobs 2 ../ext"))
case(
    "to-remote/combinations",
    REPO,
    EXT,
    do("add --to-remote ../file ../ext", 1),
    do("add --to-remote --glob ../file", 1),
    do("add --to-remote --no-commit ../file", 1),
)
case("to-remote/missing", REPO, do("add --to-remote ../nothing", 1))
case("to-remote/http", REPO, sh("echo web >../www/page"), do("add --to-remote $HTTP/page"), do_text("pull"), *CLEAN)
case("to-remote/no-remote", PROJECT, EXT, do("add --to-remote ../file", 1))
case("to-remote/inside-project", REPO, sh("echo x >local"), do("add --to-remote local"), do_json("status --json"))
differs(
    "import-url/lost-copy",
    "lost-copy",
    REPO,
    sh("echo a >$W/a; mkdir $W/d; echo 1 >$W/d/1; echo 2 >$W/d/2"),
    do("import-url $W/a"),
    do("import-url $W/d"),
    sh("rm -rf .dvc/cache a d"),
    do("pull"),
    sh("grep a a; grep 2 d/2"),
    dvc("status -q"),
    dvc("push -q"),
    sh("m=$(echo 1 | md5sum | cut -c1-32); rm -rf .dvc/cache a d; rm -f $W/store/files/md5/${m:0:2}/${m:2}"),
    do("pull"),
    sh("grep 1 d/1; rm -rf .dvc/cache a d $W/store/files; echo changed >$W/a"),
    do("pull", 1),
    sh("test ! -e a; grep 1 d/1"),
)

# A source that imported from URLs without the data: it comes from there.
URLS = (
    sh("mkdir -p ../ext/d/sub; echo e >../ext/e; echo a >../ext/d/a; echo b >../ext/d/sub/b; echo web >../www/web"),
    *inside(
        "src",
        dvc("import-url -q --no-download $W/ext/e"),
        dvc("import-url -q --no-download $W/ext/d"),
        dvc("import-url -q --no-download $HTTP/web"),
        dvc("import-url -q --no-exec $HTTP/web later"),
        commit("URLs"),
    ),
)
UNDOWNLOADED = ("e", "d", "d/sub", "d/sub/b", "web", "later")
case(
    "url/get-what-a-source-did-not-download",
    SRC,
    *URLS,
    *(do(f"get $W/src {path} -o in{i}") for i, path in enumerate(UNDOWNLOADED)),
    *(do(f"get file://$W/src {path} -o from{i}") for i, path in enumerate(UNDOWNLOADED)),
    do_lines("list -R $W/src d"),
)
case(
    "url/import-what-a-source-did-not-download",
    SRC,
    *URLS,
    do("import file://$W/src d"),
    do("import file://$W/src web"),
    do("import $W/src later"),
    sh("rm -rf .dvc/cache d web later"),
    do("pull"),
    other("status"),
)
differs(
    "url/source-import-changed",
    "source-import-changed",
    SRC,
    *URLS,
    sh("echo other >../www/web"),
    do("get file://$W/src web", 1),
    do("get file://$W/src later", 0),
)
