"""What other programs send, broken at random: DMN, calls of the CDS service; and SQL written of hostile texts."""

from __future__ import annotations

import copy
import io
import json
import random
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from b12tables.cli.interop import _new_sheet
from b12tables.compiler.checks import run_checks
from b12tables.compiler.model import Model
from b12tables.compiler.reader import Refused
from b12tables.compiler.reader.build_model import build_model
from b12tables.compiler.reader.workbook import Workbook
from b12tables.desk.new import Refused as NotMade
from b12tables.desk.new import new_workbook
from b12tables.interop.dmn import export_dmn, import_dmn
from b12tables.interop.fhir.cds_hooks import Service
from b12tables.interop.sql import Asked, export_sql
from tests.fuzz.answers import JSON
from tests.fuzz.workbooks import broken, random_text
from tests.interop.fhir_kit import TODAY, b12, bindings, condition, form, medicine, package
from tests.interop.strange_set import STRANGE as STRANGERS
from tests.interop.test_cds_hooks import STRANGE, _places, bundle, hooked
from tests.interop.test_dmn_in import as_sheet
from tests.interop.test_sql_texts import EXPECTED, HOSTILE, PATIENTS, with_results
from tests.kit.packages import iron_model
from tests.kit.tables import model_from_markdown

XML_TEXT = re.compile(rb">([^<>\n]+)<|\"([^\"<>\n]*)\"")
XML_PARTS = [
    b"&#x1b;",
    b"&#0;",
    b"&lt;",
    b"&x;",
    b"]]>",
    b"<!-- -->",
    b"<text/>",
    b'"',
    b"<!DOCTYPE a [<!ENTITY x 'y'>]>",
]
ODD_TEXTS = ["", " ", "null", "not(", "-", "[1..", "]0..1[", "1e999999999", "9" * 5000, "if true then 1 else 2",
             '"\\u0041"', "\u202e\u2066", "=1+1", "x" * 40_000, "date(\"2026-02-30\")", "@\"2026\"", "for x in y",
             "(" * 3000]  # fmt: skip


class Documents:
    """A DMN document is refused with a sentence, or becomes sheets that are read and checked."""

    name = "documents"

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "documents"
        self.good = export_dmn(iron_model()).text.encode()
        self.document = b""
        self.number = 0

    def try_one(self, rng: random.Random) -> None:
        self.document = self._odd(rng)
        try:
            imported = import_dmn(self.document)
        except Refused as why:
            assert why.message
            return
        model, findings = build_model(Workbook(tuple(map(as_sheet, imported.sheets))))
        assert all(finding.message for finding in findings)
        if model is not None:
            run_checks(model)
        if rng.random() < 0.1:
            self.number += 1
            try:
                path = new_workbook(
                    self.folder / str(self.number),
                    imported.title,
                    [_new_sheet(one) for one in imported.sheets],
                )
            except NotMade as why:
                assert str(why)
            else:
                path.unlink()

    def _odd(self, rng: random.Random) -> bytes:
        document = self.good
        for _ in range(rng.choice([0, 1, 1, 2, 6])):
            match = rng.choice(list(XML_TEXT.finditer(document)))
            group = 1 if match[1] is not None else 2
            new = rng.choice(
                [_escaped(rng.choice(ODD_TEXTS)), _escaped(str(random_text(rng))), rng.choice(XML_PARTS)]
            )
            document = document[: match.start(group)] + new + document[match.end(group) :]
        return broken(rng, document) if rng.random() < 0.2 else document

    def last(self) -> bytes:
        return self.document


def _escaped(text: str) -> bytes:
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return plain.encode("utf-8", "replace")


def _call() -> dict[str, Any]:
    """A call of the service in which everything is said that a record can say."""
    measured = {**b12(111), "component": [{"code": b12(1)["code"], "valueQuantity": {"value": 3}}]}
    record = {
        "observation": {
            **bundle(measured, b12(150, unit="pmol/L"), b12(5, comparator="<")),
            "link": [{"relation": "self"}],
        },
        "condition": bundle(condition("84027009"), {**condition("709044004"), "recordedDate": "2020"}),
        "medicationrequest": bundle(medicine("B03BA03"), medicine("A02BC", newer=True, doNotPerform=False)),
    }  # fmt: skip
    asked = {"smoker": "smokes", "ckd": False, "b12": "111 pg/mL", "born": "1950-01-01"}
    return hooked(**record, form=form(package().SET, asked, "2026-11-20"))


LENGTHS = ["", "0", "-1", "9" * 400, "1" + "0" * 14, "\u0663"]


class Calls:
    """A call of the CDS service is answered with cards, or refused with a sentence."""

    name = "calls"

    def __init__(self, folder: Path) -> None:
        self.service = Service(package(), "", lambda: TODAY, bindings())
        self.path = f"/cds-services/{package().SET.identifier}"
        self.whole = _call()
        self.places = list(_places(self.whole))
        self.body = b""

    def try_one(self, rng: random.Random) -> None:
        self.body = self._odd(rng)
        environ = {
            "PATH_INFO": rng.choice([self.path] * 8 + [f"{self.path}/feedback", "/cds-services", "/\x00", ""]),
            "REQUEST_METHOD": rng.choice(["POST"] * 8 + ["GET", "PUT", "x"]),
            "CONTENT_LENGTH": rng.choice([str(len(self.body))] * 8 + LENGTHS),
            "wsgi.input": io.BytesIO(self.body),
        }  # fmt: skip
        said: list[str] = []
        answer = b"".join(self.service(environ, lambda status, _: said.append(status[:3])))
        assert said[0] in ("200", "400", "404", "405", "412", "413"), said
        told = json.loads(answer) if answer else None
        assert said[0] == "200" or told["error"]
        answer.decode("utf-8")

    def _odd(self, rng: random.Random) -> bytes:
        call = copy.deepcopy(self.whole)
        for _ in range(rng.choice([0, 1, 2, 5])):
            *path, last = rng.choice(self.places)
            holder: Any = call
            try:
                for key in path:
                    holder = holder[key]
                # a copy: what is strange is changed itself where a later turn goes into it
                holder[last] = copy.deepcopy(rng.choice(STRANGE))
            except (LookupError, TypeError):
                continue  # what was around it was replaced before
        body = json.dumps(call).replace('"digits"', "9" * 5000).encode()
        if rng.random() < 0.2:
            at = rng.randrange(len(body))
            body = body[:at] + rng.choice(JSON) + body[at + 1 :]
        return broken(rng, body) if rng.random() < 0.1 else body

    def last(self) -> bytes:
        return self.body


SIGNS = ["'", '"', "`", "\\", "$", "{", "}", "%", ";", "--", "/*", "*/", "\n", "\u2028", "\u202e", "\x1b", "%s", "?",
         ":x", "E'", "\ufeff", "a", " ", "中", "\u0301", "${x}", "{{", "DROP TABLE patients", "')", "\\'"]  # fmt: skip


class Statements:
    """A statement holds whatever texts the tables hold, and does nothing with them: the same rows are answered."""

    name = "statements"

    def __init__(self, folder: Path) -> None:
        self.model = model_from_markdown(STRANGERS)
        self.texts = ("", "")
        self.database = duckdb.connect()
        self.database.execute("SET threads = 1")
        self.database.register("patients", pa.table(PATIENTS))

    def try_one(self, rng: random.Random) -> None:
        self.texts = (_hostile(rng), _hostile(rng))
        model = _relabelled(with_results(self.model, self.texts), rng)
        asked = Asked(units={"level": "nmol/L"}, keep=("id",))
        for dialect in ("spark", "postgres"):
            assert export_sql(model, dialect, asked)
        rows = self.database.sql(export_sql(model, "duckdb", asked)).to_arrow_table().to_pylist()
        rows.sort(key=lambda row: row["id"])
        assert [row["status"] for row in rows] == EXPECTED
        assert [row["step"] for row in rows] == [*self.texts, "third", "fourth"] + [None] * 6

    def last(self) -> bytes:
        return repr(self.texts).encode()


def _hostile(rng: random.Random) -> str:
    return rng.choice(HOSTILE) if rng.random() < 0.2 else "".join(rng.choices(SIGNS, k=rng.randint(1, 12)))


def _relabelled(model: Model, rng: random.Random) -> Model:
    """The same tables under other titles and labels."""
    fields = {code: replace(one, label=_hostile(rng)) for code, one in model.fields.items()}
    about = replace(model.about, title=_hostile(rng), disclaimer=_hostile(rng), version=_hostile(rng))
    decisions = tuple(replace(one, label=_hostile(rng)) for one in model.decisions)
    return replace(model, fields=fields, about=about, decisions=decisions)
