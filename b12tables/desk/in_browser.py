"""The desk where Python itself runs in a browser: texts of JSON in, texts of JSON out, for the worker of the page."""

from __future__ import annotations

import json
from datetime import date

from b12tables.desk.session import Session
from b12tables.runtime.json_text import read_json

_OPEN = Session(date.today)


def answer(request: str) -> str:
    """What the page asked for, as `Session.ask` has it."""
    return json.dumps(_OPEN.ask(read_json(request)), ensure_ascii=False)
