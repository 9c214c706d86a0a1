"""What is proved of a set is what is answered, inputs left out: `python -m tests.oracles.left_out COUNT [SEED]`.

The sets (`tests.kit.tied_sets`) have impossible combinations and safety rules over inputs that no table looks at, and
over what is computed from them; every way to state a case, each input left out too, goes through the reference
evaluator. No gap, no contradiction, no broken safety rule of an answered case may be beyond what was proved; what is
found has to be so; and where two versions are called the same, they answer each of these cases alike. Exit 1 where one
set differs.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from b12tables import proofcheck
from b12tables.cli.proof import read_by_checker
from b12tables.compiler.checks import run_checks
from b12tables.compiler.compare import Change, Comparison, compare, field_of
from b12tables.compiler.model import (
    Evaluation,
    Finding,
    Model,
    Value,
    compared,
    evaluate,
    passes,
    values_after,
)
from b12tables.compiler.model.evaluate import Stuck, _value
from b12tables.compiler.proof.analysis import Analysis
from b12tables.compiler.proof.proof_file import prove
from b12tables.compiler.proof.safety_proof import verdicts
from tests.kit.cases import as_value, as_values
from tests.kit.many_seeds import differing
from tests.kit.tables import model_from_markdown
from tests.kit.tied_sets import Tied
from tests.kit.written_sets import write_model

Stated = dict[str, Value]

OTHERWISE = ("missing-input", "out-of-range", "contradiction")
"""Problems of a case that no impossible combination makes."""


class Beside(Tied):
    """A set with many combinations, most of them over what no table looks at, and with safety rules."""

    def _impossible(self) -> str:
        chance = self.chance
        asked = [name for name in self.tests if name not in ("s", "u")]
        rows = []
        for n in range(chance.choice([1, 2, 2, 3, 4])):
            names = chance.sample(asked, min(len(asked), chance.choice([1, 2, 2, 2, 3])))
            rows.append(f"| I{n} | {self._lines(names)} | w |")
            if chance.random() < 0.4:
                # the same of a value and of all others: nobody is left but who leaves it out
                name, test = names[0], chance.choice(self.tests[names[0]])
                rest = self._lines(names[1:])
                for more, line in enumerate((test, f"not({test})")):
                    also = f"<br>{rest}" if rest else ""
                    rows.append(f"| I{n}{more} | {name.capitalize()}: {line}{also} | w |")
        head = ["", "## Impossible", "| ID | Combination | Why |", "|----|----|----|"]
        return "\n".join([*head, *rows, self._safety()])

    def _safety(self) -> str:
        chance = self.chance
        rows = []
        results = [name for name in self.fields if name in ("ot", "ol")]
        for n in range(2):
            when = self._lines(chance.sample(list(self.tests), chance.choice([0, 1, 1, 2])))
            name = chance.choice([*results, *results, *self.tests])
            test = chance.choice(self.tests[name] if name in self.tests else [f"not({r})" for r in "pqr"])
            if name in results and "Collect" in self.fields[name]:
                continue
            rows.append(f"| S{n} | {when} | {name.capitalize()}: {test} | w |")
        return "\n".join(
            ["", "## Safety rules", "| ID | When | Must | Why |", "|---|---|---|---|", *rows, ""]
        )

    def _lines(self, names: list[str]) -> str:
        return "<br>".join(f"{name.capitalize()}: {self.chance.choice(self.tests[name])}" for name in names)


def differences(seed: int, proof: bool = False) -> list[str]:
    """What is proved beyond what is answered, or told of nobody; nothing for a set that is none."""
    chance = Random(seed)
    tied = Beside(chance)
    try:
        model = model_from_markdown(tied.text)
    except AssertionError:  # a cell asks for what its field cannot have
        return []
    cases = [
        {name: as_value(model.fields[name], value) for name, value in case.items()} for case in tied.every()
    ]
    told = [(case, evaluate(model, case)) for case in cases]
    answered = [(case, found) for case, found in told if found.status in ("ok", "no-rule")]
    found = [*_beyond(model, answered)]
    # where no case is answered at all, that is what is said, and no example can be one
    for finding in run_checks(model)[0] if answered else ():
        found += _of_nobody(model, finding)
    found += _versions(model, _changed(chance, model), cases)
    if proof:
        found += _refused(model)
    return found


def _beyond(model: Model, answered: list[tuple[Stated, Evaluation]]) -> Iterator[str]:
    """What the reference makes of an answered case, and the proof says of nobody."""
    analysis = Analysis(model)
    seen: dict[str, set[tuple[int, ...]]] = defaultdict(set)
    silent: dict[str, Stated] = {}
    for case, found in answered:
        for step in found.steps:
            ts = analysis.space.tables[step.decision]
            seen[step.decision].add(tuple(ts.axes[n].value_mask(step.inputs[n]) for n in ts.fields))
        for trouble in found.problems:
            silent.setdefault(trouble.about, case)
    for code, ts in analysis.space.tables.items():
        boxes = analysis.reach.part(ts, [ts.grid.full])
        for cell in seen[code]:
            if not any(all(one & other for one, other in zip(cell, box, strict=True)) for box in boxes):
                yield f"{code} sees {cell}, and {boxes} can arise"
        if code in silent:
            clash = any(analysis.arises(ts, box) for box in ts.clash_boxes(analysis.budget))
            if not clash and not (ts.needs_cover and analysis.gaps(ts).boxes):
                yield f"{code} has no answer for {silent[code]}, and is proved"
    for verdict in verdicts(analysis):
        broken = [case for case, found in answered if _breaks(model, verdict.rule.id, case, found)]
        if broken and verdict.outcome in ("proved", "vacuous"):
            yield f"{verdict.rule.id} is {verdict.outcome}, and {broken[0]} breaks it"
        refused = verdict.case is not None and evaluate(model, verdict.case).problems
        # that the case leaves a range is said with it
        beyond = refused and any(one.name == "out-of-range" for one in refused)
        if verdict.outcome == "broken" and not broken and not beyond:
            yield f"{verdict.rule.id} is broken by {verdict.case}, and by no case"


def _breaks(model: Model, name: str, case: Stated, found: Evaluation) -> bool:
    rule = next(rule for rule in model.safety_rules if rule.id == name)
    values = _values(model, case, found)
    if not all(line.field in values and passes(line.test, values[line.field]) for line in rule.when):
        return False
    return any(line.field in values and not passes(line.test, values[line.field]) for line in rule.must)


def _values(model: Model, case: Stated, found: Evaluation) -> Stated:
    """All that the fields hold, also those that no table looks at; nothing of what is left out."""
    values = values_after({}, found)
    for name in model.fields:
        with suppress(Stuck):
            _value(model, name, case, values, None)
    return values


def _of_nobody(model: Model, finding: Finding) -> Iterator[str]:
    """A finding about a patient whom `evaluate` refuses for another reason."""
    if finding.example is None:
        return
    found = evaluate(model, as_values(model, finding.example))
    # that a score leaves its range is a finding of its own
    refused = [one for one in found.problems if one.name in ("impossible", "contradiction", "missing-input")]
    if refused:
        yield f"{finding.name} {finding.rules}: {finding.example} is refused: {refused}"


def _changed(chance: Random, model: Model) -> Model:
    """The set without a combination, or with a rule that is gone or gives something else."""
    if chance.random() < 0.4:
        away = chance.choice(model.impossible)
        return replace(model, impossible=tuple(one for one in model.impossible if one is not away))
    table = chance.choice([table for table in model.decisions if table.code != "d"])
    rule, other = chance.choice(table.rules), chance.choice(table.rules)
    given = [replace(one, results=other.results) if one is rule else one for one in table.rules]
    left = [one for one in table.rules if one is not rule]
    rules = tuple(left if chance.random() < 0.3 else given)
    changed = replace(table, rules=rules)
    return replace(model, decisions=tuple(changed if one is table else one for one in model.decisions))


def _versions(old: Model, new: Model, cases: list[Stated]) -> Iterator[str]:
    """Where two versions are told to be the same, and a case shows that they are not."""
    told = compare(old, new)
    if told.unfinished:
        return
    same = {*told.identical, *told.identical_where_both_accept}
    accepting = [change for change in told.changes if not change.decision]
    for case in cases:
        results = [evaluate(model, case) for model in (old, new)]
        # that a score leaves its range is said of the decision that gives its parts, that a range counts in a note
        beyond = {one.about for found in results for one in found.problems if one.name == "out-of-range"}
        if beyond & {*old.scores, *(note.about for note in told.notes)}:
            continue
        # whatever else refuses it: a part that is missing, or what follows and cannot be, both versions refuse
        if all(any(one.name in OTHERWISE for one in found.problems) for found in results):
            continue
        refused = [found.status in ("invalid-input", "missing-input") for found in results]
        kinds = [
            change.kind for change in accepting if _lies_in(told, change, _values(new, case, results[1]))
        ]
        kind = "no longer accepted" if refused[1] else "newly accepted"
        if kinds != ([kind] if refused[0] != refused[1] else []):
            yield f"{case} is {kinds}, and {kind}: {[found.problems for found in results]}"
            return
        if any(refused):
            continue
        for code in same:
            answers = [found.outputs.get(code) for found in results]
            if compared(answers[0]) != compared(answers[1]):
                yield f"{code} is the same, and {case} differs: {answers}"
                return


def _lies_in(told: Comparison, change: Change, values: Stated) -> bool:
    """Whether all that a case holds lies in the region of a change of what is accepted."""

    def fits(name: str, mask: int) -> bool:
        code, axis = field_of(name), told.axes[name]
        if name != code:
            return bool(axis.value_mask(code in values) & mask)
        return code in values and bool(axis.value_mask(values[code]) & mask)

    return any(all(fits(*one) for one in masks.items()) for masks in change.masks)


def _refused(model: Model) -> Iterator[str]:
    """A proof that its checker does not accept."""
    with TemporaryDirectory() as folder:
        write_model(model, Path(folder))
        try:
            proof = prove(model, None, None, partial(read_by_checker, Path(folder)))
            list(proofcheck.Check(proof, Path(folder)).run())
        except Exception as why:  # whatever it stumbles over refuses the proof
            yield f"the proof is refused: {why!r}"


def main(count: int, first: int = 0) -> int:
    """How many of the sets differ."""
    return differing(partial(differences, proof=True), count, first)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])) > 0)
