"""A finding as a small picture: its patient's table along two columns, and which rules hold where."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import given

from b12tables.compiler.model import Combination, Model, Value, passes
from b12tables.compiler.proof import Axis, Space, bits, slice_at
from b12tables.desk.served import DeskServer
from b12tables.desk.session import Session
from tests.desk.desk_set import BROKEN, DAY, TABLES, opened, workbook
from tests.site.browsing import Examiner, Watch
from tests.strategies import choices, small_models

TWO = TABLES.replace("| D2 | adult | dietary; surgery |", "| D2 | adult | dietary |")
"""Adults after surgery are told nothing."""

TOGETHER = TABLES.replace("| D3 | adult | other; unknown |", "| D3 | adult | surgery; other; unknown |")
"""Adults after surgery are told two things."""


def picture(session: Session, name: str) -> dict[str, Any]:
    told = session.ask({"do": "state"})
    [number] = [one["number"] for one in told["findings"] if one["name"] == name]  # type: ignore[attr-defined]
    return session.ask({"do": "picture", "finding": number})


def spots_of(told: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (row["name"], words): spot
        for row in told["rows"]
        for words, spot in zip(told["across"], row["spots"], strict=True)
    }


def test_one_column() -> None:
    told = picture(opened(BROKEN), "gap")
    assert told["heads"] == ["", "Age"] and told["across"] == ["< 18", "≥ 18 and < 21", "≥ 21"]
    [row] = told["rows"]
    assert [spot["kind"] for spot in row["spots"]] == ["held", "none", "held"]
    assert [spot["here"] for spot in row["spots"]] == [False, True, False]


def test_two_columns_and_rules_together() -> None:
    told = picture(opened(TWO), "gap")
    assert told["heads"] == ["Group", "Cause"]
    kinds = {at: spot["kind"] for at, spot in spots_of(told).items()}
    assert [at for at, kind in kinds.items() if kind == "none"] == [("adult", "surgery")]
    told = picture(opened(TOGETHER), "overlap")
    [many] = [spot for row in told["rows"] for spot in row["spots"] if spot["kind"] == "many"]
    assert many["rules"] == ["D2", "D3"] and many["here"]


def test_what_no_patient_can_be_is_said() -> None:
    never = """
## Impossible
| ID | Combination | Why |
|---|---|---|
| I1 | Age: < 1<br>Cause: surgery | too young for it |
"""
    both = TWO.replace("| Group | Cause | Dose |", "| Age | Cause | Dose |").replace(
        "| child | - |", "| < 18 | - |"
    )
    both = both.replace("| D2 | adult |", "| D2 | >= 18 |").replace("| D3 | adult |", "| D3 | >= 18 |")
    told = picture(opened(both + never), "gap")
    spots = spots_of(told)
    assert spots["< 1", "surgery"]["kind"] == "never" and spots["< 1", "surgery"]["why"] == "too young for it"
    assert spots["≥ 18", "surgery"]["kind"] == "none"


def test_there_is_none_where_nobody_can_be_seen() -> None:
    session = opened(BROKEN)
    assert "no picture" in str(picture(session, "missing-wording")["refused"])
    assert "have changed" in str(session.ask({"do": "picture", "finding": 99})["refused"])
    assert "have changed" in str(session.ask({"do": "picture", "finding": "1"})["refused"])


@given(model=small_models(), random=choices())
def test_each_spot_is_what_the_rules_say_one_by_one(model: Model, random: Random) -> None:
    space = Space(model)
    for code, ts in space.tables.items():
        values = {name: drawn(space.axes[name], random) for name in ts.fields}
        region = [{name: () for name in ts.fields if random.random() < 0.5}]
        found = slice_at(model, code, values, region)
        if found is None:
            assert not ts.fields
            continue
        spots = iter(found.spots)
        for masks in product(*found.masks):
            spot = next(spots)
            for pieces in product(*map(bits, masks)):
                axes = (space.axes[name] for name in found.columns)
                witnesses = (axis.witness(1 << piece) for axis, piece in zip(axes, pieces, strict=True))
                at = dict(zip(found.columns, witnesses, strict=True))
                case = {**values, **at}
                if spot.why:
                    assert any(cannot(combination, case) for combination in model.impossible)
                else:
                    assert list(spot.rules) == holding(model, code, case)
        assert next(spots, None) is None
        shown = [sum(stretches) for stretches in found.masks]
        assert (
            all(mask == space.axes[name].full for name, mask in zip(found.columns, shown, strict=True))
            or found.cut
        )


def cannot(combination: Combination, case: Mapping[str, Value]) -> bool:
    return all(test.field in case and passes(test.test, case[test.field]) for test in combination.tests)


def drawn(axis: Axis, random: Random) -> Value:
    return axis.witness(1 << random.randrange(axis.size))


def holding(model: Model, code: str, case: Mapping[str, Value]) -> list[str]:
    table = model.decision[code]
    return [
        rule.id
        for rule in table.rules
        if all(
            passes(c.test, case[name]) for c, name in zip(rule.conditions, table.input_fields, strict=True)
        )
    ]


def test_on_the_page(tmp_path: Path, browser: Any) -> None:
    (tmp_path / "tables.xlsx").write_bytes(workbook(TWO))
    desk = DeskServer(tmp_path, Session(lambda: DAY))
    with Watch(browser, desk.address, ("data:",)) as watch:
        page = watch.open()
        page.wait_for_selector("#verdict.not-ok")
        page.click("summary >> text=See where it lies")
        page.wait_for_selector("td.spot.none.here")
        examiner = Examiner()
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 900})
            assert examiner.all_of(page) == []
    desk.close()
