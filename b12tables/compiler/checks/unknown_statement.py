"""# unknown-statement

**Evidence names a statement that the Statements sheet does not have.** A reader who looks it up finds
nothing. What has the form of the statements' IDs is one (`S1-91`); where the sheet is gone, all that cite
its statements are one finding. The same holds for `conflict C10` where there is a Conflicts sheet, and for
`other guidance: E15` where there is a sheet of that name; without these sheets the words stand for themselves.

## Example

```tables
## Fields
- age: number, 0..
- group: choice (child, adult)

## Statements
| ID | Source | Statement | Disposition | Why |
|---|---|---|---|---|
| S1-01 | S1 | Adults are 18 or older. | encoded | |

## Sources
| ID | Title |
|---|---|
| S1 | A guideline |

## Decision: Age group
| | When | Then | Because |
|---|---|---|---|
| Rule | Age | Group | Evidence |
| R1 | < 18 | child | S1-10 |
| R2 | >= 18 | adult | S1-01 |
```

```findings
unknown-statement R1
```

## How to mend it

Correct the ID, or add the statement to the Statements sheet, the conflict to Conflicts, the guidance to Other
guidance.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from b12tables.compiler.model import KINDS, Evidence, Finding, Model
from b12tables.compiler.proof.analysis import Analysis
from b12tables.runtime.language import t, tn, wording
from b12tables.runtime.words import fold, how_many, nearest

KIND = KINDS["unknown-statement"]


def citations(model: Model) -> Iterator[tuple[str | None, str, Evidence]]:
    """Every piece of evidence, with the decision and the ID that it stands at.

    None as the decision: a combination, a safety rule or an action.
    """
    for table in model.decisions:
        for row in table.rows:
            for evidence in row.evidence:
                yield table.code, row.id, evidence
    for combination in model.impossible:
        for evidence in combination.evidence:
            yield None, combination.id, evidence
    for safety in model.safety_rules:
        for evidence in safety.evidence:
            yield None, safety.id, evidence
    for action in model.actions:
        for evidence in action.evidence:
            yield None, action.id, evidence


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for each citation of a statement, conflict or guidance that is not declared."""
    lost = of_lost_statements(analysis.model)
    if lost:
        yield _lost(lost)
    declared_in = _declared(analysis.model)
    stems = {_stem(statement.id) for statement in analysis.model.statements} - {""}
    for decision, where, evidence in citations(analysis.model):
        sheet, declared = declared_in.get(evidence.kind, ("", frozenset[str]()))
        named = evidence.ref or evidence.kind == "statement"
        if evidence.kind == "unmarked" and _like_one(evidence, stems):
            yield _misspelt(decision, where, evidence, analysis.model)
        if sheet and named and evidence.ref not in declared:
            near = nearest(evidence.ref, declared)
            yield KIND.finding(
                t(
                    _UNDECLARED[evidence.kind],
                    where=where,
                    ref=evidence.ref,
                    sheet=sheet,
                ),
                places=(evidence.place,),
                decision=decision,
                rules=(where,),
                help=((t("did you mean {near}? ", near=near) if near else "") + t(_TO_ADD[evidence.kind]),),
            )


_ID = re.compile(r"(?P<stem>[A-Za-z][A-Za-z0-9]*[-._])\d+[A-Za-z]?")


def _stem(text: str) -> str:
    """What the IDs of the statements of one source begin with: `S1-` of `S1-07`; "" of a text that is none."""
    match = _ID.fullmatch(text.strip())
    return fold(match["stem"]) if match is not None else ""


def _like_one(evidence: Evidence, stems: Collection[str]) -> bool:
    """Whether a text has the form of the IDs of statements, and is none of them."""
    return _stem(evidence.text) in stems


def misspelt(model: Model) -> set[int]:
    """The pieces of evidence (by identity) that are IDs of statements which are not declared."""
    stems = {_stem(statement.id) for statement in model.statements} - {""}
    unmarked = [evidence for _, _, evidence in citations(model) if evidence.kind == "unmarked"]
    return {id(evidence) for evidence in unmarked if _like_one(evidence, stems)}


def _misspelt(decision: str | None, where: str, evidence: Evidence, model: Model) -> Finding:
    near = nearest(evidence.text, [statement.id for statement in model.statements])
    return KIND.finding(
        t(
            "{where} cites {evidence}, but the Statements sheet has no such statement",
            where=where,
            evidence=evidence.text,
        ),
        places=(evidence.place,),
        decision=decision,
        rules=(where,),
        help=(
            (t("did you mean {near}? ", near=near) if near else "")
            + t("correct the ID, or add the statement"),
        ),
    )


def of_lost_statements(model: Model) -> list[tuple[str | None, str, Evidence]]:
    """The citations that begin with the ID of a source as its statements do, where the set has no statement at all."""
    if model.statements or not model.sources:
        return []
    sources = "|".join(re.escape(source.id) for source in model.sources)
    form = re.compile(rf"(?:{sources})[-. ]?\d+", re.IGNORECASE)
    return [
        cited
        for cited in citations(model)
        if cited[2].kind == "unmarked" and form.fullmatch(cited[2].text.strip())
    ]


def _lost(cited: Sequence[tuple[str | None, str, Evidence]]) -> Finding:
    texts = list(dict.fromkeys(evidence.text.strip() for _, _, evidence in cited))
    named = ", ".join(texts[:4]) + (t(" and {n} more", n=len(texts) - 4) if len(texts) > 4 else "")
    rows = how_many(len(cited), "row")
    return KIND.finding(
        tn(
            len(cited),
            "{rows} cites statements ({named}), and no sheet has them",
            "{rows} cite statements ({named}), and no sheet has them",
            rows=rows,
            named=named,
        ),
        places=tuple(dict.fromkeys(evidence.place for _, _, evidence in cited)),
        help=(
            t("bring the sheet back that has Statements in A1, or write inference: before what is your own"),
        ),
    )


_UNDECLARED = {
    "statement": wording("{where} cites {ref}, but the {sheet} sheet has no such statement"),
    "conflict": wording("{where} cites {ref}, but the {sheet} sheet has no such conflict"),
    "other guidance": wording("{where} cites {ref}, but the {sheet} sheet has no such entry"),
}

_TO_ADD = {
    "statement": wording("correct the ID, or add the statement"),
    "conflict": wording("correct the ID, or add the conflict"),
    "other guidance": wording("correct the ID, or add the entry"),
}


def _declared(model: Model) -> dict[str, tuple[str, frozenset[str]]]:
    """By what is cited, the sheet that must have it and the IDs there; without the sheets in which nothing stands."""
    sheets = {
        "statement": ("Statements", frozenset(statement.id for statement in model.statements)),
        "conflict": ("Conflicts", frozenset(conflict.id for conflict in model.conflicts)),
        "other guidance": ("Other guidance", frozenset(entry.id for entry in model.other_guidance)),
    }
    return {kind: (sheet, ids) for kind, (sheet, ids) in sheets.items() if ids}
