"""What a report of a cohort shows, as plain data: pictures with their counts, as they are before anything is hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

from b12tables.cohort.asking import Worth
from b12tables.cohort.tally import Tally
from b12tables.runtime.explain.influence import gravity
from b12tables.runtime.fields import Field, Number
from b12tables.runtime.language import grouped, t, wording
from b12tables.runtime.numbers import number_text
from b12tables.runtime.rules import Answer, Decision, Undecided
from b12tables.runtime.words import UNKNOWN

MOST_BARS = 25
"""So many numbers or days are shown one by one; of more, neighbours are counted together."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of a picture: of what, and in how many patients (`counts`, one for each head of the picture)."""

    label: str
    counts: tuple[int, ...]
    told: str = ""
    """What is said beside it."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Counts with their words. `of` is the number of patients whom it counts, from which shares are taken."""

    name: str
    """A word for links and files."""
    title: str
    says: str
    heads: tuple[str, ...]
    bars: tuple[Bar, ...]
    of: int
    level: int = 2
    """3: it belongs to the picture of level 2 before it."""
    parts: bool = False
    """Whether every patient is in just one line: the lines are parts of one whole."""

    def counts(self) -> Iterator[int]:
        """Every number that stands in it, and how many are left beside each: a group as well."""
        yield self.of
        for bar in self.bars:
            yield from bar.counts
            yield self.of - bar.counts[0]
            for whole, part in pairwise(bar.counts):
                yield whole - part


def patients() -> tuple[str, str]:
    """The heads of a picture that counts patients."""
    return t("What"), t("Patients")


def answer_pictures(tally: Tally) -> Iterator[Picture]:
    """A picture for each field of each answer and each score, in the order in which answers are told."""
    by_code = {one.code: one for one in tally.tables.decisions}
    for code in tally.tables.told:
        decision = by_code.get(code)
        if decision is None:
            yield _of_told(tally, code)
        elif decision.gives_list:
            yield _of_list(tally, decision)
        else:
            yield from _of_values(tally, decision)
            yield from _of_scores(tally, decision)


# ---------------------------------------------------------------- single answers


def _of_values(tally: Tally, decision: Decision) -> Iterator[Picture]:
    several = len(decision.outputs) > 1
    for place, name in enumerate(decision.outputs):
        field = tally.tables.by_code[name]
        counts: Counter[Any] = Counter()
        for number, count in tally.answers[decision.code].items():
            counts[_answer(tally, decision, number)[name]] += count
        title = (
            f"{decision.label}: {field.label}"
            if several and field.label != decision.label
            else decision.label
        )
        yield Picture(
            f"{decision.code}-{name}", title, "", patients(), tuple(_bars(field, counts)), tally.answered,
            3 if place else 2, True,
        )  # fmt: skip


def _answer(tally: Tally, decision: Decision, number: int) -> Answer:
    hit: Any = tally.kernel.outcomes[decision.code].fired[number]
    assert not isinstance(hit, Undecided)
    answer: Answer = hit.answer
    return answer


def _bars(field: Field, counts: Counter[Any]) -> Iterator[Bar]:
    """A line for each value, in the order of the field; numbers and days that are many by stretches."""
    plain = {value: count for value, count in counts.items() if _is_ordered(value)}
    if len(plain) > MOST_BARS:
        yield from _stretches(field, plain)
    else:
        yield from (Bar(field.text(value), (plain[value],)) for value in sorted(plain))
    rest = {value: count for value, count in counts.items() if value not in plain}
    for value in _in_order(field, rest):
        yield Bar(field.result_text(value), (rest.get(value, 0),))


def _is_ordered(value: Any) -> bool:
    return isinstance(value, (int, Fraction, date)) and not isinstance(value, bool)


def _in_order(field: Field, met: Iterable[Any]) -> list[Any]:
    """The values of a field that has a list of them, met or not; then what else was met."""
    declared: list[Any] = list(getattr(field, "labels", ()))
    others = sorted((value for value in met if value not in declared), key=lambda v: (v is None, str(v)))
    return [*declared, *others]


def _of_told(tally: Tally, code: str) -> Picture:
    """A score or a dose among the answers."""
    field, spread = tally.tables.by_code[code], tally.told[code]
    bars = [*_bars(field, Counter(spread.counts)), Bar(field.text(UNKNOWN), (tally.not_known[code],))]
    return Picture(code, field.label, "", patients(), tuple(bars), tally.answered, 2, True)


def _of_scores(tally: Tally, decision: Decision) -> Iterator[Picture]:
    """By how much: the numbers that an answer was decided by, where they follow from other answers."""
    spreads: dict[tuple[Any, str], Counter[Fraction]] = {}
    first = decision.outputs[0]
    order = _in_order(tally.tables.by_code[first], ())
    for (code, number, name), spread in sorted(tally.numbers.items()):
        if code == decision.code:
            value = _answer(tally, decision, number)[first]
            spreads.setdefault((value, name), Counter()).update(spread.counts)
    for value, name in sorted(
        spreads, key=lambda key: (order.index(key[0]) if key[0] in order else -1, key[1])
    ):
        field, counts = tally.tables.by_code[name], spreads[value, name]
        said = tally.tables.by_code[first].result_text(value)
        yield Picture(
            f"{decision.code}-{value}-{name}", f"{decision.label}, {said}: {field.label}",
            t("How far: {field} of the patients for whom it decided this.", field=field.label), patients(),
            tuple(_bars(field, Counter(counts))), sum(counts.values()), 3, True,
        )  # fmt: skip


def _stretches(field: Field, counts: dict[Any, int]) -> Iterator[Bar]:
    """Numbers and days counted by stretches of one width, those between them where nobody is included."""
    if isinstance(next(iter(counts)), date):
        years = Counter[int]()
        for day, count in counts.items():
            years[day.year] += count
        yield from (Bar(str(year), (years[year],)) for year in range(min(years), max(years) + 1))
        return
    low, high = min(counts), max(counts)
    width = _width(Fraction(high - low))
    found: Counter[int] = Counter()
    for value, count in counts.items():
        found[int(value // width)] += count
    unit = f" {field.unit}" if isinstance(field, Number) and field.unit else ""
    for place in range(min(found), max(found) + 1):
        start, end = place * width, (place + 1) * width
        yield Bar(
            t("from {low} to below {high}{unit}", low=number_text(start), high=number_text(end), unit=unit),
            (found[place],),
        )


def _width(whole: Fraction) -> Fraction:
    """A width of 1, 2 or 5 tens with which no more stretches than bars are needed."""
    width = Fraction(1)
    while whole / width < 1:
        width /= 10
    while True:
        for step in (1, 2, 5):
            if whole / (width * step) < MOST_BARS:
                return width * step
        width *= 10


# ---------------------------------------------------------------- lists


def _of_list(tally: Tally, decision: Decision) -> Picture:
    answers = tally.listed[decision.code].answers
    counts = tally.answers[decision.code]
    bars = [
        Bar(_first(tally, decision, answers[number]), (counts.get(number, 0),), _rest(tally, decision, answers[number]))
        for number in range(len(answers))
    ]  # fmt: skip
    bars.append(Bar(t("none of these"), (tally.empty[decision.code],)))
    return Picture(
        decision.code,
        decision.label,
        t("A patient can have several."),
        patients(),
        tuple(bars),
        tally.answered,
    )


def _first(tally: Tally, decision: Decision, answer: Answer) -> str:
    name = decision.outputs[0]
    return tally.tables.by_code[name].result_text(answer[name])


def _rest(tally: Tally, decision: Decision, answer: Answer) -> str:
    fields = tally.tables.by_code
    return "; ".join(fields[name].result_text(answer[name]) for name in decision.outputs[1:])


def grave_pictures(tally: Tally) -> Iterator[Picture]:
    """The gravest warnings, those of most patients first."""
    for decision in tally.tables.decisions:
        numbers = tally.graves.get(decision.code)
        if not numbers:
            continue
        answers, counts = tally.listed[decision.code].answers, tally.answers[decision.code]
        word = gravity(tally.tables, decision, answers[min(numbers)])[1]
        order = sorted(numbers, key=lambda number: (-counts.get(number, 0), number))
        bars = [Bar(_first(tally, decision, answers[n]), (counts.get(n, 0),)) for n in order]
        any_of = Bar(t("at least one of these"), (tally.grave[decision.code],))
        yield Picture(
            f"gravest-{decision.code}", f"{decision.label}: {word}", t("A patient can have several."), patients(),
            (any_of, *bars), tally.answered,
        )  # fmt: skip


# ---------------------------------------------------------------- rows


STANDS = {
    "ok": wording("answered"),
    "no-rule": wording("no rule"),
    "missing-input": wording("missing input"),
    "invalid-input": wording("invalid input"),
}
"""How it stands with a row, in words."""

WHY = {
    "missing-input": wording("must be stated and is not"),
    "not-a-value": wording("is none of its values"),
    "not-a-number": wording("is no number"),
    "not-a-date": wording("is no date"),
    "out-of-range": wording("is outside of what it can be"),
    "unit-needed": wording("is stated without a unit"),
    "unknown-unit": wording("is stated in a unit that is not known here"),
    "stated-twice": wording("is stated twice"),
    "contradiction": wording("contradicts what follows from other entries"),
    "impossible": wording("entries that cannot be together"),
    "no-rule": wording("no rule for these entries"),
    "overlap": wording("several rules for these entries"),
    "conflict": wording("rules that contradict each other for these entries"),
}
"""What stands in the way, in words without what a patient stated: that could tell who it is."""


def refused_picture(tally: Tally) -> Picture:
    """The rows without an answer, by what stands in their way; the most frequent first."""
    fields = tally.tables.by_code
    labels = {one.code: one.label for one in tally.tables.decisions}
    told = sorted(tally.reasons.items(), key=lambda one: (-one[1], one[0]))
    bars = []
    for (status, name, about), count in told:
        label = fields[about].label if about in fields else labels.get(about, "")
        why = t(WHY[name]) if name in WHY else name.replace("-", " ")
        bars.append(Bar(f"{label}: {why}" if label else why, (count,), t(STANDS[status])))
    refused = tally.rows - tally.answered
    return Picture(
        "refused", t("Rows without an answer"),
        t("A row can have several reasons. What it states is not repeated here; the result file says it row by row."),
        (t("Reason"), t("Rows")), tuple(bars), refused,
    )  # fmt: skip


def asking_picture(tally: Tally, worths: Sequence[Worth], sampled: int) -> Picture:
    """Which unknown input could change most."""
    fields = tally.tables.by_code
    bars = [
        Bar(fields[one.field].label, (tally.unknown[one.field], one.unknown, one.changing)) for one in worths
    ]
    whole = sampled == tally.rows
    looked = t("all rows") if whole else t("{n} of the rows, taken at even distances", n=grouped(sampled))
    return Picture(
        "asking", t("What is worth asking for"),
        t(
            "An entry that is not known matters where some value of it would change the headline, what else is to be "
            "done, when the next check is, or a gravest warning, everything else as it is. Looked at: {looked}.",
            looked=looked,
        ),
        (t("Not known"), t("Patients"), t("Looked at"), t("Of these it could change")), tuple(bars), tally.answered,
    )  # fmt: skip


__all__ = [
    "Bar",
    "Picture",
    "answer_pictures",
    "asking_picture",
    "grave_pictures",
    "refused_picture",
]
