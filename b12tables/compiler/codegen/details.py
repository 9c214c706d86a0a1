"""Model -> `details.py` and `signatures.py` of the generated package: what explanations quote."""

from __future__ import annotations

from b12tables.compiler.codegen.accepted import written_errors
from b12tables.compiler.codegen.actions import short_words, written_actions
from b12tables.compiler.codegen.readings import readings_of
from b12tables.compiler.codegen.source import Code, Module, render
from b12tables.compiler.model import Anything, DecisionTable, Model, Rule, block_of, lowered
from b12tables.compiler.proof import Meanings, Space

Told = tuple[str, str, str]


def details_module(model: Model) -> Module:
    """`details.py`: conditions, statements, sources, disagreements."""
    module = Module(
        "What explanations quote: conditions, statements, sources, disagreements. Loaded on demand."
    )
    conditions = [
        (table.code, [(rule.id, _told(table, rule)) for rule in table.rules]) for table in model.decisions
    ]
    render(
        module,
        "details.py.j2",
        model=model,
        conditions=conditions,
        sentences=_sentences(model),
        blocks=[(code, block_of(model, code)) for code in (*model.answers, *model.folded)],
        quiet=_quiet(model),
        lowered=lowered(model),
        readings=readings_of(model, module),
        callable=Code(f"{module.hint('Callable', 'collections.abc')}[..., bool]"),
        any=Code(module.hint("Any")),
        short_headline=model.about.short_headline,
        short=short_words(model),
        actions=written_actions(model, module),
        ranges=[(field.upper_of, field.code) for field in model.fields.values() if field.upper_of],
    )
    return module


def _sentences(model: Model) -> list[tuple[str, tuple[str, str]]]:
    """The templates of each decision that has any, and under "" those of the headline."""
    told = [(t.code, (t.telling.sentence, t.telling.patient_sentence)) for t in model.decisions]
    headline = ("", (model.about.headline, model.about.patient_headline))
    return [(code, both) for code, both in (headline, *told) if any(both)]


def _quiet(model: Model) -> list[tuple[str, tuple[str, ...]]]:
    by_field: dict[str, list[str]] = {}
    for table in model.decisions:
        for name, value in table.telling.quiet:
            by_field.setdefault(name, []).append(value)
    return [(name, tuple(values)) for name, values in by_field.items()]


def _told(table: DecisionTable, rule: Rule) -> list[Told]:
    """The conditions of a rule that ask for something, as (field, text, cell)."""
    return [
        (name, condition.explained, condition.place.cells)
        for name, condition in zip(table.input_fields, rule.conditions, strict=True)
        if not isinstance(condition.test, Anything)
    ]


def signatures_module(model: Model, space: Space) -> Module:
    """`signatures.py`: who has signed; a sign-off that is voided or has no hash yet is no signature."""
    module = Module(
        "Who has signed the meaning of which rules, as they stand in this version. Loaded on demand."
    )
    signed = Meanings(model, space).signed() if model.sign_offs else {}
    rules: dict[str, list[tuple[str, list[Told]]]] = {table.code: [] for table in model.decisions}
    for (decision, rule), signs in signed.items():
        if signs and decision in rules:
            told = [(sign.person, sign.role, sign.date.isoformat()) for sign in signs]
            rules[decision].append((rule, told))
    told_rules = [(code, told) for code, told in rules.items() if told]
    render(module, "signatures.py.j2", signed=told_rules, accepted=written_errors(model, module))
    return module
