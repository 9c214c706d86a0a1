"""A dose that is not what its figures say is told, for exactly the sets in which some patient gets such a dose."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from random import Random

import pytest

from b12tables.compiler.checks import odd_dose, run_checks
from b12tables.compiler.model import Model, evaluate
from b12tables.compiler.model.evaluate import scores_after, values_after
from b12tables.compiler.proof.analysis import Analysis
from b12tables.runtime.words import UNKNOWN
from tests.kit.tables import model_from_markdown

SET = """
## Dictionary
| Field | Label | Type | Minimum | Maximum | Unit | Unknown | Step | Computed |
|---|---|---|---|---|---|---|---|---|
| severe | Severe | yes/no | | | | yes | | |
| weight | Weight | number | {low} | {high} | kg | {weighed} | {step} | |
| rate | Rate | number | 0 | 50 | mg/kg | yes | | |
| dose | Dose | number | 0 | | mg | yes | | {dose} |

## Decision: Dose rate
| | When | Then |
|---|---|---|
| Rule | Severe | Rate |
| R1 | no | {rates[0]} |
| R2 | yes | {rates[1]} |
| R3 | unknown | none |

## Impossible
| ID | Combination | Why |
|---|---|---|
| I1 | Severe: yes<br>Weight: < {never} | w |
"""

SAID = {
    "is rounded to nothing": "lost",
    "is rounded up to half as much again": "raised",
    "can be 0 kg": "no weight",
    "is made of nothing": "no rate",
    "write at least": "least between",
    "write at most": "most between",
    "for every patient, whatever": "same",
}


def random_text(random: Random) -> str:
    step = random.choice([None, None, 10, 25, 50])
    least, most = sorted(random.sample([5, 10, 20, 25, 40, 50, 75, 100, 400], 2))
    rate = random.choice(["rate", "rate", "rate", "7.5 mg/kg"])
    return SET.format(
        low=random.choice(["0", "> 0", "1", "2"]), high=random.choice(["4", "6", "< 10"]),
        weighed=random.choice(["", "yes"]), step=random.choice(["", "1"]),
        dose=f"{rate} * weight" + (f", rounded to {step} mg" if step else "")
        + random.choice(["", f", at least {least} mg"]) + random.choice(["", f", at most {most} mg"]),
        rates=[random.choice(["0", "2.5", "8", "20", "none"]) for _ in range(2)], never=random.choice([3, 4]),
    )  # fmt: skip


def patients(model: Model) -> Iterator[tuple[Fraction, Fraction, Fraction]]:
    """Rate, weight and dose of patients at, and beside, each weight at which something may begin."""
    weight, computed = model.fields["weight"], model.fields["dose"].computed
    assert computed is not None and weight.low is not None and weight.high is not None
    step = computed.rounded or Fraction(1)
    lines = [step / 2, step * 2 / 3, step, *filter(None, computed.bounds)]
    rates = [Fraction(rate) for rate in (2.5, 7.5, 8, 20)]
    near = {line / rate for line in lines for rate in rates} | set(map(Fraction, range(11)))
    if weight.step is None:
        near |= {one + beside for one in near for beside in (Fraction(-1, 10**6), Fraction(1, 10**6))}
    else:
        near = {one for one in near if one.denominator == 1}
    for severe in (True, False):
        for one in sorted(near):
            evaluation = evaluate(model, {"severe": severe, "weight": one})
            if evaluation.status != "ok":
                continue
            values = values_after({}, evaluation) | scores_after(model, {"weight": one}, evaluation, None)
            rate = values["rate"] if "rate" in computed.parts else Fraction(15, 2)
            if rate != UNKNOWN:
                yield rate, one, values["dose"]  # type: ignore[misc]


def surprises(model: Model) -> set[str]:
    """What is odd, patient by patient."""
    computed = model.fields["dose"].computed
    assert computed is not None
    step, least, most = computed.bounds
    by_table, asked = "rate" in computed.parts, [*patients(model)]
    found = set()
    for rate, weight, dose in asked:
        made = rate * weight
        if made > 0 and dose == 0:
            found.add("lost")
        if step and 0 < made * Fraction(3, 2) <= step == dose and not (least and least >= step):
            found.add("raised")
        if weight == 0 and rate > 0:
            found.add("no weight")
        if by_table and rate == 0 and least:
            found.add("no rate")
        for bound, word in ((least, "least"), (most, "most")):
            if step and dose == bound and dose % step:
                found.add(f"{word} between")
    for bound, beyond in ((least, lambda n, b: n < b), (most, lambda n, b: n > b)):
        some = any(beyond(rate * weight, bound) for rate, weight, _ in asked) if bound is not None else False
        if some and all(dose == bound for _, _, dose in asked):
            found.add("same")
    # one of the two is enough for one mend
    return found - {"raised"} if "lost" in found else found


@pytest.mark.parametrize("seed", range(16))
def test_it_is_told_where_somebody_gets_such_a_dose(seed: int) -> None:
    model = model_from_markdown(random_text(Random(seed)))
    analysis = Analysis(model)
    findings = [*odd_dose.check(analysis)]
    told = [word for one in findings for text, word in SAID.items() if text in one.message + one.help[0]]
    assert not analysis.unfinished and len(told) == len(findings) == len(set(told))
    assert set(told) == surprises(model)
    for finding in findings:
        assert finding.example is not None and finding.help and finding.places


def test_it_speaks_of_a_patient_and_names_cell_and_edit() -> None:
    text = SET.format(
        low="2", high="120", weighed="", step="", dose="rate * weight, rounded to 50 mg, at most 1 g",
        rates=["7.5", "15"], never=3,
    )  # fmt: skip
    (finding,) = [f for f in run_checks(model_from_markdown(text))[0] if f.name == "odd-dose"]
    assert finding.message.startswith(
        "Dose is rounded to nothing for some patients: here its figures make 15 mg"
    )
    assert finding.message.endswith(
        "which become 0 mg\nit is computed: rate * weight, rounded to 50 mg, at most 1 g"
    )
    assert str(finding.places[0]).endswith("Dictionary · A7")
    assert "at least 50 mg" in finding.help[1]
