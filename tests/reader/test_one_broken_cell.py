"""Random sets with one broken cell: what depends on it is left out, never judged, and nothing untrue is said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from b12tables.compiler.checks import run_checks
from b12tables.compiler.model.finding import KINDS, Finding
from tests.kit.tables import model_and_findings

Draw = Any

OF_READING = frozenset(list(KINDS)[: list(KINDS).index("gap")])

INPUTS = {
    "age": ("number, 0..120", ["< 18", ">= 18", "[18..65]", "-"], "over 20"),
    "nerves": (
        "choice (none, gone, present), unknown",
        ["none", "gone; present", "not(none)", "unknown", "-"],
        "nome",
    ),
    "sick": ("yes/no", ["yes", "no", "-"], "perhaps"),
    "level": ("number, 0..500, unit pg/mL", ["< 180", ">= 180 pg/mL", "-"], "< 180 mg"),
}
"""Each input with its declaration, cells of it, and a cell that nobody can read."""

VALUES = ("a", "b", "c")


@dataclass(frozen=True)
class Table:
    number: int
    inputs: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """The cells of each row: conditions, then the result."""
    policy: str

    @property
    def output(self) -> str:
        return f"out_{self.number}"

    @property
    def code(self) -> str:
        return f"table_{self.number}"

    def text(self) -> str:
        heads = " | ".join(name.replace("_", " ").capitalize() for name in (*self.inputs, self.output))
        rows = "\n".join(f"| R{n} | {' | '.join(row)} |" for n, row in enumerate(self.rows))
        bands = " | ".join(["When"] * len(self.inputs))
        rule = "|---" * (len(self.inputs) + 2)
        return (
            f"## Decision: Table {self.number}\n- Hit policy: {self.policy}\n\n"
            f"| | {bands} | Then |\n{rule}|\n| Rule | {heads} |\n{rows}\n"
        )


@st.composite
def tables(draw: Draw, number: int) -> Table:
    """A table over inputs and the answers of tables before it; it may have gaps and overlaps."""
    names = [*INPUTS, *(f"out_{n}" for n in range(number))]
    inputs = draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True))
    cells = [st.sampled_from(INPUTS[n][1] if n in INPUTS else ["a", "b; c", "not(a)", "-"]) for n in inputs]
    rows = draw(st.lists(st.tuples(*cells, st.sampled_from(VALUES)), min_size=1, max_size=4, unique=True))
    return Table(number, tuple(inputs), tuple(rows), draw(st.sampled_from(["Unique", "Any", "First"])))


@st.composite
def broken_sets(draw: Draw) -> tuple[list[Table], list[Table], str]:
    """A chain of tables, the same with one cell that cannot be read, and the code of the table that it is in."""
    whole = [draw(tables(number)) for number in range(draw(st.integers(2, 4)))]
    table = draw(st.sampled_from(whole))
    row = draw(st.integers(0, len(table.rows) - 1))
    column = draw(st.integers(0, len(table.inputs)))
    name = table.inputs[column] if column < len(table.inputs) else ""
    cell = INPUTS[name][2] if name in INPUTS else "no such value"
    cells = (*table.rows[row][:column], cell, *table.rows[row][column + 1 :])
    rows = (*table.rows[:row], cells, *table.rows[row + 1 :])
    broken = [Table(t.number, t.inputs, rows, t.policy) if t is table else t for t in whole]
    return whole, broken, table.code


def text_of(chain: Sequence[Table]) -> str:
    """The set: safety rules over every answer, and a case that expects each of them."""
    fields = [f"- {name}: {declared}" for name, (declared, _, _) in INPUTS.items()]
    fields += [f"- {table.output}: choice (a, b, c)" for table in chain]
    safety = [f"| S{t.number} | Sick: yes | Out {t.number}: not(c) | so |" for t in chain]
    heads = "".join(f" Out {table.number} |" for table in chain)
    cases = []
    for table in chain:
        expected = "".join(f" {'a' if other is table else ''} |" for other in chain)
        cases.append(f"| C{table.number} | one | 20 | none | yes | 100 |{expected}")
    parts = [
        "## Fields",
        *fields,
        "",
        *(table.text() for table in chain),
        "## Safety rules\n| ID | When | Must | Why |\n|---|---|---|---|",
        *safety,
        "",
        f"## Cases\n| | | Given | Given | Given | Given |{' Expect |' * len(chain)}",
        "|---" * (6 + len(chain)) + "|",
        f"| ID | Description | Age | Nerves | Sick | Level |{heads}",
        *cases,
    ]
    return "\n".join(parts) + "\n"


def downstream(chain: Sequence[Table], code: str) -> set[str]:
    """The decisions that need a decision, and itself; by looking at the columns."""
    lost = {code}
    for table in chain:
        if any(f"out_{other.number}" in table.inputs for other in chain if other.code in lost):
            lost.add(table.code)
    return lost


def everything_said(text: str) -> list[Finding]:
    model, reading = model_and_findings(text)
    # where everything hangs on the cell there is no model, and nothing is judged
    return [*reading, *(run_checks(model)[0] if model is not None else ())]


def about(finding: Finding) -> set[str]:
    """The decisions that a finding speaks of: its own, and that of the safety rule or the case that it names."""
    codes = {finding.decision} if finding.decision else set()
    if finding.name in ("broken-safety-rule", "vacuous-safety-rule", "indirect-safety-rule", "failed-case"):
        codes |= {f"table_{rule[1:]}" for rule in finding.rules}
    return {code for code in codes if code}


@pytest.mark.slow
@given(broken_sets())
@settings(max_examples=40, derandomize=True)
def test_nothing_is_said_of_what_depends_on_a_broken_cell(sets: tuple[list[Table], list[Table], str]) -> None:
    whole, broken, code = sets
    before = {(f.name, f.decision, f.rules) for f in everything_said(text_of(whole))}
    said = everything_said(text_of(broken))
    lost = downstream(whole, code)
    errors = [f for f in said if f.name in OF_READING and f.severity == "error"]
    assert len(errors) == 1, errors
    for finding in said:
        if finding is errors[0]:
            assert finding.decision in (code, None)
            continue
        assert not about(finding) & lost, finding
        # nothing is new but the error: what else is said was said of the whole set, too
        assert (finding.name, finding.decision, finding.rules) in before, finding


@pytest.mark.slow
@given(broken_sets())
@settings(max_examples=20, derandomize=True)
def test_the_cause_says_how_much_hangs_on_it(sets: tuple[list[Table], list[Table], str]) -> None:
    whole, broken, code = sets
    (error,) = [f for f in everything_said(text_of(broken)) if f.name in OF_READING and f.severity == "error"]
    lost = downstream(whole, code)
    unjudged = error.data["unjudged"]
    assert isinstance(unjudged, Mapping)
    assert dict(unjudged) == {"decisions": len(lost), "cases": len(lost), "safety rules": len(lost)}
