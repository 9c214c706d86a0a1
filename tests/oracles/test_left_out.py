"""What is proved is what is answered, also where a case leaves out what only impossible combinations ask about."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from b12tables import proofcheck
from b12tables.compiler.checks import run_checks
from b12tables.compiler.compare import compare, region_words
from b12tables.compiler.model import Anything, Model, evaluate, values_after
from b12tables.compiler.proof.analysis import Analysis
from b12tables.compiler.proof.gap_parts import Part
from b12tables.compiler.proof.neighbours import Neighbours
from b12tables.compiler.proof.proof_file import prove
from b12tables.compiler.proof.safety_proof import verdicts
from b12tables.compiler.proof.written_proof import Prover
from tests.kit.cases import as_values
from tests.kit.tables import model_from_markdown
from tests.kit.written_sets import write_model
from tests.oracles.left_out import differences

TEXT = """
## Fields
- pregnant: yes/no
- sex: choice (female, male){unknown}
- advice: choice (go, stop)

## Impossible
| ID | Combination | Why |
|---|---|---|
| I1 | Pregnant: yes<br>Sex: male | w |
| I2 | Pregnant: yes<br>Sex: female | w |

## Safety rules
| ID | When | Must | Why |
|---|---|---|---|
| S1 | Sex: male | Advice: not(stop) | w |
| S2 | Pregnant: yes | Advice: not(stop) | w |

## Decision: T
- Hit policy: Unique

| | When | Then | Because |
|---|---|---|---|
| | Pregnant | Advice | Evidence |
| T1 | no | go | inference: x |
{row}
"""

STOP = "| T2 | yes | stop | inference: x |"


def made(unknown: str = "", row: str = STOP) -> Model:
    return model_from_markdown(TEXT.format(unknown=unknown, row=row))


def test_a_gap_that_only_who_leaves_it_out_comes_to_is_found() -> None:
    model = made(row="")
    findings, certificate = run_checks(model)
    (gap,) = [finding for finding in findings if finding.name == "gap"]
    assert "leaves out Sex" in gap.message
    assert gap.example == {"pregnant": True}
    assert evaluate(model, as_values(model, gap.example)).status == "no-rule"
    assert all("leaves out Sex" in line for line in certificate.assumed)
    # two who are not pregnant, and whoever does not say their sex
    assert certificate.possible_cases == "4"


def test_a_safety_rule_speaks_of_whom_it_names() -> None:
    found = {verdict.rule.id: verdict for verdict in verdicts(Analysis(made()))}
    # who is male says so, and then nobody is pregnant; who leaves it out is told to stop
    assert (found["S1"].outcome, found["S2"].outcome) == ("proved", "broken")
    assert found["S2"].case == {"pregnant": True}


def test_every_case_stated_and_none_possible_is_told_as_before() -> None:
    model = made()
    nobody = tuple(replace(one, tests=one.tests[1:]) for one in model.impossible)
    (told,) = [one for one in run_checks(replace(model, impossible=nobody))[0] if one.rules == ("I1", "I2")]
    assert told.name == "contradicting-impossible"
    # who does not say their sex is still answered, and that is said
    assert "exclude every case that does not leave out Sex" in told.message
    everybody = (
        *nobody,
        replace(nobody[0], id="I3", tests=(replace(nobody[0].tests[0], field="pregnant", test=Anything()),)),
    )
    (told,) = [
        one
        for one in run_checks(replace(model, impossible=everybody))[0]
        if one.name == "contradicting-impossible"
    ]
    assert told.message == "the impossible combinations together exclude every case"


def test_a_safety_rule_about_entries_alone_names_no_rules_on_the_way() -> None:
    text = TEXT.format(unknown="", row=STOP).replace("Advice: not(stop)", "Pregnant: yes", 1)
    (told,) = [one for one in run_checks(model_from_markdown(text))[0] if one.rules == ("S1",)]
    assert told.message.endswith("no rule has a part in it: it speaks of entries alone")
    assert not any("on the way" in line for line in (*told.message.splitlines(), *told.help))


def test_versions_that_differ_for_who_leaves_it_out_are_not_the_same() -> None:
    old, new = made(), made(row=STOP.replace("stop", "go"))
    told = compare(old, new)
    assert not told.identical and [change.example for change in told.changes] == [{"pregnant": True}]
    # who says their sex is refused by both, and who does not by one alone
    (combination,) = [one for one in old.impossible if one.id == "I1"]
    nobody = replace(combination, id="I3", tests=combination.tests[:1])
    told = compare(old, replace(old, impossible=(*old.impossible, nobody)))
    (change,) = told.changes
    assert (change.kind, change.example) == ("no longer accepted", {"pregnant": True})
    assert [region_words(told, masks) for masks in change.masks] == ["Pregnant: yes; Sex: left out"]
    assert not told.same_answers and told.identical_where_both_accept == ("t",)


def test_a_proof_rests_on_no_combination_of_what_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = made(row="")
    folder = write_model(model, tmp_path)
    proof = prove(model)
    assert proof["left_out"]["t"] == "somebody is left without an answer"
    # the rule holds of all whom the table answers; of the others the gap would have to leave nobody
    assert "S1" in proof["left_out"]
    assert list(proofcheck.Check(proof, folder).run())
    # a proof as it was written when these were taken as stated
    monkeypatch.setattr(Prover, "_assumed", property(lambda self: self.model.impossible))
    monkeypatch.setattr(Analysis, "gaps", lambda self, ts: Part((), True))
    proof = prove(model)
    assert "t" in proof["tables"]
    with pytest.raises(proofcheck.Refused):
        list(proofcheck.Check(proof, folder).run())


@pytest.mark.parametrize("seed", [23, 29, 2055, 3045, 3107])
def test_what_is_answered_is_what_is_proved(seed: int) -> None:
    assert not differences(seed)


BEYOND = """
## Fields
- a: whole number, 0..2
- p: whole number, 0..2
- s: whole number, 0..1, unknown, computed p + a
- advice: choice (go, stop)

## Safety rules
| ID | When | Must | Why |
|---|---|---|---|
| S1 | A: 2 | Advice: stop | w |

## Decision: D
| | When | Then | Because |
|---|---|---|---|
| | A | P | Evidence |
| D1 | - | 0 | inference: x |

## Decision: T
| | When | Then | Because |
|---|---|---|---|
| | A | Advice | Evidence |
| T1 | - | go | inference: x |
"""


def test_a_case_that_breaks_a_rule_out_of_a_range_is_told_as_one() -> None:
    model = model_from_markdown(BEYOND)
    (told,) = [one for one in run_checks(model)[0] if one.rules == ("S1",)]
    assert told.example == {"a": 2} and evaluate(model, as_values(model, {"a": 2})).status == "invalid-input"
    assert "as it stands the case is refused, because S leaves its range" in told.message


def test_a_patient_who_differs_in_an_entry_leaves_out_what_the_other_does() -> None:
    fields = "- sum: whole number, 0..9, unknown, computed a + b\n- a: whole number, 0..4\n- b: whole number, 0..4\n"
    text = TEXT.format(unknown="", row=STOP).replace("- advice", f"{fields}- advice")
    model = model_from_markdown(text.replace("Pregnant: yes<br>Sex: male", "Pregnant: yes<br>Sum: unknown"))
    case = {"pregnant": False}
    values = values_after(case, evaluate(model, case))
    found = Neighbours(model).of(case, values).with_entries({"pregnant": True})
    assert found == {"pregnant": True, "advice": "stop"}
