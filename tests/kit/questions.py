"""What is asked next, held to what is still open."""

from __future__ import annotations

from typing import Any


def asked_rightly(package: Any, case: dict[str, object], possible: Any) -> bool:
    """Whether the next question can change an answer, or the case lacks it; without one, whether all is settled."""
    question = possible.next_question()
    if question is None:
        return bool(possible.settled)
    if question.code in case:
        return False
    result = package.evaluate(case)
    lacking = result.status == "invalid-input" or any(one.name == "missing-input" for one in result.problems)
    return lacking or (question.code in possible.matter() and not possible.settled)
