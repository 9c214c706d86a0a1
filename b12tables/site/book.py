"""What the pages of the site need to know of a model: who feeds whom, who cites what, where things stand."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Protocol

from b12tables.compiler import package_if_sound
from b12tables.compiler.compare import Beside, Edition, Effect, Signed, standings
from b12tables.compiler.model import (
    Case,
    DecisionTable,
    Evaluation,
    Field,
    Finding,
    Model,
    Rule,
    WallChart,
    evaluate,
    remembering,
    stated_fields,
)
from b12tables.compiler.proof import Meanings, NoChart, derive_chart
from b12tables.compiler.report import ChartLayout
from b12tables.runtime import addresses
from b12tables.site.html import Html, slug

if TYPE_CHECKING:
    from b12tables.compiler.grading import StoredGrade
    from b12tables.compiler.proof import StoredProof


class CertificateLike(Protocol):
    """What the site asks of a certificate: its facts, and its sentences."""

    def as_dict(self) -> Mapping[str, object]: ...

    def lines(self) -> list[str]: ...


PROOF = "proof.json.gz"
"""Where the proof lies beside the pages."""


@dataclass(frozen=True)
class Page:
    """One page of the site: title, section of the menu, body. `lead` is one sentence for lists and search."""

    title: str
    section: str
    html: Html
    lead: str = ""
    scripts: tuple[str, ...] = ()
    wide: bool = False


@dataclass(frozen=True)
class Book:
    """A model with its findings, as the pages read it.

    `refs` maps IDs that hand-written pages explain to their addresses.
    """

    model: Model
    findings: tuple[Finding, ...] = ()
    certificate: CertificateLike | None = None
    refs: Mapping[str, str] = field(default_factory=dict)
    quick: bool = False
    """Leaves out what takes long: what other readings would change."""
    traced: tuple[Signed, ...] = ()
    """How it stands with the sign-off of each rule, with the changes that voided some; empty: without these."""
    editions: tuple[Edition, ...] | None = None
    """The changes under git that touched each decision's cells, newest first; None: they were not looked for."""
    beside: Beside | None = None
    """What other readings would change, where that was begun before."""
    grade: StoredGrade | None = None
    """Which small mistakes the worked cases and safety rules would notice, where that was found out before."""
    proof: StoredProof | None = None
    """The proof that somebody else can check, where it was written before."""

    @property
    def shown_proof(self) -> StoredProof | None:
        """The proof, where it is one of these tables."""
        fits = self.proof is not None and self.proof.content_hash == self.model.content_hash
        return self.proof if fits else None

    @cached_property
    def charts(self) -> tuple[ChartLayout | NoChart, ...]:
        """The wall charts in their order; of one that cannot be derived why."""
        return tuple(self._chart(chart) for chart in self.model.charts)

    def _chart(self, chart: WallChart) -> ChartLayout | NoChart:
        try:
            return ChartLayout(self.model, derive_chart(self.model, chart))
        except NoChart as why:
            return why

    @cached_property
    def package(self) -> Any:
        """The package that would be built of the tables, in memory; None where something stands in the way."""
        return package_if_sound(self.model, self.findings)

    @cached_property
    def producers(self) -> Mapping[str, DecisionTable]:
        return self.model.produced_by

    @cached_property
    def consumers(self) -> Mapping[str, tuple[DecisionTable, ...]]:
        """Each field and the tables that have it as a condition."""
        found: dict[str, list[DecisionTable]] = {}
        for table in self.model.decisions:
            for name in table.input_fields:
                found.setdefault(name, []).append(table)
        return {name: tuple(tables) for name, tables in found.items()}

    @cached_property
    def inputs(self) -> tuple[Field, ...]:
        """The fields that a case states, in the order of the dictionary."""
        return stated_fields(self.model)

    @cached_property
    def answers(self) -> tuple[DecisionTable, ...]:
        """The decisions that are answers, in the order in which they are told, folded ones last."""
        return tuple(self.model.decision[code] for code in (*self.model.answers, *self.model.folded))

    @cached_property
    def needs(self) -> Mapping[str, tuple[DecisionTable, ...]]:
        """Each decision and the decisions that it needs, in the model's order."""
        return {table.code: self.model.needed_by(table) for table in self.model.decisions}

    def rests_on(self, table: DecisionTable) -> frozenset[str]:
        """The codes of the fields that a decision looks at, with those from which they are computed."""
        return self.model.dependencies.behind(table.input_fields, tables=False)

    @cached_property
    def feeds(self) -> Mapping[str, tuple[DecisionTable, ...]]:
        """Each decision and the decisions that need it."""
        found: dict[str, list[DecisionTable]] = {table.code: [] for table in self.model.decisions}
        for table in self.model.decisions:
            for need in self.needs[table.code]:
                found[need.code].append(table)
        return {code: tuple(tables) for code, tables in found.items()}

    @cached_property
    def evaluated(self) -> Mapping[str, Evaluation]:
        """Each worked case and its evaluation; cases that count to today are left without that day."""
        deciding = remembering()
        return {case.id: evaluate(self.model, case.given, deciding=deciding) for case in self.model.cases}

    @cached_property
    def cases_of_rule(self) -> Mapping[tuple[str, str], tuple[Case, ...]]:
        """The worked cases in which each rule gives the answer."""
        found: dict[tuple[str, str], list[Case]] = {}
        for case in self.model.cases:
            for step in self.evaluated[case.id].steps:
                for rule in step.rules:
                    found.setdefault((step.decision, rule), []).append(case)
        return {key: tuple(cases) for key, cases in found.items()}

    @cached_property
    def cited_by(self) -> Mapping[str, tuple[tuple[DecisionTable, Rule], ...]]:
        """Each reference (statement, guidance, conflict) and the rules that cite it."""
        found: dict[str, list[tuple[DecisionTable, Rule]]] = {}
        for table in self.model.decisions:
            for rule in table.rows:
                for ref in dict.fromkeys(item.ref for item in rule.evidence if item.ref):
                    found.setdefault(ref, []).append((table, rule))
        return {ref: tuple(rules) for ref, rules in found.items()}

    @cached_property
    def explained(self) -> Mapping[str, str]:
        """Each ID that the site explains, and the address of the explanation.

        Rows are there by an ID that no other row has; a conflict comes before a row of its name, and that before one of
        Actions.
        """
        model = self.model
        ids = [(rule.id, table) for table in model.decisions for rule in table.rows]
        once = Counter(name for name, _ in ids)
        return {
            **{one.id: f"{addresses.ORDERS}#{addresses.action_anchor(one.id)}" for one in model.actions},
            **{name: f"{decision_path(t.code)}#{rule_anchor(name)}" for name, t in ids if once[name] == 1},
            **{rule.id: f"safety-rules.html#safety-{slug(rule.id)}" for rule in model.safety_rules},
            **{item.id: f"evidence.html#statement-{slug(item.id)}" for item in model.statements},
            **self.differences,
        }

    @cached_property
    def differences(self) -> Mapping[str, str]:
        """Each conflict and each entry of other guidance, and the address where it is explained."""
        return {
            **self.refs,
            **{entry.id: guidance_path(entry.id) for entry in self.model.other_guidance},
            **{conflict.id: conflict_path(conflict.id) for conflict in self.model.conflicts},
        }

    @cached_property
    def meanings(self) -> Meanings:
        return Meanings(self.model)

    @cached_property
    def signed(self) -> tuple[Signed, ...]:
        """How it stands with the sign-off of each rule, in the order of the tables."""
        return self.traced or tuple(standings(self.model, self.meanings))

    @cached_property
    def standings(self) -> Mapping[tuple[str, str], Signed]:
        """The same by the codes of decision and rule."""
        return {(signed.decision, signed.rule): signed for signed in self.signed}

    @cached_property
    def readings(self) -> Mapping[str, tuple[Effect, ...]]:
        """For each conflict, what each other reading would change; empty where that is left out."""
        if self.quick:
            return {}
        found = iter(self.begun.wait())
        return {c.id: tuple(next(found) for _ in c.what_if) for c in self.model.conflicts}

    @cached_property
    def begun(self) -> Beside:
        """Begins to find out what the other readings would change, so that it is done beside other work."""
        return self.beside or Beside(self.model)

    @cached_property
    def statement_ids(self) -> frozenset[str]:
        return frozenset(statement.id for statement in self.model.statements)

    def findings_about(self, decision: str) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.decision == decision)


# ---------------------------------------------------------------- addresses


def decision_path(code: str) -> str:
    return addresses.decision_address(code)


def conflict_path(conflict: str) -> str:
    return f"conflicts/{slug(conflict)}.html"


def guidance_path(entry: str) -> str:
    return f"other-guidance.html#{slug(entry)}"


def rule_anchor(rule: str) -> str:
    return addresses.rule_anchor(rule)


@cache
def to(here: str, path: str) -> str:
    """The address of a path of the site, seen from the page `here`."""
    file, _, anchor = path.partition("#")
    address = posixpath.relpath(file, posixpath.dirname(here) or ".") if file and file != here else ""
    return address + (f"#{anchor}" if anchor else "") or posixpath.basename(here)
