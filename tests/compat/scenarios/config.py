"""dvc config, and what DVC makes of configuration files."""

from fixtures import EMPTY, NO_SCM, PROJECT, REPO
from words import case, differs, do, do_text, dvc, other, sh, write

LEVELS = ("--system", "--global", "--project", "--local")

case(
    "config/set-get-unset",
    REPO,
    do("config core.autostage true"),
    do_text("config core.autostage"),
    do("config -u core.autostage"),
    do_text("config core.autostage"),
)
case(
    "config/get-missing",
    REPO,
    do_text("config core.autostage"),
    do_text("config cache.dir"),
    do_text("config nosection.option"),
)
case("config/get-missing-at-level", REPO, *(do(f"config {level} core.autostage", 251) for level in LEVELS))
case(
    "config/set-at-levels",
    REPO,
    *(do(f"config {level} core.checksum_jobs {n}") for n, level in enumerate(LEVELS, 1)),
    *(do_text(f"config {level} core.checksum_jobs") for level in LEVELS),
    do_text("config core.checksum_jobs"),
    do_text("config -l"),
)
case(
    "config/precedence",
    REPO,
    do("config --system core.remote store"),
    do("config --global core.analytics false"),
    do("config core.analytics true"),
    do_text("config core.analytics"),
    do("config --local core.analytics false"),
    do_text("config core.analytics"),
)
case(
    "config/unset-at-levels",
    REPO,
    *(dvc(f"config {level} core.checksum_jobs 1") for level in LEVELS),
    do("config -u core.checksum_jobs"),
    do("config -u --local core.checksum_jobs"),
    do_text("config -l"),
    do("config -u --global core.checksum_jobs"),
    do("config -u --system core.checksum_jobs"),
)
case(
    "config/unset-missing",
    REPO,
    do("config -u core.autostage", 251),
    do("config -u cache.dir", 251),
    do("config -u --local core.remote", 251),
    do("config -u remote.nothing.url", 251),
)
case(
    "config/list",
    REPO,
    dvc("config core.autostage true"),
    dvc("config --local cache.type copy"),
    do_text("config -l"),
    do_text("config --list --local"),
    do_text("config -l --project"),
    do_text("config -l --global"),
)
case("config/list-empty", PROJECT, do_text("config -l"), do_text("config -l --local"))
case(
    "config/list-show-origin",
    REPO,
    dvc("config --local cache.type copy"),
    dvc("config --global core.analytics false"),
    do_text("config -l --show-origin"),
    do_text("config -l --show-origin --local"),
    do_text("config --show-origin core.remote"),
    do_text("config --show-origin --local cache.type"),
)
case("config/list-show-origin-subdirectory", REPO, sh("mkdir sub"), do_text("config -l --show-origin", cwd="repo/sub"))
case(
    "config/list-remotes-first",
    REPO,
    dvc("remote modify store jobs 3"),
    dvc("remote add second s3://bucket/x"),
    dvc("config core.autostage true"),
    dvc("config feature.machine true"),
    do_text("config -l"),
)
case(
    "config/remote-option",
    REPO,
    do("config remote.store.jobs 4"),
    do_text("config remote.store.jobs"),
    do_text("config remote.store.url"),
    do("config -u remote.store.jobs"),
    do_text("config -l"),
)
case(
    "config/remote-unknown",
    REPO,
    do("config remote.nothing.jobs 4", 251),
    do("config remote.nothing.url $W/x"),
    do_text("config -l"),
)
case(
    "config/upper-case",
    REPO,
    do("config CORE.Autostage TRUE"),
    do_text("config core.AUTOSTAGE"),
    do_text("config -l"),
    do("config remote.STORE.jobs 2"),
    do_text("config remote.store.JOBS"),
)
case(
    "config/value-kept",
    REPO,
    do("config core.remote STORE"),
    do_text("config core.remote"),
    do_text("remote default"),
    other("remote list"),
)
case(
    "config/bad-name",
    REPO,
    do("config core", 254),
    do("config core.a.b 1", 254),
    do_text("config .x"),
    do("config core. 1", 251),
    do("config remote.a.b.c 1", 254),
    do_text("config remote.store"),
)
case(
    "config/bad-section",
    REPO,
    do("config nosection.x 1", 251),
    do("config core.nooption 1", 251),
    do_text("config core.nooption"),
)
case(
    "config/bad-value",
    REPO,
    do("config core.autostage maybe", 251),
    do("config core.checksum_jobs 0", 251),
    do("config core.checksum_jobs many", 251),
    do("config cache.type nolink", 251),
    do("config cache.shared world", 251),
)
case(
    "config/good-values",
    REPO,
    do("config core.autostage False"),
    do("config core.checksum_jobs 1"),
    do("config cache.type reflink,copy"),
    do("config cache.shared group"),
    do("config cache.slow_link_warning false"),
    do("config core.check_update false"),
    do("config core.hardlink_lock false"),
    do("config core.interactive true"),
    do_text("config -l"),
)
case(
    "config/cache-type-list",
    REPO,
    do("config cache.type hardlink,symlink,copy"),
    do_text("config cache.type"),
    do(["config", "cache.type", "reflink, copy"]),
    do_text("config cache.type"),
    do_text("config -l"),
)
case(
    "config/cache-dir",
    REPO,
    do("config cache.dir ../cache"),
    do_text("config cache.dir"),
    do_text("config -l"),
    do_text("cache dir"),
    do("config cache.dir $W/cache2"),
    do_text("config cache.dir"),
)
case(
    "config/cache-dir-from-subdirectory",
    REPO,
    sh("mkdir sub"),
    do("config cache.dir ../../cache", cwd="repo/sub"),
    do_text("config cache.dir", cwd="repo/sub"),
)
case(
    "config/cache-dir-home",
    REPO,
    do(["config", "cache.dir", "~/cache"]),
    do_text("config cache.dir"),
    do_text("cache dir"),
)
case(
    "config/cache-dir-command",
    REPO,
    do_text("cache dir"),
    do("cache dir ../cache"),
    do_text("cache dir"),
    do("cache dir -u"),
    do("cache dir -u", 251),
    do_text("cache dir"),
)
case(
    "config/cache-dir-command-levels",
    REPO,
    do("cache dir --local ../cache"),
    do_text("cache dir"),
    do_text("cache dir --local"),
    do("cache dir --global", 251),
    do("cache dir --project", 251),
    do("cache dir --global $W/cache2"),
    do_text("cache dir"),
)
case(
    "config/list-with-name",
    REPO,
    do("config -l core.remote", 1),
    do("config -l -u", 1),
    do("config", 1),
    do("config --show-origin core.remote store", 1),
    do("config --show-origin -u core.remote", 1),
)
case("config/two-levels", REPO, do("config --local --global core.autostage true", 254))
case(
    "config/argument-grammar",
    REPO,
    do("config core.autostage --local true", 254),
    do("config --local core.autostage true"),
    do("config core.autostage false --local"),
    do("config --unse core.autostage --local"),
)
case(
    "config/outside-project",
    EMPTY,
    do("config core.autostage true", 251),
    do("config --local core.autostage true", 251),
    do("config --project core.autostage", 251),
    do("config --global core.autostage true"),
    do_text("config core.autostage"),
    do_text("config -l"),
    do("config --system core.analytics false"),
    do_text("config -l --show-origin"),
)
case(
    "config/global-remote-used",
    PROJECT,
    do("remote add --global -d far $W/store"),
    write("a", "a"),
    dvc("add -q a"),
    do_text("push"),
    do_text("remote list"),
)
case(
    "config/xdg",
    EMPTY,
    do("config --global core.autostage true", env={"XDG_CONFIG_HOME": "$W/elsewhere"}),
    do("config --system core.autostage true", env={"XDG_CONFIG_DIRS": "$W/one:$W/two"}),
)
case(
    "config/environment-dirs",
    EMPTY,
    do("config --global core.autostage true", env={"DVC_GLOBAL_CONFIG_DIR": "$W/glob"}),
    do("config --system core.autostage true", env={"DVC_SYSTEM_CONFIG_DIR": "$W/sys"}),
    do_text("config -l --show-origin", env={"DVC_GLOBAL_CONFIG_DIR": "$W/glob", "DVC_SYSTEM_CONFIG_DIR": "$W/sys"}),
)
case("config/no-scm", NO_SCM, do_text("config core.no_scm"), do("config core.autostage true"), do_text("config -l"))
case(
    "config/broken-can-be-repaired",
    REPO,
    write(".dvc/config", "[core]\n    remote = store\n    nonsense = 1\n['remote \"store\"']\n    url = /x\n"),
    do("status", 251),
    do_text("config -l"),
    do_text("config core.remote"),
    do("config -u core.nonsense"),
    do("status"),
)

# Files by hand.
case(
    "config/file-comments-lost",
    REPO,
    write(
        ".dvc/config",
        "# head\n[core]  # section\n    # inner\n    remote = store # tail\n\n['remote \"store\"']\n    url = /x\n# end\n",
    ),
    do_text("config -l"),
    do("config core.autostage true"),
    do_text("config -l"),
)
case(
    "config/file-hash-in-value",
    REPO,
    write(".dvc/config.local", "['remote \"r\"']\n    url = s3://b/p#frag\n"),
    do_text("config -l --local"),
    do_text("remote list --local"),
)
case(
    "config/file-semicolon",
    REPO,
    write(".dvc/config.local", "[core]\n    remote = store ; x\n"),
    do_text("config -l --local"),
)
case(
    "config/file-semicolon-comment",
    REPO,
    write(".dvc/config.local", "; comment\n[core]\n"),
    do("config -l", 251),
    do("status", 251),
)
case(
    "config/file-quotes",
    REPO,
    write(
        ".dvc/config.local", '[core]\n    remote = "store"\n[\'remote "a"\']\n    url = \'x, y\'\n    type = "copy"\n'
    ),
    do_text("config -l --local"),
    do("config --local core.autostage true"),
)
case(
    "config/file-headers",
    REPO,
    write(
        ".dvc/config.local",
        '[ core ]\nautostage = true\n[\'remote "a"\']\nurl = /a\n[remote "b"]\n url=/b\n[\'remote"c"\'] # c\n   url   =   /c\n',
    ),
    do_text("config -l --local"),
    do_text("remote list"),
    do("config --local core.autostage false"),
)
case(
    "config/file-indentation",
    REPO,
    write(".dvc/config.local", "  [core]\n  autostage = true\n\t\tremote = store\n\n\n"),
    do_text("config -l --local"),
    do("config --local core.autostage false"),
)
case(
    "config/file-crlf",
    REPO,
    write(".dvc/config.local", "[core]\r\n    autostage = true\r\n"),
    do_text("config -l --local"),
    do("config --local core.autostage false"),
)
case(
    "config/file-upper-case",
    REPO,
    write(".dvc/config.local", "[CORE]\n    AutoStage = True\n['remote \"BIG\"']\n    URL = /Big\n"),
    do_text("config -l --local"),
    do_text("remote list"),
    do("config --local core.remote BIG"),
)
case(
    "config/file-percent",
    REPO,
    write(".dvc/config.local", "['remote \"r\"']\n    url = /a%20b\n    user = 100%%\n"),
    do_text("config -l --local"),
)
case(
    "config/file-interpolation",
    REPO,
    write(".dvc/config.local", "['remote \"r\"']\n    url = /a/%(user)s\n    user = me\n"),
    do_text("config -l --local"),
    do_text("remote list"),
)
case(
    "config/file-lists",
    REPO,
    write(".dvc/config.local", "[cache]\n    type = reflink , copy,\n"),
    do_text("config -l --local"),
    do_text("config cache.type"),
    do("config --local core.autostage true"),
)
case(
    "config/file-duplicate-section",
    REPO,
    write(".dvc/config.local", "[core]\n    autostage = true\n[core]\n"),
    do("config -l", 251),
    do("status", 251),
)
case(
    "config/file-duplicate-key",
    REPO,
    write(".dvc/config.local", "[core]\n    autostage = true\n    autostage = false\n"),
    do("status", 251),
)
case(
    "config/file-duplicate-other-case",
    REPO,
    write(".dvc/config.local", "[core]\n    autostage = true\n    AUTOSTAGE = false\n"),
    do_text("config core.autostage"),
    do_text("config -l --local"),
)
case(
    "config/file-no-equals",
    REPO,
    write(".dvc/config.local", "[core]\n    autostage\n"),
    do("status", 251),
    do("config -l", 251),
)
case("config/file-unclosed-section", REPO, write(".dvc/config.local", "[core\n"), do("status", 251))
case("config/file-not-utf8", REPO, sh("printf '[core]\\n    remote = \\377\\n' >.dvc/config.local"), do("status", 251))
case(
    "config/file-empty",
    PROJECT,
    do_text("config -l"),
    do("config core.autostage true"),
    do("config -u core.autostage"),
    do_text("config -l"),
)
case(
    "config/file-missing",
    REPO,
    sh("rm .dvc/config"),
    do("status"),
    do_text("config -l"),
    do("config core.autostage true"),
)
case(
    "config/file-unknown-section",
    REPO,
    write(".dvc/config.local", "[unknown]\n    a = 1\n"),
    do("status", 251),
    do_text("config -l --local"),
    do("config --local core.autostage true", 251),
)
case(
    "config/file-unknown-feature",
    REPO,
    write(".dvc/config.local", "[feature]\n    later = 1\n"),
    do("status"),
    do_text("config -l --local"),
)
case(
    "config/file-section-order",
    REPO,
    write(
        ".dvc/config",
        "['remote \"b\"']\n    url = /b\n[cache]\n    type = copy\n['remote \"a\"']\n    url = /a\n[core]\n    autostage = true\n",
    ),
    do("config core.remote a"),
    do("config state.row_limit 10"),
)
case(
    "config/file-empty-section-dropped",
    REPO,
    write(".dvc/config.local", "[core]\n[cache]\n    type = copy\n"),
    do("config --local cache.shared group"),
    do("config --local -u cache.type"),
    do("config --local -u cache.shared"),
)
case(
    "config/quoting",
    REPO,
    *(do(["remote", "modify", "store", "type", "copy"]),),
    *(
        do(["config", "remote.store.url", value])
        for value in ("/a,b", "/a#b", '/a"b', "/it's", "/a b", "/a'b\"c", "/a=b", "/a;b", "/[x]")
    ),
    do_text("config -l"),
)
case(
    "config/quoting-blank-ends",
    REPO,
    *(do(["config", "--local", "core.site_cache_dir", value]) for value in (" /lead", "/trail ", "")),
    do_text("config -l --local"),
)
case(
    "config/obsolete-accepted",
    REPO,
    write(
        ".dvc/config.local",
        '[core]\n    experiments = true\n[cache]\n    protected = true\n    s3 = store\n[remote "x"]\n    url = s3://b\n    no_traverse = true\n    listobjects = true\n',
    ),
    do("status"),
    do_text("config -l --local"),
)
case(
    "config/scheme-options",
    REPO,
    write(
        ".dvc/config.local",
        '[remote "a"]\n    url = ssh://h/p\n    port = 22\n    user = u\n[remote "b"]\n    url = https://h\n    auth = basic\n    ssl_verify = false\n[remote "c"]\n    url = webdavs://h/p\n    token = t\n[remote "d"]\n    url = azure://c\n    account_name = n\n[remote "e"]\n    url = gs://b\n    projectname = p\n',
    ),
    do("status"),
    do_text("remote list"),
    do_text("config -l --local"),
)
case(
    "config/scheme-wrong-option",
    REPO,
    write(".dvc/config.local", '[remote "a"]\n    url = ssh://h/p\n    region = x\n'),
    do("status", 251),
)
case(
    "config/scheme-unknown",
    REPO,
    write(".dvc/config.local", '[remote "a"]\n    url = foo://h/p\n'),
    do("status", 251),
    do_text("remote list"),
)
case("config/remote-without-url", REPO, write(".dvc/config.local", '[remote "a"]\n    jobs = 2\n'), do("status", 251))
differs(
    "config/non-ascii",
    "config-non-ascii",
    REPO,
    do(["config", "remote.store.url", "/é"]),
    do("status"),
    sh("grep -q é .dvc/config"),
)
differs(
    "config/unresolvable-interpolation",
    "config-interpolation",
    REPO,
    do("config core.remote %(x)s", 251),
    do("config -l"),
)
