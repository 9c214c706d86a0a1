"""A text of a workbook is a stranger's: wherever it stands, generated Python holds it and does nothing with it."""

from __future__ import annotations

import ast
import dataclasses
import io
import json
import re
import tokenize
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import cycle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from b12tables.compiler.codegen import emit_python
from b12tables.compiler.codegen.source import (
    Code,
    Module,
    comment,
    docstring,
    identifier,
    quoted,
    render,
    unique,
)
from b12tables.compiler.model import Model
from b12tables.compiler.reader.build_model import build_model
from tests.kit.packages import iron_model, package_of
from tests.kit.tables import model_from_markdown, workbook_from_markdown

CODE = "CANARY()"

PAYLOADS = [
    f"\n{CODE}\n",
    f"\r{CODE}#",
    f"\u2028{CODE}\u2029",
    f"\x0b{CODE}\x0c{CODE}\x1c{CODE}\x85{CODE}",
    f'"""\n{CODE}\n"""',
    f"'''\n{CODE}",
    f'"); {CODE} #', f"\\\"); {CODE} #", "\\", "\\\\\\", '"', '""', '"""', '\\"""', "'", "\\N{DIGIT ONE}",
    "\\x41\\u0041\\777", "\x00", "\ud800", "\udfff\ud800", "\u202e\u2066abc\u2069", "\ufeff",
    "{0} {CANARY()} {{x}} %s %(y)d",
    "type: ignore", "# type: ignore[no-redef]", "type: int", "noqa", "# noqa: F401", "# ruff: noqa", "fmt: on",
    "fmt: skip",
    "-*- coding: utf-7 -*-", "coding=latin-1", "+ACIAOwBDAEEATgBBAFIAWQAoACkAIwAi-", "mypy: ignore-errors",
    "pyright: basic",
    "pylint: disable=all", "vim: set modeline:", "isort: skip_file", "pragma: no cover", "nosec", "#!/bin/sh", "",
    "   ", "word " * 60, "long" * 60, "{% raw %}{{ CANARY }}{# x #}", "</script>", "class", "None", "\n\n\n",
    "E\N{COMBINING ACUTE ACCENT}",
]  # fmt: skip
"""What would break out of a comment, a string or a name, or speak to a tool."""

TOLD = re.compile(
    r"#\s*(type|ruff|flake8|mypy|pyright|pylint|isort|yapf|vim?)\s*:|#\s*fmt:\s*(on|skip)|coding[:=]|\bnoqa\b|\bnosec\b"
    r"|\b(pylint|isort|vim?):|pragma: no|-\*-",
    re.IGNORECASE,
)
"""How tools are spoken to in a comment."""

texts = st.lists(st.sampled_from(PAYLOADS) | st.text(max_size=6), min_size=1, max_size=4).map("".join)

FIXED = {
    ("About", "identifier"), ("About", "version"), ("About", "status"), ("Field", "code"), ("Field", "type"),
    ("Field", "unit"), ("UnitOption", "unit"), ("Computed", "kind"), ("Computed", "left"), ("Computed", "right"),
    ("Computed", "unit"), ("DecisionTable", "code"), ("Clause", "field"), ("FieldTest", "field"), ("Clause", "unit"),
    ("DecisionTable", "shown"), ("Statement", "disposition"), ("Evidence", "kind"), ("SignOff", "decision"),
    ("Acceptance", "finding"),
}  # fmt: skip
"""What the reader takes in one form only, or refuses: no free texts."""


VALUES = {
    ("Result", "value"),
    ("ValueRow", "code"),
    ("Equals", "value"),
    ("Includes", "value"),
    ("Excludes", "value"),
}
"""Texts that decide, and by whose order things are sorted."""


def spoilt(part: object, text: str, fixed: set[tuple[str, str]]) -> object:
    """The same part of a model with a text behind every text of its own."""
    if isinstance(part, tuple):
        return tuple(spoilt(one, text, fixed) for one in part)
    if isinstance(part, Mapping):
        return {key: spoilt(value, text, fixed) for key, value in part.items()}
    if not dataclasses.is_dataclass(part) or isinstance(part, type):
        return part
    changes: dict[str, object] = {}
    for field in dataclasses.fields(part):
        value = getattr(part, field.name)
        if isinstance(value, str) and value and (type(part).__name__, field.name) not in fixed:
            changes[field.name] = value + text
        elif not isinstance(value, str) and field.name != "given":
            changes[field.name] = spoilt(value, text, fixed)
    return dataclasses.replace(part, **changes)


def comments(source: str) -> Iterator[str]:
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.string


def shape(source: str) -> object:
    """What the code does, whatever its texts say and its parts are called."""
    return [type(node).__name__ for node in ast.walk(ast.parse(source)) if not isinstance(node, ast.Constant)]


def assert_harmless(files: Mapping[str, str]) -> None:
    for path, source in files.items():
        compile(source, path, "exec", dont_inherit=True)
        assert source.splitlines() == source.split("\n")[:-1], path
        assert "CANARY" not in {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
        assert not re.search(
            r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]", source
        ), path
        head, *others = comments(source)
        assert (head.startswith("# By b12tables ") and others[0] == "# fmt: off") or not source
        assert not [told for told in others[1:] if TOLD.search(told)], path


@cache
def usual() -> Mapping[str, object]:
    files = emit_python(iron_model())
    return {path: shape(source) for path, source in files.items()}


@pytest.mark.slow
@pytest.mark.parametrize("text", PAYLOADS)
def test_a_payload_in_every_text_of_a_model(text: str) -> None:
    model = spoilt(iron_model(), text, FIXED | VALUES)
    assert isinstance(model, Model)
    files = emit_python(model)
    assert_harmless({path: source for path, source in files.items() if source})
    assert {path: shape(source) for path, source in files.items()} == usual()
    if "\ud800" not in text and "\udfff" not in text:
        package = package_of(model)
        assert package.SET.title == model.about.title
        assert package.evaluate({"haemoglobin": 90}).status == "ok"


@pytest.mark.slow
@settings(max_examples=25)
@given(text=texts)
def test_any_text_in_every_text_of_a_model(text: str) -> None:
    model, with_values = (spoilt(iron_model(), text, fixed) for fixed in (FIXED | VALUES, FIXED))
    assert isinstance(model, Model) and isinstance(with_values, Model)
    files = emit_python(model)
    for made in (files, emit_python(with_values)):
        assert_harmless({path: source for path, source in made.items() if source})
    assert {path: shape(source) for path, source in files.items()} == usual()


SHEETS = """
## Fields
- stage: choice (early, late), unknown, question How far
- dose: number, 0..50, unit mg
- plan: choice (treat, wait)

## Decision: Plan
- Code: plan
- Question: What now
|    | When  |      | Then | Because  | |
|----|-------|------|------|----------|------|
|    | Stage | Dose | Plan | Evidence | Note |
| R1 | early | < 5  | treat | inference: as read | a note |
| R2 | late; unknown | - | wait | inference: as read | |
| Otherwise | |     | wait | inference: what is left | |

## Impossible
| ID | Combination | Why |
|----|-------------|-----|
| X1 | Stage: late<br>Dose: > 40 | never given |

## Safety rules
| ID | When | Must | Why |
|----|------|------|-----|
| S1 | Stage: early<br>Dose: < 5 | Plan: treat | it helps |

## Cases
|    |             | Given |      | Expect |
|----|-------------|-------|------|------|
| ID | Description | Stage | Dose | Plan |
| C1 | as usual    | early | 1    | treat |
"""


@pytest.mark.slow
@pytest.mark.parametrize("turn", range(6))
def test_a_payload_in_any_cell_is_harmless_or_refused(turn: int) -> None:
    """Each cell holds a payload behind what stood there, in six turns another one; a finding may keep the set from
    being built.
    """
    workbook = workbook_from_markdown(SHEETS)
    built = 0
    payloads = cycle(PAYLOADS[turn * 7 :] + PAYLOADS[: turn * 7])
    for i, sheet in enumerate(workbook.sheets):
        for at, cell in sheet.cells.items():
            if not isinstance(cell.value, str):
                continue
            changed = dataclasses.replace(cell, value=cell.value + next(payloads))
            sheets = list(workbook.sheets)
            sheets[i] = dataclasses.replace(sheet, cells={**sheet.cells, at: changed})
            model, findings = build_model(dataclasses.replace(workbook, sheets=tuple(sheets)))
            if model is None or any(finding.severity == "error" for finding in findings):
                continue
            built += 1
            assert_harmless({path: source for path, source in emit_python(model).items() if source})
    assert built > 5


def test_a_title_with_a_line_break_is_a_comment() -> None:
    workbook = workbook_from_markdown(SHEETS)
    sheet = next(sheet for sheet in workbook.sheets if sheet.name == "Plan")
    at, cell = next((at, cell) for at, cell in sheet.cells.items() if cell.value == "Plan")
    title = dataclasses.replace(cell, value="Plan\n    raise SystemExit('broken out')\n    #")
    sheets = [
        dataclasses.replace(one, cells={**one.cells, at: title}) if one is sheet else one
        for one in workbook.sheets
    ]
    model, _ = build_model(dataclasses.replace(workbook, sheets=tuple(sheets)))
    assert model is not None
    files = emit_python(model)
    assert_harmless({path: source for path, source in files.items() if source})
    assert package_of(model).evaluate({"stage": "early", "dose": 1}).outputs["plan"]["plan"] == "treat"


# ---------------------------------------------------------------- one function for each context


@given(text=texts)
def test_a_literal_is_the_text(text: str) -> None:
    source = quoted(text)
    assert ast.literal_eval(source) == text and len(source.splitlines()) == 1


TO_EDITORS = re.compile(r"(?<![^\W\d_])(vim?|ex)\s*:", re.IGNORECASE)
"""What an editor would obey loses its colon."""


@given(text=texts, indent=st.sampled_from([0, 4, 8]))
def test_a_docstring_is_the_text_but_for_its_spaces(text: str, indent: int) -> None:
    pad = " " * indent
    source = f"if 1:\n{pad}x = 1\n{pad}{docstring(text, indent)}\n" if indent else docstring(text)
    tree = ast.parse(source)
    held = ast.literal_eval(docstring(text, indent))
    unseen = re.compile(r"[^\x20-\x7e\n]|\\")
    if text.split() and not unseen.search(text) and not TO_EDITORS.search(text):
        assert held.split() == text.split()
    assert held.strip() and len(list(ast.walk(tree))) <= 10


@given(text=texts)
def test_a_comment_says_nothing_to_a_tool(text: str) -> None:
    for hanging in ("", "    "):
        lines = comment(text, hanging)
        source = "".join(f"{line}\n" for line in lines)
        assert ast.parse(source).body == [] and source.splitlines() == lines
        assert not TOLD.search(source)
        ast.parse(f"x = 1\n{source}y = 2\n", type_comments=True)


@given(
    codes=st.lists(texts, unique=True, max_size=8), taken=st.sets(st.sampled_from(["R1", "class_", "a", "_"]))
)
def test_names_are_names_and_no_two_are_one(codes: list[str], taken: set[str]) -> None:
    names = unique(codes, taken)
    assert len(set(names.values()) | taken) == len(names) + len(taken)
    for name in names.values():
        ast.parse(f"{name} = 1")
        assert name.isascii() and name.isidentifier()


def test_a_template_writes_source_only(monkeypatch: pytest.MonkeyPatch) -> None:
    good = Module("A set.")
    values = {
        "about": iron_model().about,
        "inputs": [],
        "needed": [],
        "tables": [],
        "answers": [],
        "folded": [],
        "told": [],
        "names": Code("values"),
    }
    hashes = dict.fromkeys(("content_hash", "dictionary_hash", "combinations_hash", "compiler"), "x")
    render(good, "set.py.j2", **values, **hashes)
    assert "def evaluate" in good.text([])
    with pytest.raises(TypeError, match="no source"):
        render(Module("A set."), "set.py.j2", **{**values, "tables": ["CANARY()"]}, **hashes)
    with pytest.raises(TypeError, match="no source"):
        render(Module("A set."), "result.py.j2", decisions=[(iron_model().decisions[0], Code("a"), "str")])
    with pytest.raises(Exception, match="undefined"):
        render(Module("A set."), "set.py.j2", **values)


def test_rules_that_look_like_constants_and_helpers_keep_their_names_apart() -> None:
    """`1.2` as the ID of a rule, and one half in a condition, would both be `_1_2`."""
    text = """
## Fields
- dose: number, 0..50
- plan: choice (treat, wait, ask)

## Decision: Rule
- Code: rule
|      | When  | Then |
|------|-------|------|
|      | Dose  | Plan |
| '1.2 | < 0.5 | treat |
| TypeError | 0.5..3 | wait |
| '_part_1 | > 3 | ask |
"""
    package = package_of(model_from_markdown(text))
    answers = {dose: package.evaluate({"dose": dose}).outputs["rule"]["plan"] for dose in ("0.4", "0.5", "4")}
    assert answers == {"0.4": "treat", "0.5": "wait", "4": "ask"}
    decision = __import__(f"{package.__name__}.decisions.rule", fromlist=["x"])
    assert (
        json.dumps([decision.evaluate({"dose": d}).id for d in (0, 1, 4)])
        == '["1.2", "TypeError", "_part_1"]'
    )
    with pytest.raises(package.InvalidCase):
        decision.evaluate({"dose": "bananas"})


def test_values_that_python_keeps_for_itself_are_members() -> None:
    text = """
## Fields
- kind: choice (__init__, 1_, __x, upper, _a_, 2_, mro)
- plan: choice (treat, wait)

## Decision: Plan
|    | When | Then |
|----|------|------|
|    | Kind | Plan |
| R1 | __init__, 1_ | treat |
| Otherwise | | wait |
"""
    model = model_from_markdown(text)
    package = package_of(model)
    values = __import__(f"{package.__name__}.values", fromlist=["x"])
    assert [member.value for member in values.Kind] == list(model.fields["kind"].value_codes)
    assert package.evaluate({"kind": "1_"}).outputs["plan"]["plan"] == "treat"


def test_identifiers_are_ascii() -> None:
    assert identifier("\u00e9") == "__" and identifier("") == "__"
    assert identifier("1") == "_1" and identifier("if") == "if_"
