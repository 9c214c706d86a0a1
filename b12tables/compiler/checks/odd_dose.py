"""# odd-dose

**A dose that rounding or a bound makes into something its figures do not say.** A dose is rounded, then kept between
its bounds, and nothing of that is wrong for the evaluator. These surprise whoever wrote the formula, so each is looked
for over every patient that can be, and told with one of them:

- rounded to **nothing**: 24 mg, *rounded to 50 mg*, are 0 mg;
- rounded up to **half as much again, or more**: 26 mg are 50 mg, where no `at least` says that no less is given;
- **nothing multiplied**: an input such as a weight may be 0, so that the dose is 0, or what `at least` says;
- **raised from nothing**: a table gives a rate of 0, and `at least` makes a dose of it;
- **between two steps**: *rounded to 50 mg, at most 975 mg* is 975 mg for some;
- **the same for every patient**: `15 mg/kg * weight, at most 1 mg` is 1 mg for all, as when *1 g* was meant.

A rate of 0 that a table gives is no surprise where no `at least` stands: the dose is 0 then, as the table says.

## Example

```tables
## Dictionary
| Field | Label | Type | Minimum | Maximum | Unit | Computed |
|---|---|---|---|---|---|---|
| weight | Weight | number | 2 | 120 | kg | |
| severe | Severe | yes/no | | | | |
| rate | Rate | number | 0 | 20 | mg/kg | |
| dose | Dose | number | 0 | 1000 | mg | rate * weight, rounded to 50 mg, at most 1 g |

## Decision: Rate
| | When | Then |
|---|---|---|
| Rule | Severe | Rate |
| R1 | no | 7.5 |
| R2 | yes | 15 |
```

```findings
odd-dose
```

A child of 3 kg with 7.5 mg/kg would get 22.5 mg, which are rounded to 0 mg.

## How to mend it

Round to a smaller amount (`rounded to 5 mg`); or write the least that is given behind the formula (`, at least 50 mg`);
or write under `Minimum` what the weight is at least, so that others are refused. Where no dose is meant, let the table
give `none` as the rate: the dose is not known then, and no bound makes one of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import chain, starmap
from math import ceil, floor

from b12tables.compiler.model import (
    KINDS,
    Computed,
    Equals,
    Field,
    FieldTest,
    Finding,
    Interval,
    Rule,
    SafetyRule,
    Test,
    Value,
    evaluate,
    scores_after,
    value_words,
    values_after,
)
from b12tables.compiler.proof.analysis import Analysis, Case
from b12tables.compiler.proof.grid import BoundReached
from b12tables.compiler.proof.safety_proof import shown_case
from b12tables.compiler.proof.totals import least_and_most
from b12tables.runtime.language import t
from b12tables.runtime.numbers import number_text

KIND = KINDS["odd-dose"]

_NOTHING = Equals(Fraction(0))
_SOMETHING = Interval(Fraction(0), False, None, False)


def check(analysis: Analysis) -> Iterator[Finding]:
    """The surprises of each dose, a finding each."""
    for field in analysis.model.fields.values():
        if field.computed is None or field.computed.kind != "dose":
            continue
        try:
            yield from _surprises(_Dose(analysis, field, field.computed))
        except BoundReached:
            what = t("whether {field} is what its figures make", field=field.label)
            analysis.leave_open(None, what, KIND.severity)


def _little_more(step: Fraction) -> Interval:
    """What a step is half as much again of, or up to twice as much."""
    return Interval(step / 2, True, step * 2 / 3, True)


class _Dose:
    """A dose; beside it, in a model of its own, what its figures make before that is rounded and kept in bounds."""

    def __init__(self, analysis: Analysis, field: Field, computed: Computed) -> None:
        self.field, self.computed = field, computed
        model = analysis.model
        self.made = replace(
            field,
            # no code of a field has a space
            code=f"{field.code} made",
            type="number",
            low=None,
            high=None,
            step=None,
            computed=replace(computed, rounded=None, at_least=None, at_most=None),
        )
        fields = {**model.fields, self.made.code: self.made}
        # a rule that names every number that is asked for, so that the domains are cut there
        asked = tuple(starmap(self._line, self._tests([fields[part] for part in computed.parts])))
        rules = (SafetyRule("", (), asked, "", field.place),)
        self.model = replace(model, fields=fields, safety_rules=rules)
        self.analysis = Analysis(self.model, budget=analysis.budget)

    def _tests(self, parts: Sequence[Field]) -> Iterator[tuple[Field, Test]]:
        """Tests that cut the dose, what its figures make, and its parts wherever a question does."""
        step = self.computed.rounded
        for part in parts:
            yield part, _NOTHING
        yield self.field, _NOTHING
        for _, bound in self.bounds:
            yield self.field, Equals(bound)
            yield self.made, Equals(bound)
        if step is not None:
            yield self.field, Equals(step)
            yield self.made, Interval(Fraction(0), False, step / 2, False)
            yield self.made, _little_more(step)

    def _line(self, field: Field, test: Test) -> FieldTest:
        return FieldTest(field.code, test, "", self.field.place)

    @property
    def parts(self) -> list[Field]:
        return [self.model.fields[part] for part in self.computed.parts]

    def given_by_tables(self, part: Field) -> bool:
        return bool(self.model.dependencies.decided([part.code]))

    @property
    def bounds(self) -> list[tuple[str, Fraction]]:
        """The bounds that are written, each with its word."""
        said = (("at least", self.computed.at_least), ("at most", self.computed.at_most))
        return [(word, bound) for word, bound in said if bound is not None]

    def can_make_less_than(self, amount: Fraction) -> bool:
        """Whether the figures could make less, if all parts could be anything together."""
        least, _ = least_and_most(self.model, self.analysis.space.grids, self.made.code)
        return least is None or least < amount

    def can_be_nothing(self, part: Field) -> bool:
        """Whether a part could be 0, as far as its own row or table says."""
        least, _ = least_and_most(self.model, self.analysis.space.grids, part.code)
        return least is None or least <= 0

    def somebody(self, *lines: tuple[Field, Test]) -> Case | None:
        """A patient who passes all tests; None where nobody does. Raises `BoundReached`."""
        return shown_case(self.analysis, [*starmap(self._line, lines)])

    def finding(self, case: Case, message: str, *help: str, at: Field | None = None) -> Finding:
        """A finding about a patient; `at` is the part in whose row it is mended, where that is another."""
        steps = evaluate(self.model, case).steps
        rows = chain.from_iterable(self._rows(step.decision, step.rules) for step in steps)
        computed = t("it is computed: {computed}", computed=self.computed.text)
        places = (*([at.place] if at else []), self.field.place, *(row.place for row in rows))
        return KIND.finding(
            f"{message}\n{computed}",
            places=places,
            help=help,
            example=self.analysis.as_given(case),
        )

    def _rows(self, decision: str, fired: Collection[str]) -> list[Rule]:
        """The rows that fired, of a table that gives a part of the dose."""
        table = self.model.decision[decision]
        given = not set(table.output_fields).isdisjoint(self.computed.parts)
        return [row for row in table.rows if row.id in fired] if given else []

    def words(self, amount: Value) -> str:
        return value_words(amount, self.field)

    def figures(self, case: Case) -> dict[str, str]:
        """What a patient's figures make, and the dose that is given of it."""
        evaluation = evaluate(self.model, case)
        values = values_after(case, evaluation) | scores_after(self.model, case, evaluation, None)
        return {"made": self.words(values[self.made.code]), "given": self.words(values[self.field.code])}

    def written(self, amount: Fraction) -> str:
        return f"{number_text(amount)} {self.field.unit}".rstrip()


def _surprises(dose: _Dose) -> Iterator[Finding]:
    yield from _of_less_than_a_step(dose)
    for part in dose.parts:
        yield from _of_nothing(dose, part)
    yield from _between_steps(dose)
    yield from _same_for_all(dose)


def _of_less_than_a_step(dose: _Dose) -> Iterator[Finding]:
    """What is rounded to nothing; or else what is rounded up to half as much again, or more."""
    step, least, most = dose.computed.rounded, dose.computed.at_least, dose.computed.at_most
    if step is None or not dose.can_make_less_than(step):
        return
    mends = (
        t("round {field} to a smaller amount", field=dose.field.label),
        t("or write , at least {step} behind the formula, where no less is given", step=dose.written(step)),
        t("or raise the Minimum of what is multiplied, so that other patients are refused"),
    )
    if not least:
        case = dose.somebody(
            (dose.made, Interval(Fraction(0), False, step / 2, False)), (dose.field, _NOTHING)
        )
        if case is not None:
            yield dose.finding(
                case,
                t(
                    "{field} is rounded to nothing for some patients: here its figures make {made}, which become "
                    "{given}",
                    field=dose.field.label,
                    **dose.figures(case),
                ),
                *mends,
            )
            return
    if (least is None or least < step) and (most is None or most >= step):
        case = dose.somebody((dose.made, _little_more(step)), (dose.field, Equals(step)))
        if case is not None:
            yield dose.finding(
                case,
                t(
                    "{field} is rounded up to half as much again or more for some patients: here its figures make "
                    "{made}, which become {given}",
                    field=dose.field.label,
                    **dose.figures(case),
                ),
                *mends,
            )


def _of_nothing(dose: _Dose, part: Field) -> Iterator[Finding]:
    """What is made of a part that is 0: nothing, where no table says so; or something, by `at least`."""
    least, most = dose.computed.at_least or Fraction(0), dose.computed.at_most
    by_table = dose.given_by_tables(part)
    if (by_table and not least) or not dose.can_be_nothing(part):
        return
    given = least if most is None else min(least, most)
    others = [other for other in dose.parts if other is not part and dose.given_by_tables(other)]
    lines = [] if by_table else [(other, _SOMETHING) for other in others]
    case = dose.somebody((part, _NOTHING), *lines, (dose.field, Equals(given)))
    if case is None:
        return
    if by_table:
        yield dose.finding(
            case,
            t(
                "{field} is made of nothing for some patients: here {part} is {none}, and {field} is {given}",
                field=dose.field.label,
                part=part.label,
                none=value_words(Fraction(0), part),
                given=dose.words(given),
            ),
            t(
                "where no dose is meant, let the table give none in place of {none}",
                none=value_words(Fraction(0), part),
            ),
            t("or leave out , at least {least}", least=dose.written(least)),
        )
    else:
        yield dose.finding(
            case,
            t(
                "{part} can be {none}, and {field} is {given} then",
                field=dose.field.label,
                part=part.label,
                none=value_words(Fraction(0), part),
                given=dose.words(given),
            ),
            t("write > 0, or what it is at least, under Minimum in the row of {part}", part=part.label),
            at=part,
        )


def _between_steps(dose: _Dose) -> Iterator[Finding]:
    """A bound that is no multiple of what the dose is rounded to, where some patient gets it."""
    step = dose.computed.rounded
    if step is None:
        return
    for word, bound in dose.bounds:
        steps = bound / step
        case = None if steps.denominator == 1 else dose.somebody((dose.field, Equals(bound)))
        if case is None:
            continue
        near = (floor(steps) or 1 if word == "at most" else ceil(steps)) * step
        yield dose.finding(
            case,
            t(
                "{field} is {bound} for some patients, which is no multiple of {step}, to which it is rounded",
                field=dose.field.label,
                bound=dose.words(bound),
                step=dose.words(step),
            ),
            t("write {word} {near}, or round to another amount", word=word, near=dose.written(near)),
        )


def _same_for_all(dose: _Dose) -> Iterator[Finding]:
    """A bound that every patient gets, although the figures make another number for some."""
    for word, bound in dose.bounds:
        below, above = Interval(None, False, bound, False), Interval(bound, False, None, False)
        free, beyond = (below, above) if word == "at most" else (above, below)
        if dose.somebody((dose.field, free)) is not None:
            continue
        case = dose.somebody((dose.made, beyond), (dose.field, Equals(bound)))
        if case is None:
            continue
        yield dose.finding(
            case,
            t(
                "{field} is {given} for every patient, whatever its figures make: here {made}",
                field=dose.field.label,
                **dose.figures(case),
            ),
            t("see whether another number or unit is meant behind {word}, or in the rate", word=word),
            t("or give the dose without a formula, where one for all is meant"),
        )
        return
