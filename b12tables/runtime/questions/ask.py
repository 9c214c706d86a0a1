"""Asking in the terminal, or anywhere else: one question after the other, only what can still change the
answer.
"""

from __future__ import annotations

from b12tables.runtime.explain.scores import answers_and_behind, score_codes, unstated_parts
from b12tables.runtime.fields import Choice, YesNo
from b12tables.runtime.possible import Possible
from b12tables.runtime.problems import Problem
from b12tables.runtime.questions.search import Search
from b12tables.runtime.questions.tables import TooMany

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from b12tables.runtime.fields import Field
    from b12tables.runtime.result import Result
    from b12tables.runtime.tableset import TableSet

STOP = frozenset({"stop", "quit", "exit"})
"""Answers that end the questions: the result is then of what was said until then."""

BACK = "back"
"""The answer that takes the one before it back."""

HOW = f'Answer with a number or a word. Empty line: not known. "{BACK}": the question before. "stop": that is all.'


def ask(
    table_set: TableSet,
    read: Callable[[str], str],
    write: Callable[[str], None],
    *,
    case: dict[str, object] | None = None,
    decisions: tuple[str, ...] = (),
    audience: str = "clinician",
    today: object = None,
) -> Result:
    """Asks until nothing that is left can change the answers of these decisions (of all that are answers where none
    is named).

    `read` gets a prompt and gives a line; an empty line or `unknown` says that the answer is not known.
    Raises KeyError for a decision that does not exist, `InvalidCase` where `case` is refused, and EOFError where
    `read` does.
    """
    known = {decision.code for decision in table_set.decisions}
    for decision in decisions:
        if decision not in known:
            raise KeyError(decision)
    wanted = decisions or answers_and_behind(table_set)
    scores = () if decisions else score_codes(table_set)
    answers: dict[str, object] = dict(case or {})
    asked: list[str] = []
    search = Search(table_set)
    write(HOW)
    while True:
        field = _next(Possible(table_set, answers, wanted, today, search), asked)
        field = field or next(unstated_parts(table_set, scores, answers), None)
        if field is None:
            break
        given = _asked(field, read, write, audience == "patient")
        if given is None:
            break
        if given == BACK:
            if asked:
                del answers[asked.pop()]
            continue
        answers[field.code] = given
        asked.append(field.code)
    result: Result = table_set.evaluate(answers, today)
    return result


def _next(possible: Possible, asked: list[str]) -> Field | None:
    """The best next question; where that would take too long to find, the next input that is open at all."""
    try:
        return possible.next_question()
    except TooMany:
        open_ = [name for name in possible.open if name not in asked]
        return possible._set.by_code[open_[0]] if open_ else None


def _asked(
    field: Field, read: Callable[[str], str], write: Callable[[str], None], patient: bool
) -> object | None:
    """Asks one question until the answer can be read; `BACK` as it is, None where the person wants to stop."""
    for line in question_lines(field, patient):
        write(line)
    while True:
        line = read("> ").strip()
        if line.lower() in STOP:
            return None
        if line.lower() == BACK:
            return BACK
        given = read_answer(field, line)
        value = field.read(given)
        if isinstance(value, Problem):
            write(value.message)
        elif value is None and not field.unknown:
            write(f"{field.label} must be known. {field.ask(patient)}")
        else:
            return given


def question_lines(field: Field, patient: bool = False) -> list[str]:
    """The question, and what can be answered, numbered where there is a choice."""
    lines = ["", field.ask(patient)]
    if isinstance(field, Choice):
        for number, (code, _, _) in enumerate(field.options, 1):
            lines.append(f"  {number}  {field.text(code, patient)}")
        if field.type == "choices":
            lines.append("  several numbers with commas, or none")
    elif isinstance(field, YesNo):
        lines.append("  yes or no")
    else:
        lines.append(f"  {field.accepted()[0]}")
    if field.unknown:
        lines.append("  (empty line: not known)")
    return lines


def read_answer(field: Field, line: str) -> object:
    """A typed line as a value that the field reads: numbers stand for the listed values, an empty line for
    unknown.
    """
    if not line:
        return "unknown"
    if isinstance(field, Choice):
        if field.type == "choices":
            if line.lower() in ("none", "unknown"):
                return [] if line.lower() == "none" else "unknown"
            return [_numbered(field, part.strip()) for part in line.split(",")]
        return _numbered(field, line)
    return {"y": "yes", "n": "no"}.get(line.lower(), line) if isinstance(field, YesNo) else line


def _numbered(field: Choice, word: str) -> str:
    if word.isdecimal() and 1 <= int(word) <= len(field.options) and word not in field.words:
        return field.options[int(word) - 1][0]
    return word
