"""A small part that is taken whole gives the same sheet as one that goes by piece by piece, and costs fewer calls."""

from __future__ import annotations

import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b12tables.compiler.reader import package
from b12tables.compiler.reader.package import Budget, Refused
from b12tables.compiler.reader.xlsx import read_archive

TABLES = Path(__file__).parents[2] / "tables"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _file(rows: str, space: str = _MAIN) -> bytes:
    """A workbook of one sheet, with this in its data."""
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for part, kind, target in (("", "officeDocument", "b.xml"), ("b.xml", "worksheet", "s.xml")):
            refers = f'<Relationship Id="r" Type="{_OFFICE}/{kind}" Target="{target}"/>'
            listed = f'<Relationships xmlns="{_RELS}">{refers}</Relationships>'
            archive.writestr(f"_rels/{part}.rels", listed)
        archive.writestr(
            "b.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="S" r:id="r"/></sheets></workbook>',
        )
        archive.writestr("s.xml", f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>')
    return held.getvalue()


def _outcome(content: bytes) -> tuple[object, dict[str, int]]:
    """What is read of a file and the budget that is left; or why it is refused, in the middle of a row that is not yet
    counted.
    """
    budget = Budget()
    with zipfile.ZipFile(BytesIO(content)) as archive:
        try:
            sheet = read_archive(archive, "f.xlsx", budget)[0]
        except (Refused, ValueError, KeyError, IndexError, package.expat.ExpatError) as why:
            return (type(why).__name__, getattr(why, "message", "")), {}
    return (sheet.cells, sheet.hidden_rows, sheet.hidden_columns), vars(budget)


_TEXT = st.sampled_from(["", "x", " y ", "1", "07", "&amp;", "_x0041_", "é", "&bogus;"])
_PIECES = st.recursive(
    st.one_of(
        _TEXT,
        _TEXT.map(lambda text: f"<v>{text}</v>"),
        _TEXT.map(lambda text: f"<t>{text}</t>"),
        _TEXT.map(lambda text: f"<f>{text}</f>"),
        st.sampled_from([
            "<v/>", "<is/>", "<t/>", "<rPr><strike/></rPr>", "<x:v xmlns:x='urn:a'>1</x:v>", "<ext><v>1</v></ext>",
            "<!-- c -->", "<?p q?>", "<![CDATA[z]]>", "<x:y xmlns:x='urn:a b'/>", "<x:y xmlns:x='urn:a}b'/>", "<v>",
            "<rPh><t>r</t></rPh>",
        ]),
    ),
    lambda inside: st.one_of(
        inside.map(lambda one: f"<is>{one}</is>"),
        inside.map(lambda one: f"<r>{one}</r>"),
        st.tuples(inside, inside).map("".join),
    ),
    max_leaves=4,
)  # fmt: skip
_CELLS = st.builds(
    lambda where, kind, style, inside: f"<c{where}{kind}{style}>{inside}</c>",
    st.sampled_from(["", ' r="A1"', ' r="B1"', ' r="C2"', ' r="$D$1"', ' r="XFE1"', ' r="1"']),
    st.sampled_from(["", ' t="n"', ' t="str"', ' t="inlineStr"', ' t="b"', ' t="s"', ' t="e"', ' t="d"']),
    st.sampled_from(["", ' s="0"', ' s="9"', ' s="x"']),
    _PIECES,
)
_ROWS = st.builds(
    lambda where, inside: f"<row{where}>{''.join(inside)}</row>",
    st.sampled_from(["", ' r="1"', ' r="2"', ' ht="0"', ' hidden="1"']),
    st.lists(st.one_of(_CELLS, _PIECES), max_size=4),
)


@given(st.lists(_ROWS, max_size=3).map("".join), st.sampled_from([_MAIN, _STRICT, "urn:other"]))
def test_taken_whole_is_as_gone_by(rows: str, space: str) -> None:
    content = _file(rows, space)
    taken = _outcome(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(package, "_whole", lambda chunks, most: None)
        assert _outcome(content) == taken


def test_the_shipped_tables_are_taken_whole() -> None:
    """A cell of the shipped tables costs 23 calls, styles and sheets included; element by element it takes 35."""
    calls = 0
    cells = 0

    def counted(frame: object, event: str, argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    for file in sorted(TABLES.glob("*.xlsx")):
        with zipfile.ZipFile(file) as archive:
            sys.setprofile(counted)
            try:
                sheets = read_archive(archive, file.name, Budget())
            finally:
                sys.setprofile(None)
        cells += sum(len(sheet.cells) for sheet in sheets)
    assert cells > 10_000
    assert calls / cells < 25, calls / cells
