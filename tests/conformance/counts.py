"""How many of how many: a line for each origin, and one for each thing that is asked of it.

A test that has shown that something is refused by the name of a feature outside the format passes; it says so with
`refused`, and is counted apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

from tests.conformance.adapter import OUTSIDE

HERE = "tests/conformance/"
ORIGINS = {
    "test_kie.py": "KIE analyser",
    "test_tck.py": "DMN TCK",
    "test_verification_others.py": "jDMN, OpenL Tablets, dmn-check",
    "test_generated.py": "generated packages",
    "test_outside.py": "page on what is outside the format",
}
REFUSED = "refused by the name of the feature"


def refused(record_property: Callable[[str, object], None], feature: str) -> None:
    """Says of a test that what it asks about was refused by the name of a feature that the docs page lists."""
    assert feature in OUTSIDE, feature
    record_property(REFUSED, feature)


def write_counts(terminalreporter: Any) -> None:
    """Writes the counts under the results of a run; nothing where no conformance test ran."""
    counts: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    features: Counter[str] = Counter()
    for outcome in ("passed", "failed", "error", "skipped"):
        for report in terminalreporter.stats.get(outcome, []):
            path, _, name = getattr(report, "nodeid", "").partition("::")
            if not path.startswith(HERE):
                continue
            question = name.partition("[")[0].removeprefix("test_").replace("_", " ")
            feature = dict(getattr(report, "user_properties", ())).get(REFUSED)
            kind = REFUSED if feature and outcome == "passed" else outcome
            counts[path.removeprefix(HERE)][question][kind] += 1
            if kind == REFUSED:
                features[str(feature)] += 1
    if not counts:
        return
    terminalreporter.section("conformance")
    for file, questions in sorted(counts.items()):
        whole = sum(questions.values(), Counter[str]())
        terminalreporter.write_line(f"{ORIGINS.get(file, file)}: {_of(whole)}")
        for question, found in sorted(questions.items()):
            terminalreporter.write_line(f"    {question or 'the collection is not here'}: {_of(found)}")
    for feature, count in sorted(features.items()):
        terminalreporter.write_line(f"outside the format: {feature}: {count}")


def _of(found: Counter[str]) -> str:
    asked = sum(found.values())
    said = f"{found['passed']} of {asked}"
    rest = [f"{found[kind]} {kind}" for kind in (REFUSED, "failed", "error", "skipped") if found[kind]]
    return ", ".join([said, *rest])
