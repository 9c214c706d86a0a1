"""Scores, fields that are computed from what tables decide: what nobody could state has to follow for every patient."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from b12tables.compiler.model import About, Field, Model, names_twice
from b12tables.compiler.reader.decision_tables import Outline
from b12tables.compiler.reader.layout import Found, note
from b12tables.compiler.reader.names import Names
from b12tables.runtime.dependencies import Dependencies
from b12tables.runtime.language import later
from b12tables.runtime.words import UNKNOWN


def with_scores(
    decisions: Names, outlines: Sequence[Outline], fields: Mapping[str, Field], names: Names
) -> Names:
    """The names of decisions, and those of scores: what can be listed as an answer."""
    scores = scores_among(outlines, fields)
    # what may be a score and cannot be read has been told
    codes = {w: code for w, code in names.codes.items() if code in scores or code in names.broken}
    return replace(decisions, codes=codes | decisions.codes, broken=names.broken | decisions.broken)


def deciding(outlines: Sequence[Outline], names: Names) -> dict[str, str]:
    """The label of the decision that gives each result, by all folded names of the result."""
    by_field = {name: table.label for table in outlines for name in table.output_fields}
    return {word: by_field[code] for word, code in names.codes.items() if code in by_field}


def scores_among(outlines: Sequence[Outline], fields: Mapping[str, Field]) -> dict[str, frozenset[str]]:
    """The fields that are computed from what tables decide, each with the results that it follows from."""
    outputs = {name for table in outlines for name in table.output_fields}
    parts = {code: field.computed.parts for code, field in fields.items() if field.computed is not None}
    doses = {code for code, field in fields.items() if field.computed and field.computed.kind == "dose"}
    needs = Dependencies(dict.fromkeys(outputs, ()), parts, doses)
    return {code: needs.decided([code]) for code in parts if code not in outputs and needs.derived(code)}


def told_scores(
    outlines: Sequence[Outline], fields: Mapping[str, Field], about: About
) -> dict[str, frozenset[str]]:
    """Those among them that are answers, of which a sentence may speak."""
    scores = scores_among(outlines, fields)
    return {code: results for code, results in scores.items() if not about.answers or code in about.answers}


def look_at_scores(model: Model, found: Found) -> None:
    """Findings about the scores of a model."""
    for name in model.scores:
        field = model.fields[name]
        loose = list(_not_always_known(model, name))
        if loose and not field.unknown:
            labels = ", ".join(model.fields[part].label for part in loose)
            note(
                found,
                "bad-cell",
                later(
                    "{field} is computed from {labels}, which can be none or not known: there is no {field} "
                    "then, and nobody can state it",
                    field=field.label,
                    labels=labels,
                ),
                field.place,
                *(model.fields[part].place for part in loose),
                help=later(
                    "write yes under Unknown for {field}, and say in the tables that look at it what holds "
                    "then; or let every row give a number",
                    field=field.label,
                ),
            )
    for name in names_twice(model):
        field, table = model.fields[name], model.decision[name]
        note(
            found,
            "ambiguous-name",
            later(
                "{field} is computed from answers and so an answer, and {table} has the same name",
                field=field.label,
                table=table.label,
            ),
            field.place,
            table.place,
            decision=table.code,
            help=later("give one of them another name"),
        )


def _not_always_known(model: Model, name: str) -> Iterator[str]:
    """The parts of a score that some patient has no value for."""
    for part in model.parts[name]:
        table = model.produced_by.get(part)
        if table is None:
            if model.fields[part].unknown:
                yield part
            continue
        column = table.output_fields.index(part)
        if any(row.results[column].value in (None, UNKNOWN) for row in table.rows):
            yield part
