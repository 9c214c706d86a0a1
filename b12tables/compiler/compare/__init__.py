"""Two models -> `Comparison`: which kinds of patients get another answer, and that no other does.

In: two versions of a table set. Out: changes with their causes, notes, the step that the version number must make.

    comparison          the types of what comes out
    cell_diff           what is written differently: cells, rows, what concerns the set as a whole
    effort              what a comparison may take: the bound of all its phases
    relevant_rules      the rules that can bear on a different answer (slicing)
    score_tables        scores as tables over the numbers that their parts can be
    joint_model         two versions as one model
    partial_evaluation  what each version answers for a whole region at once
    accepted_cases      which cases a version accepts, as one more table
    differing_regions   where two tables answer differently, in the shortest form
    alignment           first phase: the versions side by side, one axis a field
    decision_search     second phase: the decisions in the order of evaluation
    acceptance          third phase: which cases are accepted at all
    telling             last phase: a difference in full, with its example and its cells
    stated              examples as somebody states them: what is computed agrees with its parts
    differ              the phases on one screen: `compare`
    matching            which results of two guidelines are compared with which
    guidelines          two guidelines on the same patients: `compare_guidelines`
    chart_of_two        the wall chart with the answers of both
    inherited           what a new value gets through rows that do not name it
    what_if             what another reading of a conflict would change
    sign_offs           whether the sign-off of each rule still counts
"""

from b12tables.compiler.compare.cell_diff import cell_differences
from b12tables.compiler.compare.chart_of_two import BothAnswers, ChartOfTwo, chart_of_two
from b12tables.compiler.compare.comparison import (
    Cause,
    Change,
    Comparison,
    Edition,
    cause_text,
    labelled,
    region_words,
    stated_words,
)
from b12tables.compiler.compare.differ import compare
from b12tables.compiler.compare.guidelines import (
    Guidelines,
    Matched,
    Meeting,
    compare_guidelines,
)
from b12tables.compiler.compare.inherited import Inherited, declared, inherited
from b12tables.compiler.compare.matching import Aspect, BadMapping, Relation, read_aspects
from b12tables.compiler.compare.partial_evaluation import AFTER, BEFORE, STATED, base, field_of
from b12tables.compiler.compare.sign_offs import ORDER, Signed, Standing, standing_of, standings
from b12tables.compiler.compare.what_if import Beside, Changed, Effect

__all__ = [
    "AFTER",
    "BEFORE",
    "ORDER",
    "STATED",
    "Aspect",
    "BadMapping",
    "Beside",
    "BothAnswers",
    "Cause",
    "Change",
    "Changed",
    "ChartOfTwo",
    "Comparison",
    "Edition",
    "Effect",
    "Guidelines",
    "Inherited",
    "Matched",
    "Meeting",
    "Relation",
    "Signed",
    "Standing",
    "base",
    "cause_text",
    "cell_differences",
    "chart_of_two",
    "compare",
    "compare_guidelines",
    "declared",
    "field_of",
    "inherited",
    "labelled",
    "read_aspects",
    "region_words",
    "standing_of",
    "standings",
    "stated_words",
]
