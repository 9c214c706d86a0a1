"""How many of how many: a line for each file of the collection and each thing that is asked of it."""

from __future__ import annotations

from collections import Counter
from typing import Any

HERE = "tests/conformance/"
OUTCOMES = ("passed", "failed", "error", "skipped")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    counts: dict[tuple[str, str], Counter[str]] = {}
    reasons: dict[str, Counter[str]] = {}
    for outcome in OUTCOMES:
        for report in terminalreporter.stats.get(outcome, []):
            path, _, name = getattr(report, "nodeid", "").partition("::")
            if not path.startswith(HERE):
                continue
            file = path.removeprefix(HERE)
            question = name.partition("[")[0].removeprefix("test_").replace("_", " ")
            if name:
                counts.setdefault((file, question), Counter())[outcome] += 1
            if outcome == "skipped" and isinstance(report.longrepr, tuple):
                reason = report.longrepr[2].removeprefix("Skipped: ")
                reasons.setdefault(file, Counter())[reason] += 1
    if not counts and not reasons:
        return
    terminalreporter.section("conformance")
    for (file, question), outcomes in sorted(counts.items()):
        asked = sum(outcomes.values()) - outcomes["skipped"]
        aside = f", {outcomes['skipped']} set aside" if outcomes["skipped"] else ""
        terminalreporter.write_line(f"{file}: {question}: {outcomes['passed']} of {asked}{aside}")
    for file, why in sorted(reasons.items()):
        said = "; ".join(f"{reason} ({count})" for reason, count in sorted(why.items()))
        terminalreporter.write_line(f"{file}: set aside: {said}")
