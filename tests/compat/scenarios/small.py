"""The smaller commands: remove, move, unprotect, freeze, check-ignore, destroy, install, root, artifacts, cache migrate."""

from fixtures import AUTOSTAGE, DATA, EMPTY, GIT, HISTORY, IMPORTED, LEGACY, NO_SCM, PIPELINE, REPO, SRC
from words import case, commit, differs, do, do_json, do_lines, do_text, dvc, inside, other, sh, tag, write

# remove
case("remove/file", DATA, do_text("remove foo.dvc"), do_json("status --json"), other("status -q"))
case("remove/directory", DATA, do("remove dir.dvc"), do_json("status --json"))
case("remove/outs", DATA, do("remove foo.dvc dir.dvc --outs"), do_json("status --json"))
case("remove/alias", DATA, do("rm foo.dvc"))
case("remove/several", DATA, do("remove foo.dvc dir.dvc"), do_text("status"))
case("remove/output-name", DATA, do("remove foo", 1), do("remove dir", 1), do("remove dir/", 1))
case("remove/unknown", DATA, do("remove nothing", 1), do("remove nothing.dvc", 1), do("remove README.md", 1))
case("remove/stops-at-first-failure", DATA, do("remove foo.dvc nothing.dvc dir.dvc", 1), do_json("status --json"))
case("remove/gitignore-emptied", REPO, write("s/a", "a"), dvc("add -q s/a"), do("remove s/a.dvc"))
case(
    "remove/gitignore-escaped-entry-stays",
    REPO,
    write("[a]", "a"),
    dvc(["add", "-q", "[a]"]),
    do(["remove", "[a].dvc"]),
)
case(
    "remove/gitignore-others-kept",
    REPO,
    sh("printf 'x\\n\\n# c\\n' >.gitignore; echo a >a"),
    dvc("add -q a"),
    do("remove a.dvc"),
)
case("remove/data-missing", DATA, sh("rm -r foo dir"), do("remove foo.dvc"), do("remove dir.dvc --outs"))
case(
    "remove/linked-data",
    DATA,
    dvc("config cache.type symlink"),
    dvc("checkout -q --relink"),
    do("remove foo.dvc"),
    do("remove dir.dvc"),
)
case("remove/broken-link-outs", DATA, sh("rm foo; ln -s nowhere foo"), do("remove foo.dvc --outs"))
case("remove/from-subdirectory", REPO, write("s/a", "a"), dvc("add -q s/a"), do("remove a.dvc", cwd="repo/s"))
case("remove/autostage", AUTOSTAGE, do("remove foo.dvc"))
case("remove/stage", PIPELINE, do_text("remove train"), do_json("status --json"))
case(
    "remove/stage-keeps-comments",
    PIPELINE,
    sh("sed -i '1i # head' dvc.yaml; sed -i 's/  train:/  # about train\\n  train:/' dvc.yaml"),
    do("remove prepare"),
)
case("remove/last-stage", PIPELINE, do("remove train"), do("remove prepare"), do_text("status"))
case("remove/stage-unknown", PIPELINE, do("remove nothing", 1), do("remove dvc.yaml:nothing", 1))
case("remove/stage-with-path", PIPELINE, do("remove dvc.yaml:train"))
case("remove/pipeline-file", PIPELINE, do("remove dvc.yaml"))
case("remove/no-scm", NO_SCM, write("a", "a"), dvc("add -q a"), do("remove a.dvc"))

# move
case("move/file", DATA, do("move foo bar"), do_json("status --json"), other("status -q"))
case(
    "move/output",
    DATA,
    sh("echo x >.gitignore; git add .; git rm -qr --cached foo dir 2>/dev/null || true"),
    do("move -q foo bar"),
)
case("move/alias", DATA, do("mv foo bar"), other("status -q"))
case("move/directory", DATA, do("move dir folder"), other("status -q"))
case("move/into-directory", DATA, sh("mkdir s"), do("move foo s"), do("move dir s/"), other("status -q"))
case(
    "move/into-new-subdirectory",
    DATA,
    do("move foo no/bar", 1),
    sh("mkdir no"),
    do("move foo no/bar"),
    other("status -q"),
)
case(
    "move/between-directories",
    REPO,
    sh("mkdir a b; echo x >a/f"),
    dvc("add -q a/f"),
    do("move a/f b/g"),
    other("status -q"),
)
case("move/existing-dvc-file", DATA, do("move foo dir", 1), sh("echo x >bar"), dvc("add -q bar"), do("move foo bar", 1))
case("move/data-missing", DATA, sh("rm foo"), do("move foo bar"), do_json("status --json"))
case(
    "move/unknown",
    DATA,
    do("move nothing bar", 1),
    do("move foo.dvc bar", 1),
    do("move README.md bar", 1),
    do("move dir/one bar", 1),
)
case("move/outside", DATA, do("move foo ../bar", 1))
case(
    "move/fields-kept",
    DATA,
    sh("sed -i '1i # head' foo.dvc; printf '  desc: d\\nmeta: {a: b}\\n' >>foo.dvc"),
    do("move foo bar"),
    other("status -q"),
)
case("move/other-named-file", DATA, sh("git mv foo.dvc other.dvc"), do("move foo bar"), other("status -q"))
case(
    "move/other-named-file-elsewhere",
    DATA,
    sh("git mv foo.dvc other.dvc; mkdir s"),
    do("move foo s/bar"),
    do_json("status --json"),
)
case("move/modified-data", DATA, sh("echo x >foo"), do("move foo bar"), do_json("status --json"))
case(
    "move/linked-data",
    DATA,
    dvc("config cache.type symlink"),
    dvc("checkout -q --relink"),
    do("move foo bar"),
    do("move dir folder"),
    other("status -q"),
)
case(
    "move/import-with-relative-source",
    REPO,
    sh("echo x >../ext"),
    dvc("import-url -q ../ext"),
    sh("mkdir s"),
    do("move ext s/ext"),
    other("status -q"),
)
case("move/pipeline-output", PIPELINE, do("move model other", 1))
case("move/autostage", AUTOSTAGE, do_text("move foo bar"))
case("move/no-scm", NO_SCM, write("a", "a"), dvc("add -q a"), do("move a b"), other("status -q"))

# unprotect, freeze
case(
    "unprotect/links",
    DATA,
    dvc("config cache.type symlink"),
    dvc("checkout -q --relink"),
    do("unprotect foo dir"),
    other("status -q"),
)
case(
    "unprotect/hardlinks",
    DATA,
    dvc("config cache.type hardlink"),
    dvc("checkout -q --relink"),
    do("unprotect foo"),
    do("unprotect dir/one"),
    do("unprotect dir"),
)
case("unprotect/copies", DATA, sh("chmod 444 foo"), do("unprotect foo"), do("unprotect nothing", 255))
case("unprotect/untracked", DATA, sh("echo x >u; chmod 400 u"), do("unprotect u"))
case(
    "unprotect/executable",
    REPO,
    dvc("config cache.type symlink"),
    sh("echo x >a; chmod +x a"),
    dvc("add -q a"),
    do("unprotect a"),
)
case(
    "freeze/file",
    DATA,
    do_text("freeze foo.dvc"),
    do("freeze foo", 1),
    do_text("unfreeze foo.dvc"),
    do("unfreeze foo.dvc"),
)
case("freeze/import", IMPORTED, do("unfreeze foo.dvc"), do_json("status --json foo.dvc"), do("freeze foo.dvc"))
case("freeze/stage", PIPELINE, do_text("freeze train"), do_text("freeze train"), do_text("unfreeze train prepare"))
case("freeze/unknown", DATA, do("freeze nothing foo.dvc", 1), do("freeze nothing.dvc", 1))
case("freeze/comments-kept", PIPELINE, sh("sed -i '1i # head' dvc.yaml"), do("freeze train"), do("unfreeze train"))

# check-ignore, root
case(
    "check-ignore/basics",
    DATA,
    write(".dvcignore", "a\n*.log\n!b.log\ndir/x\n"),
    do_text("check-ignore a"),
    do_text("check-ignore b.log", 1),
    do_text("check-ignore c.log nothing"),
    do_text("check-ignore foo", 1),
    do_text("check-ignore dir/x/y"),
)
case(
    "check-ignore/details",
    DATA,
    write(".dvcignore", "# c\na\n\n*.log\n!b.log\n"),
    do_text("check-ignore -d a c.log foo .dvc/x"),
    do_text("check-ignore -d b.log"),
    do_text("check-ignore -d -n a foo"),
    do_text("check-ignore -d -n foo", 1),
)
case("check-ignore/all", DATA, write(".dvcignore", "*.log\na.*\n"), do_text("check-ignore -d -a a.log"))
case(
    "check-ignore/nested",
    REPO,
    write(".dvcignore", "x\n"),
    write("s/.dvcignore", "/y\n!x\n"),
    do_text("check-ignore -d s/x s/y s/t/y x"),
    do_text("check-ignore -d y x", cwd="repo/s"),
)
case(
    "check-ignore/stdin",
    DATA,
    write(".dvcignore", "a\n"),
    do_text("check-ignore --stdin", stdin="a\nb\n"),
    do_text("check-ignore -d -n --stdin", stdin="a\nb\n\nc\n"),
)
case(
    "check-ignore/combinations",
    DATA,
    do("check-ignore -n a", 255),
    do("check-ignore", 255),
    do("check-ignore --stdin a", 255),
    do("check-ignore -q -d a", 255),
)
case(
    "check-ignore/subproject",
    REPO,
    sh("mkdir s"),
    dvc("init -q --subdir", cwd="repo/s"),
    do_text("check-ignore -d s/x", 0),
)
case("check-ignore/outside", DATA, do("check-ignore ../x", 1), do("check-ignore $W/x", 1))
case(
    "root/basics",
    DATA,
    sh("mkdir -p s/t"),
    do_text("root"),
    do_text("root", cwd="repo/s/t"),
    do_text("root", cwd="repo/dir/sub"),
    do_text("root", cwd="repo/.dvc"),
)

# destroy
case("destroy/basics", DATA, do("destroy", 1), do("destroy", 1, stdin="n\n"), do("destroy -f"))
case("destroy/confirmed", DATA, do("destroy", stdin="y\n"))
case("destroy/linked", DATA, dvc("config cache.type symlink"), dvc("checkout -q --relink"), do("destroy -f"))
case("destroy/pipeline", PIPELINE, do("destroy -f"))
# artifacts, cache migrate
ARTIFACTS = (
    write("dvc.yaml", "artifacts:\n  model:\n    path: foo\n    type: model\n  tree:\n    path: dir\n", cwd="src"),
    *inside(
        "src",
        commit("artifacts"),
        tag("model@v1.0.0"),
        sh("echo newer >foo"),
        dvc("add -q foo"),
        dvc("push -q"),
        commit("newer"),
        tag("model@v1.1.0"),
        tag("model#prod#1"),
        tag("tree@v0.1.0"),
    ),
)
case(
    "artifacts/version",
    SRC,
    *ARTIFACTS,
    do("artifacts get $W/src model --rev v1.0.0"),
    do("artifacts get $W/src tree -o t"),
)
case(
    "artifacts/newest-and-stage",
    SRC,
    *ARTIFACTS,
    do("artifacts get $W/src model -o newest"),
    do("artifacts get $W/src model --stage prod -o prod"),
)
case(
    "artifacts/refused",
    SRC,
    *ARTIFACTS,
    do("artifacts get $W/src model --rev v9.0.0", 1),
    do("artifacts get $W/src nothing", 1),
    do("artifacts get $W/src model --rev v1.0.0 --stage prod", 1),
    do("artifacts get $W/src", 254),
)
case(
    "artifacts/output",
    SRC,
    *ARTIFACTS,
    do_text("artifacts get $W/src model"),
    do("artifacts get $W/src model", 1),
    do_text("artifacts get $W/src model --force --rev v1.0.0"),
    do_text("artifacts get $W/src tree"),
    do("artifacts get $W/src tree", 1),
    do_text("artifacts get $W/src tree -o dir"),
    do_text("artifacts get -q $W/src model -o quiet"),
)
case(
    "artifacts/show-url",
    SRC,
    *ARTIFACTS,
    do_text("artifacts get $W/src model --show-url"),
    do_text("artifacts get -q $W/src tree --show-url --rev v0.1.0"),
    do("artifacts get $W/src nothing --show-url", 255),
    do("artifacts get $W/src model --show-url --rev v1.0.0 --stage prod", 255),
    do("artifacts get $W/nowhere model --show-url", 255),
)
case(
    "artifacts/places",
    SRC,
    *ARTIFACTS,
    *inside(
        "src",
        write("params.yaml", "file: plain.txt\n"),
        sh("mkdir -p sub/deep; echo sub >sub/deep/thing"),
        write("sub/dvc.yaml", "artifacts:\n  model:\n    path: deep/thing\n  up:\n    path: ../foo\n"),
        sh("printf '  named:\n    path: ${file}\n' >>dvc.yaml"),
        commit("places"),
        tag("sub=model@v0.0.1#1"),
        tag("sub=up@v0.0.1"),
        tag("named@v1.0.0"),
    ),
    do_text("artifacts get $W/src sub:model"),
    do_text("artifacts get $W/src sub/dvc.yaml:model -o again"),
    do_text("artifacts get file://$W/src sub:up -o up"),
    do_text("artifacts get $W/src/sub named -o named"),
    do("artifacts get $W/src dvc.yaml:model -o x", 1),
    do("artifacts get $W/src sub:named -o x", 1),
    do("artifacts get $W/nowhere model", 1),
)
case(
    "artifacts/without-dvc",
    GIT,
    *inside(
        "src",
        sh("git init -q; echo 1 >file"),
        write("dvc.yaml", "artifacts:\n  model:\n    path: file\n  gone:\n    path: gone\n"),
        commit("artifacts"),
        tag("model@v1.0.0"),
        tag("model@v1.1.0-rc.1"),
        tag("gone@v1.0.0"),
        tag("undeclared@v1.0.0"),
    ),
    do("artifacts get $W/src model", 1),
    do("artifacts get $W/src model --show-url", 253),
    dvc("init -q", cwd="src"),
    commit("project", cwd="src"),
    tag("model@v1.2.0", cwd="src"),
    do_text("artifacts get $W/src model"),
    do_text("artifacts get $W/src model --stage none", 1),
    do("artifacts get $W/src gone", 1),
    do("artifacts get $W/src undeclared", 1),
)
case(
    "artifacts/subproject",
    SRC,
    sh("mkdir inner", cwd="src"),
    *inside("src/inner", dvc("init -q --subdir"), dvc("remote add -q -d s $W/innerstore"), sh("echo in >data")),
    *inside(
        "src/inner",
        dvc("add -q data"),
        dvc("push -q"),
        write("dvc.yaml", "artifacts:\n  model:\n    path: data\n"),
        commit("inner"),
        tag("inner=model@v1.0.0"),
    ),
    do_text("artifacts get $W/src inner:model"),
    do_text("artifacts get $W/src/inner inner:model -o again"),
    do_text("artifacts get file://$W/src inner:model -o third"),
)
case(
    "migrate/nothing",
    DATA,
    do_text("cache migrate"),
    do_text("cache migrate --dvc-files"),
    do_text("cache migrate --dry"),
)
case(
    "migrate/twice",
    LEGACY,
    do_text("cache migrate"),
    do_text("cache migrate --dry"),
    do("cache migrate --dvc-files"),
)

# completion
case(
    "completion/shells",
    EMPTY,
    do("completion"),
    do("completion -s bash"),
    do("completion -s zsh -q"),
    do("completion x", 254),
)
differs("completion/fish", "completion-fish", EMPTY, do("completion -s fish"))
case(
    "quiet/json",
    DATA,
    sh("echo changed >foo"),
    *(do_text(f"{command} -q --json") for command in ("status", "status -c", "data status", "diff", "list .")),
    *(do_text(f"{command} -q") for command in ("list .", "list -T .", "du . foo", "diff", "data status")),
    do_text("get -q --show-url . foo"),
)
