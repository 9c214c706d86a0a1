"""Tests that are graded: which small mistakes in the tables nobody would notice (mutation testing), and which worked
cases are missing most.

In: a `Model` without errors. Out: a `Grade`, or `Proposals`.

    mutants   small changes of a decision table, one at a time
    touched   what a changed table can change below it
    judging   who would notice each: check, a worked case, a safety rule, nobody
    moved     the same of thresholds, which many rows follow
    grade     all of it: the scores, and what nobody notices
    stored    the same, as it was written and is read again
    wanted    what worked cases should show of a table
    mcdc      of these: that each column alone decides (MC/DC)
    proposing the patients who show most of what no case shows
"""

from b12tables.compiler.grading.grade import Grade, Score, grade
from b12tables.compiler.grading.judging import DEFAULT_BOUND, DEFAULT_WHOLE, Judged, TooLarge
from b12tables.compiler.grading.moved import Moved, MovedThreshold
from b12tables.compiler.grading.mutants import Mutant, mutants
from b12tables.compiler.grading.proposing import REASONS, Proposal, Proposals, propose
from b12tables.compiler.grading.stored import StoredGrade, StoredMistake, StoredScore, read_grade
from b12tables.compiler.grading.wanted import Wanted

__all__ = [
    "DEFAULT_BOUND",
    "DEFAULT_WHOLE",
    "REASONS",
    "Grade",
    "Judged",
    "Moved",
    "MovedThreshold",
    "Mutant",
    "Proposal",
    "Proposals",
    "Score",
    "StoredGrade",
    "StoredMistake",
    "StoredScore",
    "TooLarge",
    "Wanted",
    "grade",
    "mutants",
    "propose",
    "read_grade",
]
