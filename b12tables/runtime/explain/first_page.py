"""The first page of a result: what a person at the bedside must know, in blocks, each as long as it must be.

In this order: what is wrong with the entries; the headline; do now; next check; do not; ask; where the sources differ.
Which decision stands in which block is said in the tables (`Block` above a table, `Answers` in About). All else is
folded: it stands in the full explanation, and how much it is is said here.
"""

from __future__ import annotations

from b12tables.runtime.explain.influence import Asked, Tried, Weighed, gravity, questions
from b12tables.runtime.explain.readings import Differing, differing
from b12tables.runtime.explain.scores import scores_of, told_steps
from b12tables.runtime.explain.sentence import fields_of, parse
from b12tables.runtime.explain.telling import HEADLINE, Telling, told_of, words
from b12tables.runtime.fields import Choice
from b12tables.runtime.language import t, tn, wording

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import NamedTuple

    from b12tables.runtime.result import Result
    from b12tables.runtime.rules import Answer, Decision, Step

    class Line(NamedTuple):
        """A line of a block. `rank` is the word for how grave it is, `grave` whether it is of the gravest kind."""

        text: str
        rank: str = ""
        grave: bool = False

else:
    from collections import namedtuple

    Line = namedtuple("Line", "text rank grave", defaults=("", False))

OPEN_WARNINGS, OPEN_QUESTIONS, OPEN_DIFFERENCES = 2, 3, 2
"""How many lines of a block are shown open; what is of the gravest kind is never folded."""


class FirstPage:
    """The first page of one result; `tried` is what other values of its unknown inputs would give.

    `entries`, `do_now`, `next_check` and `do_not` are lines; of `do_not` the first `open_warnings` are shown, and
    `always` stands apart because everybody gets it. `asks` is what can still change what stands above it, `differing`
    the disagreements whose other reading changes the headline of this patient.
    """

    def __init__(self, result: Result) -> None:
        self._result, self._telling = result, Telling(result._set)
        self.tried = Tried(result)
        self._scores = scores_of(result)
        self.headline = result.headline
        self.entries = self._lines("entries")
        self.do_now = self._lines("do now")
        self.next_check = self._lines("next check")
        self.do_not, self.always = self._warnings()
        grave = sum(line.grave for line in self.do_not)
        self.open_warnings = max(grave, OPEN_WARNINGS)

    def asks(self) -> Asked:
        """What can still change what stands above, the most telling first."""
        return questions(self.tried, Weighed(self._telling))

    def differing(self) -> tuple[Differing, ...]:
        """The disagreements of the sources whose other reading changes what the headline says of this patient."""
        return differing(self._result, self._telling)

    def _steps(self, block: str) -> list[Step]:
        told = (step for step in told_steps(self._result) if step.decision.code in self._result._set.told)
        return [step for step in told if self._telling.block(step.decision.code) == block]

    def _lines(self, block: str) -> list[Line]:
        lines: list[Line] = []
        for step in self._steps(block):
            if not (self.headline_names(step.decision) and block == "do now"):
                lines += self._told(step)
        return list(dict.fromkeys(lines))

    def headline_names(self, decision: Decision) -> bool:
        """Whether the headline speaks of a decision, which is then not told again."""
        named = fields_of(parse(self._telling.template(HEADLINE)))
        return bool(self.headline) and not set(named).isdisjoint(decision.outputs)

    def _told(self, step: Step) -> list[Line]:
        """What a decision says, by its author's sentence or by its label and values."""
        if self._telling.template(step.decision.code):
            return [Line(text) for text in told_of(self._telling, step, self._scores)]
        answers = step.answer if isinstance(step.answer, tuple) else (step.answer,)
        texts = [self._plain(step.decision, one) for one in answers if self._telling.says(step.decision, one)]
        texts = [text for text in texts if text]
        if not texts:
            return []
        if self._telling.block(step.decision.code) == "entries":
            return [Line(text) for text in texts]
        return [Line(f"{step.decision.label}: {'; '.join(texts)}")]

    def _plain(self, decision: Decision, answer: Answer) -> str:
        by_code, upper = self._result._set.by_code, self._telling.upper
        texts = []
        values = {**self._scores, **answer}  # the upper end of a range may be a score of its own
        for name in decision.outputs:
            if not self._telling.silent(name, answer[name]) and name not in upper.values():
                text = self._telling.say(name, values)
                alone = (
                    len(decision.outputs) == 1 or by_code[name].label.casefold() == decision.label.casefold()
                )
                texts.append(
                    text if alone or isinstance(by_code[name], Choice) else f"{by_code[name].label} {text}"
                )
        return texts[0] + "".join(f" ({text})" for text in texts[1:]) if texts else ""

    def _warnings(self) -> tuple[list[Line], list[Line]]:
        """The lines of *do not*, the gravest first, and apart from them what everybody is told."""
        ranked: list[tuple[int, Line]] = []
        always: list[Line] = []
        for step in self._steps("do not"):
            if not isinstance(step.answer, tuple):
                ranked += [(0, line) for line in self._told(step)]
                continue
            conditions = self._result._set.conditions(step.decision.code)
            for rule, answer in zip(step.rules, step.answer, strict=True):
                rank, line = self._warning(step.decision, answer)
                if conditions.get(rule.id) == ():
                    always.append(line)
                elif line not in [known for _, known in ranked]:
                    ranked.append((rank, line))
        ranked.sort(key=lambda entry: entry[0])
        return [line for _, line in ranked], always

    def _warning(self, decision: Decision, answer: Answer) -> tuple[int, Line]:
        """A row of a list of warnings, and how grave it is."""
        name = decision.outputs[0]
        text = self._telling.sentence(decision.code, answer) or words(
            self._result._set.by_code[name], answer[name]
        )
        rank, word = gravity(self._result._set, decision, answer)
        return rank, Line(text, word, rank == 0)


def rows(page: FirstPage, asked: Asked, differ: Iterable[Differing]) -> list[tuple[str, list[str]]]:
    """The blocks as a person reads them: a word for each, and its lines. Empty blocks are left out."""
    blocks = [
        (wording("Please look at the entries"), [line.text for line in page.entries]),
        ("", [page.headline] if page.headline else []),
        (wording("Do now"), [" ".join(_stopped(line.text) for line in page.do_now)] if page.do_now else []),
        (
            wording("Next check"),
            [" ".join(_stopped(line.text) for line in page.next_check)] if page.next_check else [],
        ),
        (wording("Do not"), _do_not(page)),
        (wording("Ask"), _asks(asked)),
        (wording("Sources differ"), _differ(tuple(differ))),
    ]
    return [(title, lines) for title, lines in blocks if lines]


def _stopped(text: str) -> str:
    return text if text[-1:] in ".!?" else f"{text}."


def _do_not(page: FirstPage) -> list[str]:
    shown = page.do_not[: page.open_warnings]
    lines = [f"{line.rank.upper()}: {line.text}" if line.rank else line.text for line in shown if line.grave]
    others = [line.text for line in shown if not line.grave]
    lines += [" · ".join(others)] if others else []
    rest = len(page.do_not) - len(shown)
    if lines and rest:
        lines[-1] += t(" (+ {n} more)", n=rest)
    return lines or ([tn(rest, "{n} warning, folded", "{n} warnings, folded")] if rest else [])


def _asks(asked: Asked) -> list[str]:
    if not asked.telling:
        return []
    shown = asked.telling[:OPEN_QUESTIONS]
    rest = len(asked.telling) - len(shown)
    more = [t("+ {n} more", n=rest)] if rest else []
    more += (
        [tn(asked.idle, "{n} other cannot, each alone", "{n} others cannot, each alone")]
        if asked.idle
        else []
    )
    behind = f" ({', '.join(more)})" if more else ""
    return ["; ".join(shown) + behind]


def _differ(found: tuple[Differing, ...]) -> list[str]:
    if not found:
        return []
    shown = [f"{one.ref} {one.title} → {one.otherwise}" for one in found[:OPEN_DIFFERENCES]]
    rest = len(found) - len(shown)
    return [" · ".join(shown) + (t(" (+ {n} more)", n=rest) if rest else "")]
