"""A decision: a condition for each rule, the rules that answer under its hit policy, and what they give."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

from b12tables.compiler.model import DecisionTable, HitPolicy, Rule, Value
from b12tables.compiler.proof import ranks
from b12tables.interop.cql.conditions import TRUE, condition, joined
from b12tables.interop.cql.fields import TYPES, Library
from b12tables.interop.cql.text import (
    PLACES,
    NotWritten,
    comment,
    items,
    literal,
    member,
    remark,
)
from b12tables.interop.cql_names import name, quoted
from b12tables.runtime.words import UNKNOWN, fold, held

_AGGREGATES = {HitPolicy.COLLECT_SUM: "Sum", HitPolicy.COLLECT_MIN: "Min", HitPolicy.COLLECT_MAX: "Max"}


def decide(library: Library, table: DecisionTable, consumed: set[str]) -> None:
    """Writes a decision; `consumed` are the fields that something behind looks at."""
    for code in table.input_fields:
        library.value(code)
    library.section(table.label)
    library.lines += comment(
        f"{table.question} {table.hit_policy.value}: {table.hit_policy.words} ({table.place})"
    )
    for rule in table.rules:
        _rule(library, table, rule)
    rules = _holding(library, table)
    _stuck(library, table, rules)
    if not (table.hit_policy.gives_list or table.hit_policy.aggregates):
        stuck = library.stuck[table.code]
        library.define(
            f"{table.code} rule", f"if {stuck} then null else First({rules})", "the rule that answers"
        )
    for code in table.output_fields:
        library.values[code] = name(f"{code} value")
        if code in consumed:
            label = library.model.fields[code].label
            library.define(f"{code} value", _seen(library, table, code), f"{label}, for what follows")


def _rule(library: Library, table: DecisionTable, rule: Rule) -> None:
    """The condition of a rule, each of its cells a line."""
    rests = "; ".join(" ".join(filter(None, (one.kind, one.ref or one.text))) for one in rule.evidence)
    library.lines += ["", *comment(" · ".join(filter(None, (rule.id, rests, rule.note, str(rule.place)))))]
    asked = []
    for clause, cell in zip(table.inputs, rule.conditions, strict=True):
        made = condition(cell.test, library.tested(clause.field))
        if made != TRUE:
            label = library.model.fields[clause.field].label
            asked.append(f"({made})  {remark(f'{label}: {cell.text} ({cell.place.cells})')}")
    head = f"define private {name(_rule_name(table, rule))}:"
    lines = [f"    {'and ' if place else ''}{one}" for place, one in enumerate(asked)] or [f"    {TRUE}"]
    library.lines += [head, *lines]


def _rule_name(table: DecisionTable, rule: Rule) -> str:
    return f"{table.code} rule {rule.id}"


def _holding(library: Library, table: DecisionTable) -> str:
    """The IDs of the rules that hold, in the order in which their answers are told."""
    rules = list(zip(table.rules, range(len(table.rules)), strict=True))
    if table.hit_policy.ranked:
        order = ranks(library.model, table)
        rules.sort(key=lambda entry: order[entry[1]])
    each = ",\n  ".join(
        f"if {name(_rule_name(table, rule))} then {quoted(rule.id)} else null" for rule, _ in rules
    )
    found = f"({{\n  {each}\n}}) One where One is not null" if rules else "List<String>{ }"
    last = table.otherwise
    if last is not None and rules:
        alone = library.define(f"{table.code} holding", found, "the rules that hold, Otherwise aside")
        found = f"if exists {alone} then {alone} else {{ {quoted(last.id)} }}"
    elif last is not None:
        found = f"{{ {quoted(last.id)} }}"
    waits = _waits(library, table)
    if waits:
        found = f"if {waits} then null else\n({found})"
    return library.define(f"{table.code} rules", found, "the IDs of the rules that hold", private=False)


def _waits(library: Library, table: DecisionTable) -> str:
    """That a decision before this one has no answer; empty where none can be without."""
    before = dict.fromkeys(code for field in table.input_fields for code in library.before(field))
    open_ = [library.stuck[code] for code in before if code in library.stuck]
    return joined(open_, "or") if open_ else ""


def _stuck(library: Library, table: DecisionTable, rules: str) -> None:
    """The condition under which a decision has no answer, and what is said of it."""
    policy, code = table.hit_policy, table.code
    waits = _waits(library, table)
    found = []
    if not policy.gives_list and policy is not HitPolicy.COLLECT_COUNT and table.otherwise is None:
        found.append((f"Count({rules}) = 0", "no rule holds"))
    clash = _clash(library, table, rules)
    if clash:
        found.append((clash, "rules contradict each other"))
    if not found and not waits:
        if not (policy.gives_list or policy.aggregates):
            library.stuck[code] = library.define(f"{code} stuck", "false")
        return
    asked = joined([part for part, _ in found], "or") if found else ""
    made = " or ".join(part for part in (waits, asked) if part)
    for part, reason in found:
        behind = f"not {waits} and {part}" if waits else part
        library.undecided.append((behind, f"{table.label}: {reason}"))
    library.stuck[code] = library.define(f"{code} stuck", made, "whether it has no answer")


def _clash(library: Library, table: DecisionTable, rules: str) -> str:
    """That several rules hold of which only one may, or that say different things; empty where that cannot be."""
    policy = table.hit_policy
    if policy is HitPolicy.UNIQUE and len(table.rules) > 1:
        return f"Count({rules}) > 1"
    if policy is HitPolicy.ANY:
        return _differ(table.rules, rules, table)
    if policy.takes_best:
        order = ranks(library.model, table)
        by_rank: dict[object, list[Rule]] = {}
        for rule, rank in zip(table.rules, order, strict=False):
            by_rank.setdefault(rank, []).append(rule)
        found = []
        for equal in by_rank.values():
            differ = _differ(equal, rules, table)
            if differ:
                best = items([quoted(rule.id) for rule in equal])
                found.append(f"(First({rules}) in {best} and {differ})")
        return joined(found, "or") if found else ""
    return ""


def _differ(some: Iterable[Rule], rules: str, table: DecisionTable) -> str:
    """That of some rules two hold that say different things; empty where all of them say the same."""
    columns = range(len(table.outputs))
    by_row: dict[object, list[str]] = {}
    for rule in some:
        by_row.setdefault(rule.row(columns), []).append(quoted(rule.id))
    if len(by_row) < 2:
        return ""
    each = ", ".join(
        f"if exists (({rules}) One where One in {items(ids)}) then {place} else null"
        for place, ids in enumerate(by_row.values())
    )
    return f"Count({{ {each} }}) > 1"


# ---------------------------------------------------------------- what rules give


def _value_of(table: DecisionTable, rule: Rule, code: str) -> Value:
    return rule.results[table.output_fields.index(code)].value


def chosen(rule: str, table: DecisionTable, code: str, said: Callable[[Value], str]) -> str:
    """What belongs to the ID of a rule; rules that give the same stand together."""
    together: dict[str, list[str]] = {}
    for row in table.rows:
        together.setdefault(said(_value_of(table, row, code)), []).append(quoted(row.id))
    together.pop("null", None)
    if not together:
        return "null"
    arms = []
    for value, ids in together.items():
        asked = f"{rule} = {ids[0]}" if len(ids) == 1 else f"{rule} in {items(ids)}"
        arms.append(f"  when {asked} then {value}")  # where there is no rule none of them holds
    return "\n".join(["case", *arms, "  else null", "end"])


def _seen(library: Library, table: DecisionTable, code: str) -> str:
    """An answer as the tables behind see it: unknown where there is none, of a list the set of its members."""
    policy = table.hit_policy
    rules = name(f"{table.code} rules")
    is_text = library.model.fields[code].type == "text"
    if policy.gives_list:
        return _members(table, code, rules, is_text)
    if policy.aggregates:
        return aggregate(library, table, code)

    def said(value: Value) -> str:
        if value == UNKNOWN:
            return "null"
        return literal(fold(value)) if is_text and isinstance(value, str) else literal(value)

    return typed(library, code, chosen(name(f"{table.code} rule"), table, code, said))


def _members(table: DecisionTable, code: str, rules: str, is_text: bool) -> str:
    """The set of what a list holds."""
    by_member: dict[str, list[str]] = {}
    for rule in table.rows:
        for one in held(_value_of(table, rule, code)):
            said = member(fold(one) if is_text and isinstance(one, str) else one)
            by_member.setdefault(said, []).append(quoted(rule.id))
    if not by_member:
        return f"if {rules} is null then null else List<String>{{ }}"
    each = ",\n  ".join(
        f"if exists (({rules}) One where One in {items(ids)}) then {said} else null"
        for said, ids in sorted(by_member.items())
    )
    return f"if {rules} is null then null else\n(({{\n  {each}\n}}) One where One is not null)"


def aggregate(library: Library, table: DecisionTable, code: str) -> str:
    """The number that is made of what the rules give that hold."""
    rules, policy = name(f"{table.code} rules"), table.hit_policy
    if policy is HitPolicy.COLLECT_COUNT:
        return f"if {rules} is null then null else ToDecimal(Count({rules}))"
    if policy not in _AGGREGATES:
        raise NotWritten(f"{table.label}: CQL does not say {policy.value!r}")

    def said(value: Value) -> str:
        return literal(value) if isinstance(value, Fraction) else "null"

    each = chosen("One", table, code, said)
    if each == "null":
        return "null as Decimal"
    made = f"{_AGGREGATES[policy]}(({rules}) One return all\n{each})"
    return f"Round({made}, {PLACES})" if policy is HitPolicy.COLLECT_SUM else made


def typed(library: Library, code: str, made: str) -> str:
    """A value of which a type is known even where it is always null."""
    return f"null as {TYPES[library.model.fields[code].type]}" if made == "null" else made
