"""What the tables mean; knows no file and no format.

In: nothing but values. Out: a `Model`, and what can be said of one as data (`Finding`).

    tables         fields, decision tables, rules, safety rules, cases: `Model` and its parts, in the words of DMN
    about          the set itself: its name, its version, whose it is
    computed       what a field follows from
    binding        where in a patient's record the value of a field stands
    hit_policy     which of the rules that hold give the answer, and what is said of it
    unary_tests    what a cell admits: tests, printed as a cell would say them, and whether a value passes
    cell_values    one value as a cell states it: numbers with units, dates, words
    cell_grammar   the text of a cell to a test or a value
    other_forms    what somebody may have meant who wrote a comparison in another way
    other_tongues    the words of the cell grammar in other languages
    other_dates    dates as people write them, in the one form that cells have
    footnotes      marks that lead to a note
    look_alikes    letters that look like others
    spreadsheets   what a spreadsheet program does to what is typed into it
    units          units of measure, exactly
    told           which decisions and scores are the answers of a set
    telling        how answers are told: sentences, blocks, what goes without saying
    dependencies   what needs what: an order, or the circle that forbids it
    stated         which fields a case states
    outside        what the answer of a table depends on outside of its own cells
    evaluate       (model, case) -> answers, slow and obvious: the oracle of the tests
    cases          the worked cases: what each one gives
    persons        whether a cell names somebody, and whether two name two
    precedents     what their headline hangs on
    accepted_errors errors that somebody accepted, and whom they concern
    merged         merged cells: one text that holds for several cells
    policy_troubles results of which a hit policy can make nothing
    place          where something is written, and for which cases something is true
    mends          what would mend a finding, as edits that a program can make
    finding        a finding, and the kinds there are
    wall_chart     the wall chart that an author asks for
    sources        documents, statements, conflicts, other guidance
    actions        what is ordered, or advised against
    mapping        which results of another guideline say the same
    thresholds     numbers with a name, and texts that name them
    wording        tests and values in words that a reader knows
"""

from b12tables.compiler.model.about import About, Logo
from b12tables.compiler.model.accepted_errors import KnownError, accepted_errors
from b12tables.compiler.model.actions import (
    LONGEST_LABEL,
    RESOURCES,
    UNITS_OF_TIME,
    Amount,
    Coded,
    Does,
    Ordered,
)
from b12tables.compiler.model.binding import SOURCES, Binding, parse_binding
from b12tables.compiler.model.cases import CasesReport, Miss, evaluated, run_case, run_cases, stated_by
from b12tables.compiler.model.cell_grammar import alternatives, in_order, parse_test, parse_value
from b12tables.compiler.model.cell_values import (
    FOR_CONDITIONS,
    CellError,
    Vocabulary,
    expected_words,
    without_comma,
)
from b12tables.compiler.model.computed import Computed
from b12tables.compiler.model.dependencies import circle, order
from b12tables.compiler.model.evaluate import (
    Answer,
    Decide,
    Evaluation,
    Row,
    RuleColumn,
    Taken,
    Trouble,
    answer_of,
    as_inputs,
    as_precise,
    compared,
    decide,
    dose,
    evaluate,
    in_range,
    remembering,
    scores_after,
    take_decision,
    time_between,
    values_after,
)
from b12tables.compiler.model.finding import KINDS, Extras, Finding, NearRule, Severity, Unjudged
from b12tables.compiler.model.footnotes import mark_help, mark_words, without_marks
from b12tables.compiler.model.hit_policy import HitPolicy, aggregate, rank_rules
from b12tables.compiler.model.look_alikes import difference, skeleton
from b12tables.compiler.model.mapping import NO_COUNTERPART, SAYS_NOTHING, MappingRow
from b12tables.compiler.model.mends import (
    CellEdit,
    ExpectEdit,
    Mended,
    Mends,
    OtherwiseAdded,
    PolicyEdit,
    ResultEdit,
    RowDeleted,
    RowsAdded,
)
from b12tables.compiler.model.merged import Merged
from b12tables.compiler.model.outside import (
    field_meaning,
    formula_meaning,
    means_another,
    own_fields,
    precision_meaning,
    reads_another,
    says_another,
    stated_outside,
    worded_otherwise,
)
from b12tables.compiler.model.persons import names_somebody, two_persons
from b12tables.compiler.model.place import Box, Piece, Place
from b12tables.compiler.model.policy_troubles import policy_troubles
from b12tables.compiler.model.precedents import Precedents, precedents
from b12tables.compiler.model.sources import Alternative, Conflict, Edit, OtherGuidance, Source, Statement
from b12tables.compiler.model.spreadsheets import (
    AS_TEXT,
    MOST,
    like_a_formula,
    needs_quote,
    too_large,
    too_long,
    too_long_for_a_cell,
)
from b12tables.compiler.model.stated import looked_at, may_be_left_out, stated_fields
from b12tables.compiler.model.tables import (
    NUMERIC,
    Accepted,
    Action,
    Case,
    Clause,
    Combination,
    Condition,
    DecisionTable,
    Evidence,
    Field,
    FieldTest,
    FieldType,
    Limit,
    Model,
    Never,
    Result,
    Rule,
    SafetyRule,
    SignOff,
    UnitOption,
    ValueRow,
    Worsening,
)
from b12tables.compiler.model.telling import (
    BLOCKS,
    Saying,
    Telling,
    block_of,
    can_be_one,
    decisions_that_ask,
    left_unsaid,
    lowered,
    may_be_silent,
    may_say,
    said_by_rows,
    sayings,
)
from b12tables.compiler.model.thresholds import Named, Threshold, names_in, with_figures, with_numbers
from b12tables.compiler.model.told import names_twice, told_by_nobody
from b12tables.compiler.model.unary_tests import (
    RESERVED,
    SEPARATOR,
    AllOf,
    AnyOf,
    Anything,
    Equals,
    Excludes,
    Includes,
    Interval,
    IsEmpty,
    IsKnown,
    IsUnknown,
    Not,
    Test,
    Value,
    folded,
    leaves,
    members_asked,
    numbers_in,
    passes,
    plained,
    test_text,
    value_text,
)
from b12tables.compiler.model.units import Unit, conversion, factor_to, is_temperature, near_unit, parse_unit
from b12tables.compiler.model.wall_chart import MOST_CELLS, WallChart
from b12tables.compiler.model.wording import (
    Audience,
    compared_words,
    given_data,
    given_words,
    named_words,
    stated_data,
    test_words,
    value_words,
    written_otherwise,
)

__all__ = [
    "AS_TEXT",
    "BLOCKS",
    "FOR_CONDITIONS",
    "KINDS",
    "LONGEST_LABEL",
    "MOST",
    "MOST_CELLS",
    "NO_COUNTERPART",
    "NUMERIC",
    "RESERVED",
    "RESOURCES",
    "SAYS_NOTHING",
    "SEPARATOR",
    "SOURCES",
    "UNITS_OF_TIME",
    "About",
    "Accepted",
    "Action",
    "AllOf",
    "Alternative",
    "Amount",
    "Answer",
    "AnyOf",
    "Anything",
    "Audience",
    "Binding",
    "Box",
    "Case",
    "CasesReport",
    "CellEdit",
    "CellError",
    "Clause",
    "Coded",
    "Combination",
    "Computed",
    "Condition",
    "Conflict",
    "Decide",
    "DecisionTable",
    "Does",
    "Edit",
    "Equals",
    "Evaluation",
    "Evidence",
    "Excludes",
    "ExpectEdit",
    "Extras",
    "Field",
    "FieldTest",
    "FieldType",
    "Finding",
    "HitPolicy",
    "Includes",
    "Interval",
    "IsEmpty",
    "IsKnown",
    "IsUnknown",
    "KnownError",
    "Limit",
    "Logo",
    "MappingRow",
    "Mended",
    "Mends",
    "Merged",
    "Miss",
    "Model",
    "Named",
    "NearRule",
    "Never",
    "Not",
    "Ordered",
    "OtherGuidance",
    "OtherwiseAdded",
    "Piece",
    "Place",
    "PolicyEdit",
    "Precedents",
    "Result",
    "ResultEdit",
    "Row",
    "RowDeleted",
    "RowsAdded",
    "Rule",
    "RuleColumn",
    "SafetyRule",
    "Saying",
    "Severity",
    "SignOff",
    "Source",
    "Statement",
    "Taken",
    "Telling",
    "Test",
    "Threshold",
    "Trouble",
    "Unit",
    "UnitOption",
    "Unjudged",
    "Value",
    "ValueRow",
    "Vocabulary",
    "WallChart",
    "Worsening",
    "accepted_errors",
    "aggregate",
    "alternatives",
    "answer_of",
    "as_inputs",
    "as_precise",
    "block_of",
    "can_be_one",
    "circle",
    "compared",
    "compared_words",
    "conversion",
    "decide",
    "decisions_that_ask",
    "difference",
    "dose",
    "evaluate",
    "evaluated",
    "expected_words",
    "factor_to",
    "field_meaning",
    "folded",
    "formula_meaning",
    "given_data",
    "given_words",
    "in_order",
    "in_range",
    "is_temperature",
    "leaves",
    "left_unsaid",
    "like_a_formula",
    "looked_at",
    "lowered",
    "mark_help",
    "mark_words",
    "may_be_left_out",
    "may_be_silent",
    "may_say",
    "means_another",
    "members_asked",
    "named_words",
    "names_in",
    "names_somebody",
    "names_twice",
    "near_unit",
    "needs_quote",
    "numbers_in",
    "order",
    "own_fields",
    "parse_binding",
    "parse_test",
    "parse_unit",
    "parse_value",
    "passes",
    "plained",
    "policy_troubles",
    "precedents",
    "precision_meaning",
    "rank_rules",
    "reads_another",
    "remembering",
    "run_case",
    "run_cases",
    "said_by_rows",
    "sayings",
    "says_another",
    "scores_after",
    "skeleton",
    "stated_by",
    "stated_data",
    "stated_fields",
    "stated_outside",
    "take_decision",
    "test_text",
    "test_words",
    "time_between",
    "told_by_nobody",
    "too_large",
    "too_long",
    "too_long_for_a_cell",
    "two_persons",
    "value_text",
    "value_words",
    "values_after",
    "with_figures",
    "with_numbers",
    "without_comma",
    "without_marks",
    "worded_otherwise",
    "written_otherwise",
]
