"""# unasked-input

**What decides an answer is never asked.** Some value of an input changes an answer, and for no patient a question is
there because the input is not known. Whoever reads the answer is not told what it hangs on. Information.

The questions are the lists of the decisions that `Questions` in About names. Where it names none, they are the answers
that give a list and most of whose rows look for *unknown* alone; where there are none, nothing is said.

A computed field is asked for where all that it follows from is, and what it follows from where it is itself.

## Example

```tables
## Fields
- nerves: choice (well, affected), unknown
- kidneys: choice (healthy, impaired), unknown
- route: choice (mouth, muscle)
- product: choice (any_product, safe_product)
- signs: choice (none, some), unknown
- question: choice (ask_nerves, ask_signs, ask_more)

## Decision: Route
| | When | Then |
|---|---|---|
| Rule | Nerves | Route |
| R1 | well | mouth |
| R2 | affected; unknown | muscle |

## Decision: Product
| | When | Then |
|---|---|---|
| Rule | Kidneys | Product |
| P1 | healthy | any_product |
| P2 | impaired; unknown | safe_product |

## Decision: Open
- Hit policy: Collect
- May be empty: yes

| | When | When | Then |
|---|---|---|---|
| Rule | Nerves | Signs | Question |
| Q1 | unknown | - | ask_nerves |
| Q2 | - | unknown | ask_signs |
| Q3 | affected | some | ask_more |
```

```findings
unasked-input Kidneys
```

Nerves are asked for where they are not known. Kidneys never are, though they decide the product.

## How to mend it

Write a row that asks for the input where it is not known and matters. Where nothing should follow from it, let the
tables answer the same for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from b12tables.compiler.model import KINDS, Extras, Finding, decisions_that_ask, value_words
from b12tables.compiler.proof.analysis import Analysis, Case, Standing
from b12tables.compiler.proof.constraints import NO, YES
from b12tables.compiler.proof.grid import BoundReached, Budget, Masks
from b12tables.compiler.proof.pair_proof import answer_text, values_of
from b12tables.compiler.proof.pair_solver import OTHER, Differ, PairSolver
from b12tables.compiler.proof.solver import ANYTHING_AT_ALL, question
from b12tables.compiler.proof.table_space import TableSpace
from b12tables.runtime.axes import bits
from b12tables.runtime.language import t
from b12tables.runtime.words import as_compared

KIND = KINDS["unasked-input"]


@dataclass(frozen=True)
class UnaskedInput(Extras):
    """The input, an answer that it decides, and the case in which it is known, beside that of the example."""

    field: str
    output: str
    beside: Mapping[str, object]


SHARE = Fraction(1, 8)
"""What all its questions together may take of what is left of the bound."""

SOON = 1_500
"""So many steps a question gets at first."""


class Unasked(NamedTuple):
    """An output that a value of an input changes, and two cases: without it, and with it."""

    output: str
    without: Case
    known: Case


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for each input that can be unknown, decides an answer, and is never asked for."""
    asking = _asking(analysis)
    outputs = _outputs(analysis, asking)
    none = analysis.bounded(None, t("whether any case is possible"), lambda: analysis.nothing_possible, False)
    if none or not asking or not outputs:
        return
    questions = _Questions(analysis, asking)
    left = [name for name in _open_inputs(analysis, outputs) if name not in questions.stated]
    budget = analysis.budget.share(SHARE)
    with analysis.reach.within(budget):
        for place, name in enumerate(left):
            part = budget.share(Fraction(1, len(left) - place))
            what = t("whether {label} is ever asked for", label=analysis.label(name))
            try:
                found = _decides(analysis, name, outputs, questions, part)
            except BoundReached:
                analysis.leave_open(None, what, "info")
                continue
            if found is not None:
                yield _finding(analysis, name, asking, found)


def _asking(analysis: Analysis) -> tuple[str, ...]:
    """The decisions that ask for what is not known."""
    return tuple(code for code in decisions_that_ask(analysis.model) if code in analysis.space.tables)


def _outputs(analysis: Analysis, asking: tuple[str, ...]) -> list[str]:
    """What the decisions answer that do not ask."""
    model, tables = analysis.model, analysis.space.tables
    answers = [model.decision[code] for code in model.answers if code in tables and code not in asking]
    scored = model.behind(model.told_scores, tables=False)
    names = [name for table in answers for name in table.output_fields]
    names += [n for n in model.produced_by if n in scored and model.produced_by[n].code in tables]
    return list(dict.fromkeys(names))


def _open_inputs(analysis: Analysis, outputs: list[str]) -> list[str]:
    """The inputs behind some outputs that a patient can be asked for."""
    model, axes = analysis.model, analysis.space.axes
    behind = (name for name in model.inputs_behind(outputs, computed=False) if name in axes)
    return [
        n
        for n in behind
        if axes[n].unknown and not any(part in model.produced_by for part in model.behind([n], tables=False))
    ]


class _Questions:
    """What is asked for: the lists of the decisions that ask, and what must be unknown for a question to be there."""

    def __init__(self, analysis: Analysis, asking: tuple[str, ...]) -> None:
        self.analysis = analysis
        self.tables = [analysis.space.tables[code] for code in asking]
        self._unknown: dict[tuple[str, int], frozenset[str]] = {}

    @cached_property
    def stated(self) -> frozenset[str]:
        """The inputs that the rows themselves show to be asked for: a question is there only while they are unknown."""
        found: set[str] = set()
        for ts, rules, otherwise in self._questions():
            asked = self._unknown_in_all(ts, rules) - found if rules and not otherwise else None
            if asked and any(self._arises(ts, index) for index in bits(rules)):
                found |= asked
        return self._with_computed(found)

    def _questions(self) -> Iterator[tuple[TableSpace, int, bool]]:
        """Each question, as the rules that ask it, and whether it is asked where none holds."""
        for ts in self.tables:
            yield from ((ts, *rules) for rules in _members(ts))

    def _arises(self, ts: TableSpace, index: int) -> bool:
        """Whether some patient meets a row. Where that was not settled, it has been said, and the row counts."""
        return self.analysis.standing(ts, index) is Standing.ANSWERS

    def _with_computed(self, asked: set[str]) -> frozenset[str]:
        """With what a field that is asked for follows from, and what follows from such fields alone."""
        model = self.analysis.model
        found = set(model.behind(asked, tables=False))
        for name in sorted(model.parts, key=lambda name: len(model.behind([name], tables=False))):
            if model.parts[name] and found.issuperset(model.parts[name]):
                found.add(name)
        return frozenset(found)

    def _unknown_in_all(self, ts: TableSpace, rules: int) -> frozenset[str]:
        """The inputs that are unknown wherever some rules hold."""
        return frozenset.intersection(*(self._unknown_in(ts, ts.grid.boxes[index]) for index in bits(rules)))

    def _unknown_in(self, ts: TableSpace, box: Masks) -> frozenset[str]:
        """The inputs that are unknown wherever a table sees something of a box."""
        return frozenset().union(*(self._unknown_where(*entry) for entry in ts.masks(box).items()))

    def _unknown_where(self, name: str, mask: int) -> frozenset[str]:
        """The inputs that are unknown wherever a field has one of these pieces."""
        key = name, mask
        if key not in self._unknown:
            self._unknown[key] = self._find_unknown(name, mask)
        return self._unknown[key]

    def _find_unknown(self, name: str, mask: int) -> frozenset[str]:
        model, axis = self.analysis.model, self.analysis.space.axes[name]
        table = model.produced_by.get(name)
        if table is None:
            return frozenset() if mask & axis.known else frozenset({name})
        ts = self.analysis.space.tables.get(table.code)
        if ts is None or not ts.single_hit:
            return frozenset()
        column = table.output_fields.index(name)
        giving = sum(1 << i for i, row in enumerate(ts.rows) if axis.value_mask(row[column]) & mask)
        rest = table.otherwise
        if not giving or (rest is not None and axis.value_mask(rest.results[column].value) & mask):
            return frozenset()
        return self._unknown_in_all(ts, giving)

    def settles(self, solver: PairSolver) -> bool:
        """Whether for some patient a question is there that is not, once an input is known. Raises `BoundReached`."""
        for ts, rules, otherwise in self._questions():
            asked = solver.any_holds(ts, rules, otherwise)
            other = solver.other(asked)
            if other != asked:
                state = solver.pair({**_known_later(solver), asked: YES, other: NO}, (), _decided(solver, ts))
                if state is not None:
                    return True
        return False


def _members(ts: TableSpace) -> Iterator[tuple[int, bool]]:
    """For each value that a list can hold, the rules that give it, and whether the Otherwise row does."""
    rest = ts.table.otherwise
    for column in range(len(ts.table.outputs)):
        other = None if rest is None else rest.results[column].value
        found: dict[object, int] = {} if other is None else {as_compared(other): 0}
        for index, row in enumerate(ts.rows):
            if row[column] is not None:
                member = as_compared(row[column])
                found[member] = found.get(member, 0) | 1 << index
        yield from ((rules, value == as_compared(other)) for value, rules in found.items())


def _decided(solver: PairSolver, ts: TableSpace) -> tuple[str, ...]:
    """The variables that have a value only where a table has an answer, in both cases."""
    (name, *_) = ts.table.output_fields
    if ts.policy.gives_list:
        name = question(name, ANYTHING_AT_ALL)
    return (name, solver.other(name)) if name in solver.number else ()


def _known_later(solver: PairSolver) -> dict[str, int]:
    """Of two cases the first in which the input is not known, and the other in which it is."""
    axis = solver.space.axes[solver.field]
    return {solver.field: axis.unknown, solver.field + OTHER: axis.known}


def _decides(
    analysis: Analysis, name: str, outputs: list[str], questions: _Questions, budget: Budget
) -> Unasked | None:
    """An output that an input changes, where no question ever asks for it. Raises `BoundReached`."""
    solver = PairSolver(analysis.reach, name)
    solver.budget = budget
    # mostly something asks: that is found at once
    return None if questions.settles(solver) else _changed(analysis, solver, outputs)


def _changed(analysis: Analysis, solver: PairSolver, outputs: list[str]) -> Unasked | None:
    """A pair of cases in which an output is not the same once the input is known. Raises `BoundReached`."""
    tables = [analysis.space.tables[analysis.model.produced_by[output].code] for output in outputs]
    asked = [
        (output, ts, variable)
        for output, ts in zip(outputs, tables, strict=True)
        for variable in _variables(analysis, solver, ts, output)
    ]
    # one pair is enough, and most are found soon: what takes long waits
    hard = []
    whole = solver.budget
    for entry in asked:
        solver.budget = whole.share(Fraction(1))
        solver.budget.limit = SOON if solver.budget.limit is None else min(SOON, solver.budget.limit)
        try:
            found = _pair(analysis, solver, *entry)
        except BoundReached:
            hard.append(entry)
        else:
            if found is not None:
                return found
    solver.budget = whole
    return next((found for entry in hard if (found := _pair(analysis, solver, *entry)) is not None), None)


def _pair(
    analysis: Analysis, solver: PairSolver, output: str, ts: TableSpace, variable: str
) -> Unasked | None:
    """A pair of cases that differ in a variable, and so in an output. Raises `BoundReached`."""
    other = solver.other(variable)
    if other == variable:
        return None
    # a pair that says nothing of what the table looks at besides shows most, where it is one
    for about in ((), _decided(solver, ts)):
        state = solver.pair(_known_later(solver), [(Differ(), (variable, other))], about)
        if state is None:
            return None
        pair = analysis.complete_pair(state, solver)
        if pair is not None and _confirmed(analysis, output, *pair):
            return Unasked(output, *pair)
    return None


def _variables(analysis: Analysis, solver: PairSolver, ts: TableSpace, output: str) -> Iterator[str]:
    """What to look at to see whether an output differs: itself, or the rules that it is made of.

    Of a number made of several rules one pair is looked at for each: it may miss that two of them change it together.
    """
    if ts.single_hit:
        yield from [output] if output in analysis.space.axes else ()
    elif ts.policy.gives_list:
        yield from (solver.any_holds(ts, *rules) for rules in _members(ts))
    else:
        yield from (solver.any_holds(ts, 1 << index) for index in range(len(ts.rows)))


def _confirmed(analysis: Analysis, output: str, without: Case, known: Case) -> bool:
    """Whether the evaluator gives both cases the output, and another one to each."""
    first, second = values_of(analysis, without), values_of(analysis, known)
    return output in first and output in second and first[output] != second[output]


def _finding(analysis: Analysis, name: str, asking: tuple[str, ...], found: Unasked) -> Finding:
    model = analysis.model
    field, label = model.fields[name], analysis.label(name)
    tables = [model.decision[code] for code in asking]
    where = t(" and ").join(table.label for table in tables)
    value = value_words(found.known[name], field)
    lines = [
        t(
            "{label} decides an answer and is never asked for: no row of {where} is there because it "
            "is not known",
            label=label,
            where=where,
        ),
        t("not known, the answer is: {answer}", answer=answer_text(analysis, found.without, found.output)),
        t(
            "with {label} {value} it is: {answer}",
            label=label,
            value=value,
            answer=answer_text(analysis, found.known, found.output),
        ),
    ]
    parts = [analysis.label(part) for part in model.parts.get(name, ())]
    follows = t(", or for what it follows from ({parts})", parts=t(" and ").join(parts)) if parts else ""
    return KIND.finding(
        "\n".join(lines),
        places=(field.place, *(table.place for table in tables)),
        help=(
            t(
                "add a row to {where} that asks for {label}{follows} where it is not known and matters",
                where=where,
                label=label,
                follows=follows,
            ),
        ),
        example=analysis.as_given(found.without),
        extras=UnaskedInput(name, found.output, analysis.as_given(found.known)),
    )
