"""Cases, records and addresses broken at random: each is answered, or refused with a sentence."""

from __future__ import annotations

import json
import random
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import quote

from b12tables.runtime.json_text import read_json
from b12tables.site.book import Book
from b12tables.site.form_data import model_script
from tests.fuzz.workbooks import broken
from tests.kit.node import ENGINE_FILES
from tests.kit.packages import iron_model, iron_package

CASE = {
    "ferritin": "20 ug/L",
    "haemoglobin": 110,
    "tolerates": "yes",
    "medicines": ["calcium"],
    "months_treated": 4,
    "today": "2026-11-21",
}
ODD: list[Any] = [
    None, True, False, 0, -1, 1e300, 10**40, 0.1, "", "unknown", "20 ug/L", "1e9", "\ud800", "\x1b[2J", "\u202e", [],
    {}, [[1]], {"value": 20, "unit": "ug/L"}, {"value": 20, "comparator": "<"}, "x" * 20_000, "9" * 500,
    "2026-02-30", ["calcium", None], "constructor", "__proto__",
]  # fmt: skip
NAMES = [*CASE, "Ferritin", "constructor", "__proto__", "toString", "", "\x00", "x" * 600, "ferritni"]
JSON = [b"{", b"}", b"[", b"]", b",", b":", b'"', b"\\u0000", b"\\ud800", b"1e999999", b"NaN", b"null", b"\xff\xfe",
        b"\xef\xbb\xbf", b'"ferritin":', b"-", b"0.", b"[" * 50, b"9" * 500]  # fmt: skip
STATUS = ("ok", "no-rule", "missing-input", "invalid-input")


def odd_case(rng: random.Random) -> dict[str, Any]:
    """A case with some of its values or names replaced."""
    case: dict[str, Any] = dict(CASE) if rng.random() < 0.8 else {}
    for _ in range(rng.randint(0, 4)):
        case[rng.choice(NAMES)] = rng.choice(ODD)
    return case


def odd_text(rng: random.Random) -> bytes:
    """A case as JSON, some of its bytes replaced."""
    text = json.dumps(odd_case(rng), ensure_ascii=rng.random() < 0.5).encode("utf-8", "surrogatepass")
    for _ in range(rng.randint(0, 3)):
        at = rng.randrange(len(text) + 1)
        text = text[:at] + rng.choice(JSON) + text[at + rng.choice([0, 1, 5]) :]
    return broken(rng, text) if rng.random() < 0.2 else text


class Cases:
    """JSON for `eval`: refused with a sentence, or answered with a result that goes round."""

    name = "cases"

    def __init__(self, folder: Path) -> None:
        self.package = iron_package()
        self.text = b""

    def try_one(self, rng: random.Random) -> None:
        self.text = odd_text(rng)
        try:
            case = read_json(self.text, exact=rng.random() < 0.5)
        except ValueError as why:
            assert str(why)
            return
        result = self.package.evaluate(case)
        assert result.status in STATUS
        assert (result.status == "ok") == (not result.problems)
        assert self.package.Result.from_json(result.to_json()) == result
        assert self.package.replay(self.package.audit_record(result)).same
        result.explain().encode("utf-8")

    def last(self) -> bytes:
        return self.text


class Records:
    """Audit records: a damaged one is no record, or it is not intact."""

    name = "records"

    def __init__(self, folder: Path) -> None:
        self.package = iron_package()
        self.record = b""

    def try_one(self, rng: random.Random) -> None:
        good = self.package.audit_record(self.package.evaluate(odd_case(rng)))
        at = rng.randrange(len(good))
        text = good.encode("ascii")
        self.record = rng.choice(
            [
                broken(rng, text),
                text[:at],
                text[:at] + rng.choice(JSON) + text[at + 1 :],
                text + rng.choice(JSON),
            ]
        )
        try:
            again = self.package.replay(self.record)
        except ValueError as why:
            assert str(why)
        else:
            assert again.intact == (self.record.removesuffix(b"\n") == text)

    def last(self) -> bytes:
        return self.record


class Fragments:
    """Cases in addresses, as the form and the pages read them."""

    name = "fragments"

    def __init__(self, folder: Path) -> None:
        model = folder / "model.js"
        model.write_text(model_script(Book(iron_model())), encoding="utf-8")
        command = ["node", Path(__file__).parent / "fragments.js", *ENGINE_FILES, model]
        self.node = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.fragment = ""

    def try_one(self, rng: random.Random) -> None:
        text = odd_text(rng)
        said = (
            quote(text, safe="" if rng.random() < 0.7 else "{}:,%")
            if rng.random() < 0.9
            else text.decode("latin-1")
        )
        self.fragment = (
            rng.choice(["#case=", "#case=", "#case=", "#case", "#", "", "#case=%", "#case=%ff"]) + said
        )
        assert self.node.stdin is not None and self.node.stdout is not None
        self.node.stdin.write(json.dumps(self.fragment) + "\n")
        self.node.stdin.flush()
        answer = json.loads(self.node.stdout.readline())
        assert not answer.startswith("failed"), answer

    def last(self) -> bytes:
        return self.fragment.encode("utf-8", "backslashreplace")

    def close(self) -> None:
        """Ends the other program."""
        assert self.node.stdin is not None and self.node.stdout is not None
        self.node.stdin.close()
        self.node.wait()
        self.node.stdout.close()
