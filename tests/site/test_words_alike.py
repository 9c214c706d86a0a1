"""What people type, paste and import is read alike by the runtime and by the form: words that fold, digits of other
scripts, signs that nobody can see."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.kit.packages import package_of
from tests.kit.tables import model_from_markdown
from tests.site.test_engine import expected, got, in_node

WORDS = """
## Dictionary
| Field | Label | Type | Minimum | Maximum | Unit | Also accepts | Unknown | Also written |
|---|---|---|---|---|---|---|---|---|
| amount | Straße | number | -50 | 5000 | mg | g | yes | ölwert |
| level | Level | number | 0 | 5000 | pmol/L | pg/mL = 0.7378 pmol/L | yes | |
| whole | Whole | whole number | 0 | 5000 | | | yes | |
| words | İlaç | text | | | | | yes | |
| kind | Kind | choice | | | | | yes | |
| many | Many | choices | | | | | yes | |
| sure | Sure | yes/no | | | | | yes | |
| day | Day | date | | | | | yes | |
| out | Out | choice | | | | | no | |
| put | Put | choice | | | | | no | |

## Values
| Field | Value | Label | Also written |
|---|---|---|---|
| kind | a | Maße | mass |
| kind | b | ışık | |
| kind | c | Ⅳ-Stufe | |
| kind | e | naïve | |
| many | x | Ex ﬁne | |
| many | z | µg | |
| out | p | Pee | |
| out | q | Queue | |
| put | p | Pee | |
| put | q | Queue | |

## Decision table: T
| | When | | | Then |
|---|---|---|---|---|
| Rule | words | kind | amount | out |
| R1 | "İlaç", "ward ß" | - | - | p |
| R2 | not("İlaç", "ward ß"); unknown | a, e; unknown | - | q |
| R3 | not("İlaç", "ward ß"); unknown | b, c | > 12.5 | p |
| R4 | not("İlaç", "ward ß"); unknown | b, c | <= 12.5; unknown | q |

## Decision table: U
| | When | | | | | Then |
|---|---|---|---|---|---|---|
| Rule | many | sure | day | whole | level | put |
| R1 | includes x | - | - | - | - | p |
| R2 | excludes x; unknown | yes | - | - | - | q |
| R3 | excludes x; unknown | no; unknown | known | > 12 | - | q |
| R4 | excludes x; unknown | no; unknown | known | <= 12; unknown | - | p |
| R5 | excludes x; unknown | no; unknown | unknown | - | > 100 | p |
| R6 | excludes x; unknown | no; unknown | unknown | - | <= 100; unknown | q |
"""

KEYS = {
    "amount": ("amount", "Straße", "STRASSE", "straẞe", "ölwert", "O\u0308LWERT"),
    "words": ("words", "İlaç", "ilaç", "i\u0307laç", "ILAC"),
    "kind": ("kind", "Kind", "kınd", "Ｋｉｎｄ"),
}

TYPED = {
    "words": ("İlaç", "ilaç", "ILAÇ", "i\u0307laç", "ward ß", "WARD SS", "ward ẞ", "ward"),
    "kind": (
        "Maße",
        "masse",
        "MASSE",
        "mass",
        "ışık",
        "IŞIK",
        "Ⅳ-Stufe",
        "iv-stufe",
        "naïve",
        "a",
        "unknown",
    ),
    "many": ("x", "Ex ﬁne", "ex fine", "µg", "μg", "ug", "z", "none"),
    "sure": ("yes", "no", "true", "Yes", "1", "unknown"),
    "day": ("2026-11-27", "2026-1-1", "२०२६-११-२७", "２０２６-11-27", "2026-11-31", "2026–11–27"),
}

DIGITS = "0123456789٠٣९५５𝟏²½①"
HIDDEN = (
    " ", "\u00a0", "\u202f", "\t", "\n", "\r\n", "\u200b", "\u00ad", "\ufeff", "\u2028", "\u180e", "\v", "\f",
    "\x1c", "\x85", "\x7f", "\0", "\uffff",
)  # fmt: skip


def test_what_is_typed_is_read_alike(node: str, tmp_path: Path) -> None:
    random = Random(27)
    model = model_from_markdown(WORDS)
    package = package_of(model)
    cases = [typed_case(random) for _ in range(1_500)]
    answers = in_node(node, model, [(case, None) for case in cases], tmp_path)
    told = []
    for case, answer in zip(cases, answers, strict=True):
        mine, theirs = plain(expected(package.evaluate(case).to_dict())), plain(got(answer))
        if mine != theirs:
            told.append((case, mine, theirs))
    for one in told[:6]:
        print(one)
    assert not told


@pytest.mark.parametrize("text", ["yes\x85", "\x1cyes", "yes\0", "y\x7fes", "\ud800yes"])
def test_a_sign_that_nobody_can_see_is_refused(node: str, tmp_path: Path, text: str) -> None:
    model = model_from_markdown(WORDS)
    case = {"sure": text, "words": text, "kind": text, "day": text, "amount": text, "many": [text]}
    (answer,) = in_node(node, model, [(case, None)], tmp_path)
    assert got(answer) == plain(expected(package_of(model).evaluate(case).to_dict()))
    assert len(answer["problems"]) == len(case)  # type: ignore[arg-type]


def plain(said: Any) -> Any:
    """As JSON; of a key that is no field its name is told in two ways."""
    said = json.loads(json.dumps(said))
    problems = [(name, "" if name == "unknown-field" else about) for name, about in said["problems"]]
    return {**said, "problems": problems}


def typed_case(random: Random) -> dict[str, object]:
    case: dict[str, object] = {}
    for name in ("amount", "level", "whole", *TYPED):
        if random.random() < 0.35:
            key = random.choice(KEYS[name]) if name in KEYS and random.random() < 0.4 else name
            case[key] = typed_value(name, random)
    return case


def typed_value(name: str, random: Random) -> object:
    if name not in TYPED:
        return typed_number(random)
    if name == "many":
        return [varied(random.choice(TYPED[name]), random) for _ in range(random.randrange(3))]
    return varied(random.choice(TYPED[name]), random)


def typed_number(random: Random) -> str:
    digits = [
        random.choice(DIGITS[: 10 if random.random() < 0.9 else None]) for _ in range(random.randint(1, 3))
    ]
    point = random.choice((".", "．", ",", "")) if random.random() < 0.3 else ""
    sign = random.choice(("-", "−", "+", "<", "--")) if random.random() < 0.2 else ""
    unit = (
        random.choice(("mg", "g", "pmol/L", "pg/mL", "ｍｇ", "µg", "㎎", "E3"))
        if random.random() < 0.4
        else ""
    )
    space = random.choice(("", " ", "\u00a0", "\u202f"))
    return varied(f"{sign}{''.join(digits)}{point}{space}{unit}", random, often=0.02)


def varied(text: str, random: Random, often: float = 0.1) -> str:
    """The text with some signs in another form, and some beside them that nobody sees."""
    ways: Sequence[Any] = (
        str.upper,
        str.lower,
        str.casefold,
        lambda sign: unicodedata.normalize("NFD", sign),
        lambda sign: unicodedata.normalize("NFKC", sign),
        lambda sign: chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign,
        lambda sign: random.choice(HIDDEN) + sign,
    )
    return "".join(random.choice(ways)(sign) if random.random() < often else sign for sign in text)
