"""Sentences of the author's: the template taken apart, what is left out, how values read within a sentence."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b12tables.runtime.explain.sentence import BadTemplate, fields_of, parse, render, with_codes

VALUES = {
    "action": "Start maintenance",
    "dose": "1 mg",
    "route": "Intramuscular",
    "who": "Crohn's clinic",
    "none": "",
}
LOWERED = frozenset({"Start", "Intramuscular"})


def said(template: str) -> str:
    def say(name: str, code: bool) -> str:
        return f"<{name}>" if code else VALUES[name]

    return render(parse(template), say, LOWERED)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{action}: {dose} {route}ly.", "Start maintenance: 1 mg intramuscularly."),
        ("{action}[ ({none})], {dose}.", "Start maintenance, 1 mg."),
        ("{action}[ ({dose})].", "Start maintenance (1 mg)."),
        ("{none|dose} for {none|who|dose}", "1 mg for Crohn's clinic"),
        ("{action.code} {dose . code}", "<action> <dose>"),
        ("Then {action}. {action}.", "Then start maintenance. Start maintenance."),
        ("[{none} first. ]{action}[: {dose}[", None),
        ("{action}  [{none}] .", "Start maintenance."),
        ("{none} {dose}", ""),
        ("{dose}[ {none} {dose}][ {dose}]", "1 mg 1 mg"),
    ],
)
def test_a_sentence_says_what_its_fields_say(template: str, expected: str | None) -> None:
    if expected is None:
        with pytest.raises(BadTemplate):
            said(template)
    else:
        assert said(template) == expected


@pytest.mark.parametrize(
    ("template", "why"),
    [
        ("[a {dose} [b {dose}]]", "within another"),
        ("a] {dose}", "closes no ["),
        ("[a {dose}", "never closed"),
        ("[nothing]", "names no field"),
        ("{}", "name of a field"),
        ("{a", "name of a field"),
        ("a}", "closes no {"),
        ("{{a}}", "name of a field"),
        ("{a|}", "choice between"),
        ("{a.label}", "choice between"),
    ],
)
def test_what_is_no_template_is_refused_in_words(template: str, why: str) -> None:
    with pytest.raises(BadTemplate, match=re.escape(why)):
        parse(template)


@given(st.text(alphabet="{}[]|. abc", max_size=40))
def test_any_text_is_a_template_or_refused(text: str) -> None:
    try:
        template = parse(text)
    except BadTemplate:
        return
    names = fields_of(template)
    assert not re.search(r"[{}\[\]]", render(template, lambda name, code: "" if code else "said"))
    assert fields_of(parse(with_codes(text, dict.fromkeys(names, "x")))) == (("x",) if names else ())


@given(st.lists(st.sampled_from(["{a}", "[ ({b})]", "{a|b}", " and ", "x"]), max_size=8).map("".join))
def test_a_part_left_out_leaves_nothing_behind(text: str) -> None:
    without = render(parse(text), lambda name, _: {"a": "A", "b": ""}[name])
    assert "(" not in without and "  " not in without
    assert without == without.strip()
    assert without.replace(" ", "") == text.replace("[ ({b})]", "").replace("{a|b}", "A").replace(
        "{a}", "A"
    ).replace(" ", "")
