"""Metadata files as people and older tools write them: .dvc, dvc.yaml, dvc.lock, listings, YAML in general."""

from fixtures import DATA, IMPORTED, PIPELINE, REPO
from words import case, do, do_bag, do_json, do_text, other, sh, write

FOO = "d3b07384d113edec49eaa6238ad5ff00"
BOTH = (do_json("status --json"), do_text("checkout"), other("status -q"))
CHANGE = (sh("echo changed >foo"), do("add foo"), other("status -q"))


def foo(text: str):
    """foo.dvc with another text."""
    return write("foo.dvc", text)


case(
    "formats/comments-kept",
    DATA,
    foo(
        f"# head\n\nouts:  # outs\n# before\n- md5: {FOO}  # sum\n  size: 4\n\n  hash: md5\n  path: foo # path\n# end\n"
    ),
    *CHANGE,
)
case(
    "formats/blank-lines-kept",
    DATA,
    foo(f"\n\nouts:\n\n- md5: {FOO}\n\n  size: 4\n  hash: md5\n  path: foo\n\n\n"),
    *CHANGE,
)
case(
    "formats/indented-sequences",
    DATA,
    foo(f"outs:\n  - md5: {FOO}\n    size: 4\n    hash: md5\n    path: foo\n"),
    *CHANGE,
)
case("formats/flow-style", DATA, foo(f"outs: [{{md5: {FOO}, size: 4, hash: md5, path: foo}}]\n"), *CHANGE)
case("formats/flow-mapping", DATA, foo(f"outs:\n- {{md5: {FOO}, size: 4, hash: md5, path: foo}}\n"), *CHANGE)
case("formats/json", DATA, foo(f'{{"outs": [{{"md5": "{FOO}", "size": 4, "hash": "md5", "path": "foo"}}]}}'), *CHANGE)
case("formats/quoted", DATA, foo(f"'outs':\n- \"md5\": '{FOO}'\n  size: 4\n  hash: \"md5\"\n  path: 'foo'\n"), *CHANGE)
case(
    "formats/document-marks",
    DATA,
    foo(f"---\nouts:\n- md5: {FOO}\n  size: 4\n  hash: md5\n  path: foo\n...\n"),
    *CHANGE,
)
case(
    "formats/yaml-directive",
    DATA,
    foo(f"%YAML 1.2\n---\nouts:\n- md5: {FOO}\n  size: 4\n  hash: md5\n  path: foo\n"),
    *CHANGE,
)
case("formats/crlf", DATA, sh("sed -i 's/$/\\r/' foo.dvc"), *CHANGE)
case("formats/no-final-newline", DATA, foo(f"outs:\n- md5: {FOO}\n  size: 4\n  hash: md5\n  path: foo"), *CHANGE)
case(
    "formats/byte-order-mark",
    DATA,
    sh("printf '\\357\\273\\277' >x; cat foo.dvc >>x; mv x foo.dvc"),
    do_json("status --json"),
    *CHANGE,
)
case(
    "formats/anchors",
    DATA,
    foo(f"meta: &m\n  a: 1\nouts:\n- md5: {FOO}\n  size: 4\n  hash: md5\n  path: foo\n  meta: *m\n"),
    *CHANGE,
)
case(
    "formats/merge-keys",
    DATA,
    foo(f"meta:\n  x: &m\n    hash: md5\nouts:\n- md5: {FOO}\n  size: 4\n  <<: *m\n  path: foo\n"),
    do_json("status --json"),
)
case("formats/key-order", DATA, foo(f"outs:\n- path: foo\n  hash: md5\n  size: 4\n  md5: {FOO}\n"), *CHANGE)
case(
    "formats/annotations",
    DATA,
    foo(
        f"desc: whole\nmeta:\n  list: [1, 2]\n  map: {{a: b}}\nouts:\n- md5: {FOO}\n  size: 4\n  hash: md5\n  path: foo\n  desc: 'one: two'\n  type: model\n  labels:\n  - a\n  - b\n  meta:\n    deep:\n      deeper: 1.50\n"
    ),
    *CHANGE,
)
case(
    "formats/meta-scalars",
    DATA,
    foo(
        f"meta:\n  a: 1\n  b: 1.0\n  c: 1e5\n  d: true\n  e: null\n  f: ~\n  g: 0x1f\n  h: 2020-01-01\n  i: yes\n  j: '1'\n  k: \"x\\ty\"\n  l: |\n    block\n    text\n  m: >\n    folded\n    text\n  n:\n  o: 017\n  p: 1_000\n  q: []\n  r: {{}}\n  s: .inf\nouts:\n- md5: {FOO}\n  size: 4\n  hash: md5\n  path: foo\n"
    ),
    *CHANGE,
)
case(
    "formats/long-lines",
    DATA,
    foo(
        f"desc: {'wordy ' * 30}end\nouts:\n- md5: {FOO}\n  size: 4\n  hash: md5\n  path: foo\n  desc: 'it: {'wordy ' * 30}end'\n"
    ),
    *CHANGE,
)
case(
    "formats/unicode",
    DATA,
    foo(f"desc: é тест 日本 😀\nouts:\n- md5: {FOO}\n  size: 4\n  hash: md5\n  path: foo\n"),
    *CHANGE,
)
case("formats/wdir", DATA, sh("mkdir s; git mv foo.dvc s/; sed -i '1i wdir: ..' s/foo.dvc"), *BOTH, *CHANGE)
case("formats/wdir-dot", DATA, sh("sed -i '1i wdir: .' foo.dvc"), *BOTH, *CHANGE)
case("formats/wdir-missing", DATA, sh("sed -i '1i wdir: nowhere' foo.dvc"), do_json("status --json"))
case(
    "formats/path-forms",
    DATA,
    sh("sed -i 's|path: foo|path: ./foo|' foo.dvc; sed -i 's|path: dir|path: dir/|' dir.dvc"),
    do_json("status --json"),
    *CHANGE,
)
case("formats/path-with-parents", DATA, sh("sed -i 's|path: foo|path: dir/../foo|' foo.dvc"), do_json("status --json"))
case(
    "formats/other-name",
    DATA,
    sh("git mv foo.dvc other.dvc"),
    *BOTH,
    sh("rm foo"),
    do_text("checkout other.dvc"),
    do_json("status --json foo"),
)
case(
    "formats/two-outs",
    DATA,
    sh("sed 1d dir.dvc >>foo.dvc; rm dir.dvc"),
    *BOTH,
    sh("rm -r foo dir"),
    do_text("checkout foo.dvc"),
    sh("echo x >foo"),
    do("add foo"),
)
case(
    "formats/no-outs",
    DATA,
    write("x.dvc", "desc: nothing\n"),
    write("y.dvc", "outs:\n"),
    write("z.dvc", "outs: []\n"),
    do_json("status --json"),
)
case(
    "formats/empty-file",
    DATA,
    write("x.dvc", ""),
    write("y.dvc", "# nothing\n"),
    write("z.dvc", "null\n"),
    do_json("status --json"),
    do_text("checkout"),
)
case(
    "formats/flags-true",
    DATA,
    sh("printf '  cache: true\\n  persist: false\\n  push: true\\n' >>foo.dvc"),
    *BOTH,
    *CHANGE,
)
case(
    "formats/flags-false",
    DATA,
    sh("printf '  cache: false\\n  persist: true\\n' >>foo.dvc"),
    do_json("status --json"),
    *CHANGE,
)
case(
    "formats/frozen-and-locked",
    DATA,
    sh("sed -i '1i frozen: true' foo.dvc; sed -i '1i locked: true' dir.dvc"),
    do_json("status --json"),
    *CHANGE,
    sh("echo 1 >dir/n"),
    do("add dir"),
)
case(
    "formats/always-changed",
    DATA,
    sh("echo 'always_changed: true' >>foo.dvc"),
    do_json("status --json"),
    sh("echo changed >foo"),
    do("add foo"),
    do_json("status --json"),
)
case("formats/negative-size", DATA, sh("sed -i 's/size: 4/size: -1/' foo.dvc"), do_json("status --json"))
case(
    "formats/wrong-size",
    DATA,
    sh("sed -i 's/size: 4/size: 400/' foo.dvc; sed -i 's/nfiles: 3/nfiles: 9/' dir.dvc"),
    do_json("status --json"),
    sh("rm -r foo dir"),
    do_text("checkout"),
    do_bag("data status --json --granular"),
)
case("formats/other-hash-name", DATA, sh("sed -i 's/hash: md5/hash: sha256/' foo.dvc"), do_json("status --json"))
case(
    "formats/dos2unix-hash-name", DATA, sh("sed -i 's/hash: md5/hash: md5-dos2unix/' foo.dvc"), do_json("status --json")
)
case("formats/empty-md5", DATA, sh("sed -i \"s/md5: d3.*/md5: ''/\" foo.dvc"), do_json("status --json"), *CHANGE)
case(
    "formats/number-like-md5",
    REPO,
    sh(
        "for i in 12e45678901234567890123456789012 1234567890123456789012345678901e; do printf \"outs:\\n- md5: '$i'\\n  size: 2\\n  hash: md5\\n  path: f$i\\n\" >f$i.dvc; done"
    ),
    do_json("status --json"),
)
case(
    "formats/integer-md5",
    DATA,
    sh("sed -i 's/md5: d3.*/md5: 12345678901234567890123456789012/' foo.dvc"),
    do("status", 255),
)
case("formats/cloud-empty", DATA, sh("printf '  cloud: {}\\n' >>foo.dvc"), do_json("status --json"))
case(
    "formats/files-list",
    DATA,
    write(
        "dir.dvc",
        f"outs:\n- hash: md5\n  path: dir\n  files:\n  - relpath: one\n    md5: f97c5d29941bfb1b2fdab0874906ab82\n    size: 3\n",
    ),
    do_json("status --json"),
)
case(
    "formats/dep-of-file",
    DATA,
    write(
        "x.dvc",
        f"deps:\n- md5: {FOO}\n  size: 4\n  hash: md5\n  path: foo\nouts:\n- md5: {FOO}\n  size: 4\n  hash: md5\n  path: copy\n",
    ),
    sh("cp foo copy"),
    do_json("status --json"),
    sh("echo x >foo"),
    do_json("status --json"),
)
case(
    "formats/dep-checksum-of-stage",
    DATA,
    write(
        "x.dvc",
        f"md5: 0000000000000000000000000000000a\ndeps:\n- md5: {FOO}\n  size: 4\n  hash: md5\n  path: foo\nouts:\n- md5: {FOO}\n  size: 4\n  hash: md5\n  path: copy\n",
    ),
    sh("cp foo copy"),
    do_json("status --json"),
)
case(
    "formats/import-comments",
    IMPORTED,
    sh(
        "sed -i '1i # imported' foo.dvc; sed -i 's/^frozen: true/frozen: true  # yes/' foo.dvc; echo '  desc: described' >>foo.dvc"
    ),
    do("update foo.dvc"),
    other("status -q foo.dvc"),
)
case(
    "formats/import-legacy-keys",
    IMPORTED,
    sh("sed -i 's/^frozen/locked/' foo.dvc"),
    do_json("status --json foo.dvc"),
    do("update foo.dvc"),
)
case(
    "formats/lock-order-kept",
    PIPELINE,
    sh(
        "python3 - <<'E'\nt = open('dvc.lock').read()\na = t.index('  prepare:')\nb = t.index('  train:')\nopen('dvc.lock', 'w').write(t[:a] + t[b:] + t[a:b])\nE"
    ),
    do_json("status --json"),
    sh("echo x >>model"),
    do("commit -f train"),
    other("status -q"),
)
case(
    "formats/lock-comments",
    PIPELINE,
    sh("sed -i '1i # locked' dvc.lock; echo x >>model"),
    do("commit -f train"),
    other("status -q"),
)
case("formats/lock-unknown-stage", PIPELINE, sh("sed -i 's/  train:/  trainer:/' dvc.lock"), do_json("status --json"))
case(
    "formats/lock-unknown-output",
    PIPELINE,
    sh("sed -i 's/path: model/path: modell/' dvc.lock"),
    do_json("status --json"),
)
case("formats/lock-without-hash-key", PIPELINE, sh("sed -i '/hash: md5/d' dvc.lock"), do_json("status --json"))
case("formats/lock-gone", PIPELINE, sh("rm dvc.lock"), do_json("status --json"), do("commit -f"), other("status -q"))
case(
    "formats/pipeline-sections",
    PIPELINE,
    sh(
        "printf 'vars: [a: 1]\\nmetrics: [score.json]\\nplots: [score.json]\\nparams: [params.yaml]\\nartifacts:\\n  m:\\n    path: model\\n    type: model\\n    labels: [a]\\n    meta: {x: 1}\\ndatasets: []\\n' >>dvc.yaml"
    ),
    do_json("status --json"),
)
case("formats/pipeline-unknown-section", PIPELINE, sh("echo 'nothing: 1' >>dvc.yaml"), do("status", 1))
case(
    "formats/pipeline-output-flags",
    REPO,
    sh("echo 1 >a; echo 2 >b; echo 3 >c; echo 4 >d"),
    write(
        "dvc.yaml",
        "stages:\n  s:\n    cmd: make\n    outs:\n    - a:\n        cache: false\n    - b:\n        persist: true\n        desc: bee\n        remote: store\n    - c:\n        push: false\n        labels: [x]\n        type: t\n        meta: {k: v}\n    - d:\n        checkpoint: true\n",
    ),
    do("commit -f"),
    do_json("status --json"),
    do_text("push"),
    other("status -q"),
)
case(
    "formats/listing-keys-and-order",
    REPO,
    sh("mkdir d; echo 1 >d/b; echo 2 >d/a; mkdir d/c; echo 3 >d/c/x"),
    do("add d"),
    sh("cat $(find .dvc/cache -name '*.dir')"),
)
case(
    "formats/listing-code-points",
    REPO,
    sh("mkdir d; printf 1 >$'d/\\uFFFD'; printf 2 >$'d/\\U1F600'; printf 3 >d/é"),
    do("add d"),
    other("status -q"),
)
case(
    "formats/new-key-at-the-end",
    DATA,
    sh("sed -i '/size/d' foo.dvc; sed -i '/nfiles/d; /hash/d' dir.dvc; echo changed >foo"),
    do("add foo"),
    do("add dir"),
    other("status -q"),
)
case(
    "formats/granular-size",
    DATA,
    sh("rm dir/two"),
    do("add dir/two"),
    sh("echo n >dir/n"),
    do("add dir/n"),
    do("add dir"),
)
case(
    "formats/gitignored-pipeline",
    PIPELINE,
    sh("printf 'dvc.yaml\\ndvc.lock\\n' >>.gitignore; git rm -q --cached dvc.yaml dvc.lock"),
    do_json("status --json"),
    do("status train", 1),
)

VERSIONED_FILE = foo(
    f"outs:\n- md5: {FOO}\n  size: 4\n  cloud:\n    store:\n      etag: abc\n      version_id: v1\n  hash: md5\n  path: foo\n"
)
VERSIONED_DIR = write(
    "dir.dvc",
    """\
outs:
- hash: md5
  path: dir
  files:
  - relpath: one
    md5: f97c5d29941bfb1b2fdab0874906ab82
    size: 3
    cloud:
      store:
        etag: aaa1
        version_id: v1
  - relpath: sub/three
    md5: aa62cba149c51923916eff46f80fe74c
    size: 6
    cloud:
      store:
        etag: aaa3
        version_id: v3
  - relpath: two
    md5: a9f0e61a137d86aa9db53465e0801612
    size: 6
""",
)
case("formats/versioned-file-again", DATA, VERSIONED_FILE, do("add foo"), do("commit -f foo.dvc"), other("status -q"))
case("formats/versioned-file-changed", DATA, VERSIONED_FILE, *CHANGE)
case(
    "formats/versioned-file-by-id",
    DATA,
    foo(f"outs:\n- md5: {FOO}\n  size: 4\n  version_id: v1\n  etag: abc\n  hash: md5\n  path: foo\n"),
    do("add foo"),
    *CHANGE,
)
case(
    "formats/versioned-directory-add",
    DATA,
    VERSIONED_DIR,
    do("add dir"),
    other("status -q"),
    sh("echo x >dir/one; echo n >dir/new"),
    do("add dir"),
    do_json("status --json"),
)
case(
    "formats/versioned-directory-commit",
    DATA,
    VERSIONED_DIR,
    sh("echo x >dir/two"),
    do("commit -f dir.dvc"),
    other("status -q"),
)
case(
    "formats/versioned-directory-no-commit",
    DATA,
    VERSIONED_DIR,
    sh("chmod +x dir/one; echo n >dir/new; chmod +x dir/new"),
    do("add --no-commit dir"),
    do("commit dir"),
)
case(
    "formats/versioned-directory-part",
    DATA,
    VERSIONED_DIR,
    sh("echo n >dir/new; echo changed >dir/one"),
    do("add dir/new"),
    do("add dir/one"),
    sh("rm dir/two"),
    do("add dir/two"),
    do("add dir/sub"),
)
case("formats/versioned-directory-becomes-file", DATA, VERSIONED_DIR, sh("rm -r dir; echo n >dir"), do("add dir"))
