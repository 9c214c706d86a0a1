"""How it stands with the sign-off of each rule: unsigned, signed, worded otherwise, voided, to be filled in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from b12tables.compiler.compare.comparison import Cause
from b12tables.compiler.model import Model, SignOff
from b12tables.compiler.proof.fingerprint import Meanings

Standing = Literal["signed", "worded otherwise", "voided", "unsigned", "to be filled in"]

ORDER: tuple[Standing, ...] = (
    "signed",
    "to be filled in",
    "worded otherwise",
    "voided",
    "unsigned",
)
"""Of several sign-offs of one rule the first of these counts."""


@dataclass(frozen=True)
class Signed:
    """How it stands with one rule: `sign` is the sign-off that counts, `meaning` the rule's hash today."""

    decision: str
    rule: str
    standing: Standing
    meaning: str
    sign: SignOff | None
    causes: tuple[Cause, ...] = ()
    change: str = ""
    """The revision that voided it, where the tables are under git."""


def standings(model: Model, meanings: Meanings | None = None) -> list[Signed]:
    """Every rule of every decision, in order. A sign-off of a whole decision counts for each of its rules."""
    meanings = meanings or Meanings(model)
    found: list[Signed] = []
    for table in model.decisions:
        for rule in table.rows:
            signs = [s for s in model.sign_offs if s.decision == table.code and s.rule in ("", rule.id)]
            standing, sign = min(
                ((standing_of(meanings, sign), sign) for sign in signs),
                key=lambda entry: (ORDER.index(entry[0]), entry[1].rule == ""),
                default=(None, None),
            )
            meaning = meanings.to_sign(table.code, rule.id) or ""
            found.append(Signed(table.code, rule.id, standing or "unsigned", meaning, sign))
    return found


def standing_of(meanings: Meanings, sign: SignOff) -> Standing:
    """How it stands with one row of the Sign-off sheet. A rule that is gone has no meaning: such a row is voided."""
    if not sign.meaning:
        return "to be filled in"
    return meanings.stands(sign)
