"""The engine: a model cut into pieces, and questions about all cases at once, answered exactly or left open.

In: `Model`. Out: `Analysis`, of which checks, comparison and grading ask; they alone reach into the files below.

    axis, axes        a field's domain cut into pieces that no cell can tell apart
    grid              rules over pieces: which touch a region, which contain it; the budget of a run
    gap_parts         a region as the parts that have nothing to do with each other
    interning         what several models have in common, made once
    totals            between which numbers lies what is made of the rows that hold
    table_space       a model as pieces: an axis for each field, a grid for each table
    constraints       tables, sets and impossible combinations as constraints that propagate
    steps             intervals whose ends stand on a step
    scores            the totals of what is computed from answers, each told from the others
    score_range         whether a score or dose stays within its range
    doses             doses as constraints, from parts to doses and back
    derived           computed fields as constraints, and values that agree with their formulas
    agreed_values     values for an example, out of their range where nothing else agrees
    linked_formulas   formulas that share fields, as one constraint
    left_out          what a case may leave out, and combinations that ask about it
    propagation       a state narrowed until nothing changes, and split; what a dead end rests on
    solver            what can arise: a witness, or a proof that there is none
    decision_diagram  a single-hit table as one shared diagram
    answered_cases    the cases that a rule answers, in one form
    changed_answers   whose answers an edit of a table changes, exactly
    fingerprint       what a rule means, as a short hash
    worked_cases      what the worked cases already show
    coverage          what no rule covers: boxes, and how much of the grid it is
    analysis          what the checks ask: gaps, pairs, what becomes of a rule, example cases
    asked             what of an example matters
    extent            how much of a table's space a region takes
    neighbours        what comes out for patients who differ from another in a few entries
    tried             the values with which an input is tried that scores are computed from
    wall_chart        each cell of a chart: a plain patient, and all that can still come out
    slices            a table seen from one patient, along two of its columns
    safety_proof      safety rules: proved, or refuted by one complete case
    pair_solver       two cases that differ in one input
    pair_proof        safety rules that compare two such cases
    hanging           on what a table or a safety rule hangs, as the checker of proofs follows it
    written_proof     what an analysis says, as trees of splits that somebody else can check
    proof_file        the same as a file, with the rows and cells that it is about
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from b12tables.late_face import late_face

if TYPE_CHECKING:
    from b12tables.compiler.proof.axes import (
        Axis,
        Border,
        OrderedAxis,
        SetAxis,
        TooManyMembers,
        WordAxis,
        bits,
        make_axis,
        runs,
    )
    from b12tables.compiler.proof.decision_diagram import Arm, Branch, Leaf, Node, diagram, nodes
    from b12tables.compiler.proof.fingerprint import Meanings
    from b12tables.compiler.proof.grid import BoundReached, Budget, Masks, meet, uncovered
    from b12tables.compiler.proof.proof_file import StoredProof, proof_format, proof_text, prove, read_proof
    from b12tables.compiler.proof.slices import Slice, Spot, slice_at
    from b12tables.compiler.proof.solver import Reach
    from b12tables.compiler.proof.table_space import Space, TableSpace, members_of, ranks
    from b12tables.compiler.proof.tried import asked_axes, tried_values
    from b12tables.compiler.proof.wall_chart import (
        ChartCell,
        Derived,
        Further,
        NoChart,
        Override,
        derive_chart,
        members_told,
    )

__all__ = [
    "Arm",
    "Axis",
    "Border",
    "BoundReached",
    "Branch",
    "Budget",
    "ChartCell",
    "Derived",
    "Further",
    "Leaf",
    "Masks",
    "Meanings",
    "NoChart",
    "Node",
    "OrderedAxis",
    "Override",
    "Reach",
    "SetAxis",
    "Slice",
    "Space",
    "Spot",
    "StoredProof",
    "TableSpace",
    "TooManyMembers",
    "WordAxis",
    "asked_axes",
    "bits",
    "derive_chart",
    "diagram",
    "make_axis",
    "meet",
    "members_of",
    "members_told",
    "nodes",
    "proof_format",
    "proof_text",
    "prove",
    "ranks",
    "read_proof",
    "runs",
    "slice_at",
    "tried_values",
    "uncovered",
]

_FILES = {
    "Axis": "axes",
    "Border": "axes",
    "OrderedAxis": "axes",
    "SetAxis": "axes",
    "TooManyMembers": "axes",
    "WordAxis": "axes",
    "bits": "axes",
    "make_axis": "axes",
    "runs": "axes",
    "Arm": "decision_diagram",
    "Branch": "decision_diagram",
    "Leaf": "decision_diagram",
    "Node": "decision_diagram",
    "diagram": "decision_diagram",
    "nodes": "decision_diagram",
    "Meanings": "fingerprint",
    "BoundReached": "grid",
    "Budget": "grid",
    "Masks": "grid",
    "meet": "grid",
    "uncovered": "grid",
    "Slice": "slices",
    "Spot": "slices",
    "slice_at": "slices",
    "asked_axes": "tried",
    "tried_values": "tried",
    "Reach": "solver",
    "Space": "table_space",
    "TableSpace": "table_space",
    "members_of": "table_space",
    "ranks": "table_space",
    "ChartCell": "wall_chart",
    "Derived": "wall_chart",
    "Further": "wall_chart",
    "NoChart": "wall_chart",
    "Override": "wall_chart",
    "derive_chart": "wall_chart",
    "members_told": "wall_chart",
    "proof_format": "proof_file",
    "proof_text": "proof_file",
    "prove": "proof_file",
    "read_proof": "proof_file",
    "StoredProof": "proof_file",
}

# who checks waits for no chart and no diagram
__getattr__ = late_face(__name__, _FILES)
