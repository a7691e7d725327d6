#!/usr/bin/env python3
"""Compares lode with the real DVC, scenario by scenario. README.md explains it."""

from __future__ import annotations

import argparse
import fcntl
import fnmatch
import importlib
import json
import os
import queue
import re
import shlex
import sys
import tempfile
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE))

from judge import Judging, Verdict, judge  # noqa: E402
from sandbox import Commands, Sandbox  # noqa: E402
from words import SCENARIOS, Scenario  # noqa: E402


def main() -> int:
    options = parse_arguments()
    scenarios = load_scenarios(options.only)
    if options.ratchet:
        scenarios = ratcheted(scenarios)
    if options.list:
        for scenario in scenarios:
            print(f"{scenario.id:<44} {scenario.note}".rstrip())
        return 0
    begin = time.monotonic()
    with locked(options.work):
        verdicts = judge_all(scenarios, options)
    if options.report:
        write_reports(verdicts, options.report)
    if options.json:
        options.json.write_text(json.dumps([as_json(v) for v in verdicts], indent=1) + "\n")
    print_table(verdicts)
    print(f"{time.monotonic() - begin:.0f} s")
    passed = sum(v.passed for v in verdicts)
    print(f"\n{passed} passed, {len(verdicts) - passed} failed")
    return 0 if verdicts and passed == len(verdicts) else 1


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dvc", metavar="COMMAND", default=str(ROOT / ".cache/dvc-env/bin/dvc"), help="the real DVC")
    parser.add_argument("--lode", metavar="COMMAND", help="default: the one that this workspace builds")
    parser.add_argument("--self-check", action="store_true", help="the real DVC on both sides")
    parser.add_argument("--only", metavar="GLOB", action="append", default=[], help="scenario ids; may be repeated")
    parser.add_argument("--verbose", action="store_true", help="name the scenarios that pass, too")
    parser.add_argument("--ratchet", action="store_true", help="only the scenarios that passing.txt names")
    parser.add_argument("--list", action="store_true", help="name the scenarios and end")
    parser.add_argument("--jobs", metavar="N", type=int, default=2, help="scenarios at once")
    parser.add_argument("--first", action="store_true", help="stop a scenario at its first difference")
    parser.add_argument("--cold", action="store_true", help="start DVC anew for every command")
    parser.add_argument("--keep", metavar="DIR", type=Path, help="keep the final trees of each scenario there")
    parser.add_argument("--report", metavar="DIR", type=Path, help="write the differences there, a file for each topic")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the verdicts there")
    parser.add_argument("--work", metavar="DIR", type=Path, help="scratch folder outside any repository")
    options = parser.parse_args()
    options.work = options.work or Path(tempfile.gettempdir()).resolve() / f"lode-compat-{os.getuid()}"
    if options.self_check:
        options.lode = options.dvc
    elif not options.lode:
        node, binary = ROOT / "node_modules/.bin/node", ROOT / "packages/cli/bin/lode.js"
        options.lode = shlex.join(map(str, (node, binary)))
    return options


def load_scenarios(globs: list[str]) -> list[Scenario]:
    for path in sorted((HERE / "scenarios").glob("*.py")):
        importlib.import_module(f"scenarios.{path.stem}")
    check_differences()
    return [s for s in SCENARIOS.values() if not globs or any(fnmatch.fnmatch(s.id, glob) for glob in globs)]


def ratcheted(scenarios: list[Scenario]) -> list[Scenario]:
    """The scenarios of passing.txt, which must go on passing; how many others wait is said, so that none is forgotten."""
    names = set((HERE / "passing.txt").read_text().split())
    if unknown := names - {s.id for s in scenarios}:
        sys.exit(f"passing.txt names scenarios that do not exist: {', '.join(sorted(unknown))}")
    print(f"{len(scenarios) - len(names)} of {len(scenarios)} scenarios are not in passing.txt and not judged here")
    return [s for s in scenarios if s.id in names]


def check_differences() -> None:
    """Every difference that a scenario names has its entry in docs/differences.md, and every entry is named by a test."""
    file = ROOT / "docs/differences.md"
    named = set(re.findall(r"^- \*\*([a-z0-9-]+)\*\*", file.read_text(), re.MULTILINE)) if file.exists() else set()
    if unknown := {s.difference for s in SCENARIOS.values() if s.difference} - named:
        sys.exit(f"not in docs/differences.md: {', '.join(sorted(unknown))}")
    files = [*HERE.rglob("*.py"), *(ROOT / "tests").rglob("*.test.ts"), *(ROOT / "packages").glob("*/src/**/*.test.ts")]
    tested = set(re.findall(r"[a-z0-9-]+", " ".join(file.read_text() for file in files)))
    if untested := named - tested:
        sys.exit(f"in docs/differences.md, but in no test: {', '.join(sorted(untested))}")


class locked:
    """Holds the scratch folder: one run at a time, since the sandboxes have fixed paths."""

    def __init__(self, work: Path):
        work.mkdir(parents=True, exist_ok=True)
        self.path = work / "lock"

    def __enter__(self) -> None:
        self.file = self.path.open("w")
        fcntl.flock(self.file, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        self.file.close()


def judge_all(scenarios: list[Scenario], options: argparse.Namespace) -> list[Verdict]:
    commands = Commands(tuple(shlex.split(options.dvc)), tuple(shlex.split(options.lode)), warm=not options.cold)
    how = Judging(options.self_check, options.first, options.keep)
    waiting: queue.SimpleQueue[Scenario] = queue.SimpleQueue()
    for scenario in scenarios:
        waiting.put(scenario)
    verdicts: list[Verdict] = []
    lock = threading.Lock()

    def work(job: int) -> None:
        box = Sandbox(options.work, job, commands)
        try:
            while True:
                verdict = judge(waiting.get_nowait(), box, how)
                with lock:
                    verdicts.append(verdict)
                    if not verdict.passed:
                        print(describe(verdict), flush=True)
                    elif options.verbose:
                        print(f"passed {verdict.scenario.id}", flush=True)
        except queue.Empty:
            pass
        finally:
            box.close()

    threads = [threading.Thread(target=work, args=(job,)) for job in range(max(1, options.jobs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(verdicts) != len(scenarios):
        sys.exit("a job ended early")
    return sorted(verdicts, key=lambda v: list(SCENARIOS).index(v.scenario.id))


def describe(verdict: Verdict) -> str:
    texts = verdict.faults[:3] or verdict.differences
    return "\n".join([f"{verdict.word} {verdict.scenario.id}", *(indent(text) for text in texts), ""])


def indent(text: str) -> str:
    return "  " + text.replace("\n", "\n  ")


def write_reports(verdicts: list[Verdict], folder: Path) -> None:
    """One file a topic; a wrong exit code tells more than a different tree, and few differences more than many."""
    folder.mkdir(parents=True, exist_ok=True)
    for topic in sorted({v.scenario.topic for v in verdicts}):
        failed = [v for v in verdicts if v.scenario.topic == topic and not v.passed]
        failed.sort(key=lambda v: ("exit code" not in "".join(v.differences[:1]), len(v.differences)))
        of = sum(v.scenario.topic == topic for v in verdicts)
        head = f"{topic}: {of - len(failed)} passed, {len(failed)} failed\n\n"
        (folder / f"{topic}.txt").write_text(head + "\n".join(map(describe, failed)))


def as_json(verdict: Verdict) -> dict[str, object]:
    return {
        "id": verdict.scenario.id,
        "verdict": verdict.word.lower(),
        "seconds": round(verdict.seconds, 2),
        "faults": verdict.faults,
        "differences": verdict.differences,
    }


def print_table(verdicts: list[Verdict]) -> None:
    print(f"{'topic':<20}{'passed':>8}{'failed':>8}{'seconds':>9}")
    for topic in dict.fromkeys(v.scenario.topic for v in verdicts):
        own = [v for v in verdicts if v.scenario.topic == topic]
        passed = sum(v.passed for v in own)
        print(f"{topic:<20}{passed:>8}{len(own) - passed:>8}{sum(v.seconds for v in own):>9.0f}")


if __name__ == "__main__":
    sys.exit(main())
