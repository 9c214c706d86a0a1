"""A grade in words: the scores, and for each mistake that nobody notices a patient who would be told otherwise."""

from __future__ import annotations

import json
from collections import Counter

from b12tables.compiler.grading import Grade, Judged, MovedThreshold, Mutant, Score
from b12tables.compiler.model import Answer, Model, value_text, value_words
from b12tables.compiler.report.example import example_text
from b12tables.compiler.report.text import wrapped
from b12tables.runtime.words import how_many

LISTED = 20
"""So many mistakes that nobody notices are told one by one."""


def grade_text(grade: Grade, listed: int = LISTED) -> str:
    """A grade for a terminal; the mistakes that nobody notices last, what matters most first."""
    score = grade.score
    counts = score.counts
    lines = [
        f"{how_many(sum(counts.values()), 'small mistake')} tried, one at a time: a boundary a step beside, a value "
        "more or less, another result, a row left out.",
        f"check refuses {counts.get('refused', 0):,} of them, {counts.get('same', 0):,} change nobody's answer: "
        f"{score.graded:,} count.",
    ]
    if open_ := counts.get("not settled", 0):
        lines.append(f"Of {open_:,} it was not found out within the bound: nothing is claimed of them.")
    by = (
        f"{counts.get('case', 0):,} by a worked case, {counts.get('safety rule', 0):,} by a safety rule alone"
    )
    lines.append(
        f"Noticed: {score.noticed:,} of {score.graded:,} ({percent(score.noticed, score.graded)}): {by}."
    )
    lines.append("")
    width = max((len(grade.model.decision[code].label) for code in grade.judged), default=0)
    for code, one in grade.scores.items():
        if one.graded:
            label = grade.model.decision[code].label
            lines.append(
                f"  {label:<{width}}  {one.noticed:>5} of {one.graded:<5} {percent(one.noticed, one.graded):>6}"
            )
    if grade.thresholds:
        moved = Score(Counter(one.outcome for one in grade.thresholds))
        share = percent(moved.noticed, moved.graded)
        lines.append(f"  {'Thresholds':<{width}}  {moved.noticed:>5} of {moved.graded:<5} {share:>6}")
    unnoticed = [one for one in grade.thresholds if one.outcome == "nobody"]
    if unnoticed:
        lines += ["", "Nobody notices, of thresholds that move with all that name them:"]
        lines += [wrapped(line) for one in unnoticed for line in _moved(one, grade.model)]
    if grade.unnoticed:
        lines += ["", "Nobody notices, what matters most first:"]
    for number, judged in enumerate(grade.unnoticed[:listed], start=1):
        lines += ["", *(wrapped(line) for line in _mistake(number, judged, grade.model))]
    if (rest := len(grade.unnoticed) - listed) > 0:
        lines += ["", f"And {rest:,} more: --format json lists them all."]
    return "\n".join(lines)


def percent(noticed: int, of: int) -> str:
    """A score as a share in percent, never rounded up to all; `-` where nothing counts."""
    if not of:
        return "-"
    tenths = noticed * 1000 // of
    return f"{tenths // 10}.{tenths % 10} %"


def mutant_words(mutant: Mutant) -> str:
    """What the mistake is."""
    rules = ", ".join(mutant.rules)
    if not mutant.after:
        return f"{mutant.operator}: {rules}"
    return f'{mutant.operator}: "{mutant.before}" becomes "{mutant.after}" in {rules}'


def _moved(one: MovedThreshold, model: Model) -> list[str]:
    decisions = ", ".join(model.decision[code].label for code in one.decisions)
    lines = [f"{one.words}, in {decisions}  ({one.threshold.place})"]
    return [*lines, f"   patient: {example_text(one.example, model)}"] if one.example else lines


def _mistake(number: int, judged: Judged, model: Model) -> list[str]:
    mutant = judged.mutant
    lines = [
        f"{number}. {model.decision[mutant.decision].label}: {mutant_words(mutant)}  ({mutant.place})",
    ]
    if judged.example is not None:
        lines.append(f"   patient: {example_text(judged.example, model)}")
        lines.append(f"   today: {_answer_words(judged.before, model)}")
        lines.append(f"   then:  {_answer_words(judged.after, model)}")
    return lines


def _answer_words(answer: Answer | None, model: Model) -> str:
    """An answer in a clinician's words."""
    if answer is None:
        return "no answer"
    rows = answer if isinstance(answer, tuple) else (answer,)
    told = (
        ", ".join(
            f"{model.fields[name].label} {value_words(value, model.fields[name])}"
            for name, value in row.items()
        )
        for row in rows
    )
    return "; ".join(told) or "nothing"


def grade_json(grade: Grade) -> str:
    """A grade for tools: the scores, and every mistake that counts with who notices it."""
    data = {
        "content": grade.model.content_hash,
        "score": _score(grade.score),
        "decisions": {code: _score(score) for code, score in grade.scores.items()},
        "thresholds": [
            {
                "words": one.words,
                "outcome": one.outcome,
                "by": one.by,
                "decisions": list(one.decisions),
                "example": one.example,
            }
            for one in grade.thresholds
        ],
        "unnoticed": [_judged(one) for one in grade.unnoticed],
    }
    return json.dumps(data, indent=2, ensure_ascii=False)


STORED = 12
"""So many mistakes that nobody notices are kept with a grade."""


def stored_grade(grade: Grade) -> str:
    """A grade as it is kept beside its tables, and read by `read_grade`: of what nobody notices the first."""
    data: dict[str, object] = {
        "content": grade.model.content_hash,
        "score": {"noticed": grade.score.noticed, "of": grade.score.graded},
        "decisions": {
            code: {"noticed": score.noticed, "of": score.graded} for code, score in grade.scores.items()
        },
        "first_unnoticed": [
            {
                "decision": one.mutant.decision,
                "rule": next(iter(one.mutant.rules), ""),
                "words": mutant_words(one.mutant),
            }
            for one in grade.unnoticed[:STORED]
        ],
    }
    if unsettled := grade.score.counts.get("not settled", 0):
        data["not settled"] = unsettled
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def _score(score: Score) -> dict[str, object]:
    return {
        "noticed": score.noticed,
        "of": score.graded,
        "by_outcome": {name: score.counts[name] for name in sorted(score.counts)},
    }


def _judged(judged: Judged) -> dict[str, object]:
    mutant = judged.mutant
    return {
        "decision": mutant.decision,
        "mistake": mutant.operator,
        "words": mutant_words(mutant),
        "rules": list(mutant.rules),
        "file": mutant.place.file,
        "sheet": mutant.place.sheet,
        "cells": mutant.place.cells,
        "before": mutant.before,
        "after": mutant.after,
        "example": judged.example,
        "today": _answer_data(judged.before),
        "then": _answer_data(judged.after),
    }


def _answer_data(answer: Answer | None) -> object:
    if answer is None:
        return None
    if isinstance(answer, tuple):
        return [_answer_data(row) for row in answer]
    return {name: value_text(value) for name, value in answer.items()}
