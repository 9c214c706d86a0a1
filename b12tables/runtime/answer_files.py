"""`python -m PACKAGE eval FILE`: cases from a file, answers as JSON; the standard library only."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from typing import Any

    from b12tables.runtime.tableset import TableSet

USAGE = (
    "usage: python -m {package} eval FILE [--today YYYY-MM-DD]\n"
    "FILE is a case as JSON (- for the standard input), or one case a line where its name ends with .ndjson or .jsonl."
)

LINES = (".ndjson", ".jsonl")


def uncounted(table_set: TableSet, result: Any) -> list[str]:
    """The fields that stayed unknown for want of the day to count to, though the other date was stated."""
    known = {code for code, value in result.to_dict()["inputs"].items() if value != "unknown"}
    return [
        field.label
        for code, field in table_set.inputs.items()
        if field.computed is not None
        and code not in known | set(result.given)
        and result.today is None
        and set(field.computed.parts) - known == {"today"}
    ]


def answer_file(table_set: TableSet, arguments: list[str]) -> int:
    """Prints the answer to each case of a file. 0 where each has one, 1 where some has none, 2 where a case cannot be
    read: what was printed before stands.
    """
    try:
        path, today = _asked(arguments)
    except ValueError as why:
        print(why or USAGE.format(package=table_set.package), file=sys.stderr)
        return 2
    worst = 0
    try:
        for where, text, indent in _cases(path):
            worst = max(worst, _answer(table_set, where, text, today, indent))
    except OSError as why:
        print(f"{path}: {why.strerror}", file=sys.stderr)
        return 2
    return worst


def _asked(arguments: list[str]) -> tuple[str, date | None]:
    """The file and the day. Raises ValueError, without a message where the usage says it."""
    from datetime import date

    rest = list(arguments)
    today = None
    if "--today" in rest:
        place = rest.index("--today")
        text = rest[place + 1] if place + 1 < len(rest) else ""
        del rest[place : place + 2]
        try:
            today = date.fromisoformat(text)
        except ValueError:
            raise ValueError(f"--today takes a day such as 2026-11-25, not {text!r}") from None
    if len(rest) != 1 or (rest[0].startswith("-") and rest[0] != "-"):
        raise ValueError
    return rest[0], today


def _cases(path: str) -> Iterator[tuple[str, bytes, int | None]]:
    """Each case: where it stands, its text, and how its answer is indented."""
    if path == "-":
        yield "the standard input", sys.stdin.buffer.read(), 1
        return
    from pathlib import Path

    with Path(path).open("rb") as file:
        if not path.lower().endswith(LINES):
            yield path, file.read(), 1
            return
        for number, line in enumerate(file, 1):
            if line.strip():
                yield f"{path}, line {number}", line, None


def _answer(table_set: TableSet, where: str, text: bytes, today: date | None, indent: int | None) -> int:
    import json

    from b12tables.runtime.json_text import read_json
    from b12tables.runtime.terminal import write_json

    try:
        case = read_json(text)
    except ValueError as why:
        return _refuse(where, str(why), indent)
    if not isinstance(case, dict):
        return _refuse(where, 'the case must be a JSON object: {"field": value, …}', indent)
    result = table_set.evaluate(case, today)
    if labels := uncounted(table_set, result):
        missing = f"{', '.join(labels)} would be counted to today"
        return _refuse(where, f"{missing}: name that day, as --today 2026-11-25 or in the case", indent)
    write_json(json.dumps(result.to_dict(), ensure_ascii=False, indent=indent))
    return 0 if result.status == "ok" else 1


def _refuse(where: str, why: str, indent: int | None) -> int:
    """Says why a case was not read; among lines its place is kept by a line of its own."""
    import json

    from b12tables.runtime.terminal import write_json

    print(f"{where}: {why}", file=sys.stderr)
    if indent is None:
        write_json(json.dumps({"status": "unreadable", "why": why}, ensure_ascii=False))
    return 2
