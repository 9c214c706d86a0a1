"""A small table set made by hand: every page and every kind of field of the site, and some hostile texts."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from b12tables.compiler.model import Test, Value, Vocabulary, parse_test, parse_value
from b12tables.compiler.model.finding import Finding
from b12tables.compiler.model.hit_policy import HitPolicy
from b12tables.compiler.model.place import Place
from b12tables.compiler.model.sources import Source, Statement
from b12tables.compiler.model.tables import (
    About,
    Case,
    Clause,
    Combination,
    Computed,
    Condition,
    DecisionTable,
    Evidence,
    Field,
    FieldTest,
    Limit,
    Model,
    Result,
    Rule,
    SafetyRule,
    UnitOption,
    ValueRow,
    WallChart,
)
from b12tables.runtime.units import unit_key
from b12tables.runtime.words import fold

HOSTILE = (
    "<script>alert(1)</script> {{ 7*7 }} **bold** [x](javascript:alert(2)) \u202eesrever &amp; " + "W" * 120
)


def place(cells: str, sheet: str = "Sheet") -> Place:
    return Place("iron.xlsx", sheet, cells)


def values(*rows: tuple[str, str] | tuple[str, str, str]) -> tuple[ValueRow, ...]:
    return tuple(
        ValueRow(row[0], row[1], place(f"A{n}", "Values"), patient=row[2] if len(row) > 2 else "")
        for n, row in enumerate(rows, 2)
    )


def _dictionary() -> dict[str, Field]:
    at = place("A2", "Dictionary")
    fields = [
        Field(
            "cause",
            "Main cause",
            "choice",
            at,
            question="What is the cause?",
            patient="Do you know why?",
            unknown=True,
            values=values(
                ("blood_loss", "Blood loss", "You lose blood"),
                ("diet", "Diet, poor in iron", "Your food"),
                ("other", HOSTILE),
            ),
        ),
        Field(
            "ferritin",
            "Ferritin",
            "number",
            at,
            question="Ferritin with unit?",
            patient="Your iron result",
            unknown=True,
            unit="ug/L",
            low=Limit(Fraction(0)),
            high=Limit(Fraction(10000)),
            accepts=(UnitOption("ng/mL", Fraction(1), True), UnitOption("pmol/L", Fraction("0.445"), True)),
        ),
        Field(
            "length",
            "Length",
            "number",
            at,
            question="How long?",
            patient="How long?",
            unit="cm",
            low=Limit(Fraction(0)),
            accepts=(UnitOption("mm", Fraction(1, 10), False),),
            unknown=True,
        ),
        Field("pregnant", "Pregnant", "yes/no", at, question="Pregnant?", patient="Are you pregnant?"),
        Field(
            "age",
            "Age",
            "whole number",
            at,
            question="Age?",
            patient="How old are you?",
            unit="a",
            low=Limit(Fraction(0)),
            high=Limit(Fraction(120)),
            unknown=True,
            computed=Computed("between", "born", "today", "years", "years from born to today"),
        ),
        Field(
            "born",
            "Date of birth",
            "date",
            at,
            question="Born when?",
            patient="When were you born?",
            unknown=True,
        ),
        Field(
            "symptoms",
            "Symptoms",
            "choices",
            at,
            question="Which symptoms?",
            patient="What do you notice?",
            unknown=True,
            values=values(
                ("tired", "Tiredness", "Being tired"),
                ("pale", "Pallor", "Being pale"),
                ("none", "No symptom"),
            ),
        ),
        Field("remark", "Remark", "text", at, question="Remark?", patient="Anything else?", unknown=True),
        Field(
            "band",
            "Ferritin band",
            "choice",
            at,
            values=values(
                ("low", "Low"), ("grey", "Grey zone"), ("fine", "Fine"), ("not_measured", "Not measured")
            ),
        ),
        Field(
            "therapy",
            "Therapy",
            "choice",
            at,
            values=values(
                ("oral", "Tablets", "tablets"),
                ("iv", "Infusion", "a drip"),
                ("wait", "Wait"),
                ("refer", "Refer"),
            ),
        ),
        Field("dose", "Dose", "number", at, unit="mg"),
        Field(
            "advice",
            "Advice",
            "choice",
            at,
            values=values(
                ("A1", "Eat well", "Eat well"),
                ("A2", "Come back", "Come back"),
                ("A3", "Mention it"),
                ("A4", "See a doctor today"),
            ),
        ),
        Field("next_from", "Next check from", "number", at, unit="mo"),
        Field("next_to", "Next check to", "number", at, unit="mo"),
        Field(
            "kind", "Counted from", "choice", at, values=values(("start", "Start"), ("again", "Last check"))
        ),
        Field("points", "Points", "number", at),
    ]
    return {field.code: field for field in fields}


FIELDS = _dictionary()
SETS = {"advice"}


def vocabulary(name: str) -> Vocabulary:
    field = FIELDS[name]
    kind = "set" if field.type == "choices" or name in SETS else field.type
    words = {fold(word): row.code for row in field.values for word in (row.label, row.code)}
    units = {unit_key(option.unit): option.factor for option in field.accepts}
    return Vocabulary(name, kind, words, field.value_codes, field.unit, units)


def test_of(name: str, text: str) -> Test:
    return parse_test(text, vocabulary(name))


def value_of(name: str, text: str) -> Value:
    plain = vocabulary(name)
    if name in SETS:
        plain = Vocabulary(plain.name, "choice", plain.words, plain.codes)
    return parse_value(text, plain)


def table(
    code: str,
    label: str,
    policy: HitPolicy,
    inputs: str,
    outputs: str,
    rows: str,
    evidence: str = "S1-01",
    question: str = "",
) -> DecisionTable:
    """`rows`: one rule a line, cells separated by |, conditions before results."""
    ins, outs = inputs.split(), outputs.split()
    rules, otherwise = [], None
    for number, line in enumerate((line for line in rows.strip().split("\n")), 7):
        id_, *cells = (cell.strip() for cell in line.split("|"))
        conditions = tuple(
            Condition(test_of(name, text), text, place(f"{'BCDEFGH'[i]}{number}", label))
            for i, (name, text) in enumerate(zip(ins, cells, strict=False))
            if id_ != "Otherwise"
        )
        results = tuple(
            Result(value_of(name, text), text, place(f"J{number}", label))
            for name, text in zip(outs, cells[len(ins) :], strict=True)
        )
        why = (
            Evidence("statement", evidence, "", place(f"K{number}", label)),
            Evidence("inference", "", "ours", place(f"K{number}", label)),
            Evidence("conflict", "C01", "", place(f"K{number}", label)),
        )
        rule = Rule(
            id_,
            conditions,
            results,
            place(f"A{number}:K{number}", label),
            why,
            f"note {number}",
            id_ == "Otherwise",
        )
        if rule.otherwise:
            otherwise = rule
        else:
            rules.append(rule)
    return DecisionTable(
        code,
        label,
        policy,
        tuple(Clause(name, place("B6", label), FIELDS[name].unit) for name in ins),
        tuple(Clause(name, place("J6", label), FIELDS[name].unit) for name in outs),
        tuple(rules),
        place("A1", label),
        question or f"{label}: which?",
        otherwise,
    )


def sample_model() -> Model:
    """The whole set."""
    decisions = (
        table(
            "ferritin_band",
            "Ferritin band",
            HitPolicy.UNIQUE,
            "ferritin",
            "band",
            """
            B1 | < 30 ug/L | low
            B2 | [30..100] | grey
            B3 | > 100 | fine
            B4 | unknown | not_measured""",
        ),
        table(
            "therapy",
            "Therapy <b>now</b>",
            HitPolicy.FIRST,
            "band cause pregnant",
            "therapy dose",
            """
            T1 | low | blood_loss | - | iv | 1000
            T2 | low; grey | - | yes | refer | none
            T3 | low | not(blood_loss) | - | oral | 100.5
            T4 | not_measured | - | - | wait | none
            Otherwise | | | | wait | none""",
            question="Which therapy? " + HOSTILE,
        ),
        table(
            "advice",
            "Advice",
            HitPolicy.COLLECT,
            "therapy symptoms age length remark",
            "advice",
            """
            A1 | - | - | - | - | - | A1
            A2 | oral, iv | includes tired; empty | - | - | - | A2
            A3 | - | excludes tired | >= 18 | (2..30] | - | A3
            A4 | not(wait) | includes pale and includes tired | < 18 a; unknown | > 25 mm | X; "a, b" | A4""",
        ),
        table(
            "follow_up",
            "Follow-up",
            HitPolicy.UNIQUE,
            "advice therapy",
            "next_from next_to kind",
            """
            F1 | includes A2 | - | 1 | 2.5 | start
            F2 | excludes A2 | wait | 3 | 3 | start
            F3 | excludes A2 | not(wait) | 6 | 12 | again""",
        ),
        table(
            "points",
            "Points",
            HitPolicy.COLLECT_SUM,
            "cause pregnant",
            "points",
            """
            P1 | blood_loss | - | 2
            P2 | - | yes | 1.5
            P3 | - | - | 0.1""",
        ),
    )
    at = place("A2", "Other")
    return Model(
        About(
            "Iron <deficiency>",
            "iron_set",
            "0.1.0",
            "Under review",
            "For a test.",
            "This is decision support under review: it does not replace the judgement "
            "of the clinician who knows the patient.",
            at,
            owner="Nobody",
        ),
        FIELDS,
        decisions,
        impossible=(
            Combination(
                "K1",
                (
                    FieldTest("pregnant", test_of("pregnant", "yes"), "yes", at),
                    FieldTest("age", test_of("age", "> 60"), "> 60", at),
                ),
                "not at that age",
                at,
            ),
        ),
        safety_rules=(
            SafetyRule(
                "INV-1",
                (FieldTest("pregnant", test_of("pregnant", "yes"), "yes", at),),
                (FieldTest("therapy", test_of("therapy", "not(oral)"), "not(oral)", at),),
                HOSTILE,
                at,
            ),
        ),
        cases=(
            Case(
                "C1",
                "Blood loss, low ferritin",
                {"cause": "blood_loss", "ferritin": Fraction(10), "pregnant": False},
                (FieldTest("therapy", test_of("therapy", "iv"), "iv", at),),
                at,
            ),
            Case(
                "C2",
                HOSTILE,
                {"cause": "diet", "ferritin": Fraction(50), "pregnant": True, "born": date(2000, 2, 29)},
                (FieldTest("therapy", test_of("therapy", "refer"), "refer", at),),
                at,
            ),
        ),
        statements=(
            Statement(
                "S1-01", "S1", "Low ferritin means iron deficiency. " + HOSTILE, "encoded", at, "Intro"
            ),
            Statement("S1-02", "S1", "Nothing to decide.", "context", at, "Intro", why="a remark"),
        ),
        sources=(Source("S1", "A paper on iron", at, "Somebody", "2020", "doi:10.1000/182", "not reviewed"),),
        charts=(
            WallChart(
                "Iron <at a glance>",
                ("cause",),
                ("pregnant",),
                ("therapy", "dose", "band"),
                place("A1", "Wall chart"),
                aside=("advice",),
                given=(FieldTest("remark", test_of("remark", "unknown"), "unknown", at),),
            ),
        ),
        content_hash="0" * 64,
    )


def sample_findings() -> tuple[Finding, ...]:
    return (
        Finding(
            "gap",
            "error",
            "nobody is told " + HOSTILE,
            (place("B7:C9"),),
            "therapy",
            ("T1",),
            ("add a row",),
            {"cause": "diet", "ferritin": "180 ug/L", "pregnant": True},
        ),
        Finding(
            "otherwise-covers",
            "info",
            "only Otherwise covers 3 kinds of case",
            (place("A11"),),
            "therapy",
            ("Otherwise",),
            region=({"band": ({"value": "fine"},)},),
        ),
    )
