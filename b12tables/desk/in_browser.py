"""The desk where Python itself runs in a browser: texts of JSON in, texts of JSON out, for the worker of the page."""

from __future__ import annotations

import json
from datetime import date

from b12tables.desk.session import Session
from b12tables.runtime.json_text import read_json

FETCHED = {"openpyxl": "openpyxl.zip", "jinja2": "jinja2.zip"}
"""What writes workbooks, and what the package of a draft is written with: fetched when it is wanted, for many people
never need it.
"""

_OPEN = Session(date.today)


def answer(request: str) -> str:
    """What the page asked for, as `Session.ask` has it; or which library has to be there first, to be asked again."""
    try:
        return json.dumps(_OPEN.ask(read_json(request)), ensure_ascii=False)
    except ModuleNotFoundError as missing:
        if missing.name not in FETCHED:
            raise
        return json.dumps({"needs": FETCHED[missing.name]})
