"""The words that scenarios are written in; README.md explains them.

A fixture is a starting tree, built once by the real DVC. A scenario is a fixture and steps, and is played twice:
once with the real DVC as "the tool" (that is what is expected), once with lode.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, replace
from typing import Callable

TOOL, OPPOSITE, DVC, SHELL = "tool", "opposite", "dvc", "shell"

# Forms in which the standard output of both sides is compared.
JSON, BAG, TEXT, LINES = "json", "bag", "text", "lines"


@dataclass(frozen=True)
class Step:
    """One command: who runs it, where, and what of it is compared."""

    actor: str
    argv: tuple[str, ...]
    rc: int = 0
    view: str | None = None
    cwd: str = "repo"
    stdin: str = ""
    env: tuple[tuple[str, str], ...] = ()
    tree: bool = True
    says: str = ""

    def __str__(self) -> str:
        return self.argv[-1] if self.actor == SHELL else shlex.join(self.argv)


@dataclass(frozen=True)
class Fixture:
    """A starting tree: the steps that make it out of another one."""

    name: str
    base: Fixture | None
    steps: tuple[Step, ...]

    def history(self) -> tuple[Step, ...]:
        return (*(self.base.history() if self.base else ()), *self.steps)


@dataclass(frozen=True)
class Scenario:
    """Steps on a fixture. `difference` names the entry of docs/differences.md that says why lode is not to do as DVC does."""

    id: str
    fixture: Fixture
    steps: tuple[Step, ...]
    note: str = ""
    difference: str = ""

    @property
    def topic(self) -> str:
        return self.id.partition("/")[0]


SCENARIOS: dict[str, Scenario] = {}


def case(id: str, fixture: Fixture, *steps: Step, note: str = "") -> None:
    """Both tools are to leave the same exit codes, trees and outputs after every step."""
    _register(Scenario(id, fixture, steps, note))


def differs(id: str, difference: str, fixture: Fixture, *steps: Step, note: str = "") -> None:
    """The steps state what lode does instead, by exit codes, by shell steps that look, and by text that stdout must hold (`says`); DVC is to fail at least one."""
    _register(Scenario(id, fixture, steps, note, difference))


def _register(scenario: Scenario) -> None:
    if not re.fullmatch(r"[a-z-]+/[a-z0-9.-]+", scenario.id):
        raise ValueError(f"bad scenario id: {scenario.id}")
    if scenario.id in SCENARIOS:
        raise ValueError(f"scenario defined twice: {scenario.id}")
    SCENARIOS[scenario.id] = scenario


def fixture(name: str, *steps: Step, base: Fixture | None = None) -> Fixture:
    return Fixture(name, base, steps)


def _command(actor: str, view: str | None = None) -> Callable[..., Step]:
    def word(
        command: str | list[str],
        rc: int = 0,
        *,
        cwd: str = "repo",
        stdin: str = "",
        env: dict[str, str] | None = None,
        tree: bool = True,
        says: str = "",
    ) -> Step:
        argv = shlex.split(command) if isinstance(command, str) else command
        return Step(actor, tuple(argv), rc, view, cwd, stdin, tuple((env or {}).items()), tree, says)

    return word


do = _command(TOOL)
do_json = _command(TOOL, JSON)
do_bag = _command(TOOL, BAG)
do_text = _command(TOOL, TEXT)
do_lines = _command(TOOL, LINES)
other = _command(OPPOSITE)
other_json = _command(OPPOSITE, JSON)
other_bag = _command(OPPOSITE, BAG)
other_text = _command(OPPOSITE, TEXT)
dvc = _command(DVC)


def sh(script: str, rc: int = 0, *, cwd: str = "repo") -> Step:
    """A bash script that stops at its first failure."""
    return Step(SHELL, ("bash", "-euc", script), rc, cwd=cwd)


def write(path: str, content: str, *, cwd: str = "repo") -> Step:
    quoted = shlex.quote(path)
    return sh(f"mkdir -p -- $(dirname -- {quoted}); printf %s {shlex.quote(content)} >{quoted}", cwd=cwd)


def commit(message: str = "commit", *, cwd: str = "repo") -> Step:
    """Commits everything; dates are fixed, so the commit's name is the same on both sides."""
    return sh(f"git add -A; advance_clock; git commit -qm {shlex.quote(message)}", cwd=cwd)


def tag(name: str, *, cwd: str = "repo") -> Step:
    """An annotated tag."""
    return sh(f"advance_clock; git tag -a {shlex.quote(name)} -m {shlex.quote(name)}", cwd=cwd)


def inside(cwd: str, *steps: Step) -> tuple[Step, ...]:
    """The same steps, run in another folder of the sandbox."""
    return tuple(replace(step, cwd=cwd) for step in steps)
