"""A grade as it is kept beside a table set: for the site, which does not grade."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from b12tables.runtime.json_text import read_json


@dataclass(frozen=True)
class StoredScore:
    """How many small mistakes count, and how many of these a worked case or a safety rule notices."""

    noticed: int
    of: int


@dataclass(frozen=True)
class StoredMistake:
    """A small mistake that nobody notices: in which decision, what it is in words, and its first rule."""

    decision: str
    words: str
    rule: str


@dataclass(frozen=True)
class StoredGrade:
    """The scores of all decisions of a table set with this content, and the first of what nobody notices."""

    content_hash: str
    score: StoredScore
    decisions: Mapping[str, StoredScore]
    unnoticed: tuple[StoredMistake, ...]
    """What matters most first; not all."""
    unsettled: int = 0
    """Of so many mistakes it was not found out within the bound: they are in no score."""


def read_grade(data: bytes | str) -> StoredGrade:
    """The grade that a text of JSON holds. Raises ValueError, with a sentence, where it holds none."""
    told = read_json(data)
    try:
        return StoredGrade(
            _text(told["content"]),
            _score(told["score"]),
            {_text(code): _score(score) for code, score in told["decisions"].items()},
            tuple(_mistake(one) for one in told["first_unnoticed"]),
            _score({"noticed": told.get("not settled", 0), "of": told.get("not settled", 0)}).of,
        )
    except (KeyError, TypeError, AttributeError):
        raise ValueError("it holds no grade that `cases --grade --store` wrote") from None


def _score(told: Any) -> StoredScore:
    noticed, of = told["noticed"], told["of"]
    if type(noticed) is not int or type(of) is not int or not 0 <= noticed <= of:
        raise TypeError
    return StoredScore(noticed, of)


def _mistake(told: Any) -> StoredMistake:
    return StoredMistake(_text(told["decision"]), _text(told["words"]), _text(told["rule"]))


def _text(told: Any) -> str:
    if not isinstance(told, str):
        raise TypeError
    return told
