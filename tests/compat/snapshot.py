"""What a scenario left on the disk, in a form that can be compared."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import subprocess
from pathlib import Path
from typing import Callable

Snapshot = dict[str, str]

WHOLE_FILE_BYTES = 16_384

# Caches and remotes, by the names that scenarios give them: which folders exist there is not compared.
STORE = re.compile(r"(^|/)\.dvc/cache(/|$)|^(store|cache|www)[^/]*(/|$)")

# What a tool keeps for itself, and temporaries that DVC leaves behind.
PRIVATE = re.compile(r"(^|/)\.dvc/tmp$|(^|/)\.dvc/cache/fs$|^home/\.(cache|local)$|^\.clock$|/\.[\w-]{22}\.tmp$")


def take_snapshot(root: Path, env: dict[str, str], normalise: Callable[[str], str]) -> Snapshot:
    """Maps each path to its kind, mode, link and content, and each Git repository to its index, refs, config and hooks."""
    tree: Snapshot = {}
    first_name: dict[int, str] = {}
    folders = [""]
    while folders:
        folder = folders.pop()
        for entry in sorted(os.scandir(root / folder), key=lambda e: e.name):
            path = f"{folder}/{entry.name}" if folder else entry.name
            if PRIVATE.search(path):
                continue
            info = entry.stat(follow_symlinks=False)
            mode = f"{stat.S_IMODE(info.st_mode):o}"
            if entry.is_symlink():
                tree[path] = f"link to {normalise(os.readlink(entry.path))}"
            elif entry.is_dir() and entry.name == ".git":
                tree.update(git_state(root, folder, env))
            elif entry.is_dir():
                folders.append(path)
                if not STORE.search(path):
                    tree[path] = f"folder {mode}"
            elif entry.is_file():
                same = first_name.setdefault(info.st_ino, path)
                linked = f" same file as {same}" if same != path else ""
                tree[path] = f"file {without_racy_bits(mode)}{linked}\n{content(entry.path, normalise)}"
            else:
                tree[path] = f"special {stat.S_IFMT(info.st_mode):o} {mode}"
    return tree


def without_racy_bits(mode: str) -> str:
    """DVC reads the umask by setting it to 0 for a moment; a file that another of its threads makes then is 666 or 777."""
    return f"{int(mode, 8) & ~0o022:o}"


def content(path: str, normalise: Callable[[str], str]) -> str:
    with open(path, "rb") as file:
        data = file.read()
    if len(data) <= WHOLE_FILE_BYTES:
        try:
            return normalise(data.decode())
        except UnicodeDecodeError:
            pass
    return f"sha256 {hashlib.sha256(data).hexdigest()}"


def git_state(root: Path, folder: str, env: dict[str, str]) -> Snapshot:
    """What a tool may change in a repository."""
    work_tree = root / folder
    prefix = f"{folder}/.git" if folder else ".git"
    state = {
        f"{prefix}/{name}": (work_tree / ".git" / name).read_text()
        for name in ("config", "info/exclude", "info/attributes")
        if (work_tree / ".git" / name).is_file()
    }
    for hook in sorted((work_tree / ".git/hooks").glob("*")):
        if hook.suffix != ".sample":
            state[f"{prefix}/hooks/{hook.name}"] = f"file {stat.S_IMODE(hook.stat().st_mode):o}\n{hook.read_text()}"
    for name, args in (
        ("index", ("ls-files", "--stage")),
        ("refs", ("for-each-ref", "--format=%(refname) %(objectname)")),
        ("HEAD", ("rev-parse", "--symbolic-full-name", "HEAD")),
    ):
        done = subprocess.run(
            ["git", *args], cwd=work_tree, env={**env, "GIT_OPTIONAL_LOCKS": "0"}, capture_output=True, text=True
        )
        state[f"{prefix}:{name}"] = done.stdout
    return state
