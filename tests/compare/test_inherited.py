"""What a new value of a field gets through rows that do not name it."""

from __future__ import annotations

import json

from b12tables.compiler.compare import compare, inherited
from b12tables.compiler.report import comparison_json, comparison_text
from tests.kit.tables import model_from_markdown

TABLES = """
## Fields
- cause: choice ({causes})
- signs: choices (pale, tired{more})
- product: choice (a, b)
- length: choice (short, long)
- step: choice (go, stay)

## Decision: Product
| | When | Then |
|---|---|---|
| Rule | Cause | Product |
| P1 | dietary | a |
| P2 | not(dietary) | b |

## Decision: Length
| | When | Then |
|---|---|---|
| Rule | Cause | Length |
| L1 | dietary; {named} | short |
| Otherwise | - | long |

## Decision: Step
- Hit policy: First
| | When | When | Then |
|---|---|---|---|
| Rule | Cause | Signs | Step |
| S1 | dietary | includes pale | go |
| S2 | - | - | stay |
"""


def model(causes: str, named: str = "medicine", more: str = ""):  # type: ignore[no-untyped-def]
    return model_from_markdown(TABLES.format(causes=causes, named=named, more=more))


OLD = "dietary, medicine"
NEW = "dietary, medicine, surgery"


def test_each_row_that_takes_a_new_value_in_without_its_name_is_told() -> None:
    found = list(inherited(model(OLD), model(NEW)))
    assert [(e.value, e.decision, [r.id for r in e.rules], e.otherwise) for e in found] == [
        ("surgery", "product", ["P2"], False),
        ("surgery", "length", ["Otherwise"], True),
        ("surgery", "step", ["S2"], False),
    ]


def test_a_row_that_names_the_value_is_no_inheritance() -> None:
    found = list(inherited(model(OLD), model(NEW, named="medicine; surgery")))
    assert [e.decision for e in found] == ["product", "step"]


def test_a_new_member_of_a_set_inherits_too() -> None:
    found = list(inherited(model(OLD), model(OLD, more=", dizzy")))
    assert [(e.field, e.value, e.decision, [r.id for r in e.rules]) for e in found] == [
        ("signs", "dizzy", "step", ["S2"])
    ]


def test_nothing_new_inherits_nothing() -> None:
    assert list(inherited(model(OLD), model(OLD))) == []


def test_the_comparison_tells_it_with_cell_and_answer() -> None:
    result = compare(model(OLD), model(NEW))
    text = " ".join(comparison_text(result, "old", "new").split())
    assert "Cause: surgery is new, and gets through rows that do not name it" in text
    assert 'Product: Product b, where rule P2 holds, through "not(dietary)" (Product B6)' in text
    assert "Length: Length long (only the Otherwise row is left" in text
    data = json.loads(comparison_json(result, "old", "new"))["inherited"]
    assert [entry["decision"] for entry in data] == ["product", "length", "step"]
    assert data[0]["rules"][0]["place"]["cells"] == "B6"


def test_a_newly_accepted_patient_is_told_what_he_gets() -> None:
    result = compare(model(OLD), model(NEW))
    change = next(change for change in result.changes if change.kind == "newly accepted")
    assert change.answers["product"] == {"product": "b"} and change.answers["length"] == {"length": "long"}
    text = " ".join(comparison_text(result, "old", "new").split())
    assert "the example gets Product: Product b" in text
    back = compare(model(NEW), model(OLD))
    assert "the example got Product: Product b" in " ".join(comparison_text(back, "new", "old").split())
