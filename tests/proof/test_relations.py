"""Relations between variables, each by itself: what `make mutants` found that nobody noticed in them."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from b12tables.compiler.model import Interval
from b12tables.compiler.proof.analysis import Analysis
from b12tables.compiler.proof.axes import OrderedAxis, bits
from b12tables.compiler.proof.constraints import AggregateRelation, Constraint, NotAll
from tests.kit.tables import model_from_markdown

POINTS = """
## Fields
- a: yes/no
- b: yes/no
- points: number, 0..3
- o: choice (one, two)

## Decision: Points
- Hit policy: Collect sum

| | When | | Then |
|---|---|---|---|
| | A | B | Points |
| P1 | yes | - | 1 |
| P2 | - | yes | 2 |
| Otherwise | | | 0 |

## Decision: O

| | When | Then |
|---|---|---|
| | Points | O |
| O1 | 0; 1 | one |
| O2 | 2; 3 | two |
| O3 | (0..1); (1..2); (2..3) | one |
"""


def test_a_sum_is_settled_where_every_case_has_an_answer_that_is_admitted() -> None:
    """`strict` with one and the same: held to every case, for all that two columns and the sum may be."""
    analysis = Analysis(model_from_markdown(POINTS))
    space = analysis.space
    ts, axis = space.tables["points"], space.axes["points"]
    relation, yes = AggregateRelation(ts.grid, ts.hits, [axis]), space.axes["a"].value_mask(True)
    for a, b, admitted in product((1, 2, 3), (1, 2, 3), range(1, axis.full + 1)):
        sums = {
            axis.value_mask(Fraction((one == yes) + 2 * (two == yes)))
            for one, two in product((1 << i for i in bits(a)), (1 << i for i in bits(b)))
        }
        fits = all(answer & admitted for answer in sums)
        assert relation.settled((a, b, admitted), strict=False) == fits
        assert relation.settled((a, b, admitted), strict=True) == (fits and len(sums) == 1)


def test_a_combination_is_split_where_it_can_be_left() -> None:
    """Off the part that lies outside one of its tests; where all lie within, no case is there."""
    for tests, masks in product(product((1, 2, 3), repeat=2), product((1, 2, 3), repeat=2)):
        split = NotAll(tests).split(masks)
        outside = [(place, mask & ~test) for place, (mask, test) in enumerate(zip(masks, tests, strict=True))]
        assert split == next((one for one in outside if one[1]), None)


def test_what_takes_nothing_away_rests() -> None:
    """A combination of two tests, where nothing is known yet; one of a single test takes its pieces away at once."""
    assert Constraint(NotAll((1, 1)), (0, 1)).rests([3, 3])
    assert not Constraint(NotAll((1,)), (0,)).rests([3])


def test_an_end_that_no_cell_draws_lies_within_a_piece() -> None:
    """Also where the field has a Maximum: the piece that such an end cuts is not beyond it."""
    field = model_from_markdown(POINTS).fields["points"]
    (drawn, inner) = (Interval(None, False, Fraction(1), True), Fraction(2))
    axis = OrderedAxis(field, [drawn], unknown=False)
    assert axis.size == 2
    assert axis.mask(Interval(inner, True, None, False)) == 0b10
    assert axis.mask(Interval(None, False, inner, True)) == 0b01
