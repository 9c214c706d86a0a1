"""The conflicts of the sources and other guidance: all there, every name resolved, every other reading computed."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest

from b12tables.compiler.checks import conflict, gap, overlap
from b12tables.compiler.compare.what_if import Readings
from b12tables.compiler.model import Includes, Model, parse_test
from b12tables.compiler.model.evaluate import evaluate
from b12tables.compiler.model.sources import Alternative
from b12tables.compiler.model.tables import FieldTest, SafetyRule
from b12tables.compiler.proof.safety_proof import judge
from b12tables.compiler.reader.dictionary import vocabulary
from b12tables.compiler.reader.edits import edited
from b12tables.site.book import Book
from tests.kit.cases import as_values
from tests.kit.packages import real_model
from tests.kit.versions import analysis

WITH_CELLS = {
    "C01", "C02", "C03", "C04", "C06", "C07", "C08", "C09", "C10", "C11", "C12", "C13", "C14", "C16", "C17", "C18",
    "C19", "C20", "C21", "C23", "C25", "C27", "C28", "C29", "C30", "C31", "C32", "C33", "C38", "C39", "C40", "C41",
    "C45", "C47", "C49", "C51", "C52", "C53", "C55", "C56", "C57", "C58",
}  # fmt: skip
"""Conflicts of which another reading can be written as cells; the others say why it cannot."""


def alternatives() -> list[tuple[str, Alternative]]:
    found = [(c.id, a) for c in real_model().conflicts for a in c.what_if if a.edits]
    assert found
    return found


ALTERNATIVES = alternatives()


@cache
def readings() -> Readings:
    """What is known of the tables as they are, found out once."""
    return Readings(real_model())


def test_every_conflict_is_there_with_another_reading_or_why_there_is_none() -> None:
    conflicts = real_model().conflicts
    assert [c.id for c in conflicts] == [f"C{n:02}" for n in range(1, 59)]
    assert all(c.what_if and all(a.words for a in c.what_if) for c in conflicts)
    assert {c.id for c in conflicts if any(a.edits for a in c.what_if)} == WITH_CELLS
    weights = {c.severity for c in conflicts}
    assert len(weights) == 3 and all(weights)


def test_every_flag_of_an_answer_has_its_conflict() -> None:
    model = real_model()
    known = {c.id for c in model.conflicts}
    assert {row.code for row in model.fields["flag"].values} <= known
    assert all(
        rule.id.rstrip("ab") == rule.results[0].value and rule.id.rstrip("ab") in known
        for rule in model.decision["source_flags"].rules
    )


def test_every_name_in_the_texts_is_explained_somewhere() -> None:
    model = real_model()
    known = Book(model).explained
    families = {name.rstrip("ab") for name in known}
    texts = [
        text
        for c in model.conflicts
        for text in (c.statements, c.readings, c.chosen, c.why, *(a.words for a in c.what_if))
    ] + [text for e in model.other_guidance for text in (e.here, e.elsewhere)]
    names = {name for text in texts for name in re.findall(r"\b(?:S[123]-\d+|[CEWI]\d\d|INV-\d+)\b", text)}
    assert len(names) > 100
    assert {name for name in names if name not in known and name not in families} == set()


def test_other_guidance_names_its_publication_and_no_other_address() -> None:
    entries = real_model().other_guidance
    assert [e.id for e in entries] == [f"E{n:02}" for n in range(1, 33) if n != 25]
    for entry in entries:
        words = " ".join((entry.topic, entry.here, entry.elsewhere, entry.reference))
        assert entry.reference and entry.seen
        assert not re.search(r"https?:|www\.|\.(com|org|net|cn|ai|uk)\b", words), entry.id


@pytest.mark.slow
@pytest.mark.parametrize("index", range(len(ALTERNATIVES)), ids=[name for name, _ in ALTERNATIVES])
def test_another_reading_is_a_whole_one_that_changes_answers(index: int) -> None:
    alternative = ALTERNATIVES[index][1]
    other, found = edited(real_model(), alternative.edits), readings().effect(alternative)
    analysed = analysis(other)
    broken = [finding.message for check in (gap, overlap, conflict) for finding in check.check(analysed)]
    assert broken == []
    # where no patient could be named for whom a calendar's window falls so, nothing is claimed
    assert found.changed and {*found.unfinished} <= behind_windows(real_model())
    # a rule that compares two patients may exceed the bound of a reading, which the page then says
    assert {rule.id for rule in other.safety_rules if rule.worse is None} & {*found.unsettled} == set()
    name, edits = ALTERNATIVES[index][0], {edit.decision for edit in alternative.edits}
    assert edits & {change.decision for change in found.changed}
    for change in found.changed:
        given = as_values(real_model(), change.example)
        before, after = (evaluate(model, given) for model in (real_model(), other))
        assert before.status == after.status == "ok"
        assert (
            before.outputs[change.decision] == change.before != change.after == after.outputs[change.decision]
        )
        assert 1 <= change.kinds <= change.of
        flags = before.outputs["source_flags"]
        assert isinstance(flags, tuple)
        if name in FLAGS and change.decision in FLAGGED:
            assert any(row["flag"] == name for row in flags), change.decision


def behind_windows(model: Model) -> set[str]:
    """The decisions that hang on a field which is computed from what tables answer."""
    fields = {name for name in model.fields if model.derived(name)}
    codes: set[str] = set()
    for table in model.decisions:
        if not fields.isdisjoint(table.input_fields):
            codes.add(table.code)
            fields |= {*table.output_fields}
    return codes


FLAGS = frozenset(real_model().fields["flag"].value_codes)


def decisions_that_are_flagged() -> frozenset[str]:
    """Answers, and whatever the flags look at. A step on the way may change and no answer with it."""
    model = real_model()
    read = {name for table in model.decisions for name in table.input_fields}
    flags = set(model.decision["source_flags"].input_fields)
    return frozenset(
        table.code
        for table in model.decisions
        if flags & set(table.output_fields) or set(table.output_fields) - read
    )


FLAGGED = decisions_that_are_flagged()


def test_every_answer_that_another_reading_would_change_carries_the_flag() -> None:
    """Proved, for every row that the reading gives another result to: whoever it fits today is flagged.

    Under 18 nothing is answered, so nothing is flagged.
    """
    model, wanted = real_model(), {}
    adult = parse_test(">= 18; unknown", vocabulary(model.fields["age_years"], False))
    grown = FieldTest("age_years", adult, ">= 18; unknown", model.about.place)
    for name, alternative in [(name, a) for name, a in ALTERNATIVES if name in FLAGS]:
        for edit in alternative.edits:
            table = model.decision[edit.decision]
            rule = next(rule for rule in table.rules if rule.id == edit.rule)
            moved = any(e.rule == rule.id and e.field in table.input_fields for e in alternative.edits)
            if edit.field in table.output_fields and not moved:
                cells = zip(table.input_fields, rule.conditions, strict=True)
                when = tuple(FieldTest(field, cell.test, cell.text, cell.place) for field, cell in cells)
                must = FieldTest("flag", Includes(name), f"includes {name}", rule.place)
                key = f"{name} {edit.decision} {rule.id}"
                wanted[key] = SafetyRule(key, (*when, grown), (must,), "", rule.place)
    analysed = analysis(replace(model, safety_rules=tuple(wanted.values()), cases=()))
    judged = [judge(analysed, rule, count=False) for rule in wanted.values()]
    assert len(judged) > 20
    assert {verdict.rule.id: verdict.case for verdict in judged if verdict.outcome != "proved"} == {}


HELD_BY_PROOF = ("C01", "C02", "C04", "C07", "C08", "C10", "C11", "C12", "C16", "C17", "C30", "C33")


@pytest.mark.slow
@pytest.mark.parametrize("name", HELD_BY_PROOF)
def test_a_reading_that_permits_more_breaks_a_safety_rule(name: str) -> None:
    """The chosen reading is held by proofs: a set with the other one could not be built."""
    for alternative in [alternative for known, alternative in ALTERNATIVES if known == name]:
        analysed = analysis(edited(real_model(), alternative.edits))
        rules = analysed.model.safety_rules
        # over how many cases a rule speaks is asked by nobody here, and takes longer than to prove it
        broken = tuple(rule.id for rule in rules if judge(analysed, rule, count=False).outcome == "broken")
        assert broken and readings().effect(alternative).broken == broken
