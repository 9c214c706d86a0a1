"""What people hand to the desk, to a cohort, to those who check: forms, files of patients, mappings, proofs, grades."""

from __future__ import annotations

import contextlib
import io
import json
import random
from functools import partial
from pathlib import Path
from typing import Any

from b12tables import proofcheck
from b12tables.cli.proof import read_by_checker
from b12tables.cohort import (
    Cohort,
    CohortError,
    FileRun,
    first_rows,
    open_patients,
    proposal_toml,
    propose,
    read_mapping,
)
from b12tables.compiler import read
from b12tables.compiler.grading import read_grade
from b12tables.compiler.proof import proof_text, prove
from b12tables.desk.session import _ACTIONS, Session
from tests.desk.desk_set import BROKEN, DAY, TABLES, workbook
from tests.fuzz.answers import JSON, ODD
from tests.fuzz.workbooks import broken, random_text
from tests.kit.packages import iron_package
from tests.kit.tables import write_xlsx

STATUS = {"ok", "no-rule", "missing-input", "invalid-input", "unread"}
CODES = ["age", "cause", "group", "dose", "group_of", "dose_of", "dietary", "number", "choice", "yes", "Unique",
         "Any", "R1", "tables.xlsx", "Group", "Cases", "Dictionary", "Values", "Sign-off", "About"]  # fmt: skip
GIVEN = ["Label", "Type", "Minimum", "Maximum", "Unit", "Unknown", "Field", "Question", "age", "cause", "1", "2", "3",
         "4", "5", "9" * 5000, "\u0663", "\u00b2", "-1", "0", "999999"]  # fmt: skip
WORDS = ["file", "sheet", "id", "text", "title", "label", "policy", "decision", "rule", "person", "role", "values",
         "description", "name"]  # fmt: skip


def _odd(rng: random.Random) -> Any:
    """What a page might send under any name."""
    kind = rng.randrange(4)
    if kind == 0:
        return rng.choice(ODD)
    return rng.choice(CODES) if kind < 3 else str(random_text(rng))


def request(rng: random.Random) -> dict[str, Any]:
    """A request to the desk: a known action with parts of any kind."""
    asked: dict[str, Any] = {"do": rng.choice([*_ACTIONS, "nothing"])}
    asked |= {word: _odd(rng) for word in WORDS if rng.random() < 0.7}
    asked["given"] = (
        {rng.choice(GIVEN): _odd(rng) for _ in range(rng.randint(0, 6))} if rng.random() < 0.9 else _odd(rng)
    )
    asked |= {name: [rng.choice(CODES) for _ in range(rng.randint(0, 3))] for name in ("when", "then")}
    asked |= {
        name: rng.choice([1, 2, 4, 9, 40, -1, 0, True, 10**30, 2.5, "3", None]) for name in ("row", "column")
    }
    if rng.random() < 0.1:
        asked["files"] = [{"name": _odd(rng), "base64": _odd(rng)}]
    return asked


class Desk:
    """Whatever a page asks of the desk is done or refused with a sentence; what it would write can be read again."""

    name = "desk"

    def __init__(self, folder: Path) -> None:
        self.asked: list[dict[str, Any]] = []

    def try_one(self, rng: random.Random) -> None:
        session = Session(lambda: DAY)
        session.open({"tables.xlsx": workbook(rng.choice([TABLES, BROKEN]))})
        self.asked = []
        for _ in range(rng.randint(1, 8)):
            self.asked.append(self._sensible(session, request(rng), rng))
            told = session.ask(self.asked[-1])
            json.dumps(told).encode()
            assert told.get("refused", "x")
        for content in session.unsaved().values():
            again = Session(lambda: DAY)
            again.open({"tables.xlsx": content})
            assert again.draft is not None

    def _sensible(self, session: Session, asked: dict[str, Any], rng: random.Random) -> dict[str, Any]:
        """Half of the mends are some that the desk offers."""
        if asked["do"] in ("mend", "preview") and session.draft is not None and rng.random() < 0.8:
            findings: Any = session.ask({"do": "state"})["findings"]
            mends = [mend["id"] for one in findings for mend in one["mends"]]
            asked["id"] = rng.choice([*mends, "none"])
        if asked["do"] == "write" and rng.random() < 0.8:
            asked |= {"file": "tables.xlsx", "sheet": rng.choice(["Group", "Dose", "Cases", "Fields"]),
                      "text": str(random_text(rng)), "row": rng.randint(1, 8), "column": rng.randint(1, 6)}  # fmt: skip
        return asked

    def last(self) -> bytes:
        return repr(self.asked).encode("utf-8", "backslashreplace")


ROWS = """ferritin,haemoglobin,tolerates,medicines,nr
20 ug/L,110 g/L,yes,calcium,1
,90,no,,2
14,100,unknown,ppi; aspirin,3
"""
MAPPING = """[run]
today = "2026-11-26"
others = "keep"
nan = "unknown"
[units]
ferritin = "ug/L"
haemoglobin = "g/L"
[columns]
tolerates = "tolerates"
[values.tolerates]
ja = "yes"
"""
TOML = ['"', "'''", "[", "]", "=", "\n[values]\n", "[run]\n", "nan = 1\n", "1979-05-27", "inf", "{a = 1}", "\x00",
        "\\u0000", "decisions = [1]\n", 'decisions = ["stores_class"]\n', 'words = "x"\n', "9" * 5000]  # fmt: skip


class Cohorts:
    """A file of patients and a mapping are refused with sentences, or each row has its status."""

    name = "cohorts"

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "cohorts"
        self.folder.mkdir()
        self.file, self.map, self.out = (self.folder / name for name in ("a.csv", "map.toml", "out.parquet"))

    def try_one(self, rng: random.Random) -> None:
        rows = ROWS.encode()
        if rng.random() < 0.7:
            cells = [str(random_text(rng)).replace("\n", " ") for _ in range(5)]
            rows += ",".join(cells).encode("utf-8", "replace") + b"\n"
        self.file.write_bytes(broken(rng, rows) if rng.random() < 0.5 else rows)
        self.map.write_bytes(self._mapping(rng))
        with contextlib.suppress(CohortError):
            patients = open_patients([self.file])
            assert proposal_toml(
                iron_package().SET, propose(iron_package().SET, first_rows(patients.batches()))
            )
            mapped = read_mapping(self.map)
            cohort = Cohort(
                iron_package().SET, patients.schema, mapped.settings, **{"today": DAY, **mapped.run}
            )
            outcome = FileRun(cohort, patients, self.out, {}).go()
            self.out.unlink()
            assert set(outcome.statuses) <= STATUS

    def _mapping(self, rng: random.Random) -> bytes:
        text = MAPPING
        for _ in range(rng.choice([0, 0, 1, 2])):
            at = rng.randrange(len(text))
            text = text[:at] + rng.choice(TOML) + text[at + rng.choice([0, 1, 6]) :]
        data = text.encode()
        return broken(rng, data) if rng.random() < 0.1 else data

    def last(self) -> bytes:
        return self.file.read_bytes() + b"\n---\n" + self.map.read_bytes()


class Kept:
    """A proof or a grade with some bytes changed is refused with a sentence, or says the same as before."""

    name = "kept"

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "proved"
        self.folder.mkdir()
        write_xlsx(TABLES, self.folder)
        model, _ = read(self.folder)
        assert model is not None
        self.proof = proof_text(prove(model, 4, None, partial(read_by_checker, self.folder))).encode()
        self.said = self._checked(self.proof)
        assert self.said[0] == 0
        score = {"noticed": 1, "of": 2}
        unnoticed = [{"decision": "d", "words": "w", "rule": "R1"}]
        grade = {"content": "a", "score": score, "decisions": {"d": score}, "first_unnoticed": unnoticed}
        self.grade = json.dumps(grade).encode()
        self.data = b""

    def try_one(self, rng: random.Random) -> None:
        if rng.random() < 0.5:
            self.data = self._odd(rng, self.grade)
            try:
                grade = read_grade(self.data)
            except ValueError as why:
                assert str(why)
            else:
                assert 0 <= grade.score.noticed <= grade.score.of
            return
        self.data = self._odd(rng, self.proof)
        code, said = self._checked(self.data)
        assert (code, said) == self.said or (code == 1 and said.startswith("refused: ")) or self._fewer(said)

    def _fewer(self, said: str) -> bool:
        """A proof that claims less shows less."""
        return said != self.said[1]

    def _odd(self, rng: random.Random, good: bytes) -> bytes:
        at = rng.randrange(len(good))
        if rng.random() < 0.3:
            return broken(rng, good)
        return (
            good[:at]
            + rng.choice([*JSON, b"1", b"0", b"true", b"[]", b"{}"])
            + good[at + rng.choice([0, 1, 3]) :]
        )

    def _checked(self, data: bytes) -> tuple[int, str]:
        path = self.folder.parent / "proof.json"
        path.write_bytes(data)
        with contextlib.redirect_stdout(io.StringIO()) as said:
            code = proofcheck.main([str(path), str(self.folder)])
        return code, said.getvalue()

    def last(self) -> bytes:
        return self.data
