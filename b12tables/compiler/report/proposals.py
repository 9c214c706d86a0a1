"""Proposed worked cases in words: the patients, and for each why somebody should say what is right for them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable

from b12tables.compiler.grading import Proposal, Proposals, Wanted
from b12tables.compiler.model import Model
from b12tables.compiler.report.example import example_text
from b12tables.compiler.report.grades import mutant_words
from b12tables.compiler.report.text import wrapped
from b12tables.runtime.words import how_many

REASONS_TOLD = 3
"""So many reasons for one case are told; the others are counted."""


def proposals_text(found: Proposals) -> str:
    """Proposed cases for a terminal, the most telling first. What the tables answer is not told: it would be copied."""
    total = len(found.wanted) + found.shown
    lines = [
        f"Worked cases show {found.shown:,} of {total:,} things that they could show of these tables: that each row "
        "answers, that each column alone decides, which of two rows comes first, and what small mistakes would do."
    ]
    if found.unsettled:
        labels = ", ".join(found.model.decision[code].label for code in found.unsettled)
        lines.append(f"Not everything was found out within the bound for: {labels}.")
    if not found.proposals:
        lines.append("No further case was found that would show more.")
        return "\n".join(map(wrapped, lines))
    some = how_many(len(found.proposals), "further case")
    lines.append(f"{some} would show {found.met:,} more. What is right for these patients is for you to say:")
    for number, proposal in enumerate(found.proposals, start=1):
        lines += ["", f"{number}. {example_text(proposal.given, found.model)}"]
        labels = ", ".join(found.model.decision[code].label for code in proposal.decisions)
        lines.append(f"   say what is right for: {labels}")
        lines += (f"   {reason}" for reason in proposal_reasons(proposal, found.model))
    return "\n".join(map(wrapped, lines))


def proposal_reasons(proposal: Proposal, model: Model, most: int = REASONS_TOLD) -> list[str]:
    """Why a case is wanted, of each kind of reason something first; how many more there are."""
    told = [*dict.fromkeys(_reason(one, model) for one in _mixed(proposal.met))]
    rest = len(told) - most
    return [*told[:most], *([f"and {rest:,} more"] if rest > 0 else [])]


def _mixed(met: Iterable[Wanted]) -> list[Wanted]:
    """The first of each kind of reason, then the second of each, and so on."""
    seen: Counter[str] = Counter()
    ranked = []
    for one in met:
        ranked.append((seen[one.reason], one))
        seen[one.reason] += 1
    return [one for _, one in sorted(ranked, key=lambda pair: pair[0])]


def _reason(wanted: Wanted, model: Model) -> str:
    table = model.decision[wanted.decision]
    match wanted.reason:
        case "rule":
            return f"{table.label}: no case shows {wanted.rules[0]}"
        case "condition":
            labels = " and ".join(model.fields[name].label for name in wanted.columns)
            each = "each of them" if len(wanted.columns) > 1 else "it"
            return f"{table.label}: beside another case that differs in {labels} alone, {each} decides"
        case "order":
            return f"{table.label}: {wanted.rules[0]} comes before {wanted.rules[1]}, and both hold"
    assert wanted.mutant is not None
    return f"{table.label}: nobody would notice: {mutant_words(wanted.mutant)}"


def proposals_json(found: Proposals) -> str:
    """Proposed cases for tools."""
    data = {
        "shown": found.shown,
        "wanted": len(found.wanted),
        "unsettled": list(found.unsettled),
        "proposals": [
            {
                "given": one.given,
                "decisions": list(one.decisions),
                "shows": [
                    {
                        "reason": w.reason,
                        "decision": w.decision,
                        "rules": list(w.rules),
                        "why": _reason(w, found.model),
                    }
                    for w in one.met
                ],
            }
            for one in found.proposals
        ],
    }
    return json.dumps(data, indent=2, ensure_ascii=False)
