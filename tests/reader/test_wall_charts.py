"""The Wall chart sheet: what is read of it, and what is said of mistakes."""

from __future__ import annotations

import pytest

from b12tables.compiler.model import WallChart
from tests.kit.tables import model_and_findings

SET = """
## Fields
- cause: choice (diet, loss), unknown
- nerves: yes/no, unknown
- note_of_the_day: text, unknown
- seen: choices (pale, tired), unknown
- level: number, 0..100, unit mg, unknown
- many: choice ({many})
- regimen: choice (oral, infusion)
- advice: choice (eat, rest)
- warning: choice (w1, w2)

## Decision: Treatment
| | When | | | | | Then | |
|---|---|---|---|---|---|---|---|
| Rule | Cause | Nerves | Note of the day | Level | Many | Regimen | Advice |
| R1 | diet | - | - | - | - | oral | eat |
| Otherwise | | | | | | infusion | rest |

## Decision: Warnings
- Hit policy: Collect
- May be empty: yes

| | When | | Then |
|---|---|---|---|
| Rule | Seen | Cause | Warning |
| W1 | includes pale | - | w1 |
| W2 | - | loss | w2 |
""".replace("{many}", ", ".join(f"m{n}" for n in range(150)))


def read(chart: str) -> tuple[tuple[WallChart, ...], list[tuple[str, str, str]]]:
    """The charts, and the errors as kind, message and cells."""
    model, findings = model_and_findings(SET + "\n" + chart)
    assert model is not None
    errors = [(f.name, f.message, f.places[0].cells) for f in findings if f.severity == "error"]
    return model.charts, errors


def sheet(**cells: str) -> str:
    told = {"rows": "Cause", "columns": "Nerves", "show": "Treatment", **cells}
    lines = "".join(f"- {name.capitalize()}: {words}\n" for name, words in told.items())
    return f"## Wall chart\n{lines}"


def test_a_chart_is_read_by_labels_codes_and_decisions() -> None:
    (chart,), errors = read(
        sheet(
            title="All of it",
            strip="Level",
            aside="Warnings",
            given="Nerves: known<br>Cause: not(loss); unknown",
        )
    )
    assert not errors
    assert chart.title == "All of it"
    assert (chart.rows, chart.columns, chart.strip) == (("cause",), ("nerves",), ("level",))
    assert (chart.show, chart.aside) == (("regimen", "advice"), ("warning",))
    assert [test.field for test in chart.given] == ["nerves", "cause"]


def test_a_row_of_heads_says_the_same_as_heads_one_below_the_other() -> None:
    (below,), _ = read(sheet(title="A", strip="Level"))
    (beside,), errors = read(
        "## Wall chart\n| Title | Rows | Columns | Strip | Show |\n|---|---|---|---|---|\n"
        "| A | cause | nerves | level | regimen; advice |\n"
    )
    assert not errors
    assert (below.title, below.axes, below.results) == (beside.title, beside.axes, beside.results)


def test_a_chart_without_a_title_is_called_by_its_axes() -> None:
    (chart,), _ = read(sheet())
    assert chart.title == "Cause × Nerves"


def test_several_charts_stand_below_each_other() -> None:
    charts, errors = read(
        "## Wall chart\n| Title | Rows | Columns | Show |\n|---|---|---|---|\n"
        "| A | cause | nerves | regimen |\n| B | nerves | cause | advice |\n"
    )
    assert not errors
    assert [chart.title for chart in charts] == ["A", "B"]


@pytest.mark.parametrize(
    ("cells", "kind", "words"),
    [
        ({"rows": "Cuase"}, "unknown-name", "no field and no decision called 'Cuase'"),
        ({"show": "Treatmant"}, "unknown-name", "no field and no decision called 'Treatmant'"),
        ({"rows": "Note of the day"}, "bad-cell", "texts without end"),
        ({"rows": "Seen"}, "bad-cell", "several of its values hold together"),
        ({"strip": "Warning"}, "bad-cell", "a list"),
        ({"rows": "Treatment"}, "bad-cell", "a decision with several results"),
        ({"show": "Level"}, "bad-cell", "Level is no answer"),
        ({"aside": "Seen"}, "bad-cell", "Seen is no answer"),
        ({"columns": "Cause"}, "duplicate-name", "Cause stands in the chart twice"),
        ({"rows": "regimen", "show": "regimen"}, "duplicate-name", "Regimen stands in the chart twice"),
        ({"rows": "Many", "strip": "Cause"}, "bad-cell", "1,350 cells"),
        ({"given": "Nervs: yes"}, "unknown-name", "'Nervs'"),
        ({"given": "Nerves: perhaps"}, "bad-cell", "perhaps"),
        ({"given": "Nerves"}, "bad-cell", "names no field"),
        ({"show": ""}, "blank-cell", "Show is blank"),
    ],
)
def test_a_mistake_is_a_finding_and_the_chart_is_left_out(
    cells: dict[str, str], kind: str, words: str
) -> None:
    charts, errors = read(sheet(**cells))
    assert charts == ()
    assert any(name == kind and words in message for name, message, _ in errors), errors


def test_a_head_that_is_missing_is_named() -> None:
    charts, errors = read("## Wall chart\n- Rows: Cause\n- Show: Treatment\n")
    assert charts == ()
    assert [message for name, message, _ in errors if name == "missing-heading"] == [
        "the Wall chart sheet does not state Columns"
    ]


def test_a_head_that_nobody_knows_is_told() -> None:
    model, findings = model_and_findings(SET + "\n" + sheet(stripe="Level"))
    assert model is not None
    assert [(f.name, f.help) for f in findings if f.name == "unknown-heading"] == [
        ("unknown-heading", ("did you mean Strip?",))
    ]


def test_a_chart_of_a_decision_that_cannot_be_read_is_left_out_without_a_word_of_its_own() -> None:
    broken = SET.replace("| R1 | diet |", "| R1 | deit |")
    model, findings = model_and_findings(broken + "\n" + sheet())
    assert model is not None
    assert model.charts == ()
    assert {f.places[0].sheet for f in findings if f.severity == "error"} == {"Treatment"}
