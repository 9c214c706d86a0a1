"""What a sign-off is about: it is voided when the rule means something else, and by nothing else."""

from __future__ import annotations

import pytest

from b12tables.compiler.proof import Meanings
from tests.kit.tables import model_from_markdown

SET = """
## Fields
- x: text
- a: number, 0..10, unit mg, accepts ug | [IU] = 0.1 mg
- b: number, 0..10, unit mg
- c: number, unit mg, computed a + b
- o: choice (first, second)

## Decision: T
- Hit policy: Priority

|    | When | When   | Then | Because  |
|----|------|--------|------|----------|
|    | X    | C      | O    | Evidence |
| R1 | yes  | > 3 mg | first  | inference: x |
| R2 | -    | -      | second | inference: x |
"""


def voided(*change: str) -> set[str]:
    """The rules whose sign-off a change of the text voids."""
    before, after = (Meanings(model_from_markdown(text)).rules for text in (SET, SET.replace(*change)))
    assert SET.count(change[0]), change
    return {rule for (_, rule), meaning in before.items() if after["t", rule] != meaning}


@pytest.mark.parametrize(
    ("before", "after", "rules"),
    [
        ("a + b", "a - b", {"R1"}),
        ("[IU] = 0.1 mg", "[IU] = 0.2 mg", {"R1"}),
        ("> 3 mg", "> 4 mg", {"R1", "R2"}),  # R2 answers what R1, which ranks higher, leaves to it
        ("| yes ", "|  YES ", set()),
        ("- x: text", "- x: text, label The text", set()),
    ],
)
def test_a_sign_off_is_voided_by_what_changes_the_meaning(before: str, after: str, rules: set[str]) -> None:
    assert voided(before, after) == rules
