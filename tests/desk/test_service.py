"""The desk without a page: what a request changes, what it leaves alone, and what it refuses."""

from __future__ import annotations

import io
import json
import zipfile
from base64 import b64decode
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from b12tables.compiler import check
from b12tables.compiler.report import report_json
from b12tables.desk.cells import NotWritten, write_cells
from b12tables.desk.session import Session
from tests.desk.desk_set import BROKEN, DAY, SURGERY, SURGERY_ACCEPTED, TABLES, opened, workbook
from tests.kit.tables import write_xlsx


def state(session: Session) -> dict[str, Any]:
    return session.ask({"do": "state"})


def gap(session: Session) -> dict[str, Any]:
    return next(one for one in state(session)["findings"] if one["name"] == "gap")


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def texts(session: Session, sheet: str) -> dict[str, str]:
    data = session.ask({"do": "sheet", "file": "tables.xlsx", "sheet": sheet})
    rows = data["rows"]
    assert isinstance(rows, list)
    return {
        f"{letters}{row['number']}": cell["text"]
        for row in rows
        for letters, cell in zip(data["columns"], row["cells"], strict=True)  # type: ignore[call-overload]
        if cell["text"]
    }


def test_a_set_without_a_fault_has_nothing_to_begin_with() -> None:
    told = state(opened())
    assert told["ok"] and told["begin"] == [] and told["counts"]["en"].startswith("no errors")
    assert told["unsaved"] == "" and told["steps"] == []


def test_on_the_next_day_it_is_checked_again() -> None:
    """The page stays open overnight, and what was accepted until yesterday stands in the way today."""
    days = [DAY]
    session = Session(lambda: days[-1])
    accepted = f"""
## Accepted
| Finding | Decision | Rules | Reason | Accepted by | Until | Accepted on | Meaning |
|---|---|---|---|---|---|---|---|
| gap | Group | | until it is written | A. Person | {DAY} | {DAY} | Age: [18..21) |
"""
    session.open({"tables.xlsx": workbook(BROKEN + accepted)})
    before = state(session)
    assert session.ask({"do": "state", "version": before["version"]})["same"]
    days.append(DAY + timedelta(days=1))
    after = session.ask({"do": "state", "version": before["version"]})
    assert before["ok"] and "same" not in after and not after["ok"]
    assert session.ask({"do": "state", "version": after["version"]})["same"]


@pytest.mark.parametrize("text", [TABLES, BROKEN, TABLES.replace("| < 18 |", "| < eighteen |")])
def test_what_is_held_is_checked_as_what_is_on_the_disk(text: str, tmp_path: Path) -> None:
    write_xlsx(text, tmp_path)
    session = Session(lambda: DAY)
    session.open({"tables.xlsx": (tmp_path / "tables.xlsx").read_bytes(), "~$tables.xlsx": b"lock"})
    assert session.ask({"do": "report"})["json"] == report_json(check(tmp_path, DAY))


def test_files_that_are_no_workbooks_are_told_of_as_in_a_folder(tmp_path: Path) -> None:
    files = {"a.xlsx": b"nonsense", "b.ods": b"", "c.xlsx": b"", ".hidden.xlsx": b"", "notes.txt": b""}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    session = Session(lambda: DAY)
    session.open(files)
    assert session.ask({"do": "report"})["json"] == report_json(check(tmp_path, DAY))
    session.open({"a.xlsx": None})
    assert "may not be opened" in state(session)["findings"][0]["lines"][0]


def test_a_finding_marks_its_cells() -> None:
    session = opened(BROKEN)
    found = gap(session)
    assert found["number"] == 1 and "Age: " in found["example"]
    [listed] = [one for one in state(session)["sheets"] if one["sheet"] == "Group"]
    assert sum(listed["marks"].values()) >= 1
    data = session.ask({"do": "sheet", "file": "tables.xlsx", "sheet": "Group"})
    cells = [cell for row in data["rows"] for cell in row["cells"]]  # type: ignore[attr-defined]
    assert any(cell.get("role") == "edit" and 1 in cell["findings"] for cell in cells)


def test_a_mend_is_tried_applied_undone_and_writes_its_cell_alone() -> None:
    session = opened(BROKEN)
    before = workbook(BROKEN)
    mend = gap(session)["mends"][0]
    tried = session.ask({"do": "preview", "id": mend["id"]})
    assert "no errors" in str(tried["counts"])
    assert tried["whose"]["compared"] and not tried["whose"]["same"]  # type: ignore[index]
    assert state(session)["steps"] == [] and session.unsaved() == {}

    assert session.ask({"do": "mend", "id": mend["id"]})["ok"]
    [content] = session.unsaved().values()
    old, new = parts(before), parts(content)
    [changed] = [name for name in old if old[name] != new[name]]
    assert old.keys() == new.keys() and changed.startswith("xl/worksheets/")
    [change] = mend["changes"]
    assert texts(session, change["sheet"])[change["cells"]] == change["after"]

    assert not session.ask({"do": "undo"})["ok"] and session.unsaved() == {}
    assert session.ask({"do": "undo"})["refused"] == "There is nothing to undo."


def test_a_mend_of_a_draft_that_is_gone_is_refused() -> None:
    session = opened(BROKEN)
    mend = gap(session)["mends"][0]
    session.open({"tables.xlsx": workbook(TABLES)})
    assert "have changed" in str(session.ask({"do": "mend", "id": mend["id"]})["refused"])


def test_edits_stay_while_the_file_is_saved_elsewhere_unless_their_cell_changed() -> None:
    session = opened(BROKEN)
    session.ask({"do": "mend", "id": gap(session)["mends"][0]["id"]})
    other = BROKEN.replace("a child |", "a girl |")
    session.open({"tables.xlsx": workbook(other)})
    told = state(session)
    assert len(told["steps"]) == 1 and told["ok"] and told["notices"] == []
    session.open({"tables.xlsx": workbook(BROKEN.replace(">= 21", ">= 22").replace("< 18", "< 17"))})
    told = state(session)
    assert told["steps"] == [] and "put aside" in told["notices"][0]
    # where somebody wrote the same, nothing is left to do, and nothing to tell
    session = opened(BROKEN)
    session.ask({"do": "mend", "id": gap(session)["mends"][0]["id"]})
    [content] = session.unsaved().values()
    session.open({"tables.xlsx": content})
    assert state(session)["steps"] == [] and state(session)["notices"] == []


def test_a_cell_is_written_as_it_was_typed_and_never_as_a_formula() -> None:
    session = opened()
    request = {"do": "write", "file": "tables.xlsx", "sheet": "Cases", "row": 4, "column": 2}
    told = session.ask({**request, "text": '=HYPERLINK("http://x")<b>&'})
    assert told["ok"] and texts(session, "Cases")["B4"] == '=HYPERLINK("http://x")<b>&'
    assert b"<f>" not in b"".join(parts(session.unsaved()["tables.xlsx"]).values())
    assert "cannot be written" in str(session.ask({**request, "text": "\x00"})["refused"])
    assert "no such cell" in str(session.ask({**request, "row": 0, "text": ""})["refused"])
    for beyond in ({"row": 1_048_577}, {"column": 16_385}, {"row": 10**30}):
        assert "has room for" in str(session.ask({**request, **beyond, "text": "x"})["refused"])
    assert session.ask({**request, "text": ""})["open"] and "B4" not in texts(session, "Cases")


def test_a_patient_is_answered_with_the_rows_that_fire() -> None:
    session = opened()
    fields = session.ask({"do": "form"})["fields"]
    assert [field["code"] for field in fields] == ["cause", "age"]  # type: ignore[attr-defined]
    found: Any = session.ask({"do": "answer", "given": {"age": "30", "cause": "surgery"}})
    assert found["status"] == "ok"
    assert [(one["decision"], one["says"]) for one in found["answers"]] == [
        ("Dose", ["Dose: large"]),
        ("Group", ["Group: adult"]),
    ]
    assert [rule["rule"] for one in found["answers"] for rule in one["rules"]] == ["D2", "R2"]
    assert found["unknown"] == []
    assert session.ask({"do": "answer", "given": {"age": "30"}})["unknown"] == ["Cause"]
    wrong: Any = session.ask({"do": "answer", "given": {"age": "old"}})
    assert wrong["status"] == "not read" and "age" in wrong["wrong"] and wrong["answers"] == []
    missing: Any = session.ask({"do": "answer", "given": {"cause": "other"}})
    assert missing["status"] == "missing-input" and "Age" in missing["problems"][0]


def test_on_a_draft_with_a_gap_the_patient_in_it_has_no_answer() -> None:
    found: Any = opened(BROKEN).ask({"do": "answer", "given": {"age": "19"}})
    assert found["status"] == "no-rule" and found["problems"] == ["Group: no rule holds for this patient"]


def test_what_is_left_out_of_a_draft_is_said_beside_the_answer() -> None:
    session = opened(TABLES.replace("| D1 | child |", "| D1 | chidl |"))
    found: Any = session.ask({"do": "answer", "given": {"age": "30", "cause": "other"}})
    assert found["left_out"] and all(one["decision"] != "Dose" for one in found["answers"])


def test_a_patient_is_kept_as_a_worked_case_that_passes() -> None:
    session = opened()
    told = session.ask({"do": "keep", "given": {"age": "30", "cause": "surgery"}, "description": "a surgeon"})
    assert told["ok"] and told["unsaved"] == "6 cells in 1 workbook"
    assert session.draft is not None and session.draft.report.model is not None
    case = session.draft.report.model.cases[-1]
    assert (case.id, case.description, len(case.expect)) == ("C3", "a surgeon", 2)
    for given, said in (({}, "State the patient first"), ({"age": "x"}, "State the patient first")):
        assert said in str(session.ask({"do": "keep", "given": given, "description": "x"})["refused"])
    whom = {"do": "keep", "given": {"age": "3", "cause": "other"}, "description": " "}
    assert "whom" in str(session.ask(whom)["refused"])


def test_a_case_is_not_kept_without_a_column_for_what_is_stated() -> None:
    head, tail = TABLES.index("## Cases"), TABLES.index("## Sign-off")
    cases = """## Cases
| | | Given | Expect |
|---|---|---|---|
| Case | Description | Age | Group |
| C1 | a child | 5 | child |

"""
    session = opened(TABLES[:head] + cases + TABLES[tail:])
    asked = {"do": "keep", "given": {"age": "30", "cause": "surgery"}, "description": "a surgeon"}
    assert "no column under Given for Cause" in str(session.ask(asked)["refused"])


def test_the_first_case_of_a_sheet_without_a_field_writes_its_heads() -> None:
    head, tail = TABLES.index("## Cases"), TABLES.index("## Sign-off")
    cases = """## Cases
| | | Given | Expect |
|---|---|---|---|
| Case | Description | | |

"""
    session = opened(TABLES[:head] + cases + TABLES[tail:])
    for age, cause in (("30", "surgery"), ("5", "")):
        asked = {"do": "keep", "given": {"age": age, "cause": cause}, "description": "somebody"}
        assert session.ask(asked).get("ok"), session.ask(asked)
    assert session.draft is not None and session.draft.report.model is not None
    one, two = session.draft.report.model.cases
    assert (one.given, len(one.expect)) == ({"age": 30, "cause": "surgery"}, 2)
    assert ([*two.given], len(two.expect)) == (["age"], 2)


def test_a_signature_counts_until_the_meaning_changes() -> None:
    session = opened()
    who = {"person": "A. Doctor", "role": "Physician"}
    told = session.ask({"do": "sign", "decision": "group_of", "rule": "", **who})
    assert told["ok"] and "2026-03-01" in texts(session, "Sign-off").values()
    standing: Any = session.ask({"do": "signatures"})["decisions"]
    assert [one["counts"] for one in standing] == [{"signed": 2}, {"unsigned": 3}]

    write = {"do": "write", "file": "tables.xlsx", "sheet": "Group", "text": "< 17"}
    row = next(int(key[1:]) for key, text in texts(session, "Group").items() if text == "< 18")
    session.ask({**write, "row": row, "column": 2})
    assert any(one["name"] == "voided-sign-off" for one in state(session)["findings"])
    refused = session.ask({"do": "sign", "decision": "group_of", "rule": "", **who})["refused"]
    assert "mend or accept" in str(refused)


@pytest.mark.parametrize(
    "asked",
    [
        {"decision": "nothing", "rule": "", "person": "A", "role": "B"},
        {"decision": "group_of", "rule": "R9", "person": "A", "role": "B"},
        {"decision": "group_of", "rule": "", "person": " ", "role": "B"},
    ],
)
def test_a_signature_that_says_too_little_is_refused(asked: dict[str, str]) -> None:
    session = opened()
    assert session.ask({"do": "sign", **asked})["refused"] and session.steps == []


def test_a_draft_is_compared_with_an_edition() -> None:
    session = opened()
    assert "no published edition" in str(session.ask({"do": "compare"})["refused"]).lower()
    session.published = (
        "1.0.0",
        {"tables.xlsx": workbook(TABLES.replace("child | - | small", "child | - | large"))},
    )
    found: Any = session.ask({"do": "compare"})
    assert found["compared"] and not found["same"] and any("Dose" in part["head"] for part in found["parts"])
    session.published = "1.0.0", {"tables.xlsx": workbook(TABLES)}
    assert session.ask({"do": "compare"})["same"]
    session.published = "1.0.0", {"tables.xlsx": b"nonsense"}
    assert "not known" in str(session.ask({"do": "compare"})["why"])


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"do": "nonsense"},
        {"do": ["mend"]},
        {"do": "mend"},
        {"do": "mend", "id": 3},
        {"do": "sheet", "file": "../x", "sheet": ""},
        {"do": "write", "file": "tables.xlsx", "sheet": "Group", "row": True, "column": 1, "text": 3},
        {"do": "open", "files": [{"name": "../a.xlsx", "base64": ""}]},
        {"do": "open", "files": [{"name": "a.xlsx", "base64": "?"}]},
        {"do": "open", "files": ["a"]},
        {"do": "answer", "given": []},
        {"do": "publish", "files": [{"name": 3}]},
    ],
    ids=str,
)
def test_a_request_that_means_nothing_is_refused_in_a_sentence(asked: dict[str, Any]) -> None:
    session = opened()
    refused = session.ask(asked)["refused"]
    assert isinstance(refused, str) and refused.endswith(".") and state(session)["ok"]


def test_before_anything_is_open_nothing_is_claimed() -> None:
    session = Session(lambda: DAY)
    assert session.ask({"do": "state"}) == {"version": 0, "open": False}
    assert "no workbooks are open" in str(session.ask({"do": "report"})["refused"]).lower()


def test_all_that_is_answered_is_plain_data() -> None:
    session = opened(BROKEN)
    session.ask({"do": "mend", "id": gap(session)["mends"][0]["id"]})
    for action in ("state", "report", "form", "signatures", "changed files"):
        told = session.ask({"do": action})
        assert json.loads(json.dumps(told)) == told and "refused" not in told
    [sent] = session.ask({"do": "changed files"})["files"]  # type: ignore[misc]
    assert b64decode(sent["base64"]) == session.unsaved()["tables.xlsx"]


def test_a_row_that_is_not_there_yet_is_written_in_its_place() -> None:
    content = workbook()
    for row in (3, 9, 40):
        content = write_cells(content, "Sign-off", {(row, 2): f"row {row}", (row, 1): "a"})
    session = Session(lambda: DAY)
    session.open({"tables.xlsx": content})
    told = texts(session, "Sign-off")
    assert {key: told[key] for key in ("A3", "B3", "B9", "B40")} == {
        "A3": "a",
        "B3": "row 3",
        "B9": "row 9",
        "B40": "row 40",
    }


def test_a_formula_is_never_written_over(tmp_path: Path) -> None:
    import openpyxl

    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "=1+1"
    book.save(path)
    with pytest.raises(NotWritten, match="formula"):
        write_cells(path.read_bytes(), book.worksheets[0].title, {(1, 1): "2"})


def test_a_sheet_in_another_encoding_is_left_as_it_is() -> None:
    """It is read; what would be written into it is refused in a sentence, and no exception."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts(workbook()).items():
            if name.startswith("xl/worksheets/sheet"):
                content = content.decode("utf-8").replace("utf-8", "utf-16", 1).encode("utf-16")
            archive.writestr(name, content)
    session = Session(lambda: DAY)
    session.open({"tables.xlsx": out.getvalue()})
    asked = {"do": "write", "file": "tables.xlsx", "sheet": "Cases", "row": 4, "column": 2, "text": "x"}
    assert state(session)["ok"] and "not written in UTF-8" in str(session.ask(asked)["refused"])


def test_a_value_that_is_new_is_told_with_what_it_gets_unnamed() -> None:
    session = opened()
    assert state(session)["new_values"] == []
    session.open({"tables.xlsx": workbook(TABLES.replace("surgery, other)", "surgery, other, drug)"))})
    told = " ".join(state(session)["new_values"])
    assert "New since the desk was opened: drug in Cause" in told and "Dose" in told


def test_several_values_are_stated_by_their_codes() -> None:
    text = TABLES
    for before, after in (
        ("- group: choice", "- signs: choices (numb feet, a sore tongue, tired)\n- group: choice"),
        ("| Age | Cause | Group |", "| Age | Signs | Group |"),
        ("| 5 | dietary |", "| 5 | empty |"),
        ("| 50 | surgery |", "| 50 | tired |"),
        ("| | Group | Cause | Dose |", "| | Group | Signs | Dose |"),
        ("dietary; surgery | large", "includes tired | large"),
        ("other; unknown | small", "excludes tired | small"),
    ):
        assert before in text
        text = text.replace(before, after)
    session = opened(text)
    assert state(session)["ok"]
    [field] = [one for one in session.ask({"do": "form"})["fields"] if one["code"] == "signs"]  # type: ignore[attr-defined]
    codes = [code for code, _ in field["several"]]
    assert len(codes) == 3 and field["values"] == []
    for stated, dose in ((", ".join(codes), "large"), ("empty", "small"), (codes[0], "small")):
        found: Any = session.ask({"do": "answer", "given": {"age": "30", "signs": stated}})
        assert found["answers"][0]["says"] == [f"Dose: {dose}"], (stated, found)


def test_an_answer_says_the_accepted_error_that_it_passes() -> None:
    session = opened(TABLES + SURGERY + SURGERY_ACCEPTED)
    patients = {"surgery": True, "other": False}
    for cause, concerned in patients.items():
        found: Any = session.ask({"do": "answer", "given": {"age": "30", "cause": cause}})
        assert found["status"] == "ok"
        assert ["S1" in line for line in found["known"]] == [True] * concerned
    (chart,) = session.ask({"do": "charts"})["charts"]  # type: ignore[misc]
    assert "(Age: ≥ 18; Cause: surgery): broken-safety-rule (S1): known" in chart["known"][0]


def test_an_answer_of_a_set_with_errors_begins_with_that() -> None:
    session = opened(TABLES + SURGERY)
    for age in ("30", "old"):
        found: Any = session.ask({"do": "answer", "given": {"age": age, "cause": "other"}})
        assert "has 1 error" in found["known"][0]
