"""Random sets in which all constructs of the format stand together, as text, and every case of them.

Several tables for one decision, conditions in lines or columns, results that stay as they were, thresholds, steps,
synonyms, doses, sums, relations of two fields, ranges, several actions in one cell, lists, combinations that cannot be
and safety rules, whichever a seed brings together. Ranges are small, so that every patient can be asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from random import Random

from b12tables.compiler.model import Model, Value
from b12tables.runtime.words import UNKNOWN

HEAD = """
## Thresholds
| Name | Value | Source |
|---|---|---|
| cut | {cut} | a book |
| most | {most} mg | a book |

## Dictionary
| Field | Label | Type | Minimum | Maximum | Unit | Unknown | Step | Between | Kept from | Computed | Also written |
|---|---|---|---|---|---|---|---|---|---|---|---|
| age | Age | number | 0 | 6 | | | {step} | {between} | | | Years |
| kid | Kidneys | choice | | | | yes | | | | | Renal |
| now | Present interval | choice | | | | yes | | | | | |
| weight | Weight | number | 60 | 62 | kg | {weighed} | 1 | | | | |
| signs | Signs | choices | | | | | | | | | Complaints |
| next | Next interval | choice | | | | {unknown} | | | now | | |
| rate | Rate | number | 0 | 10 | mg/kg | yes | | | | | |
| dose | Dose | number | 0 | 1000 | mg | yes | | | | rate * weight{tail} | |
| act | Actions | choices | | | | | | | | | |
| old | Points for age | whole number | 0 | 9 | | | | | | | |
| ill | Points for signs | whole number | 0 | 9 | | | | | | | |
| worn | Points for kidneys | whole number | 0 | 9 | | | | | | | |
| pace | Points for interval | whole number | 0 | 9 | | | | | | | |
| total | Total | whole number | -9 | 30 | | | | | | {total} | |
| risk | Risk | choice | | | | | | | | | |
| warn | Warning | {warned} | | | | | | | | | |

## Dictionary
| Field | Label | Type | Minimum | Maximum | Unit | Unknown | Computed | Upper of |
|---|---|---|---|---|---|---|---|---|
| low | From | whole number | 0 | 9 | mo | yes | | |
| high | To | whole number | 0 | 9 | mo | yes | | low |
| both | Together | whole number | 0 | 20 | mo | yes | low + high | |
| span | Span | whole number | -9 | 9 | mo | yes | high - low | |

## Values
| Field | Value | Label | Also written |
|---|---|---|---|
| kid | fine | Fine | well |
| kid | bad | Bad | |
| now | wk | Weekly | |
| now | mo | Monthly | |
| signs | fever | Fever | hot |
| signs | rash | Rash | |
| next | wk | Weekly | |
| next | mo | Monthly | |
| act | call | Call | |
| act | test | Test | lab |
| act | stop | Stop | |
| risk | few | Few | |
| risk | many | Many | |
| warn | w1 | First | |
| warn | w2 | Second | |
| warn | w3 | Third | |

## Decision: Points for age
- Code: by_age
- Hit policy: Collect sum

| | When | Then |
|---|---|---|
| Rule | Years | Points for age |
| A1 | >= cut | {older} |
| A2 | >= 5 | 1 |
| Otherwise | | 0 |

## Decision: Points for signs
- Code: by_signs

| | When | Then |
|---|---|---|
| Rule | Complaints | Points for signs |
| B1 | includes hot | {ill} |
| B2 | excludes fever and includes rash | 1 |
| B3 | empty | 0 |

## Decision: Points for kidneys
- Code: by_kidneys

| | When | Then |
|---|---|---|
| Rule | Renal | Points for kidneys |
| C1 | bad | {ill} |
| C2 | well; unknown | 0 |

## Decision: Points for interval
- Code: by_now

| | When | Then |
|---|---|---|
| Rule | Present interval | Points for interval |
| P1 | Weekly | 1 |
| P2 | mo; unknown | 0 |
"""
Tests = dict[str, tuple[str, ...]]
"""Fields, each with tests of it."""

TAILS = (
    "",
    ", rounded to 5 mg",
    ", rounded to 50 mg, at most 150 mg",
    ", at most most",
    ", rounded to 5 mg, at least 100 mg",
    ", at most 0.15 g, at least 70 mg",
)
TOTALS = ("old + ill", "old + ill + worn", "old + ill + worn + pace", "old - worn")
TESTS = {
    "Age": (">= cut", "< cut", "> 4", "[2..5]", "not(4)", "< 3"),
    "Kidneys": ("fine", "bad", "unknown", "fine, unknown", "not(bad)"),
    "Present interval": ("wk", "mo", "unknown", "known"),
    "Signs": ("includes fever", "excludes hot", "empty", "includes fever and includes rash"),
}
BEHIND = {
    "Together": ("<= 4 mo", "> 4 mo", "unknown", "> 4 mo; unknown"),
    "Span": ("> 0 mo", "<= 0 mo", "unknown", "known"),
    "Dose": ("<= most", "> most", "unknown", "<= most; unknown", "[60 mg..0.1 g)"),
    "Total": ("<= 2", "> 2", "[2..4]", "not(1)"),
    "Actions": ("includes call", "excludes lab", "empty", "includes stop and includes test"),
    "Next interval": ("wk", "Monthly", "not(wk)"),
}
GUARDS = {
    1: ((),),
    2: (
        ("Age: < cut", "Age: >= cut"),
        ("Kidneys: well; bad", "Kidneys: unknown"),
        ("Age: [0..4]", "Kidneys: fine"),
        ("Signs: includes hot", "Signs: excludes hot"),
    ),
    3: (("Kidneys: fine", "Kidneys: bad", "Kidneys: unknown"), ("Age: < cut", "Age: [cut..5]", "Age: > 5")),
}
RULES = (
    ("Kidneys: bad", "Dose: <= most; unknown"),
    ("Age: < cut", "Total: <= 3"),
    ("Signs: includes fever", "Actions: includes call"),
    ("", "Span: not(0 mo)"),
    ("Dose: > most", "Risk: many"),
    ("Total: >= 4", "Next interval: not(mo)"),
    ("Kidneys: unknown", "Warning: includes w1"),
)
WORDS = {"Age": "Years", "Kidneys": "Renal", "Signs": "Complaints"}
"""What a head calls some of the fields."""


def random_set(random: Random, *, doses: bool = True) -> str:
    """A set in text: guards may overlap or leave somebody out, rows too, and safety rules may be broken.

    Without `doses` it has none, for languages that have no words for them.
    """
    warned = random.choice(["choice", "choices"])
    text = HEAD.format(
        cut=random.choice([2, 3, 5]),
        most=random.choice([120, 150]),
        step=random.choice(["1", "1", "0.5"]),
        between=random.choice(["", "nearest"]),
        unknown=random.choice(["", "yes"]),
        weighed=random.choice(["", "yes"]),
        tail=random.choice(TAILS),
        warned=warned,
        older=random.choice([1, 2]),
        ill=random.choice([1, 2, 3]),
        total=random.choice(TOTALS),
    ).replace("at most most", "at most 140 mg")
    text += _plans(random)
    behind = {field: tests for field, tests in BEHIND.items() if doses or field != "Dose"}
    text += _risk(random, behind) + _warnings(random, behind, warned == "choice")
    if random.random() < 0.3:
        text += "\n## Impossible\n| ID | Combination | Why |\n|---|---|---|\n| X1 | Age: <= 1<br>Renal: bad | w |\n"
    rules = random.sample(RULES, random.randrange(4))
    if not doses:
        text = re.sub(r"(?m)^\| dose \|.*\n", "", text)
        rules = [rule for rule in rules if "Dose" not in "".join(rule)]
    lines = [f"| S{number} | {when} | {must} | w |" for number, (when, must) in enumerate(rules)]
    head = "## Safety rules\n| ID | When | Must | Why |\n|---|---|---|---|"
    return text + ("\n".join(["", head, *lines, ""]) if lines else "")


def _plans(random: Random) -> str:
    text = ""
    parts = random.choice([1, 2, 3])
    guards, policy = random.choice(GUARDS[parts]), random.choice(["Unique", *["First"] * 6, "Any"])
    for number in range(parts):
        text += f"\n## Decision: Plan\n- Code: plan\n- Hit policy: {policy}\n"
        text += f"- Applies when: {guards[number]}\n" if guards else ""
        results = "Next interval | Rate | From | To | Actions"
        rows = [_conditions(random, TESTS) for _ in range(random.randrange(1, 4))]
        rows += [{}] if random.random() < 0.9 else []
        text += _table(random, TESTS, results, [(row, _plan(random)) for row in rows], f"R{number}")
    return text


def _plan(random: Random) -> str:
    interval = random.choice(["unchanged", "Weekly", "mo"])
    rate = random.choice(["1 mg/kg", "2.5 mg/kg", "none"])
    stretch = random.choice(["1 | 3", "2 | 2", "none | none", "0 | 6"])
    return f"{interval} | {rate} | {stretch} | {random.choice(['Call', 'call; lab', 'Test; Stop', 'none'])}"


def _risk(random: Random, known: Tests) -> str:
    policy = random.choice(["Unique", "First", "Priority", "Any"])
    behind = dict(random.sample(sorted(known.items()), 3))
    rows = [_conditions(random, behind) for _ in range(random.randrange(1, 4))]
    rows += [{}] if policy in ("First", "Priority") else []
    text = f"\n## Decision: Risk\n- Code: risk_of\n- Hit policy: {policy}\n"
    return text + _table(random, behind, "Risk", [(row, random.choice(["Few", "Many"])) for row in rows], "S")


def _warnings(random: Random, known: Tests, one: bool) -> str:
    policy = random.choice(["Collect", "Rule order", "Output order"] if one else ["Collect", "Rule order"])
    asked = {**TESTS, **dict(random.sample(sorted(known.items()), 2))}
    asked = dict(random.sample(sorted(asked.items()), 3))
    rows = [_conditions(random, asked) for _ in range(random.randrange(1, 5))]
    empty = random.choice(["", "- May be empty: yes\n"])
    text = f"\n## Decision: Warnings\n- Code: warnings\n- Hit policy: {policy}\n{empty}"
    return text + _table(
        random, asked, "Warning", [(row, random.choice(["w1", "w2", "w3"])) for row in rows], "W"
    )


def _conditions(random: Random, tests: Tests) -> dict[str, str]:
    return {field: random.choice(said) for field, said in tests.items() if random.random() < 0.5}


def _table(
    random: Random,
    tests: Tests,
    results: str,
    rows: list[tuple[dict[str, str], str]],
    name: str,
) -> str:
    """Bands, heads and rows, the conditions as lines of one cell or in a column each."""
    in_lines = random.random() < 0.5
    heads = "Combination" if in_lines else " | ".join(WORDS.get(field, field) for field in tests)
    then = " |" * results.count("|")
    lines = ["", f"| | When |{'' if in_lines else ' |' * (len(tests) - 1)} Then |{then}", "|---|---|"]
    lines.append(f"| Rule | {heads} | {results} |")
    for number, (said, result) in enumerate(rows, 1):
        asked = "<br>".join(f"{field}: {test}" for field, test in said.items()) or "-"
        cells = asked if in_lines else " | ".join(said.get(field, "-") for field in tests)
        lines.append(f"| {name}{number} | {cells} | {result} |")
    return "\n".join([*lines, ""])


def everybody(model: Model) -> list[dict[str, Value]]:
    """Every patient of such a set: all steps, all choices, unknown where it may be."""
    step = model.fields["age"].step or Fraction(1, 2)
    ages = [Fraction(n) * step for n in range(int(6 / step) + 1)]
    weights = [*map(Fraction, (60, 61, 62)), *([UNKNOWN] if model.fields["weight"].unknown else [])]
    signs = [frozenset(some) for some in ((), ("fever",), ("rash",), ("fever", "rash"))]
    grid = product(ages, ("fine", "bad", UNKNOWN), ("wk", "mo", UNKNOWN), weights, signs)
    return [dict(zip(("age", "kid", "now", "weight", "signs"), row, strict=True)) for row in grid]


SAID = {"fine": "well", "fever": "hot", "age": "Years", "kid": "Renal", "signs": "Complaints"}
"""Other words of such a set for its fields and values."""


def between_steps(case: Mapping[str, Value], model: Model) -> dict[str, Value]:
    """The same patient, whose age is given more exactly than to a step: refused, or read as the nearest."""
    age, step = case["age"], model.fields["age"].step
    assert isinstance(age, Fraction) and step is not None
    return {**case, "age": age + step / 4 if age < 6 else age - step / 2}


def in_other_words(stated: Mapping[str, object]) -> dict[str, object]:
    """The same patient as a program may state it that knows the synonyms only."""
    return {SAID.get(field, field): _said(value) for field, value in stated.items()}


def _said(value: object) -> object:
    if isinstance(value, list):
        return [SAID.get(member, member) for member in value]
    return SAID.get(value, value) if isinstance(value, str) else value
