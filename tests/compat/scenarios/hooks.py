"""install, the hooks that it writes, and the merge driver."""

from fixtures import CLONE, DATA, GIT, HISTORY, NO_SCM
from words import case, differs, do, do_text, dvc, other, sh, write

differs(
    "install/basics",
    "hooks-of-lode",
    DATA,
    do_text("install"),
    sh(
        """
        for hook in post-checkout pre-commit pre-push; do
            test -x .git/hooks/$hook; grep -q "exec lode git-hook $hook" .git/hooks/$hook
        done
        grep -q 'exec dvc git-hook pre-push' .git/hooks/pre-push
        git config merge.dvc.driver | grep -q 'lode git-hook merge-driver'
        """
    ),
    do("install", 1),
)
differs(
    "install/existing-hook",
    "install-whole",
    DATA,
    write(".git/hooks/pre-push", "#!/bin/sh\n"),
    do("install", 1),
    sh("test $(ls .git/hooks | grep -vc sample) = 1; ! git config merge.dvc.driver"),
)
case("install/no-scm", NO_SCM, do("install"))
differs(
    "install/pre-commit-tool",
    "hooks-of-lode",
    DATA,
    do_text("install --use-pre-commit-tool"),
    sh("grep -q 'id: lode-pre-push' .pre-commit-config.yaml; test $(ls .git/hooks | grep -vc sample) = 0"),
)
differs(
    "install/hooks-path",
    "hooks-path",
    DATA,
    sh("git config core.hooksPath .hooks"),
    do("install"),
    sh("test -x .hooks/pre-push; test ! -e .git/hooks/pre-push"),
)
differs(
    "install/linked-work-tree",
    "hooks-path",
    DATA,
    sh("git worktree add -q ../linked"),
    do("install", cwd="linked"),
    sh("test -x .git/hooks/pre-push"),
)
case("install/outside", GIT, do("install", 253), do("install x", 254))
case("hook/pre-commit", DATA, sh("echo x >foo"), do_text("git-hook pre-commit"))
case(
    "hook/post-checkout",
    HISTORY,
    sh("git checkout -q v1"),
    do("git-hook post-checkout a b 0"),
    do("git-hook post-checkout a b 1"),
    other("status -q"),
)
case("hook/pre-push", DATA, do("git-hook pre-push origin url"), other("status -c"))
case(
    "hook/outside",
    GIT,
    do("git-hook pre-commit"),
    do("git-hook pre-push"),
    do("git-hook post-checkout a b 1"),
    do("git-hook merge-driver --ancestor a --our b --their c"),
)
case(
    "hook/grammar",
    DATA,
    do("git-hook", 254),
    do("git-hook nothing", 254),
    do("git-hook --help", 254),
    do("git-hook pre-commit --help"),
    do("git-hook merge-driver", 254),
    do("git-hook merge-driver --ancestor a --our b", 254),
    do("git-hook pre-commit a b c"),
)
MERGE = sh("cp dir.dvc base; echo 1 >dir/mine")
case(
    "hook/merge-driver",
    DATA,
    MERGE,
    dvc("add -q dir"),
    sh("cp dir.dvc ours; rm dir/mine; echo 2 >dir/theirs"),
    dvc("add -q dir"),
    sh("cp dir.dvc theirs"),
    do("git-hook merge-driver --ancestor base --our ours --their theirs"),
)
differs(
    "hook/merge-driver-conflict",
    "merge-conflict-code",
    DATA,
    MERGE,
    dvc("add -q dir"),
    sh("cp dir.dvc ours; echo 2 >dir/mine"),
    dvc("add -q dir"),
    sh("cp dir.dvc theirs"),
    do("git-hook merge-driver --ancestor base --our ours --their theirs", 1),
)
differs(
    "hook/merge-driver-files",
    "merge-conflict-code",
    DATA,
    sh("cp foo.dvc base; echo 1 >foo"),
    dvc("add -q foo"),
    sh("cp foo.dvc ours; echo 2 >foo"),
    dvc("add -q foo"),
    sh("cp foo.dvc theirs"),
    do("git-hook merge-driver --ancestor base --our ours --their theirs", 1),
)
case(
    "hook/merge-driver-no-ancestor",
    DATA,
    sh("touch base; cp dir.dvc ours; echo 2 >dir/theirs"),
    dvc("add -q dir"),
    sh("cp dir.dvc theirs"),
    do("git-hook merge-driver --ancestor base --our ours --their theirs"),
)
case(
    "hook/post-checkout-flags",
    CLONE,
    do("git-hook post-checkout"),
    do("git-hook post-checkout a 1"),
    do("git-hook post-checkout a b", env={"PRE_COMMIT_CHECKOUT_TYPE": "0"}),
    dvc("fetch -q"),
    sh("mkdir .git/rebase-merge"),
    do("git-hook post-checkout a b 1"),
    sh("rmdir .git/rebase-merge"),
    do("git-hook post-checkout a b 0", env={"PRE_COMMIT_CHECKOUT_TYPE": "1"}),
    other("status -q"),
)
case("hook/post-checkout-lacking", CLONE, do("git-hook post-checkout a b 1", 255))
case("hook/pre-commit-clean", DATA, do_text("git-hook pre-commit"))
case("hook/pre-push-without-remote", DATA, dvc("config -u core.remote"), do("git-hook pre-push", 1))


def merging(ancestor: str, our: str, their: str):
    """Tracks `dir` three times, each time after a script, and gives the three `.dvc` files names."""
    for name, script in (("base", ancestor), ("ours", our), ("theirs", their)):
        yield sh(f"rm -rf dir; mkdir dir; {script}")
        yield dvc("add -q dir")
        yield sh(f"cp dir.dvc {name}")


DRIVE = "git-hook merge-driver --ancestor base --our ours --their theirs"
for name, (ancestor, our, their) in {
    "adds": ("echo a >dir/a", "echo a >dir/a; echo b >dir/b", "echo a >dir/a; mkdir dir/s; echo c >dir/s/c"),
    "removal": ("echo a >dir/a", ":", "echo a >dir/a; echo b >dir/b"),
    "change": ("echo a >dir/a; echo b >dir/b", "echo 1 >dir/a; echo b >dir/b", "echo a >dir/a; echo 2 >dir/b"),
    "same-change": ("echo a >dir/a", "echo 1 >dir/a; echo x >dir/x", "echo 1 >dir/a; echo y >dir/y"),
    "ours-only": ("echo a >dir/a", "echo 1 >dir/a", "echo a >dir/a"),
    "theirs-only": ("echo a >dir/a", "echo a >dir/a", "echo 1 >dir/a"),
    "names": ("touch dir/é", "touch dir/é dir/b dir/B", "touch dir/é dir/a.b; mkdir dir/a; touch dir/a/b"),
}.items():
    case(
        f"hook/merge-{name}",
        DATA,
        *merging(ancestor, our, their),
        do(DRIVE),
        sh("cp ours dir.dvc"),
        other("checkout dir.dvc"),
    )
for name, (ancestor, our, their) in {
    "both-change": ("echo a >dir/a", "echo 1 >dir/a", "echo 2 >dir/a"),
    "both-add": (":", "echo 1 >dir/a", "echo 2 >dir/a"),
    "remove-and-change": ("echo a >dir/a", ":", "echo 2 >dir/a"),
}.items():
    differs(
        f"hook/merge-{name}",
        "merge-conflict-code",
        DATA,
        *merging(ancestor, our, their),
        sh("cp ours before"),
        do(DRIVE, 1),
        sh("cmp before ours"),
    )
differs(
    "hook/merge-both-remove",
    "merge-both-remove",
    DATA,
    *merging("echo a >dir/a; echo b >dir/b", "echo b >dir/b", "echo b >dir/b; echo c >dir/c"),
    do(DRIVE),
    sh("grep -q 'nfiles: 2' ours"),
)
differs(
    "hook/merge-file-and-folder",
    "merge-file-and-folder",
    DATA,
    *merging(":", "echo 1 >dir/a", "mkdir dir/a; echo 1 >dir/a/b"),
    do(DRIVE, 1),
)
differs(
    "hook/merge-listing-from-remote",
    "merge-fetches",
    DATA,
    *merging("echo a >dir/a", "echo a >dir/a; echo b >dir/b", "echo a >dir/a; echo c >dir/c"),
    dvc("push -q"),
    sh("rm .dvc/cache/files/md5/$(sed -n 's/- md5: \\(..\\)/\\1\\//p' theirs); rm -rf .dvc/tmp"),
    do(DRIVE),
)
case(
    "hook/merge-empty-sides",
    DATA,
    sh("touch base theirs; cp dir.dvc ours"),
    do(DRIVE),
    sh("cp ours theirs; : >ours"),
    do(DRIVE),
)
case(
    "hook/merge-annotations",
    DATA,
    *merging("echo a >dir/a", "echo b >dir/b", "echo a >dir/a; echo c >dir/c"),
    sh("for f in base ours theirs; do sed -i '1i # note' $f; echo 'meta: {k: v}  # m' >>$f; done"),
    do(DRIVE),
)
differs(
    "hook/merge-settings",
    "merge-settings",
    DATA,
    *merging("echo a >dir/a", "echo a >dir/a; echo b >dir/b", "echo a >dir/a; echo c >dir/c"),
    sh("echo 'desc: theirs' >>theirs"),
    do(DRIVE),
    sh("grep -q 'desc: theirs' ours"),
)
