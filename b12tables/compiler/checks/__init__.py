"""Everything that is checked of a model. One file a check: its docstring is its page in the docs.

A check is a module with `KIND` (of `KINDS`: its name, severity and summary) and `check(analysis)`, which gives
findings; what they know beyond their message has a type there (`Extras`). `CHECKS` lists them in the order in which
they run; the report sorts what they find.

    certificate       what was checked, over how many cases, and what was left out
    possible_edits    what could be done about a gap, or about rules that hold together
    other_policy      overlaps of a table that was written for another hit policy
    fixes             which of it mends a finding and harms nobody: each edit is tried before it is shown
    wrong_results     which result cell is wrong, where worked cases and safety rules notice one
    accepted          findings that a named person accepted until a date
    accepted_region   the patients that such an acceptance is about
    near_rules        rules that one condition keeps from what a case expects
    consequences      worked cases that only follow from another finding
    merged_cells      merged cells that reach into what an error is about
    page_words        the page of a check in the language that is spoken
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from types import ModuleType
from typing import NamedTuple

from b12tables.compiler.checks import (
    accepted,
    action_conflict,
    analysis_incomplete,
    broken_safety_rule,
    conflict,
    contradicting_impossible,
    dead_part,
    duplicate_rule,
    empty_list,
    failed_case,
    gap,
    idle_action,
    idle_case,
    impossible_rule,
    indirect_safety_rule,
    label_number,
    long_headline,
    masked_rule,
    mergeable_rules,
    missing_wording,
    odd_dose,
    otherwise_covers,
    overlap,
    rough_sentence,
    score_out_of_range,
    subsumed_rule,
    two_values,
    unasked_input,
    uncited_rule,
    uncited_what_if,
    unencoded_statement,
    unknown_statement,
    unmarked_inference,
    unreachable_rule,
    unreachable_value,
    unsigned_rule,
    unused_impossible,
    unused_input,
    vacuous_safety_rule,
    voided_sign_off,
)
from b12tables.compiler.checks.accepted import meanings_to_fill
from b12tables.compiler.checks.accepted_region import PATIENTS
from b12tables.compiler.checks.analysis_incomplete import NotEstablished
from b12tables.compiler.checks.certificate import Certificate, certify
from b12tables.compiler.checks.consequences import fold_cases
from b12tables.compiler.checks.merged_cells import tell_merged
from b12tables.compiler.checks.page_words import told_page
from b12tables.compiler.checks.unused_input import UnusedInput
from b12tables.compiler.model import Finding, Model
from b12tables.compiler.proof.analysis import DEFAULT_BOUND, DEFAULT_MEMORY, Analysis
from b12tables.runtime.language import speaking


class Check(NamedTuple):
    """A check: the kind of finding it gives, what finds them, and its page."""

    name: str
    run: Callable[[Analysis], Iterable[Finding]]
    page: str


def _check(module: ModuleType) -> Check:
    return Check(module.KIND.name, module.check, module.__doc__ or "")


CHECKS: tuple[Check, ...] = tuple(
    map(
        _check,
        (
            # what is cheap and certain first, so that a bound that is reached later hides none of it
            overlap,
            conflict,
            duplicate_rule,
            gap,
            otherwise_covers,
            contradicting_impossible,
            unused_impossible,
            broken_safety_rule,
            score_out_of_range,
            odd_dose,
            vacuous_safety_rule,
            indirect_safety_rule,
            impossible_rule,
            unreachable_rule,
            masked_rule,
            subsumed_rule,
            mergeable_rules,
            unused_input,
            unreachable_value,
            failed_case,
            idle_case,
            unasked_input,
            label_number,
            missing_wording,
            # of lists that may well be meant so: they take nothing from what stands above
            empty_list,
            two_values,
            uncited_rule,
            unknown_statement,
            unencoded_statement,
            unmarked_inference,
            uncited_what_if,
            dead_part,
            rough_sentence,
            action_conflict,
            idle_action,
            long_headline,
            voided_sign_off,
            unsigned_rule,
            # last: it reports what the others could not establish
            analysis_incomplete,
        ),
    )
)


def _of_reading() -> dict[str, str]:
    """The pages of the kinds that come from reading the sheets; they stand in files, for no check makes them."""
    from importlib.resources import files

    pages = (entry for entry in (files(__package__) / "reading").iterdir() if entry.name.endswith(".md"))
    return {page.name.removesuffix(".md"): page.read_text(encoding="utf-8") for page in pages}


@cache
def pages() -> Mapping[str, str]:
    """The page of each kind of finding, in Markdown."""
    return (
        _of_reading()
        | {check.name: check.page for check in CHECKS}
        # one page for both, each time under its own name
        | {name: f"# {name}\n{(accepted.__doc__ or '').partition(chr(10))[2]}" for name in accepted.NAMES}
    )


__all__ = [
    "CHECKS",
    "DEFAULT_BOUND",
    "DEFAULT_MEMORY",
    "PATIENTS",
    "Certificate",
    "Check",
    "NotEstablished",
    "UnusedInput",
    "meanings_to_fill",
    "pages",
    "run_checks",
    "told_page",
]


BREAKING = (
    overlap,
    conflict,
    gap,
    # quick, and what refuses most edits: the proofs of the safety rules need not be begun
    failed_case,
    empty_list,
    two_values,
    broken_safety_rule,
    vacuous_safety_rule,
    impossible_rule,
    unreachable_rule,
    masked_rule,
    score_out_of_range,
    action_conflict,
)
"""What a suggested edit must not give rise to."""


OF_THE_SET = frozenset(
    module.KIND.name
    for module in (
        unused_impossible,
        unreachable_value,
        unasked_input,
        long_headline,
        idle_action,
        odd_dose,
        missing_wording,
        unencoded_statement,
        uncited_what_if,
        voided_sign_off,
        unsigned_rule,
    )
)
"""What is true of a set only when all of it is known: not judged where something could not be read."""


def _recheck(analysis: Analysis, names: Collection[str] | None) -> Iterator[Finding]:
    for module in BREAKING:
        if names is None or module.KIND.name in names:
            yield from module.check(analysis)


def run_checks(
    model: Model,
    *,
    as_of: date | None = None,
    bound: float = DEFAULT_BOUND,
    memory: int = DEFAULT_MEMORY,
    reading: Sequence[Finding] = (),
) -> tuple[tuple[Finding, ...], Certificate]:
    """Everything that can be said of the model, and the certificate of what was checked.

    `as_of` is the day on which acceptances are judged (None: none expires); `bound` limits the work, in
    seconds' worth of steps of a fixed count, so that the same tables give the same report on every machine; `memory`
    limits what is held at once, in megabytes.
    `reading` are findings of reading that can be accepted like the others; they stand first in what is given.
    """
    with speaking(model.about.language):
        return _checked(Analysis(model, bound, as_of, memory=memory), reading)


def _checked(analysis: Analysis, reading: Sequence[Finding]) -> tuple[tuple[Finding, ...], Certificate]:
    model = analysis.model
    # what is said of the set as a whole rests on all of it
    judged = [check for check in CHECKS if not (model.skipped and check.name in OF_THE_SET)]
    findings = [finding for check in judged for finding in check.run(analysis)]
    lists = (empty_list.KIND.name, two_values.KIND.name)
    if any(finding.severity == "error" or finding.name in lists for finding in findings):
        # a set without anything to mend does not wait for what tries edits
        from b12tables.compiler.checks.fixes import suggest

        findings = suggest(analysis, findings, _recheck)
    findings = accepted.accept(analysis, [*reading, *findings])
    if model.skipped:
        # what was accepted may be among what is not judged
        findings = [finding for finding in findings if finding.name != "accepted-unmatched"]
    findings = tell_merged(model, fold_cases(findings, analysis))
    return tuple(findings), certify(analysis, findings, [check.name for check in judged])
