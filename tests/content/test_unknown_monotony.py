"""Not knowing is never more permissive than knowing, whatever the answer would be: proved, not sampled.

For each input that may be unknown the tables stand twice in one model: once with the input unknown, once with
the same patient's input known. That the second answer is as permissive as the first is then a safety rule
over both, and the analysis proves it for every possible patient, or gives one who refutes it. What is
intended otherwise is listed, with its reason, and each entry of the list is shown to be needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

import pytest

from b12tables.compiler.model import parse_test
from b12tables.compiler.model.evaluate import as_inputs, evaluate
from b12tables.compiler.model.tables import Combination, DecisionTable, Field, FieldTest, Model, SafetyRule
from b12tables.compiler.proof.safety_proof import Verdict, verdicts
from b12tables.compiler.reader.dictionary import vocabulary
from b12tables.runtime.words import UNKNOWN
from tests.kit.packages import real_model
from tests.kit.versions import analysis

pytestmark = pytest.mark.slow

KNOWN = "__known"
"""Added to the code of every field that may differ where the input is known."""

PERMISSIVE = {
    "verdict": "may_replace_injections_with_oral",
    "oral_option": "eligible",
    "regimen": "ORAL_DAILY",
    "product_im_alternative": "cyanocobalamin_monthly",
    "track": "annual",
}
"""The most permissive answer of each decision that permits something."""


@dataclass(frozen=True)
class Intended:
    """Where knowing is stricter than not knowing, on purpose: `where` is a test of a field of the known side.

    `asks` is what the answer asks for as long as the input is unknown ("" where nothing is asked).
    """

    field: str
    outputs: tuple[str, ...]
    where: tuple[str, str]
    why: str
    asks: str = ""


INTENDED = (
    Intended(
        "mma",
        ("verdict", "oral_option", "regimen"),
        ("mma", ">= 271 nmol/L"),
        "no source requires MMA before tablets, so that it was not measured does not stand in the way",
        asks="I24",
    ),
    Intended(
        "cause",
        ("track",),
        ("cause_is_bariatric", "yes"),
        "nothing points to bariatric surgery, whose pregnancies are checked more often; it is asked for",
        asks="I01",
    ),
    Intended(
        "symptom_course",
        ("track",),
        ("symptom_course", "persistent; worsening; recurred"),
        "yearly checks rest on two normal results; symptoms that persist or are back are asked for",
        asks="I10",
    ),
    Intended(
        "pregnancy_status",
        ("track",),
        ("pregnancy_status", "pregnant; planning"),
        "every patient would be taken for pregnant; after bariatric surgery it is asked for",
        asks="I12",
    ),
    Intended(
        "phase",
        ("track",),
        ("phase", "loading"),
        "two normal checks after a year do not go with a first course still running; it is asked for",
        asks="I13",
    ),
    Intended(
        "bariatric_procedure",
        ("track",),
        ("cause_is_bariatric", "yes"),
        "an operation that nobody recorded counts as none when the main cause is another",
    ),
    Intended(
        "depression_course",
        ("track",),
        ("depression_course", "recurred"),
        "yearly checks rest on two normal results; that low mood is back needs to be told, and is asked for",
        asks="I26",
    ),
    Intended(
        "consecutive_normal_checks",
        ("verdict", "oral_option", "regimen"),
        ("check_record", "overdue; none_yet"),
        "stable, the check of month 12 is owed and may be overdue; how many were normal is asked for",
        asks="I27",
    ),
    Intended(
        "last_check_month",
        ("verdict", "oral_option", "regimen"),
        ("check_record", "overdue; none_yet"),
        "a date that nobody knows is not one that is too long ago; it is asked for",
    ),
    Intended(
        "months_since_start",
        ("verdict", "oral_option", "regimen"),
        ("check_record", "overdue; none_yet"),
        "a date that nobody knows is not one that is too long ago; it is asked for",
        asks="I15",
    ),
    Intended(
        "from_start_opens",
        ("verdict", "oral_option", "regimen"),
        ("check_record", "overdue; none_yet"),
        "computed: not known where the start is not known, which is asked for",
    ),
    Intended(
        "after_last_opens",
        ("verdict", "oral_option", "regimen"),
        ("check_record", "overdue; none_yet"),
        "computed: not known where the last check is not known, which is asked for",
    ),
    Intended(
        "cbc_status",
        ("verdict", "oral_option", "regimen", "track"),
        ("anaemia_status", "persists"),
        "no source requires the blood count before tablets; it belongs to every check, and is asked for",
        asks="I28",
    ),
    Intended(
        "hcy",
        ("verdict", "oral_option", "regimen"),
        ("response_class", "function_not_shown"),
        "no source requires homocysteine before tablets; it belongs to every check, and is asked for",
        asks="I29",
    ),
    Intended(
        "b12",
        ("track",),
        ("b12_band", "low"),
        "yearly checks rest on two normal results; a level of today is asked for",
        asks="I19",
    ),
)


# ---------------------------------------------------------------- two patients in one model


@cache
def free_model() -> Model:
    """The real tables, each computed field an input of its own.

    So the statement is made of more patients than there are: of those too whose computed value its parts
    contradict. What is proved of all of them is true of the real ones.
    """
    model = real_model()
    fields = {code: replace(field, computed=None) for code, field in model.fields.items()}
    return replace(model, fields=fields)


def doubled(field: str) -> tuple[Model, frozenset[str]]:
    """The real tables, and beside them all that depends on the field once more, for another value of it.

    Second: the fields that there are twice.
    """
    model, twice = free_model(), {field}
    copies: list[DecisionTable] = []
    for table in model.decisions:
        if twice & set(table.input_fields):
            twice.update(table.output_fields)
            copies.append(_copy(table, twice))
    fields = {**model.fields, **{name + KNOWN: _named(model.fields[name]) for name in sorted(twice)}}
    impossible = model.impossible + tuple(
        _combination(c, twice) for c in model.impossible if any(test.field in twice for test in c.tests)
    )
    model = replace(model, fields=fields, decisions=(*model.decisions, *copies), impossible=impossible)
    return replace(model, safety_rules=(), cases=()), frozenset(twice)


def _named(field: Field) -> Field:
    return replace(field, code=field.code + KNOWN, label=f"{field.label} (known)", computed=None)


def _copy(table: DecisionTable, twice: set[str]) -> DecisionTable:
    inputs, outputs = (
        tuple(replace(c, field=c.field + KNOWN) if c.field in twice else c for c in clauses)
        for clauses in (table.inputs, table.outputs)
    )
    return replace(
        table, code=table.code + KNOWN, label=f"{table.label} (known)", inputs=inputs, outputs=outputs
    )


def _combination(combination: Combination, twice: set[str]) -> Combination:
    tests = tuple(replace(t, field=t.field + KNOWN) if t.field in twice else t for t in combination.tests)
    return replace(combination, id=combination.id + KNOWN, tests=tests)


# ---------------------------------------------------------------- the question


def line(model: Model, field: str, text: str) -> FieldTest:
    place = model.about.place
    test = parse_test(text, vocabulary(model.fields[field], field.removesuffix(KNOWN) in model.set_valued))
    return FieldTest(field, test, text, place)


def ask(field: str, output: str, without: tuple[Intended, ...]) -> Verdict | None:
    """Whether knowing the field is always as permissive as not knowing it; None where they never meet.

    Left out: a known value that contradicts the other entries (it is referred, and unknown contradicts
    nothing), and what is intended otherwise (`without`).
    """
    model, twice = doubled(field)
    if output not in twice:
        return None
    when = [line(model, field, "unknown"), line(model, field + KNOWN, "known")]
    when.append(line(model, output, PERMISSIVE[output]))
    if "case_ok" in twice:
        when.append(line(model, "case_ok" + KNOWN, "yes"))
    when += [line(model, _there(i.where[0], twice), _not(i.where[1])) for i in without]
    must = (line(model, output + KNOWN, PERMISSIVE[output]),)
    return settled(model, when, must)


def settled(model: Model, when: Iterable[FieldTest], must: tuple[FieldTest, ...]) -> Verdict:
    """What the analysis says of a safety rule; it must be part of the model, so that its borders are seen."""
    rule = SafetyRule("monotony", tuple(when), must, "", model.about.place)
    [verdict] = verdicts(analysis(replace(model, safety_rules=(rule,))))
    return verdict


def _there(field: str, twice: frozenset[str]) -> str:
    return field + KNOWN if field in twice else field


def _not(text: str) -> str:
    return text.replace(">=", "<") if text.startswith(">=") else f"not({text.replace(';', ',')})"


def intended(field: str, output: str) -> tuple[Intended, ...]:
    return tuple(entry for entry in INTENDED if entry.field == field and output in entry.outputs)


def pairs() -> Iterator[tuple[str, str]]:
    model = free_model()
    for code, field in model.fields.items():
        if field.unknown and code not in model.produced_by:
            for output in PERMISSIVE:
                yield code, output


def permissive(field: str, value: object, verdict: Verdict, output: str) -> bool:
    """What the reference evaluator says of the patient of a refutation, with that value of the field."""
    model = free_model()
    assert verdict.case is not None
    given = {name: v for name, v in verdict.case.items() if not name.endswith(KNOWN)}
    evaluation = evaluate(model, {**given, field: value})  # type: ignore[dict-item]
    assert evaluation.status == "ok", evaluation.problems
    table = model.produced_by[output]
    return as_inputs(table, evaluation.outputs[table.code])[output] == PERMISSIVE[output]


# ---------------------------------------------------------------- tests


@pytest.mark.slow
@pytest.mark.parametrize("output", PERMISSIVE)
def test_not_knowing_never_permits_what_knowing_would_not(output: str) -> None:
    met = 0
    for field in [field for field, other in pairs() if other == output]:
        verdict = ask(field, output, intended(field, output))
        if verdict is not None:
            met += 1
            # vacuous: as long as the field is unknown the permissive answer is never given at all
            assert verdict.outcome in ("proved", "vacuous"), (field, verdict.case)
    assert met >= 3


@pytest.mark.slow
@pytest.mark.parametrize(
    ("entry", "output"), [(e, o) for e in INTENDED for o in e.outputs], ids=lambda x: getattr(x, "field", x)
)
def test_what_is_intended_otherwise_is_really_so(entry: Intended, output: str) -> None:
    others = tuple(i for i in intended(entry.field, output) if i is not entry)
    verdict = ask(entry.field, output, others)
    assert entry.why and verdict is not None and verdict.outcome == "broken" and verdict.case is not None
    assert permissive(entry.field, UNKNOWN, verdict, output)
    assert not permissive(entry.field, verdict.case[entry.field + KNOWN], verdict, output)


@pytest.mark.parametrize("field", ["ileal_resection_cm", "current_interval", "age_years"])
def test_a_contradiction_is_what_makes_the_difference(field: str) -> None:
    """Without leaving out contradictions the statement would be wrong: the reason is a real one."""
    model, _ = doubled(field)
    output = "oral_option"
    lines = [
        line(model, field, "unknown"),
        line(model, field + KNOWN, "known"),
        line(model, output, "eligible"),
    ]
    must = (line(model, output + KNOWN, "eligible"),)
    verdict = settled(model, lines, must)
    assert verdict.outcome == "broken" and verdict.case is not None
    given = {name: v for name, v in verdict.case.items() if not name.endswith(KNOWN)}
    after = evaluate(free_model(), {**given, field: verdict.case[field + KNOWN]}).outputs
    assert after["case_ok"] == {"case_ok": False} and after["guards"] != ()


@pytest.mark.parametrize("entry", [entry for entry in INTENDED if entry.asks], ids=lambda entry: entry.field)
def test_what_is_not_known_there_is_asked_for(entry: Intended) -> None:
    """As long as an answer is permissive for want of knowing, what is wanted is in the information needed."""
    model = free_model()
    bariatric = [line(model, "cause_is_bariatric", "yes")] if entry.field == "pregnancy_status" else []
    for output in entry.outputs:
        when = (line(model, entry.field, "unknown"), line(model, output, PERMISSIVE[output]), *bariatric)
        must = (line(model, "information", f"includes {entry.asks}"),)
        assert settled(model, when, must).outcome == "proved"
