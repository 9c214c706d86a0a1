"""Tests that are graded: which small mistakes in the tables nobody would notice (mutation testing).

In: a `Model` without errors. Out: a `Grade`.

    mutants   small changes of a decision table, one at a time
    touched   what a changed table can change below it
    judging   who would notice each: check, a worked case, a safety rule, nobody
    grade     all of it: the scores, and what nobody notices
"""

from b12tables.compiler.grading.grade import Grade, Score, grade
from b12tables.compiler.grading.judging import DEFAULT_BOUND, Judged
from b12tables.compiler.grading.mutants import Mutant, mutants

__all__ = ["DEFAULT_BOUND", "Grade", "Judged", "Mutant", "Score", "grade", "mutants"]
