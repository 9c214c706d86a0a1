"""What comes to a service, from records and from sheets of others; and what goes out with strangers' texts in it."""

from __future__ import annotations

import copy
import io
import json
import random
import zipfile
from base64 import b64decode, b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
from fastapi import FastAPI

from b12tables.compiler import check
from b12tables.compiler.checks import run_checks
from b12tables.compiler.codegen import emit_bindings, emit_python
from b12tables.compiler.model import Model
from b12tables.compiler.reader.build_model import build_model
from b12tables.compiler.reader.workbook import Workbook
from b12tables.desk.annotate import annotate_workbooks
from b12tables.desk.session import Session
from b12tables.interop.dmn import NotMapped, export_dmn, import_spreadsheet, rows_of_csv
from b12tables.interop.fhir import bindings_from, case_from_bundle, export_fhir, fhir_text
from b12tables.interop.sql import Asked, export_sql
from b12tables.runtime.words import unfit, visible
from b12tables.site.book import Book
from b12tables.site.pages import emit_pages
from b12tables.web import router
from tests.codegen.test_hostile_texts import FIXED, PAYLOADS, VALUES, assert_harmless, spoilt
from tests.desk.desk_set import BROKEN, DAY, opened
from tests.desk.test_charts_and_lists import CHARTED, listed
from tests.fuzz.answers import ODD, odd_text
from tests.fuzz.rooms import TOML
from tests.fuzz.workbooks import broken, broken_file, random_text
from tests.interop.fhir_kit import (
    TODAY,
    b12,
    bindings,
    condition,
    fhir_model,
    form,
    medicine,
    package,
    patient,
)
from tests.interop.test_cds_hooks import STRANGE, _places
from tests.interop.test_dmn_in import as_sheet
from tests.interop.test_spreadsheet_in import MAPPING, TABLE
from tests.kit.coroutines import run
from tests.kit.packages import iron_model, iron_package
from tests.kit.tables import write_xlsx

STATUS = ("ok", "no-rule", "missing-input", "invalid-input")
CHARTS = [
    CHARTED,
    CHARTED.replace("Show: Group; Dose", "Show: Dose"),
    CHARTED.replace("Rows: Cause", "Rows: Age"),
]
LENGTH = [b"0", b"-1", b"9" * 5000, b"1e3", b"", b"\xff"]


class Services:
    """A request to a service over HTTP, in whatever parts it comes: answered in JSON, with a code that says how."""

    name = "services"

    def __init__(self, folder: Path) -> None:
        self.app = FastAPI()
        self.app.include_router(router(iron_package(), most=30_000))
        self.codes = [decision.code for decision in iron_package().SET.decisions]
        self.asked: dict[str, Any] = {}

    def try_one(self, rng: random.Random) -> None:
        path = rng.choice(
            ["/evaluate"] * 6 + ["/possible"] * 2 + ["/health", "/schema", "/", "/\x00", "//evaluate"]
        )
        body = self._body(rng, path)
        kind = rng.choice(
            [b"application/json"] * 9 + [b"text/plain", b"\xff", b"application/json; charset=utf-16"]
        )
        cuts = sorted(rng.randrange(len(body) + 1) for _ in range(rng.choice([0, 0, 1, 4])))
        parts = [body[a:b] for a, b in zip([0, *cuts], [*cuts, len(body)], strict=True)]
        whole = rng.random() < 0.9
        self.asked = {"path": path, "parts": parts, "kind": kind, "whole": whole}
        head = [(b"content-type", kind), (b"host", b"localhost")]
        if rng.random() < 0.2:
            head.append((b"content-length", rng.choice(LENGTH)))
        method = rng.choice(["POST"] * 8 + ["GET", "PUT", "OPTIONS", "\x00"])
        said = run(lambda: self._call(method, path, head, parts, whole))
        if not whole and path in ("/evaluate", "/possible") and not said:
            return  # nobody is there any more
        code, answer = said[0]["status"], b"".join(part.get("body", b"") for part in said[1:])
        assert code in (200, 400, 404, 405, 413, 415, 422, 503), code
        if answer:
            json.loads(answer.decode("utf-8"))

    def _body(self, rng: random.Random, path: str) -> bytes:
        text = odd_text(rng)
        if path != "/possible" or rng.random() < 0.2:
            return text
        asked = json.dumps([rng.choice([*self.codes, *ODD]) for _ in range(rng.randint(0, 3))]).encode()
        return b'{"case": ' + text + b', "decisions": ' + asked + b"}"

    async def _call(
        self, method: str, path: str, head: list[tuple[bytes, bytes]], parts: list[bytes], whole: bool
    ) -> list[Any]:
        """What is answered to a request of which nothing more comes where it is not whole."""
        said: list[Any] = []
        left = list(parts)

        async def receive() -> dict[str, Any]:
            if left and (whole or len(left) > 1):
                part = left.pop(0)
                return {"type": "http.request", "body": part, "more_body": bool(left)}
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            said.append(message)

        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
            "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "", "headers": head,
            "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 2),
        }  # fmt: skip
        await self.app(scope, receive, send)
        return said

    def last(self) -> bytes:
        return repr(self.asked).encode()


def _record() -> dict[str, Any]:
    """A record in which everything is said that a set can ask of one."""
    measured = {**b12(111), "component": [{"code": b12(1)["code"], "valueQuantity": {"value": 3}}]}
    asked = {"smoker": "smokes", "ckd": False, "b12": "111 pg/mL", "born": "1950-01-01"}
    said = [
        patient("1950-01"), measured, b12(150, unit="pmol/L"), b12(5, comparator="<"), condition("84027009"),
        {**condition("709044004"), "recordedDate": "2020"}, medicine("B03BA03"), medicine("A02BC", newer=True),
        form(package().SET, asked, "2026-11-20"),
    ]  # fmt: skip
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in said]}


class Bundles:
    """A record that is no Bundle is refused with a sentence; of another one there is a case that is answered."""

    name = "bundles"

    def __init__(self, folder: Path) -> None:
        self.whole = _record()
        self.places = list(_places(self.whole))
        self.record: Any = None

    def try_one(self, rng: random.Random) -> None:
        self.record = copy.deepcopy(self.whole) if rng.random() < 0.95 else copy.deepcopy(rng.choice(STRANGE))
        for _ in range(rng.choice([0, 1, 2, 5, 12])):
            self._exchange(rng)
        try:
            made = case_from_bundle(package().SET, self.record, TODAY, bindings())
        except ValueError as why:
            assert str(why)
            return
        assert all(one.field or str(one) for one in made.problems)
        assert set(made.case) <= set(package().SET.inputs)
        result = package().evaluate(dict(made.case), today=TODAY)
        assert result.status in STATUS
        assert package().replay(package().audit_record(result)).same

    def _exchange(self, rng: random.Random) -> None:
        *path, last = rng.choice(self.places)
        holder: Any = self.record
        try:
            for key in path:
                holder = holder[key]
            # a copy: what is strange is changed itself where a later turn goes into it
            holder[last] = copy.deepcopy(rng.choice([*STRANGE, holder[last]]))
            if isinstance(holder, list) and rng.random() < 0.3:
                holder.append(copy.deepcopy(holder[last]))
        except (LookupError, TypeError):
            return  # what was around it was replaced before

    def last(self) -> bytes:
        return repr(self.record).encode("utf-8", "backslashreplace")


class Exports:
    """Whatever the texts of a set hold, what is written of it stays what it is: Python, JSON, XML, SQL, pages."""

    name = "exports"

    def __init__(self, folder: Path) -> None:
        self.models = [iron_model(), fhir_model()]
        self.text = ""

    def try_one(self, rng: random.Random) -> None:
        self.text = "".join(rng.choice([*PAYLOADS, str(random_text(rng))]) for _ in range(rng.randint(1, 4)))
        # what the reader refuses in a text
        self.text = "".join(sign for sign in self.text if not unfit(sign))
        model: Any = spoilt(rng.choice(self.models), self.text, FIXED | VALUES)
        for written in self._written(model, rng):
            assert written == visible(written), "a mark that turns what stands behind it"

    def _written(self, model: Model, rng: random.Random) -> Iterator[str]:
        kind = rng.choice(["python"] * 3 + ["dmn", "fhir", "sql"] * 6 + ["pages"])
        if kind == "python":
            assert_harmless({path: source for path, source in emit_python(model).items() if source})
        elif kind == "dmn":
            ElementTree.fromstring(export_dmn(model).text)
        elif kind == "sql":
            for dialect in ("duckdb", "spark", "postgres"):
                own = {code: one.unit for code, one in model.fields.items() if one.unit}
                units = {code: unit for code, unit in own.items() if code not in model.produced_by}
                yield export_sql(model, dialect, Asked(units=units, today=TODAY))
        elif kind == "fhir":
            text = fhir_text(
                export_fhir(self._described(model), "https://example.org/fhir", self._bound(model))
            )
            json.loads(text)
            yield text
        else:
            for path, page in emit_pages(Book(model)).items():
                assert "CANARY()</script>" not in str(page.html), path

    def _described(self, model: Model) -> Any:
        from tests.kit.packages import package_of

        return package_of(model).SET

    def _bound(self, model: Model) -> Any:
        return [one for text in emit_bindings(model).values() for one in bindings_from(json.loads(text))]

    def last(self) -> bytes:
        return self.text.encode("utf-8", "backslashreplace")


class Plain:
    """A plain table with a mapping is refused with every reason, or becomes sheets that are read and checked."""

    name = "plain"

    def __init__(self, folder: Path) -> None:
        self.table, self.mapping = b"", ""

    def try_one(self, rng: random.Random) -> None:
        self.table = self._table(rng)
        self.mapping = MAPPING
        for _ in range(rng.choice([0, 0, 1, 2])):
            at = rng.randrange(len(self.mapping))
            put = rng.choice(
                [*TOML, "'|'", '";"', "choice", "number", "cells", "Any", "0", "Unique", "First"]
            )
            self.mapping = self.mapping[:at] + put + self.mapping[at + rng.choice([0, 1, 6]) :]
        try:
            imported = import_spreadsheet(lambda sheet, sign: rows_of_csv(self.table, sign), self.mapping)
        except NotMapped as why:
            assert why.why and all(why.why)
            return
        model, findings = build_model(Workbook(tuple(map(as_sheet, imported.sheets))))
        assert all(finding.message for finding in findings)
        if model is not None:
            run_checks(model)

    def _table(self, rng: random.Random) -> bytes:
        rows = [line.split(",") for line in TABLE.splitlines()]
        cells = [cell for row in rows for cell in row]
        for _ in range(rng.choice([0, 1, 1, 2, 5])):
            row = rng.choice(rows)
            row[rng.randrange(len(row))] = rng.choice(
                [*cells, str(random_text(rng)), "not(", "=1+1", "9" * 500]
            )
        if rng.random() < 0.2:
            rows.append([*rng.choice(rows), "x"])
        data = "\n".join(map(",".join, rows)).encode("utf-8", "surrogatepass")
        return broken(rng, data) if rng.random() < 0.2 else data

    def last(self) -> bytes:
        return self.table + b"\n---\n" + self.mapping.encode("utf-8", "backslashreplace")


class Lists:
    """The chart of a draft after edits, and lists of patients: a copy that can be opened, or a sentence."""

    name = "lists"

    def __init__(self, folder: Path) -> None:
        self.path = folder / "list.xlsx"
        self.content, self.asked = b"", list[Any]()
        with zipfile.ZipFile(io.BytesIO(listed(("Age", "Cause", "Note"), (5, "dietary", "=1+1")))) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}

    def try_one(self, rng: random.Random) -> None:
        self.asked = []
        session = opened(rng.choice(CHARTS))
        for _ in range(rng.choice([0, 1, 3])):
            self._ask(session, {
                "do": "write", "file": "tables.xlsx", "sheet": rng.choice(["Group", "Dose", "Doses", "Dictionary"]),
                "row": rng.randint(1, 9), "column": rng.randint(1, 5), "text": str(random_text(rng)),
            })  # fmt: skip
        self._ask(session, {"do": rng.choice(["charts", "map", "form"])})
        self.content = self._list(rng)
        sent = [{"name": "list.xlsx", "base64": b64encode(self.content).decode()}]
        told = self._ask(session, {"do": "answer list", "files": sent})
        if "base64" in told:
            with zipfile.ZipFile(io.BytesIO(self.content)) as given:
                before = sum(b"<f" in given.read(name) for name in given.namelist())
            book = openpyxl.load_workbook(io.BytesIO(b64decode(told["base64"])))
            assert before or not any(
                cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row
            )

    def _ask(self, session: Session, asked: dict[str, Any]) -> Any:
        self.asked.append(asked)
        told = session.ask(asked)
        json.dumps(told).encode()
        assert told.get("refused", "x")
        return told

    def _list(self, rng: random.Random) -> bytes:
        if rng.random() < 0.4:
            broken_file(rng, self.parts, self.path)
            return self.path.read_bytes()
        heads = [
            "Age",
            "Cause",
            "Age (a)",
            "age",
            "Group",
            "Dose",
            "=1+1",
            "+Age",
            "",
            None,
            str(random_text(rng)),
        ]
        values = [5, 40.5, -1, "dietary", "surgery; other", "unknown", "=A1", "@x", True, None, "9" * 400]
        rows = [[_storable(rng.choice(heads)) for _ in range(rng.randint(1, 4))]]
        for _ in range(rng.randint(0, 3)):
            rows.append(
                [_storable(rng.choice([*values, random_text(rng)])) for _ in range(rng.randint(1, 5))]
            )
        return listed(*map(tuple, rows))

    def last(self) -> bytes:
        return repr(self.asked).encode("utf-8", "backslashreplace") + b"\n---\n" + self.content


def _storable(value: object) -> object:
    """What the library writes: it refuses control characters."""
    return "".join(sign for sign in value if not unfit(sign)) if isinstance(value, str) else value


class Copies:
    """Of a broken set that is read at all there are annotated copies that can be opened, or a sentence for each."""

    name = "copies"

    def __init__(self, folder: Path) -> None:
        self.folder, self.out = folder / "set", folder / "annotated"
        self.folder.mkdir()
        self.path = write_xlsx(BROKEN, self.folder)
        with zipfile.ZipFile(self.path) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}

    def try_one(self, rng: random.Random) -> None:
        broken_file(rng, self.parts, self.path)
        report = check(self.folder, DAY)
        written, messages = annotate_workbooks(self.folder, self.out, report)
        assert len(written) + len(messages) > 0
        for path in written:
            openpyxl.load_workbook(path)

    def last(self) -> bytes:
        return self.path.read_bytes()
