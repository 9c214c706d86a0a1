"""Codes of terminologies, as they stand in the columns System and Code: taken apart, and their check digits proved."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from b12tables.runtime.language import later
from b12tables.runtime.words import fold

SNOMED = "http://snomed.info/sct"
"""The system of its codes, as FHIR names it."""


def code_troubles(system: str, text: str) -> Iterator[tuple[str, str]]:
    """Each code of a cell that cannot be one of its system, and why; one code a line, or with `;` between.

    Only LOINC and SNOMED CT have check digits that are known here; of others nothing is said.
    """
    check = _check_of(system)
    if check is None:
        return
    for code in filter(None, (part.strip() for part in re.split(r"[\n;]", text))):
        why = check(re.sub(r"\s*\|[^|]*\|$", "", code))
        if why:
            yield code, why


def is_snomed(system: str) -> bool:
    """Whether the codes of a system are numbers, which a cell may hold as such."""
    return _check_of(system) is _snomed


def _check_of(system: str) -> Callable[[str], str] | None:
    word = fold(system)
    if "loinc" in word or word.endswith("2.16.840.1.113883.6.1"):
        return _loinc
    if "snomed" in word or word == "sct" or word.endswith("2.16.840.1.113883.6.96"):
        return _snomed
    return None


def _loinc(code: str) -> str:
    """`2132-9`: up to seven digits, a dash, and the check digit (modulo 10)."""
    if re.fullmatch(r"L[A-Z]\d{1,7}-\d", code, re.ASCII):
        return ""  # parts, answers and groups count otherwise
    match = re.fullmatch(r"(\d{1,7})-(\d)", code, re.ASCII)
    if match is None:
        return later("is no LOINC code: digits, a dash, a check digit")
    return "" if luhn(match[1]) == int(match[2]) else later("is no LOINC code: its check digit is another")


def _snomed(code: str) -> str:
    """A concept of SNOMED CT: 6 to 18 digits, of which the last is the check digit (Verhoeff)."""
    if not re.fullmatch(r"[1-9]\d{5,17}", code, re.ASCII):
        return later("is no SNOMED CT code: 6 to 18 digits")
    if verhoeff(code) != 0:
        return later("is no SNOMED CT code: its check digit is another")
    if code[-3:-1] not in ("00", "10"):
        return later("is the number of a description or relationship of SNOMED CT, not of a concept")
    return ""


def luhn(digits: str) -> int:
    """The check digit (modulo 10) that belongs behind some digits."""
    total = 0
    for position, sign in enumerate(reversed(digits)):
        doubled = int(sign) * (2 if position % 2 == 0 else 1)
        total += doubled // 10 + doubled % 10
    return -total % 10


_DIHEDRAL = (
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
    "5987604321", "6598710432", "7659821043", "8765932104", "9876543210",
)  # fmt: skip
"""The multiplication of the dihedral group of ten elements: row times column."""

_TURN = "1576283094"
"""The permutation that is applied once more for each place to the left."""


def verhoeff(digits: str) -> int:
    """0 where the last digit is the right check digit of those before it (Verhoeff 1969)."""
    check = 0
    for position, sign in enumerate(reversed(digits)):
        turned = int(sign)
        for _ in range(position % 8):
            turned = int(_TURN[turned])
        check = int(_DIHEDRAL[check][turned])
    return check
