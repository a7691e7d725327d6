"""Data that DVC 2 tracked."""

from fixtures import LEGACY, REPO
from words import case, differs, do, do_bag, do_json, do_text, dvc, other, sh

GONE = sh("rm -r text binary old")

case("legacy/status", LEGACY, do_text("status"), do_json("status --json"), do_json("status -c --json"))
case("legacy/modified", LEGACY, sh("echo x >text; echo y >old/a; rm binary"), do_json("status --json"))
case(
    "legacy/line-ends-do-not-matter",
    LEGACY,
    sh("printf 'foo\\n' >text; printf 'a\\nb\\n' >old/a"),
    do_json("status --json"),
)
case("legacy/line-ends-matter-in-binary", LEGACY, sh("printf 'bin\\0\\n' >binary"), do_json("status --json"))
case("legacy/checkout", LEGACY, GONE, do_text("checkout"), do_json("status --json"), other("status -q"))
case("legacy/checkout-target-inside", LEGACY, GONE, do_text("checkout old/sub/b"), do_text("checkout old"))
case("legacy/checkout-modified", LEGACY, sh("echo x >text; echo n >old/n"), do("checkout", 255), do_text("checkout -f"))
case("legacy/checkout-missing", LEGACY, GONE, sh("rm -r .dvc/cache"), do("checkout", 255))
case(
    "legacy/no-fallback-between-layouts",
    LEGACY,
    GONE,
    sh("cd .dvc/cache; mkdir -p files/md5; mv ?? files/md5"),
    do("checkout", 255),
    do_json("status --json"),
)
case("legacy/add-unchanged", LEGACY, do("add text old"), do_json("status --json"), other("status -q"))
case("legacy/add-changed", LEGACY, sh("echo new >text"), do("add text"), other("status -q"))
case("legacy/add-changed-line-ends-only", LEGACY, sh("printf 'foo\\n' >text"), do("add text"), other("status -q"))
case(
    "legacy/add-changed-directory",
    LEGACY,
    sh("echo new >old/n"),
    do("add old"),
    do_json("status --json"),
    other("status -q"),
)
case("legacy/add-inside-directory", LEGACY, sh("echo new >old/n"), do("add old/n", 1), do_json("status --json"))
case(
    "legacy/commit",
    LEGACY,
    sh("echo new >text; echo n >old/n"),
    do("commit -f"),
    do_json("status --json"),
    other("status -q"),
)
case("legacy/commit-unchanged", LEGACY, do("commit"), do("commit -f"), other("status -q"))
case("legacy/push", LEGACY, sh("rm -r ../store/*"), do_text("push"), do_text("push"), do_json("status -c --json"))
case("legacy/push-beside-new", LEGACY, sh("rm -r ../store/*; echo n >n"), dvc("add -q n"), do_text("push"))
case("legacy/fetch", LEGACY, sh("rm -r .dvc/cache"), do_text("fetch"), do_text("fetch"), do_text("checkout"))
case("legacy/pull", LEGACY, GONE, sh("rm -r .dvc/cache"), do_text("pull"), other("status -q"))
case("legacy/data-status", LEGACY, sh("echo x >text"), do_bag("data status --json --granular --unchanged"))
case("legacy/diff", LEGACY, sh("echo x >text; rm old/a"), do_json("diff --json"), do_json("diff --json --show-hash"))
case("legacy/list", LEGACY, do_json("list --json --show-hash ."), do_json("list --json -R ."))
case("legacy/get", LEGACY, sh("mkdir ../out"), do("get $W/repo text", cwd="out"), do("get $W/repo old", cwd="out"))
case(
    "legacy/get-revision",
    LEGACY,
    sh("mkdir ../out"),
    do("get $W/repo text --rev HEAD", cwd="out"),
    do("get $W/repo old --rev HEAD", cwd="out"),
)
case("legacy/remove", LEGACY, do("remove text.dvc"), do("remove old.dvc --outs"))
case("legacy/move", LEGACY, do("move text moved"), other("status -q"))
case("legacy/migrate-cache", LEGACY, do_text("cache migrate"), do_json("status --json"), do_text("cache migrate"))
case("legacy/migrate-cache-dry", LEGACY, do_text("cache migrate --dry"))
case("legacy/migrate-files", LEGACY, do("cache migrate --dvc-files"), do_json("status --json"), other("status -q"))
case("legacy/migrate-files-dry", LEGACY, do("cache migrate --dvc-files --dry"))
case(
    "legacy/migrate-files-text",
    LEGACY,
    dvc("config core.autostage true"),
    do_text("cache migrate --dvc-files"),
    do_text("cache migrate --dvc-files"),
    do_text("cache migrate --dvc-files --dry"),
)
case(
    "legacy/migrate-pipeline",
    LEGACY,
    sh(
        """
        printf 'stages:\\n  copy:\\n    cmd: cp text out\\n    deps: [text]\\n    outs: [out]\\n' >dvc.yaml; cp text out
        m=d3b07384d113edec49eaa6238ad5ff00
        printf "schema: '2.0'\\nstages:\\n  copy:\\n    cmd: cp text out\\n" >dvc.lock
        printf "    deps:\\n    - path: text\\n      md5: $m\\n      size: 5\\n    outs:\\n    - path: out\\n      md5: $m\\n      size: 5\\n" >>dvc.lock
        """
    ),
    do_text("cache migrate --dvc-files --dry"),
    do("cache migrate --dvc-files"),
    do_json("status --json"),
    other("status -q"),
)
case("legacy/migrate-then-gc", LEGACY, dvc("cache migrate -q --dvc-files"), do_text("gc -w -f"), do_json("status --json"))
case("legacy/migrate-shared-cache", LEGACY, dvc("config cache.shared group"), do("cache migrate"), do("cache migrate"))
differs(
    "legacy/migrate-missing",
    "migrate-as-recorded",
    LEGACY,
    sh("rm text; echo changed >binary; cp text.dvc $W/text.dvc; cp binary.dvc $W/binary.dvc"),
    do("cache migrate --dvc-files", 1),
    sh("cmp text.dvc $W/text.dvc; cmp binary.dvc $W/binary.dvc; grep -q 'hash: md5' old.dvc"),
    do("checkout --force"),
    do("cache migrate --dvc-files"),
    dvc("status -q"),
)
case("legacy/gc", LEGACY, sh("rm text.dvc"), do_text("gc -w -f"), do_json("status --json"))
case("legacy/corrupt-writable", LEGACY, sh("cd .dvc/cache/d3; chmod 644 *; echo bad >$(ls)"), do_json("status --json"))
case(
    "legacy/mixed-with-new",
    LEGACY,
    sh("cp text new"),
    dvc("add -q new"),
    do_json("status --json"),
    sh("rm -r new text"),
    do_text("checkout"),
)
case(
    "legacy/large-text",
    REPO,
    sh(
        "yes 'line' | sed 's/$/\\r/' | head -c 1500000 >big; m=$(yes line | head -c 1 | md5sum | cut -c1-32); printf 'outs:\\n- md5: %s\\n  path: big\\n' $m >big.dvc"
    ),
    do("add big"),
    do_json("status --json"),
)
case(
    "legacy/old-keys",
    LEGACY,
    sh(
        "printf 'wdir: .\\nouts:\\n- md5: d3b07384d113edec49eaa6238ad5ff00\\n  path: text\\n  cache: true\\n  persist: false\\n' >text.dvc"
    ),
    do_json("status --json"),
    do("add text"),
)
case("legacy/metric-key", LEGACY, sh("echo '  metric: false' >>text.dvc"), do("status", 1))
