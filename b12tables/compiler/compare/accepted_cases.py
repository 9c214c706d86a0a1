"""Which cases a version accepts, as one more decision table over the inputs.

No impossible combination holds of what is not there. So of an input that no table of either version looks at, a
variable of its own says whether a case states anything of it: two versions may differ for those alone who leave it out.
Where a version has *not known* for it, nothing stated is that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from b12tables.compiler.compare.partial_evaluation import STATED, field_of, range_tests
from b12tables.compiler.model import (
    AllOf,
    Anything,
    Clause,
    Condition,
    DecisionTable,
    Equals,
    Field,
    FieldTest,
    HitPolicy,
    Includes,
    IsKnown,
    Model,
    Result,
    Rule,
    Test,
    formula_meaning,
    may_be_left_out,
)
from b12tables.compiler.proof.axes import Axis, make_axis
from b12tables.compiler.proof.constraints import NO, YES
from b12tables.compiler.proof.left_out import THERE, following

ACCEPTANCE = "accepted case"
"""The code of the table made by `acceptance`; no decision can have it, because codes hold no space."""

SAID, LEFT_OUT = 1, 2
"""The pieces of the variable of an input that says whether a case states anything of it."""


@dataclass(frozen=True)
class Lacking:
    """What cases may leave out. `by_version` are the inputs of which nothing need be there, `apart` those of them that
    impossible combinations ask about, and what these follow from, whoever answers.
    """

    by_version: tuple[frozenset[str], frozenset[str]]
    apart: tuple[str, ...]

    @staticmethod
    def of(models: tuple[Model, Model]) -> Lacking:
        """What cases of two versions may leave out."""
        old, new = map(may_be_left_out, models)
        asked: dict[str, None] = {}
        for model in models:
            lines = [line.field for combination in model.impossible for line in combination.tests]
            asked.update(dict.fromkeys(model.behind(lines, tables=False)))
        sides = tuple(zip(models, (old, new), strict=True))
        alike = (n for n in asked if all(n in left or n not in model.fields for model, left in sides))
        return Lacking((old, new), tuple(alike))

    def axes(self, models: tuple[Model, Model]) -> dict[str, Axis]:
        """For each input that is told apart the axis of whether it is stated: `SAID` or `LEFT_OUT`."""
        found: dict[str, Axis] = {}
        for name in self.apart:
            field = next(model.fields[name] for model in reversed(models) if name in model.fields)
            about = Field(name + STATED, field.label, "yes/no", field.place)
            found[about.code] = make_axis(about, (), False)
        return found

    def never(self, models: tuple[Model, Model], axes: Mapping[str, Axis]) -> Iterator[dict[str, Test]]:
        """What cannot be of what is left out: that all is there which an input follows from, and it is not itself."""
        known = [tuple(n for n in self.apart if n in model.fields) for model in models]
        boxes = [list(following(m, axes, names)) for m, names in zip(models, known, strict=True)]
        for box in {tuple(box.items()): None for some in boxes for box in some}:
            there = {YES: SAID, NO: LEFT_OUT}
            named = {n.replace(THERE, STATED): there[m] if n.endswith(THERE) else m for n, m in box}
            follows = field_of(next(iter(named)))
            formulas = {formula_meaning(model.fields[follows]) for model in models if follows in model.fields}
            if len(formulas) == 1:
                yield {n: axes[n].test(mask) for n, mask in named.items()}

    def asks(self, side: int, model: Model, line: FieldTest) -> FieldTest:
        """A line of a combination, as a version asks it: of what is not known to it nothing is there."""
        left_out = line.field in self.by_version[side] and line.field not in self.apart
        if not left_out or model.fields[line.field].unknown:
            return line
        return replace(line, test=AllOf((IsKnown(), line.test)))

    def said(self, names: Collection[str]) -> dict[str, Test]:
        """That those of some inputs are stated which may be left out."""
        return {name + STATED: Equals(True) for name in self.apart if name in names}


def acceptance(
    model: Model,
    side: int,
    axes: Mapping[str, Axis],
    domains: Mapping[str, int],
    lacking: Lacking,
    never: Collection[Mapping[str, Test]],
) -> DecisionTable:
    """Which cases a version accepts: the impossible combinations, the values outside a field's range (`domains`) and
    what can never be give `refused`, everything else `accepted`. Combinations over fields without an axis are left out.
    `side`: 0 of the old version, 1 of the new one.
    """
    here = model.about.place
    rows: list[tuple[str, Mapping[str, Test]]] = [("never", box) for box in never]
    for name, mask in sorted(domains.items()):
        if axes[name].full & ~mask:
            outside = {name: axes[name].test(axes[name].full & ~mask)}
            rows.append((name, outside | lacking.said(outside)))
    for combination in model.impossible:
        together: dict[str, Test] = {}
        for part in (lacking.asks(side, model, line) for line in combination.tests):
            so_far = together.get(part.field)
            together[part.field] = AllOf((so_far, part.test)) if so_far else part.test
        if all(name in axes for name in together):
            rows.append((combination.id, together | lacking.said(together)))
    names = sorted({name for _, tests in rows for name in tests})

    def row(label: str, tests: Mapping[str, Test]) -> Rule:
        conditions = tuple(Condition(tests.get(name, Anything()), "", here) for name in names)
        return Rule(label, conditions, (Result("refused", "refused", here),), here)

    accepted = Rule("Otherwise", (), (Result("accepted", "accepted", here),), here, otherwise=True)
    return DecisionTable(
        code=ACCEPTANCE,
        label="Accepted cases",
        hit_policy=HitPolicy.FIRST,
        inputs=tuple(Clause(name, here) for name in names),
        outputs=(Clause(ACCEPTANCE, here),),
        rules=tuple(row(*one) for one in rows),
        place=here,
        otherwise=accepted,
    )


def domain(model: Model, name: str, axis: Axis, lacking: Collection[str]) -> int:
    """The pieces of an input that the model accepts (all, where it does not know the field). Of what may be left out,
    *not known* says that nothing is stated.
    """
    field = model.fields.get(name)
    if field is None or name in model.produced_by:
        return axis.full
    mask = axis.known
    for test in range_tests(field):
        mask &= axis.mask(test)
    if field.type == "choice":
        declared = 0
        for code in field.value_codes:
            declared |= axis.mask(Equals(code))
        mask &= declared
    elif field.type == "choices":
        mask &= _declared_sets(field, axis)
    return mask | (axis.unknown if field.unknown or name in lacking else 0)


def _declared_sets(field: Field, axis: Axis) -> int:
    mask = axis.known
    for code in axis.field.value_codes:
        if code not in field.value_codes:
            mask &= ~axis.mask(Includes(code))
    return mask
