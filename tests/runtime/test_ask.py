"""One question after the other: only what still matters, in the person's words, and soon enough for one who waits."""

from __future__ import annotations

import json
import time
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner

from b12tables.cli.main import cli
from b12tables.compiler.model import evaluate, values_after
from b12tables.runtime.explain.page import is_answer
from b12tables.runtime.questions.ask import BACK, ask, read_answer
from b12tables.runtime.questions.tables import TooMany
from tests.kit.cases import as_values
from tests.kit.packages import given_json, iron_package, package_from, random_case, real_model, real_package
from tests.kit.patience import slowness


class Terminal:
    """Answers questions by what they ask for; keeps what was written."""

    def __init__(self, answers: dict[str, str]) -> None:
        self.answers, self.written, self.asked = answers, [""], []

    def write(self, line: str) -> None:
        self.written.append(line)

    def read(self, prompt: str) -> str:
        question = next(text for text in reversed(self.written) if text.endswith("?"))
        self.asked.append(question)
        return self.answers.get(question, "")


def test_only_what_matters_is_asked_and_the_answer_is_that_of_evaluate() -> None:
    package = iron_package()
    terminal = Terminal(
        {
            "Latest ferritin, with its unit?": "200 ug/L",
            "Is the CRP raised?": "n",
            "Latest haemoglobin?": "120",
        }
    )
    result = ask(package.SET, terminal.read, terminal.write, decisions=("treatment",))
    assert result.treatment.route == "no_iron"
    assert "Are iron tablets tolerated?" not in terminal.asked, "it no longer matters"
    assert len(terminal.asked) == len(set(terminal.asked))


def test_an_answer_that_cannot_be_read_is_asked_again_in_words() -> None:
    package = iron_package()
    lines = iter(["200", "nonsense", "200 ug/L", "", "120", "stop"])
    written: list[str] = []
    result = ask(
        package.SET, lambda _: next(lines), written.append, decisions=("stores_class",), audience="patient"
    )
    assert any("could be in any of these units" in line for line in written)
    assert "Your ferritin result" in written and result.inputs["ferritin"] == 200


def test_numbers_stand_for_listed_values_and_stop_ends_it() -> None:
    package = iron_package()
    lines = iter(["2, 3", "stop"])
    seen: list[str] = []
    result = ask(
        package.SET,
        lambda _: next(lines),
        seen.append,
        case={"haemoglobin": 100, "bleeding": "bowel"},
        decisions=("advice",),
    )
    assert any(line.startswith("  1  ") for line in seen)
    assert result.status == "ok" and result.inputs["medicines"] in (frozenset({"aspirin", "calcium"}), None)
    with pytest.raises(KeyError):
        ask(package.SET, lambda _: "", seen.append, decisions=("bananas",))


CALLED_OTHERWISE = """
## Dictionary
| Field | Label | Type | Unknown |
|---|---|---|---|
| stage | Stage | choice | no |
| act | Act | choice | no |
| tags | Tags | choices | no |
| o | O | choice | no |

## Values
| Field | Value | Label | Patient wording |
|---|---|---|---|
| stage | s0 | 0 | |
| stage | s1 | 1 | |
| stage | s2 | 2 | |
| act | stop | Stop | 2 |
| act | back | Back | 1 |
| tags | none | None | |
| tags | u | U | |
| o | a | A | |
| o | b | B | |

## Decision table: O
- Code: o_d

| | When | | | Then | Because |
|---|---|---|---|---|---|
| Rule | Stage | Act | Tags | O | Evidence |
| R1 | "0" | stop | includes none | a | inference: x |
| Otherwise | | | | b | inference: x |
"""


def test_a_value_that_is_called_by_a_number_or_a_command_is_that_value() -> None:
    """Where *1* is a value, the list beside it has no numbers; where *stop* is one, it does not end the questions."""
    package = package_from(CALLED_OTHERWISE)
    terminal = Terminal({"Stage?": "0", "Act?": "stop", "Tags?": "None"})
    result = ask(package.SET, terminal.read, terminal.write)
    assert terminal.asked == ["Stage?", "Act?", "Tags?"] and result.o_d.o == "a"
    assert {"  0", "  1", "  2", "  Stop", "  Back", "  1  None"} <= set(terminal.written)
    fields = package.SET.by_code
    assert fields["stage"].read(read_answer(fields["stage"], "1")) == "s1"
    assert fields["tags"].read(read_answer(fields["tags"], "2, 1")) == {"u", "none"}
    # of what patients are asked their own words are the values
    assert fields["act"].read(read_answer(fields["act"], "1")) == "back"


def test_back_takes_the_answer_before_back() -> None:
    package = iron_package()
    lines = iter(["100", BACK, BACK, "120", "stop"])
    written: list[str] = []
    result = ask(package.SET, lambda _: next(lines), written.append, decisions=("treatment",))
    questions = [line for line in written if line.endswith("?")]
    assert questions[0] == "Latest haemoglobin?" == questions[2] == questions[3] != questions[1]
    assert result.inputs["haemoglobin"] == 120


def test_every_typed_form_of_an_answer_is_read() -> None:
    fields = iron_package().SET.by_code
    for code, typed, value in (
        ("tolerates", "Y", True), ("tolerates", "no", False), ("tolerates", "", None),
        ("medicines", "none", frozenset()), ("medicines", "unknown", None), ("ferritin", "12 ug/L", 12),
    ):  # fmt: skip
        assert fields[code].read(read_answer(fields[code], typed)) == value


class Patient:
    """Answers each question by what a case states; what it does not state is not known."""

    def __init__(self, package: Any, case: dict[str, object]) -> None:
        self.case = case
        self.by_question = {field.ask(): field for field in package.SET.inputs.values()}
        self.last: Any = None
        self.asked: list[str] = []
        self.since = time.process_time()
        self.longest = 0.0

    def write(self, line: str) -> None:
        self.last = self.by_question.get(line, self.last)

    def read(self, _: str) -> str:
        self.longest = max(self.longest, time.process_time() - self.since)
        self.asked.append(self.last.code)
        self.since = time.process_time()
        value = self.case.get(self.last.code)
        if isinstance(value, bool):
            return "yes" if value else "no"
        return "" if value is None else str(value)


def _computed(case: dict[str, object]) -> dict[str, object]:
    """What follows from a case in numbers: whoever is asked for it knows it."""
    model = real_model()
    given = as_values(model, case)
    seen = values_after(given, evaluate(model, given))
    return {
        name: str(value)
        for name, value in seen.items()
        if model.fields[name].computed and isinstance(value, Fraction)
    }


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_the_whole_of_the_real_tables(seed: int) -> None:
    """All final answers are those of the whole case, though only a part of it was asked for, and nobody waits long."""
    package, rng = real_package(), Random(seed)
    while True:
        case = given_json(real_model(), random_case(real_model(), rng, 0.9))
        case = {name: value for name, value in case.items() if value != "unknown"}
        if package.evaluate(case).status == "ok":
            break
    patient = Patient(package, {**_computed(case), **case})
    result = ask(package.SET, patient.read, patient.write)
    assert len(patient.asked) == len(set(patient.asked)) < len(package.SET.inputs)
    whole = package.evaluate(case)
    for decision in package.SET.decisions:
        # computed fields follow from their parts in the whole case, and are asked for themselves here
        if is_answer(package.SET, decision) and not {"date_of_birth", "last_check_date"} & case.keys():
            assert result.outputs[decision.code] == whole.outputs[decision.code], decision.code
    assert patient.longest / slowness() < 5, "seconds of an ordinary processor for one question"


def test_where_the_best_question_takes_too_long_the_next_open_one_is_asked(monkeypatch: Any) -> None:
    package = iron_package()

    def never(_: Any) -> Any:
        raise TooMany

    monkeypatch.setattr("b12tables.runtime.possible.Possible.next_question", never)
    seen: list[str] = []
    result = ask(
        package.SET, lambda _: "", seen.append, decisions=("stores_class",), case={"haemoglobin": 100}
    )
    assert result.status == "ok" and any(line.endswith("?") for line in seen)


# ---------------------------------------------------------------- the command


def run(*arguments: object, input: str) -> Any:
    return CliRunner().invoke(cli, [str(a) for a in arguments], input=input, catch_exceptions=False)


@pytest.mark.slow
def test_the_command_asks_and_explains(tmp_path: Path) -> None:
    known = tmp_path / "case.json"
    known.write_text(json.dumps({"cause": "pernicious_anaemia"}))
    done = run("ask", "tables", "--case", known, "--decision", "duration", input="")
    assert done.exit_code == 0 and "treatment for life" in " ".join(done.output.split())
    assert "What is the main cause" not in done.output
    done = run("ask", "tables", "--decision", "b12_band", "--audience", "patient", input="453\n453 pmol/L\n")
    field = real_model().fields["b12"]
    assert field.patient in done.output and "could be in any of these units" in done.output
    assert "WHAT THE RULES SAY FOR YOU" in done.output


@pytest.mark.slow
def test_the_command_ends_where_the_input_ends() -> None:
    done = run("ask", "tables", input="")
    assert done.exit_code == 0 and "NEXT CHECK" in done.output and "WHY" not in done.output
    assert "WHY" in run("ask", "tables", "--detail", "full", "--decision", "b12_band", input="stop\n").output


@pytest.mark.slow
def test_a_wrong_call_is_told_in_a_sentence(tmp_path: Path) -> None:
    done = run("ask", "tables", "--decision", "bananas", input="")
    assert done.exit_code == 2 and "there is no decision bananas" in done.output
    known = tmp_path / "case.json"
    known.write_text(json.dumps({"b12": 453}))
    done = run("ask", "tables", "--case", known, input="")
    assert done.exit_code == 1 and "NO ANSWER" in done.output and "units" in done.output
