"""The folder that a scenario plays in, and the commands that run there."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from snapshot import Snapshot, take_snapshot
from web import WebServer
from words import DVC, OPPOSITE, SHELL, TOOL, Fixture, Step

HERE = Path(__file__).parent
COMMAND_SECONDS = 60
FIRST_DATE = 1_600_000_000

# Read by every shell step. The number of the last commit is kept outside the repositories.
SHELL_PRELUDE = f"""
advance_clock() {{
  local count; count=$(cat "$CLOCK" 2>/dev/null || echo 1); echo $((count + 1)) >"$CLOCK"
  export GIT_AUTHOR_DATE="$(({FIRST_DATE} + count * 100)) +0000" GIT_COMMITTER_DATE="$(({FIRST_DATE} + count * 100)) +0000"
}}
"""

GIT_CONFIG = """[init]
	defaultBranch = main
[protocol "file"]
	allow = always
[advice]
	detachedHead = false
"""


class FixtureError(Exception):
    """A step of a fixture did not end as it says."""


@dataclass(frozen=True)
class Outcome:
    rc: int
    out: str
    err: str
    tree: Snapshot | None


@dataclass(frozen=True)
class Commands:
    """The two command lines; `warm` keeps a DVC in memory and forks it for each command."""

    dvc: tuple[str, ...]
    lode: tuple[str, ...]
    warm: bool = True


class Runner:
    """Runs one command line again and again."""

    def __init__(self, argv: tuple[str, ...], env: dict[str, str], files: Path, warm: bool):
        self.argv, self.env = argv, env
        self.paths = {name: files / name for name in ("stdin", "stdout", "stderr")}
        python = python_of(argv) if warm else None
        self.server = python and subprocess.Popen(
            [python, str(HERE / "warm.py")], env=env, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def run(self, args: list[str], cwd: Path, env: dict[str, str], stdin: str) -> tuple[int, str, str]:
        self.paths["stdin"].write_text(stdin)
        rc = (self.ask_server if self.server else self.start)(args, cwd, env)
        out, err = (self.paths[name].read_text(errors="backslashreplace") for name in ("stdout", "stderr"))
        return rc, out, err

    def ask_server(self, args: list[str], cwd: Path, env: dict[str, str]) -> int:
        paths = {name: str(path) for name, path in self.paths.items()}
        request = {"argv": args, "cwd": str(cwd), "env": env, "seconds": COMMAND_SECONDS, **paths}
        self.server.stdin.write(json.dumps(request) + "\n")
        self.server.stdin.flush()
        return int(self.server.stdout.readline())

    def start(self, args: list[str], cwd: Path, env: dict[str, str]) -> int:
        with (
            self.paths["stdin"].open() as stdin,
            self.paths["stdout"].open("w") as stdout,
            self.paths["stderr"].open("w") as stderr,
        ):
            child = subprocess.Popen(
                [*self.argv, *args],
                cwd=cwd,
                env={**self.env, **env, "PWD": str(cwd)},
                stdin=stdin,
                stdout=stdout,
                stderr=stderr,
                start_new_session=True,
            )
            try:
                return child.wait(COMMAND_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
                return -signal.SIGALRM

    def close(self) -> None:
        if self.server:
            self.server.stdin.close()
            self.server.wait()


def python_of(argv: tuple[str, ...]) -> str | None:
    """The interpreter that a Python script names in its first line."""
    try:
        with open(argv[0], "rb") as script:
            match = re.match(rb"#!(\S+/python[\d.]*)\n", script.readline(300))
    except OSError:
        return None
    return match[1].decode() if match and len(argv) == 1 else None


class Sandbox:
    """A folder at a fixed path. Both sides play in it, one after the other, so that paths in files are equal."""

    def __init__(self, work: Path, job: int, commands: Commands):
        self.home = work / f"job{job}"
        self.root = self.home / "w"
        self.private = self.home / "private"
        self.fixtures = self.home / f"fixtures-{digest(repr(commands.dvc))}"
        self.fixtures.mkdir(parents=True, exist_ok=True)
        remove(self.private)
        self.private.mkdir()
        self.env = self.environment()
        self.web = WebServer(self.root / "www")
        # Different seeds: what DVC prints in the order of a Python set is a difference in a self-check.
        self.runners = {
            side: Runner(argv, {**self.env, "PYTHONHASHSEED": seed}, self.private, commands.warm)
            for side, argv, seed in (("dvc", commands.dvc, "11"), ("lode", commands.lode, "12"))
        }

    def close(self) -> None:
        for runner in self.runners.values():
            runner.close()
        self.web.close()

    def environment(self) -> dict[str, str]:
        root, private = self.root, self.private
        identity = {
            f"GIT_{who}_{what}": value
            for who in ("AUTHOR", "COMMITTER")
            for what, value in (("NAME", "Tester"), ("EMAIL", "tester@example.org"), ("DATE", f"{FIRST_DATE} +0000"))
        }
        return {
            **identity,
            "PATH": os.environ["PATH"],
            "HOME": f"{root}/home",
            "XDG_CONFIG_HOME": f"{root}/home/.config",
            "XDG_CONFIG_DIRS": f"{root}/etc",
            "XDG_CACHE_HOME": f"{private}/xdg-cache",
            "XDG_DATA_HOME": f"{private}/xdg-data",
            "XDG_STATE_HOME": f"{private}/xdg-state",
            "DVC_SITE_CACHE_DIR": f"{private}/site",
            "DVC_NO_ANALYTICS": "1",
            "TMPDIR": f"{private}/tmp",
            "CLOCK": f"{root}/.clock",
            "CI": "1",
            "COLUMNS": "1000",
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            "GIT_CONFIG_NOSYSTEM": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def fill(self, fixture: Fixture) -> None:
        """Makes the sandbox the fixture's copy; the real DVC builds a fixture when it is first wanted."""
        stored = self.fixtures / f"{fixture.name}-{digest(repr(fixture.history()))}"
        if not stored.exists():
            self.build(fixture, stored)
        self.forget()
        remove(self.root)
        shutil.copytree(stored, self.root, symlinks=True)

    def build(self, fixture: Fixture, stored: Path) -> None:
        if fixture.base:
            self.fill(fixture.base)
        else:
            self.forget()
            remove(self.root)
            for name in ("repo", "home/.config", "etc", "www"):
                (self.root / name).mkdir(parents=True)
            (self.root / "home/.gitconfig").write_text(GIT_CONFIG)
        for step in fixture.steps:
            outcome = self.play(step, "dvc")
            if outcome.rc != step.rc:
                raise FixtureError(f"{fixture.name}: `{step}` exits {outcome.rc}\n{outcome.out}{outcome.err}")
        for folder in self.root.glob("**/.dvc/tmp"):
            remove(folder)
        building = Path(tempfile.mkdtemp(dir=self.fixtures))
        shutil.copytree(self.root, building, symlinks=True, dirs_exist_ok=True)
        building.rename(stored)

    def forget(self) -> None:
        """Empties what the tools keep outside the sandbox."""
        for name in ("xdg-cache", "xdg-data", "xdg-state", "site", "tmp"):
            remove(self.private / name)
        (self.private / "tmp").mkdir()

    def play(self, step: Step, side: str) -> Outcome:
        """Runs a step; `side` is the tool that this playing is about."""
        cwd = self.root / step.cwd
        argv = [self.expand(word) for word in step.argv]
        env = {name: self.expand(value) for name, value in step.env}
        if step.actor == SHELL:
            return self.play_shell(argv, cwd)
        opposite = "lode" if side == "dvc" else "dvc"
        runner = self.runners[{TOOL: side, OPPOSITE: opposite, DVC: "dvc"}[step.actor]]
        rc, out, err = runner.run(argv, cwd, env, step.stdin)
        wanted = step.tree and step.actor != DVC
        return Outcome(rc, out, err, take_snapshot(self.root, self.env, self.normalise) if wanted else None)

    def play_shell(self, argv: list[str], cwd: Path) -> Outcome:
        cwd.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            [*argv[:-1], SHELL_PRELUDE + argv[-1]],
            cwd=cwd,
            env=self.env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="backslashreplace",
        )
        return Outcome(done.returncode, done.stdout, done.stderr, None)

    def expand(self, text: str) -> str:
        return text.replace("$W", str(self.root)).replace("$HTTP", self.web.url)

    def normalise(self, text: str) -> str:
        return text.replace(str(self.root), "$W").replace(self.web.url, "$HTTP")


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def remove(path: Path) -> None:
    """Deletes a folder, whatever the modes inside it."""

    def allow(operation, name, _error):
        os.chmod(os.path.dirname(name), 0o700)
        if not os.path.islink(name):
            os.chmod(name, 0o700)
        operation(name)

    if os.path.lexists(path):
        shutil.rmtree(path, onerror=allow)
