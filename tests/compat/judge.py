"""Plays a scenario on both sides and says where they differ."""

from __future__ import annotations

import difflib
import json
import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sandbox import Outcome, Sandbox
from words import BAG, DVC, JSON, LINES, OPPOSITE, SHELL, TEXT, TOOL, Scenario, Step

SHOWN_LINES = 14
COLOUR = re.compile(r"\x1b\[[\d;]*[A-Za-z]")


@dataclass
class Verdict:
    """`faults` are the scenario's own: the real DVC does not do what it says. `differences` are lode's."""

    scenario: Scenario
    faults: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def passed(self) -> bool:
        return not self.faults and not self.differences

    @property
    def word(self) -> str:
        return "BROKEN" if self.faults else "FAILED" if self.differences else "passed"


@dataclass(frozen=True)
class Judging:
    """`self_check`: both sides are DVC. `first_only`: stop at the first difference. `keep`: where final trees are copied."""

    self_check: bool = False
    first_only: bool = False
    keep: Path | None = None


def judge(scenario: Scenario, box: Sandbox, how: Judging) -> Verdict:
    verdict, begin = Verdict(scenario), time.monotonic()
    try:
        (judge_difference if scenario.difference else judge_equality)(verdict, box, how)
    except Exception as error:  # one scenario must not end the run
        verdict.faults.append(f"{type(error).__name__}: {error}")
    verdict.seconds = time.monotonic() - begin
    return verdict


def judge_equality(verdict: Verdict, box: Sandbox, how: Judging) -> None:
    steps = verdict.scenario.steps
    expected = list(play(verdict.scenario, box, "dvc", how))
    # What the opposite tool does on DVC's side is lode's affair.
    verdict.faults = [
        wrong_exit(step, outcome, step.rc)
        for step, outcome in zip(steps, expected, strict=True)
        if step.actor != OPPOSITE and outcome.rc != step.rc
    ]
    if verdict.faults:
        return
    for step, left, right in zip(steps, expected, play(verdict.scenario, box, "lode", how)):
        verdict.differences += compare(step, left, right, box)
        if verdict.differences and how.first_only:
            return


def judge_difference(verdict: Verdict, box: Sandbox, how: Judging) -> None:
    """Lode is to do all that the steps say, and DVC is not: otherwise there is no difference to name."""

    def wrong(side: str) -> list[str]:
        outcomes = zip(verdict.scenario.steps, play(verdict.scenario, box, side, how))
        return [fault for step, outcome in outcomes for fault in unexpected(step, outcome, box)]

    if not wrong("dvc"):
        verdict.faults.append("DVC does the same: no difference")
    elif not how.self_check:
        verdict.differences = wrong("lode")


def unexpected(step: Step, outcome: Outcome, box: Sandbox) -> list[str]:
    if outcome.rc != step.rc:
        return [wrong_exit(step, outcome, step.rc)]
    return [] if step.says in comparable(TEXT, outcome.out, box) else [f"{label(step)}\n  does not say {step.says!r}"]


def play(scenario: Scenario, box: Sandbox, side: str, how: Judging) -> Iterator[Outcome]:
    box.fill(scenario.fixture)
    for step in scenario.steps:
        yield box.play(step, side)
    if how.keep:
        target = how.keep / scenario.id.replace("/", "-") / side
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(box.root, target, symlinks=True)


def compare(step: Step, left: Outcome, right: Outcome, box: Sandbox) -> list[str]:
    """Differences of lode's outcome (right) from DVC's (left), most telling first."""
    if step.actor == OPPOSITE and left.rc != step.rc:
        return [f"lode on DVC's work: {wrong_exit(step, left, step.rc)}"]
    if left.rc != right.rc:
        return [wrong_exit(step, right, left.rc)]
    found = []
    if step.view:
        found += difference("stdout", comparable(step.view, left.out, box), comparable(step.view, right.out, box))
    if left.tree is not None and right.tree is not None:
        for path in sorted(left.tree.keys() | right.tree.keys()):
            found += difference(path, left.tree.get(path), right.tree.get(path))
    return [f"{label(step)}\n{text}" for text in found]


def label(step: Step) -> str:
    return {TOOL: "lode ", OPPOSITE: "dvc, after lode: ", DVC: "dvc ", SHELL: "$ "}[step.actor] + str(step)


def wrong_exit(step: Step, outcome: Outcome, expected: int) -> str:
    said = (outcome.err.strip() or outcome.out.strip()).splitlines()[-5:]
    return "\n    ".join([f"{label(step)}\n  exit code {outcome.rc}, expected {expected}", *said])


def comparable(view: str, text: str, box: Sandbox) -> str:
    text = box.normalise(COLOUR.sub("", text))
    if view in (JSON, BAG):
        try:
            value = json.loads(text)
        except ValueError:
            return f"not JSON: {text}"
        return json.dumps(without_order(value) if view == BAG else value, indent=1, sort_keys=True)
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return "\n".join(sorted(filter(None, lines)) if view == LINES else lines).strip()


def without_order(value: object) -> object:
    if isinstance(value, list):
        return sorted(map(without_order, value), key=json.dumps)
    return {key: without_order(member) for key, member in value.items()} if isinstance(value, dict) else value


def difference(name: str, expected: str | None, got: str | None) -> list[str]:
    if expected == got:
        return []
    if got is None:
        return [f"  {name}: missing ({head(expected)})"]
    if expected is None:
        return [f"  {name}: unexpected ({head(got)})"]
    lines = list(difflib.unified_diff(expected.splitlines(), got.splitlines(), n=1, lineterm=""))[3:]
    if not lines:
        lines = [f"-{expected!r}"[:200], f"+{got!r}"[:200]]
    if len(lines) > SHOWN_LINES:
        lines = [*lines[:SHOWN_LINES], f"… {len(lines) - SHOWN_LINES} lines more"]
    return ["\n    ".join([f"  {name} (- expected, + got)", *(line[:240] for line in lines)])]


def head(text: str) -> str:
    return " ".join(text.split("\n", 2)[:2])[:100]
