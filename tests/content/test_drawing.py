"""What the drawing of the decisions promises beyond the single rules: what a regimen can depend on at all."""

from __future__ import annotations

from tests.kit.packages import real_model

LABORATORY = {"b12", "mma", "hcy"}
REGIMEN = {"cause_interval", "escalation", "regimen", "regimen_detail", "interval_relation", "treatment_change",
           "regimen_action"}  # fmt: skip


def behind(decision: str, gates: frozenset[str]) -> set[str]:
    """Every input that the decision depends on, looking through all fields but the gates."""
    model = real_model()
    inputs, left = set[str](), list(model.decision[decision].input_fields)
    seen = set(left)
    while left:
        name = left.pop()
        if name in gates:
            continue
        if name in model.produced_by:
            parts = model.produced_by[name].input_fields
        else:
            inputs.add(name)
            continue
        left += [part for part in parts if part not in seen]
        seen.update(parts)
    return inputs


def test_results_reach_a_regimen_only_through_the_response_tablets_and_contradictions() -> None:
    """The second half of INV-16: the first half, that laboratory responses change no interval, is proved."""
    gates = frozenset({"response_class", "oral_option", "case_ok"})
    assert all(not behind(decision, gates) & LABORATORY for decision in REGIMEN)


def test_each_of_the_three_ways_is_needed() -> None:
    for gate in ("response_class", "oral_option", "case_ok"):
        others = frozenset({"response_class", "oral_option", "case_ok"} - {gate})
        assert behind("regimen", others) & LABORATORY, gate


def test_homocysteine_is_read_where_it_says_something_and_nowhere_else() -> None:
    """It changes no interval: the first test shows that it reaches a regimen through response and tablets only."""
    model = real_model()
    readers = {table.code for table in model.decisions if "hcy_band" in table.input_fields}
    assert readers == {"lab_reading", "response_class", "repleted", "tests", "information_needed", "warnings"}
