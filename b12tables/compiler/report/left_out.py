"""What another language cannot say of a set: each by its name, told in the file and by the command that writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from b12tables.compiler.model import Model
from b12tables.runtime.words import how_many

CannotSay = tuple[str, str, Callable[[Model], Iterable[str]]]
"""The name of something that a language has no words for, what is lost, and what of a set it concerns."""


@dataclass(frozen=True)
class LeftOut:
    """Something that another language has no words for: its name, what is lost, what it concerns (codes and IDs)."""

    name: str
    text: str
    concerns: tuple[str, ...] = ()

    def line(self) -> str:
        """For the reader of a terminal; long lists are cut short."""
        shown = ", ".join(self.concerns[:6]) + (
            f" and {len(self.concerns) - 6} more" if len(self.concerns) > 6 else ""
        )
        return f"{self.name}: {self.text}" + (f" ({shown})" if shown else "")


def what_is_left_out(model: Model, limits: Sequence[CannotSay]) -> tuple[LeftOut, ...]:
    """All that a language cannot say of a set, in the order of its limits."""
    found: list[LeftOut] = []
    for name, text, concerned in limits:
        concerns = tuple(dict.fromkeys(concerned(model)))
        if concerns:
            found.append(LeftOut(name, text, concerns))
    return tuple(found)


def beside_the_tables(model: Model) -> Iterable[str]:
    """What a set holds beside its decisions, as words with their numbers."""
    kinds = {
        "worked case": model.cases,
        "statement": model.statements,
        "conflict": model.conflicts,
        "sign-off": model.sign_offs,
        "accepted finding": model.accepted,
        "wall chart": model.charts,
        "action": model.actions,
        "threshold": model.thresholds,
    }
    return (how_many(len(rows), kind) for kind, rows in kinds.items() if rows)


def how_answers_are_told(model: Model) -> Iterable[str]:
    """What About says of how answers are told."""
    about = model.about
    stated = {
        "answers": about.answers,
        "headline": about.headline,
        "patient headline": about.patient_headline,
        "short headline": about.short_headline,
    }
    return (name for name, written in stated.items() if written)
