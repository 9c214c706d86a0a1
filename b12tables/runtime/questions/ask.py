"""Asking in the terminal, or anywhere else: one question after the other, only what can still change the
answer.
"""

from __future__ import annotations

from b12tables.runtime.explain.influence import Weighed
from b12tables.runtime.explain.scores import answers_and_behind
from b12tables.runtime.explain.telling import Telling
from b12tables.runtime.fields import Choice, YesNo
from b12tables.runtime.language import speaking, t, wording
from b12tables.runtime.possible import Possible
from b12tables.runtime.problems import Problem
from b12tables.runtime.questions.search import Search
from b12tables.runtime.questions.tables import TooMany
from b12tables.runtime.refusals import no_decision
from b12tables.runtime.words import fold

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

SETTLED = wording(
    "What stands first of the answer is settled, unless what is still entered contradicts it. What is asked now can "
    "change the rest: tests, further warnings, where the sources differ."
)
"""Said once between the questions that can change the headline or a critical warning, and all others."""

HOW = wording(
    'Answer with a number or a word. Empty line: not known. "{back}": the question before. "stop": that is all.'
)


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
            raise no_decision(table_set, decision)
    with speaking(table_set.language):
        return _all_asked(table_set, read, write, dict(case or {}), decisions, audience, today)


def _all_asked(
    table_set: TableSet,
    read: Callable[[str], str],
    write: Callable[[str], None],
    answers: dict[str, object],
    decisions: tuple[str, ...],
    audience: str,
    today: object,
) -> Result:
    asked: list[str] = []
    next_ = NextQuestion(table_set, decisions, today)
    write(t(HOW, back=BACK))
    first = not decisions
    while True:
        field, in_first = next_.field(answers, asked)
        if field is None:
            break
        if first and not in_first:
            write(t(SETTLED))
        first = in_first
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


class NextQuestion:
    """What is asked next: first what can change what stands first of an answer, then what can change the rest."""

    def __init__(self, table_set: TableSet, decisions: tuple[str, ...], today: object) -> None:
        self._set, self._decisions, self._today = table_set, decisions, today
        self._search = Search(table_set)
        self._weighed = Weighed(Telling(table_set))

    def field(self, answers: dict[str, object], asked: list[str]) -> tuple[Field | None, bool]:
        """The next question, and whether it can change what stands first; None: nothing is left to ask."""
        if self._decisions:
            return _best(self._possible(answers, self._decisions), asked), True
        needed = self._needed(answers)
        if needed is not None:
            return needed, True
        counted = self._weighed.decisions
        if counted:
            first = _best(self._possible(answers, counted, self._weighed), asked)
            if first is not None:
                return first, True
        return _best(self._possible(answers, answers_and_behind(self._set)), asked), not counted

    def _needed(self, answers: dict[str, object]) -> Field | None:
        """What must be stated and is not: without it there is no whole answer, whatever it is."""
        result: Result = self._set.evaluate(answers, self._today)
        missing = {problem.field for problem in result.problems if problem.name == "missing-input"}
        return next((field for name, field in self._set.inputs.items() if name in missing), None)

    def _possible(
        self, answers: dict[str, object], decisions: tuple[str, ...], counted: Weighed | None = None
    ) -> Possible:
        return Possible(self._set, answers, decisions, self._today, self._search, counted)


def _best(possible: Possible, asked: list[str]) -> Field | None:
    """The best next question; where that would take too long to find, the next input that is open at all."""
    try:
        return possible.next_question()
    except TooMany:
        open_ = [name for name in possible.open if name not in asked]
        return possible._set.by_code[open_[0]] if open_ else next(possible._lacking(), None)


def _asked(
    field: Field, read: Callable[[str], str], write: Callable[[str], None], patient: bool
) -> object | None:
    """Asks one question until the answer can be read; `BACK` as it is, None where the person wants to stop."""
    for line in question_lines(field, patient):
        write(line)
    while True:
        line = read("> ").strip()
        if not _is_value(field, line):
            if line.lower() in STOP:
                return None
            if line.lower() == BACK:
                return BACK
        given = read_answer(field, line)
        value = field.read(given)
        if isinstance(value, Problem):
            write(value.message)
        elif value is None and not field.unknown:
            write(f"{t('{field} must be known.', field=field.label)} {field.ask(patient)}")
        else:
            return given


def question_lines(field: Field, patient: bool = False) -> list[str]:
    """The question, and what can be answered, numbered where there is a choice."""
    lines = ["", field.ask(patient)]
    if isinstance(field, Choice):
        numbered = _is_numbered(field)
        for number, (code, _, _) in enumerate(field.options, 1):
            lines.append(f"  {f'{number}  ' if numbered else ''}{field.text(code, patient)}")
        if field.type == "choices":
            several = (
                t("several numbers with commas, or none") if numbered else t("several with commas, or none")
            )
            lines.append(f"  {several}")
    elif isinstance(field, YesNo):
        lines.append(f"  {t('yes or no')}")
    else:
        lines.append(f"  {field.accepted()[0]}")
    if field.unknown:
        lines.append(f"  {t('(empty line: not known)')}")
    return lines


def read_answer(field: Field, line: str) -> object:
    """A typed line as a value that the field reads: numbers stand for the listed values, an empty line for
    unknown.
    """
    if not line:
        return "unknown"
    if isinstance(field, Choice):
        if field.type == "choices":
            if line.lower() in ("none", "unknown") and not _is_value(field, line):
                return [] if line.lower() == "none" else "unknown"
            return [_numbered(field, part.strip()) for part in line.split(",")]
        return _numbered(field, line)
    short = {"y": "yes", "n": "no", t("yes"): "yes", t("no"): "no", t("yes")[0]: "yes"}
    return short.get(line.lower(), line) if isinstance(field, YesNo) else line


def _numbered(field: Choice, word: str) -> str:
    if word.isdecimal() and 1 <= int(word) <= len(field.options) and _is_numbered(field):
        return field.options[int(word) - 1][0]
    # patients see their own words, which a case does not say
    meant = [code for code, told in field.patients.items() if told and fold(told) == fold(word)]
    return meant[0] if len(meant) == 1 and not _is_value(field, word) else word


def _is_numbered(field: Choice) -> bool:
    """Whether the values are listed by number: not where one is itself called by a number, which would mean two."""
    return not any(fold(word).isdecimal() for word in (*field.words, *field.patients.values()))


def _is_value(field: Field, word: str) -> bool:
    """Whether a word is one of a field's values, whatever else it means here: a value may be called *Stop*."""
    return isinstance(field, Choice) and isinstance(Choice.read(field, word), str)
