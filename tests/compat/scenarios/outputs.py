"""Outputs of pipelines: dvc.yaml and dvc.lock, with templates."""

from fixtures import PIPELINE, REPO, RICH
from words import case, differs, do, do_bag, do_json, do_text, dvc, other, sh, write


def pipeline(dvc_yaml: str, *more):
    """A project whose pipeline has run."""
    return (write("dvc.yaml", dvc_yaml), *more, dvc("repro -q"))


STATES = (do_json("status --json"), do_json("list --json -R --dvc-only ."), do_text("push"))
AGAIN = (
    *STATES,
    sh("rm -rf .dvc/cache; git ls-files -o -i --exclude-standard --directory | grep -v '^.dvc' | xargs rm -rf"),
    do_text("pull"),
    other("status -q"),
)

case("outputs/life", PIPELINE, *AGAIN)
case(
    "outputs/modified",
    PIPELINE,
    sh("echo x >>model; echo y >prepared/copy"),
    do_json("status --json"),
    do("checkout", 255),
    do_text("checkout -f"),
    other("status -q"),
)
case("outputs/commit", PIPELINE, sh("echo x >>model"), do("commit", 1), do("commit -f"), *STATES)
case(
    "outputs/commit-stage",
    PIPELINE,
    sh("echo x >>model; echo y >prepared/deep/file"),
    do("commit -f train"),
    do_json("status --json"),
)
case(
    "outputs/commit-changed-dependency",
    PIPELINE,
    sh("echo changed >foo"),
    do("commit -f prepare"),
    do_json("status --json"),
)
case(
    "outputs/commit-parameters",
    PIPELINE,
    sh("sed -i s/0.1/0.5/ params.yaml"),
    do("commit -f train"),
    do_json("status --json"),
)
case("outputs/data-status", PIPELINE, sh("echo x >>model; rm prepared/copy"), do_bag("data status --json --granular"))
case("outputs/diff", PIPELINE, sh("echo x >>model; rm prepared/copy"), do("commit -f"), do_json("diff --json"))
case(
    "outputs/inside-directory",
    PIPELINE,
    sh("rm -r prepared"),
    do_text("checkout prepared/deep"),
    do_json("status --json prepared/copy"),
    do_text("push prepared"),
)
case("outputs/gitignore-of-outputs", PIPELINE, sh("rm .gitignore"), do("commit -f"), do("checkout -f"))
case(
    "outputs/freeze",
    PIPELINE,
    do_text("freeze train"),
    do_json("status --json"),
    do_text("unfreeze train"),
    other("status -q"),
)
case("outputs/remove-stage", PIPELINE, do("remove train"), do_json("status --json"), do("remove prepare"))
case("outputs/remove-stage-outs", PIPELINE, do("remove train --outs"), do_json("status --json"))
case("outputs/move-refused", PIPELINE, do("move model elsewhere", 1))
case(
    "outputs/unprotect",
    PIPELINE,
    dvc("config cache.type symlink"),
    dvc("checkout -q --relink"),
    do("unprotect model prepared"),
    other("status -q"),
)
case(
    "outputs/gc-keeps",
    PIPELINE,
    write("x", "x"),
    dvc("add -q x"),
    sh("rm x.dvc"),
    do_text("gc -w -f"),
    other("status -q"),
)
case("outputs/run-cache-kept-by-gc", PIPELINE, do("gc -w -f"), sh("rm -r model prepared"), do("checkout"))

case(
    "outputs/template-parameters",
    REPO,
    write("params.yaml", "name: a\nsub:\n  list: [x, y]\n  num: 3\n  flag: true\n  none:\n  float: 0.50\n"),
    *pipeline(
        "stages:\n  s:\n    cmd: touch ${name}-${sub.num} ${sub.list[1]} f-${sub.flag} n-${sub.none} d-${sub.float}\n    outs:\n    - ${name}-${sub.num}\n    - ${sub.list[1]}\n    - f-${sub.flag}\n    - n-${sub.none}\n    - d-${sub.float}\n"
    ),
    *AGAIN,
)
case(
    "outputs/template-vars",
    REPO,
    write("v.yaml", "a: file\nb: {c: deep}\n"),
    write("v.json", '{"j": "json"}'),
    write("v.toml", 't = "toml"\n[u]\nv = 1\n'),
    write("v.py", "P = 'python'\nclass C:\n    X = 5\n"),
    *pipeline(
        "vars:\n- v.yaml\n- v.json\n- v.toml\n- v.py\n- inline: i\n  b:\n    d: more\nstages:\n  s:\n    cmd: touch ${a} ${b.c} ${b.d} ${j} ${t} u-${u.v} ${P} ${C.X}c ${inline}\n    outs: ['${a}', '${b.c}', '${b.d}', '${j}', '${t}', 'u-${u.v}', '${P}', '${C.X}c', '${inline}']\n"
    ),
    *AGAIN,
)
case(
    "outputs/template-vars-selected",
    REPO,
    write("v.yaml", "a: one\nb: two\nc: {d: three}\n"),
    *pipeline("vars:\n- v.yaml:a,c\nstages:\n  s:\n    cmd: touch ${a} ${c.d}\n    outs:\n    - ${a}\n    - ${c.d}\n"),
    *STATES,
)
case(
    "outputs/template-stage-vars",
    REPO,
    sh("mkdir w"),
    write("w/v.yaml", "x: inw\n"),
    *pipeline(
        "vars:\n- dir: w\nstages:\n  s:\n    wdir: ${dir}\n    vars:\n    - v.yaml\n    - y: local\n    cmd: touch ${x} ${y}\n    outs:\n    - ${x}\n    - ${y}\n"
    ),
    *AGAIN,
)
case(
    "outputs/template-escape",
    REPO,
    *pipeline(
        "vars:\n- a: 1\nstages:\n  s:\n    cmd: touch 'lit-\\${a}' 'spaced-1'\n    outs:\n    - lit-\\${a}\n    - spaced-${ a }\n"
    ),
    *STATES,
)
case(
    "outputs/foreach-list",
    REPO,
    *pipeline(
        "stages:\n  s:\n    foreach: [a, b, 3]\n    do:\n      cmd: echo ${item} >o-${item}\n      outs:\n      - o-${item}\n"
    ),
    *AGAIN,
    do_json("status --json s"),
    do_json("status --json s@b"),
)
case(
    "outputs/foreach-map",
    REPO,
    *pipeline(
        "stages:\n  s:\n    foreach:\n      one: {v: 1}\n      two: {v: 2}\n    do:\n      cmd: echo ${item.v} >o-${key}\n      outs:\n      - o-${key}\n"
    ),
    *AGAIN,
    do_text("push s@one"),
)
case(
    "outputs/foreach-list-of-maps",
    REPO,
    *pipeline(
        "stages:\n  s:\n    foreach:\n    - {n: a}\n    - {n: b}\n    do:\n      cmd: echo ${item.n} >o-${item.n}\n      outs:\n      - o-${item.n}\n"
    ),
    *STATES,
    do_json("status --json s@0"),
)
case(
    "outputs/foreach-template",
    REPO,
    write("params.yaml", "kinds: [x, y]\nmap: {k: {p: q}}\n"),
    *pipeline(
        "stages:\n  s:\n    foreach: ${kinds}\n    do:\n      cmd: touch f-${item}\n      outs:\n      - f-${item}\n  t:\n    foreach: ${map}\n    do:\n      cmd: touch ${key}-${item.p}\n      outs:\n      - ${key}-${item.p}\n"
    ),
    *AGAIN,
)
case(
    "outputs/matrix",
    REPO,
    *pipeline(
        "stages:\n  s:\n    matrix:\n      a: [1, 2]\n      b: [x, y]\n    cmd: touch m-${item.a}-${item.b}\n    outs:\n    - m-${item.a}-${item.b}\n"
    ),
    *AGAIN,
    do_json("status --json s@1-x"),
)
case(
    "outputs/matrix-composite",
    REPO,
    write("params.yaml", "models:\n- {n: big}\n- {n: small}\n"),
    *pipeline(
        "stages:\n  s:\n    matrix:\n      m: ${models}\n      r: [0.1, true]\n    cmd: touch ${item.m.n}-${item.r}\n    outs:\n    - ${item.m.n}-${item.r}\n"
    ),
    *STATES,
)
case(
    "outputs/template-unresolved",
    REPO,
    write("dvc.yaml", "stages:\n  s:\n    cmd: x\n    outs:\n    - ${nothing}\n"),
    do("status", 1),
    do("checkout", 255),
    do("push", 1),
    do("list .", 1),
)
case(
    "outputs/template-redefined",
    REPO,
    write("params.yaml", "a: 1\n"),
    write("dvc.yaml", "vars:\n- a: 2\nstages:\n  s:\n    cmd: x\n    outs: ['${a}']\n"),
    do("status", 1),
)
case(
    "outputs/template-missing-file",
    REPO,
    write("dvc.yaml", "vars:\n- nowhere.yaml\nstages:\n  s:\n    cmd: x\n    outs: [o]\n"),
    do("status", 1),
)
case(
    "outputs/template-map-in-path",
    REPO,
    write("dvc.yaml", "vars:\n- a: {b: c}\nstages:\n  s:\n    cmd: x\n    outs:\n    - ${a}\n"),
    do("status", 1),
)
case(
    "outputs/template-number-as-path",
    REPO,
    write("dvc.yaml", "vars:\n- a: 1\nstages:\n  s:\n    cmd: x\n    outs:\n    - ${a}\n"),
    do("status", 255),
)
case(
    "outputs/template-map-in-command",
    REPO,
    *pipeline("vars:\n- a: {b: c, d: true, e: [1, 2]}\nstages:\n  s:\n    cmd: echo ${a} >o\n    outs: [o]\n"),
    do_json("status --json"),
)
differs(
    "outputs/template-changed-afterwards",
    "obsolete-output",
    REPO,
    write("params.yaml", "n: a\n"),
    *pipeline("stages:\n  s:\n    cmd: echo 1 >o-${n}\n    outs:\n    - o-${n}\n"),
    sh("echo 'n: b' >params.yaml"),
    do("status"),
    do("checkout", 255),
    sh("test -e o-a"),
)
case(
    "outputs/wdir",
    REPO,
    sh("mkdir -p w/deep"),
    *pipeline("stages:\n  s:\n    wdir: w/deep\n    cmd: echo 1 >o; echo 2 >../p\n    outs:\n    - o\n    - ../p\n"),
    *AGAIN,
)
case(
    "outputs/subdirectory",
    REPO,
    sh("mkdir -p s; echo 'n: inner' >s/params.yaml"),
    write("s/dvc.yaml", "stages:\n  a:\n    cmd: echo 1 >${n}\n    outs:\n    - ${n}\n"),
    dvc("repro -q s/dvc.yaml"),
    *STATES,
    do_json("status --json s/dvc.yaml:a"),
    do_text("push a", cwd="repo/s"),
)
case(
    "outputs/same-output-twice",
    REPO,
    *pipeline("stages:\n  s:\n    cmd: echo 1 >o\n    outs:\n    - o\n    - o:\n        persist: true\n"),
    *STATES,
)
case(
    "outputs/metrics-and-plots",
    REPO,
    *pipeline(
        "stages:\n  s:\n    cmd: echo '{\"a\":1}' >m.json; echo 'x,y' >p.csv; cp p.csv q.csv\n    metrics:\n    - m.json\n    plots:\n    - p.csv:\n        x: x\n        y: y\n    - q.csv:\n        cache: false\n"
    ),
    *AGAIN,
)
case(
    "outputs/uncached-directory",
    REPO,
    *pipeline("stages:\n  s:\n    cmd: mkdir -p o; echo 1 >o/a\n    outs:\n    - o:\n        cache: false\n"),
    *STATES,
    sh("echo 2 >o/a"),
    do_json("status --json"),
)
case(
    "outputs/command-list",
    REPO,
    *pipeline("stages:\n  s:\n    cmd:\n    - echo 1 >o\n    - echo 2 >p\n    outs: [o, p]\n"),
    *STATES,
    sh("sed -i 's/echo 2/echo 3/' dvc.yaml"),
    do_json("status --json"),
)
case(
    "outputs/multi-line-command",
    REPO,
    *pipeline("stages:\n  s:\n    cmd: |\n      echo 1 >o\n      echo 2 >p\n    outs: [o, p]\n"),
    *STATES,
)
case("outputs/executable", REPO, *pipeline("stages:\n  s:\n    cmd: echo 1 >o; chmod +x o\n    outs: [o]\n"), *AGAIN)
case(
    "outputs/deps-of-data",
    PIPELINE,
    do_json("status --json -d train"),
    sh("rm -r foo prepared model"),
    do_text("checkout -d model"),
)
case(
    "outputs/rich-registry",
    RICH,
    do_json("list --json -R --dvc-only ../src --rev HEAD"),
    do_json("status --json", cwd="src"),
)
