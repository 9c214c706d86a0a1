"""Every way back in is guarded alike, and what is recorded is what was asked."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from b12tables.runtime import audit
from b12tables.runtime.given import Asked, native, recalled, stored
from tests.kit.packages import iron_package, real_package

CASE = {
    "ferritin": "20 ug/L",
    "haemoglobin": 110,
    "tolerates": "yes",
    "medicines": ["calcium"],
    "months_treated": 4,
}

SPOKEN = [
    "unknown",
    "yes",
    "no",
    "20 ug/L",
    "4 mo",
    "2026-01-01",
    "",
    "\ud800",
    "a\x00b",
    "\uffff",
    "x" * 10_050,
]
ODD = [
    None, True, float("nan"), float("inf"), -0.0, 1e300, 10**70, -(10**5000), Decimal("1E+2"), Decimal("sNaN"),
    Decimal("Infinity"), Decimal("1E+999999"), Decimal("1." + "0" * 200), Fraction(1, 3), Fraction(10**200, 7),
    date(2026, 1, 1), datetime(2026, 1, 1), datetime(2026, 1, 1, 3), object(), b"bytes", 1j, [], (), set(), {},
    datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=2))), [[[[[1]]]]], {"value": 20, "unit": "ug/L"},
    {"value": 20, "comparator": "<"}, {1: 2}, {"a": {"b": {"c": {"d": {}}}}}, ["calcium", "\ud800"], [1] * 2000,
    frozenset({"calcium", "ppi", 3, None}),
]  # fmt: skip


class Word(str, Enum):  # noqa: UP042
    """An enum whose members print otherwise than they read."""

    YES = "yes"


def values() -> st.SearchStrategy[object]:
    plain = st.one_of(
        st.sampled_from(SPOKEN), st.sampled_from(ODD), st.integers(), st.floats(), st.decimals(), st.fractions(),
        st.dates(), st.datetimes(), st.text(max_size=20), st.just(Word.YES),
    )  # fmt: skip
    return st.one_of(
        plain, st.lists(plain, max_size=3), st.dictionaries(st.text(max_size=5), plain, max_size=2)
    )


def keys() -> st.SearchStrategy[object]:
    known = [
        *iron_package().SET.inputs,
        "Ferritin",
        "HAEMOGLOBIN",
        "today",
        "Iron stores",
        "ferritni",
        "x" * 600,
    ]
    odd = [1, None, (1, 2), "\ud800", "a\x1b[0m", b"k", frozenset({1}), 2.5, date(2026, 1, 1)]
    return st.one_of(st.sampled_from(known), st.sampled_from(odd), st.text(max_size=5))


CASES = st.one_of(
    st.dictionaries(keys(), values(), max_size=6).map(lambda more: {**CASE, **more}),
    st.dictionaries(keys(), values(), max_size=6),
    values(),
)
DAYS = st.one_of(st.none(), st.dates(), values())


@pytest.mark.slow
@settings(max_examples=400)
@given(CASES, DAYS)
def test_what_is_recorded_is_what_was_asked(case: Any, today: Any) -> None:
    package = iron_package()
    result = package.evaluate(case, today=today)
    record = package.audit_record(result)
    again = package.replay(record)
    assert again.same and again.same_answer and again.same_rules and again.same_tables and again.intact
    assert str(again) == "The answer is still the same."
    assert again.result == result
    assert package.replay(package.audit_record(result, key=b"k"), key=b"k").same


@pytest.mark.slow
@settings(max_examples=200)
@given(CASES, DAYS)
def test_a_result_comes_back_the_same_by_every_way(case: Any, today: Any) -> None:
    package = iron_package()
    result = package.evaluate(case, today=today)
    result.to_json().encode("utf-8")
    for again in (
        package.Result.from_dict(result.to_dict()),
        package.Result.from_json(result.to_json()),
        package.Result.from_json(result.to_json().encode("utf-16")),
        pickle.loads(pickle.dumps(result)),
        copy.copy(result),
        copy.deepcopy(result),
    ):
        assert again == result and again.to_json() == result.to_json()
        assert list(again.given) == list(result.given)


@settings(max_examples=200)
@given(values())
def test_a_value_comes_back_out_of_json(value: object) -> None:
    plain = native(value)
    assert stored(native(plain)) == stored(plain)
    form = json.loads(json.dumps(stored(plain), allow_nan=False))
    assert stored(recalled(form)) == form


def _paths(data: Any, path: tuple[Any, ...] = ()) -> Any:
    yield path
    if isinstance(data, dict):
        for name in data:
            yield from _paths(data[name], (*path, name))
    elif isinstance(data, list):
        for place in range(len(data)):
            yield from _paths(data[place], (*path, place))


def _with(data: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    data = copy.copy(data)
    data[path[0]] = _with(data[path[0]], path[1:], value)
    return data


WRONG = (None, True, "other", 10**5000, -1, [], {}, ["x"], {"x": 1}, float("nan"))


@pytest.mark.slow
def test_no_stored_part_of_a_result_can_be_another() -> None:
    """Whatever part of a stored result is edited or removed, it is refused with a ValueError."""
    package = iron_package()
    plain = package.evaluate(CASE).to_dict()
    for path in _paths(plain):
        part = plain
        for step in path:
            part = part[step]
        for value in WRONG:
            if path[:1] == ("answered_by",) and type(value) is type(part):
                continue  # who answered is told, not proved
            if type(value) is type(part) and value == part:
                continue
            with pytest.raises(ValueError):
                package.Result.from_dict(_with(plain, path, value))


@pytest.mark.slow
def test_a_damaged_record_is_no_record_or_not_intact() -> None:
    package = iron_package()
    record = package.audit_record(package.evaluate(CASE))
    plain = json.loads(record)
    for path in _paths(plain):
        part = plain
        for step in path:
            part = part[step]
        for value in WRONG[:-1]:
            if (type(value) is type(part) and value == part) or value == 10**5000:
                continue
            _damaged(package, json.dumps(_with(plain, path, value), sort_keys=True, separators=(",", ":")))
    for cut in range(0, len(record), 37):
        _damaged(package, record[:cut])
        _damaged(package, record[:cut] + record[cut + 1 :])


def _damaged(package: Any, record: str) -> None:
    try:
        again = package.replay(record)
    except ValueError as why:
        assert str(why)
    else:
        assert not again.intact and not again.same


def test_a_record_that_was_edited_and_sealed_anew_is_not_the_same() -> None:
    """Without a key anybody can make the hash anew: then every part is compared, and a part that is new is one too."""
    package = iron_package()
    plain = json.loads(package.audit_record(package.evaluate(CASE)))
    edits = [{**plain, name: ["x"]} for name in plain if name not in ("hash", "format")]
    edits += [
        {other: part for other, part in plain.items() if other != name} for name in plain if name != "hash"
    ]
    edits += [{**plain, "approved": True}, {**plain, "": None}, {**plain, "\u202e": 1}]
    for edited in edits:
        edited["hash"] = audit._hash(edited, None)
        try:
            again = package.replay(audit._line(edited))
        except ValueError as why:
            assert str(why)
        else:
            assert again.differs and not again.same, edited.keys() ^ plain.keys()
            assert str(again) != str(package.replay(audit._line(plain))) and "\u202e" not in str(again)
    assert not package.replay(audit._line(plain), key=b"k").same


@pytest.mark.parametrize(
    "record", [None, 1, b"\xff", "[" * 100_000, '{"a":' * 100_000, "1" * 5000, "NaN", "1e999999"]
)
def test_what_is_no_text_of_a_record_is_a_value_error(record: Any) -> None:
    with pytest.raises(ValueError, match="no audit record"):
        iron_package().replay(record)


def test_a_record_is_intact_to_the_byte() -> None:
    package = iron_package()
    record = package.audit_record(package.evaluate(CASE))
    assert package.replay(record + "\n").intact and package.replay(record.encode()).intact
    status = record.index('"status":"ok"')
    twice = record[:status] + '"status":"ok",' + record[status:]
    with pytest.raises(ValueError, match="given twice"):
        package.replay(twice)
    for other in (
        record + " ", record + "\n\n", record.replace(",", ", ", 1), record.replace("ferritin", "f\\u0065rritin", 1),
        json.dumps(json.loads(record)),
    ):  # fmt: skip
        assert not package.replay(other).intact


def test_a_key_shows_what_a_hash_alone_cannot() -> None:
    import hashlib

    package = iron_package()
    result = package.evaluate(CASE)
    edited = json.loads(package.audit_record(result))
    edited["review_status"] = "Approved"
    del edited["hash"]
    line = json.dumps(edited, sort_keys=True, separators=(",", ":"))
    edited["hash"] = hashlib.sha256(line.encode()).hexdigest()
    forged = json.dumps(edited, sort_keys=True, separators=(",", ":"))
    again = package.replay(forged)
    assert again.intact and again.differs == ("review_status",) and not again.same
    assert not package.replay(forged, key=b"secret").intact  # nobody made it who had the key
    sealed = package.audit_record(result, key=b"secret")
    assert package.replay(sealed, key=b"secret").same
    assert not package.replay(sealed, key=b"other").intact
    assert not package.replay(sealed.replace("Draft", "Final"), key=b"secret").intact
    with pytest.raises(ValueError, match="sealed with a key"):
        package.replay(sealed)
    for key in (b"", "secret", 1):
        with pytest.raises(ValueError, match="key is bytes"):
            package.audit_record(result, key=key)


def test_a_result_of_other_tables_is_refused_by_name() -> None:
    data = iron_package().evaluate(CASE).to_dict()
    for name, value in (("version", "9.9.9"), ("content_hash", "0" * 64)):
        with pytest.raises(ValueError, match=r"the result is of .* these tables are"):
            iron_package().Result.from_dict({**data, name: value})
    with pytest.raises(ValueError, match=r"outputs\.stores_class"):
        changed = copy.deepcopy(data)
        changed["outputs"]["stores_class"] = {"stores_class": "none at all"}
        iron_package().Result.from_dict(changed)
    for other in (None, [], "x", {}, {"table_set": 1}, real_package().evaluate({}).to_dict()):
        with pytest.raises(ValueError):
            iron_package().Result.from_dict(other)


def test_nothing_of_a_result_can_be_changed() -> None:
    medicines = ["calcium"]
    case = {**CASE, "medicines": medicines}
    result = iron_package().evaluate(case)
    before = result.to_json()
    medicines.append("antacid")
    case["haemoglobin"] = 1
    for name in ("status", "given", "today", "problems", "_state", "new"):
        with pytest.raises(AttributeError):
            setattr(result, name, "other")
        with pytest.raises(AttributeError):
            delattr(result, name)
    with pytest.raises(TypeError):
        result.given["haemoglobin"] = 1
    with pytest.raises(TypeError):
        result.trace[0].inputs["ferritin"] = 1
    with pytest.raises(AttributeError):
        result.trace[0].answer = None
    result.outputs.clear()
    result.inputs.clear()
    refused = iron_package().evaluate({"medicines": [["x"]], "haemoglobin": "x"})
    problem = refused.problems[0]
    with pytest.raises(AttributeError):
        problem.message = "other"
    with pytest.raises(TypeError):
        problem.inputs["x"] = 1
    assert isinstance(problem.given, (tuple, str)) and result.to_json() == before
    assert pickle.loads(pickle.dumps(problem)) == problem


class Ratio(Fraction):
    """A number of a class of somebody's own, which can be changed."""


class Alike:
    """No text, and equal to one, as texts are that a framework translates when they are looked at."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __hash__(self) -> int:
        return hash(self.text)

    def __eq__(self, other: object) -> bool:
        return self.text == other


def _object() -> tuple[str, object, Any]:
    stated: dict[str, object] = {"value": 20, "unit": "ug/L"}
    return "ferritin", stated, lambda: stated.update(value=500)


def _ratio() -> tuple[str, object, Any]:
    stated = Ratio(110)
    return "haemoglobin", stated, lambda: setattr(stated, "_numerator", 500)


def _quantity() -> tuple[str, object, Any]:
    stated = Ratio(20)
    return "ferritin", iron_package().Quantity(stated, "ug/L"), lambda: setattr(stated, "_numerator", 500)


@pytest.mark.parametrize("make", [_object, _ratio, _quantity])
def test_what_is_changed_after_the_call_changes_nothing(make: Any) -> None:
    package = iron_package()
    name, stated, change = make()
    medicines = ["calcium"]
    case = {**CASE, "medicines": medicines, name: stated}
    result = package.evaluate(case)
    before = result.to_dict(), package.audit_record(result)
    change()
    medicines.append("ppi")
    assert (result.to_dict(), package.audit_record(result)) == before
    assert package.replay(before[1]).same and result.status == "ok"


@pytest.mark.parametrize("word", [Alike("yes"), Word.YES, "yes"])
def test_a_word_of_another_kind_is_recorded_as_a_text(word: object) -> None:
    package = real_package()
    asked = {"drug_ongoing": word, "cause": Alike("dietary")}
    result = package.evaluate(asked)
    assert result.status == "ok" and {type(stated) for stated in result.given.values()} == {str}
    assert package.replay(package.audit_record(result)).same
    assert pickle.loads(pickle.dumps(result)) == result


def test_a_decision_asked_alone_comes_back_as_such() -> None:
    package = iron_package()
    decision = package.SET.decisions[0]
    result = package.SET.alone(decision).evaluate({})
    assert pickle.loads(pickle.dumps(result)) == result and result.to_dict()["alone"] == decision.code
    with pytest.raises(ValueError, match="asked alone"):
        package.audit_record(result)


def test_stored_tables_are_the_tables_of_now_or_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Their functions are stored by name: those of another edition may not go with the texts of this one."""
    tables = iron_package().SET
    decision = tables.decisions[0]
    assert pickle.loads(pickle.dumps(tables)) is tables and copy.copy(tables) is not tables
    assert pickle.loads(pickle.dumps(decision)) is decision and copy.deepcopy([decision])[0] is decision
    alone = pickle.loads(pickle.dumps(tables.alone(decision)))
    assert alone.only == decision.code and alone.decisions == (decision,)
    kept, one = pickle.dumps(tables), pickle.dumps(decision)
    monkeypatch.setattr(tables, "content_hash", "another")
    monkeypatch.setattr(decision, "hash", "another")
    for line in (kept, one):
        with pytest.raises(ValueError, match=r"the stored (tables|decision)"):
            pickle.loads(line)


def test_a_stored_answer_comes_back_by_its_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Columns that change places from one edition to the next give no field the value of another."""
    result = iron_package().evaluate(CASE)
    answer = next(step.answer for step in result.trace if len(step.answer) > 1)
    kind, kept = type(answer), pickle.dumps(answer)
    assert pickle.loads(kept) == answer and type(pickle.loads(kept)) is kind
    monkeypatch.setattr(kind, "_codes", tuple(reversed(kind._codes)))
    monkeypatch.setattr(kind, "__slots__", tuple(reversed(kind.__slots__)))
    turned = pickle.loads(kept)
    assert dict(turned) == dict(answer) and list(turned) == list(kind._codes)
    monkeypatch.setattr(kind, "_codes", (*kind._codes[1:], "other"))
    with pytest.raises(ValueError, match="of other tables"):
        pickle.loads(kept)


def test_what_cannot_be_changed_is_its_own_copy() -> None:
    step = iron_package().evaluate(CASE).trace[0]
    for one in (step, step.rules[0], step.rules[0].place):
        assert copy.copy(one) is one and copy.deepcopy(one) is one
    with pytest.raises(TypeError, match="store that"):
        pickle.dumps(step)


def test_who_answered_is_said_in_a_word() -> None:
    data = iron_package().evaluate(CASE).to_dict()
    for text in ("x" * 200, "a\x1b[2J", "\u202e", "line\nbreak"):
        with pytest.raises(ValueError, match="answered_by"):
            iron_package().Result.from_dict({**data, "answered_by": {**data["answered_by"], "runtime": text}})


class Hostile(Mapping[str, object]):
    """A mapping that says one name twice."""

    def __getitem__(self, name: str) -> object:
        return 110

    def __iter__(self) -> Any:
        return iter(["haemoglobin", "Haemoglobin", "haemoglobin"])

    def __len__(self) -> int:
        return 3


def test_a_name_that_is_stated_twice_is_recorded_twice() -> None:
    package = iron_package()
    result = package.evaluate(Hostile())
    assert [p.name for p in result.problems].count("stated-twice") == 2
    assert package.replay(package.audit_record(result)).same


def test_many_names_of_no_field_cost_little_and_are_all_counted() -> None:
    package = iron_package()
    result = package.evaluate({f"no_field_{number}": number for number in range(10_000)})
    unknown = [p for p in result.problems if p.name == "unknown-field"]
    assert len(unknown) == 101
    assert unknown[-1].message == "9900 more names are those of no field."
    assert len(result.asked.to_dict()["case"]) == 10_000


def _raise(*_: object) -> Any:
    raise RuntimeError


def _strange(base: type, *args: Any, **methods: Any) -> object:
    """A value of a class whose methods are somebody else's."""
    return type("Strange", (base,), {"__hash__": object.__hash__, **methods})(*args)


STRANGE = {
    "a whole number that is none": _strange(
        int, 60, __int__=_raise, __lt__=_raise, __gt__=_raise, bit_length=_raise
    ),
    "a float that is none": _strange(float, 60.0, __float__=_raise, __eq__=_raise, __repr__=_raise),
    "a list without members": _strange(list, ["calcium"], __iter__=_raise, __getitem__=_raise),
    "a set without members": _strange(set, ["calcium"], __iter__=_raise),
    "an object without names": _strange(dict, {"value": 20}, __iter__=_raise),
    "an object without values": _strange(dict, {"value": 20}, __getitem__=_raise),
    "a text that reads otherwise": _strange(str, "yes", __len__=_raise, casefold=_raise, __str__=_raise),
    "a day without words": _strange(datetime, 2026, 1, 1, 3, isoformat=_raise),
    "what cannot be printed": _strange(object, __repr__=_raise, __str__=_raise, __eq__=_raise),
    "a number without end": 10**5000,
    "a whole number of NumPy's that is a time": np.timedelta64(3, "D"),
}


@pytest.mark.parametrize("what", STRANGE)
def test_what_does_not_say_what_it_is_gives_a_result_and_a_record(what: str) -> None:
    package, value = iron_package(), STRANGE[what]
    cases: list[tuple[object, object]] = [({**CASE, name: value}, None) for name in CASE]
    cases += (
        [(CASE, value), (value, None), (MappingProxyType({value: 1, **CASE}), None)] if _hashed(value) else []
    )
    for case, today in cases:
        result = package.evaluate(case, today=today)
        assert result.status == "ok" or result.problems
        assert package.replay(package.audit_record(result)).same
        assert repr(dict(result.given)) and result.explain()


def _hashed(value: object) -> bool:
    return type(value).__hash__ is not None


def test_asked_is_recalled_only_from_what_it_gives() -> None:
    wrong = (
        {"x": 1},
        {"date": "soon"},
        {"quantity": [1]},
        {"text": 1},
        {"number": "many"},
        {"fraction": "1e99999999"},
        {"fraction": "1/0"},
        {"fraction": 1},
        {},
        {"a": 1, "b": 2},
    )
    forms = [{"case": [["a", value]], "today": None} for value in wrong]
    forms += [{"case": [], "today": value} for value in wrong]
    for form in (None, [], {}, {"case": 1, "today": None}, {"case": {}, "today": None}, *forms):
        with pytest.raises(ValueError):
            Asked.recall(form)
