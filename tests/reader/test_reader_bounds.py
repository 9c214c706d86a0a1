"""What reading costs is bounded, for every loop that a file can make run: counted in steps, and in memory.

Each kind below is made in several sizes and shapes. A file is read, or refused with a sentence, within the steps that
stand for two seconds; what it took is part of docs/reliability.md (`python -m tests.reader.test_reader_bounds`).
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import pytest

from b12tables.compiler.reader import build_model, read_workbook
from tests.kit.steps import A_SECOND, counted
from tests.reader.hostile_files import MAIN, RELATIONS, SST, book, cell, relations

Make = Callable[[Path], None]
FAR = "A1:XFD1048576"
FILLED = "".join(f'<row r="{n}">{cell(f"A{n}", "x")}</row>' for n in range(1, 4_001))
WIDE = f'<row r="1">{"".join(f"<c><v>{n}</v></c>" for n in range(1, 4_001))}</row>'


def merges(number: int, reach: str, rows: str) -> Make:
    def make(file: Path) -> None:
        refs = (reach.replace("#", str(n % 1_000_000 + 1)) for n in range(number))
        book(
            file,
            rows,
            behind="<mergeCells>" + "".join(f'<mergeCell ref="{r}"/>' for r in refs) + "</mergeCells>",
        )

    return make


def columns(number: int, rows: str) -> Make:
    def make(file: Path) -> None:
        book(file, rows, before="<cols>" + '<col min="1" max="16384" hidden="1"/>' * number + "</cols>")

    return make


def conditions(number: int, areas: int) -> Make:
    styles = f'<styleSheet xmlns="{MAIN}"><dxfs><dxf><font><strike/></font></dxf></dxfs></styleSheet>'
    rule = f'<conditionalFormatting sqref="{" ".join([FAR] * areas)}"><cfRule dxfId="0"/></conditionalFormatting>'

    def make(file: Path) -> None:
        book(file, FILLED, behind=rule * number, styles=styles)

    return make


def shared(length: int, used: int, runs: int) -> Make:
    piece = "<r><rPr><strike/></rPr><t>" + "a" * (length // runs) + "</t></r>"
    text = piece * runs if runs > 1 else f"<t>{'a' * length}</t>"

    def make(file: Path) -> None:
        row = "<row>" + '<c t="s"><v>0</v></c>' * 100 + "</row>"
        rows = row * (used // 100)
        book(file, rows, strings=SST + b"<si>" + text.encode() + b"</si></sst>")

    return make


MARKUP: dict[str, Callable[[int], str]] = {
    "attribute": lambda size: f'<x a="{"a" * size}"/>',
    "attribute that closes": lambda size: f'<x a="{">" * size}"/>',
    "comment": lambda size: f"<!--{'a' * size}-->",
    "instruction": lambda size: f"<?x {'a' * size}?>",
    "data": lambda size: f"<x><![CDATA[{'a' * size}]]></x>",
    "name": lambda size: f"<{'a' * size}/>",
    "text": lambda size: f"<x>{'a' * size}</x>",
    "value": lambda size: f"<row><c><v>{'1' * size}</v></c></row>",
    "reference": lambda size: f'<row><c r="{"a" * size}"><v>1</v></c></row>',
    "formula": lambda size: f"<row><c><f>{'A1+' * (size // 3)}1</f><v>1</v></c></row>",
}


def token(kind: str, size: int) -> Make:
    return lambda file: book(file, MARKUP[kind](size))


def encoded(encoding: str, rows: str) -> Make:
    def make(file: Path) -> None:
        head = f'<?xml version="1.0" encoding="{encoding}"?><worksheet xmlns="{MAIN}">'
        xml = f"{head}<sheetData>{rows}</sheetData></worksheet>"
        book(file, more={"xl/worksheets/sheet1.xml": xml.encode(encoding)})

    return make


def compressed(method: int) -> Make:
    def make(file: Path) -> None:
        book(file, FILLED)
        with zipfile.ZipFile(file) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        with zipfile.ZipFile(file, "w", method) as archive:
            for name, data in parts.items():
                archive.writestr(name, data)

    return make


def formulas(number: int, text: str, kind: str = "") -> Make:
    mark = f' t="{kind}" ref="{FAR}"' if kind else ""

    def make(file: Path) -> None:
        rows = "".join(
            f"<row>{f'<c><f{mark}>{text}</f><v>1</v></c>' * 100}</row>" for _ in range(max(1, number // 100))
        )
        book(file, rows + f'<row r="1000000"><c><f>TODAY()+{text}</f><v>1</v></c></row>')

    return make


def names(number: int) -> Make:
    """Names of which each stands for the next one."""
    chain = "".join(f'<definedName name="n{n}">n{n + 1}+A{n + 1}</definedName>' for n in range(number))
    return named(chain, "".join(f"<row><c><f>n{n}</f><v>1</v></c></row>" for n in range(number)))


def named(chain: str, rows: str = "<row><c><f>n0</f><v>1</v></c></row>") -> Make:
    def make(file: Path) -> None:
        book(file, rows)
        with zipfile.ZipFile(file) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        main = parts["xl/workbook.xml"].replace(
            b"</sheets>", f"</sheets><definedNames>{chain}</definedNames>".encode()
        )
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in (parts | {"xl/workbook.xml": main}).items():
                archive.writestr(name, data)

    return make


def _name(text: str) -> str:
    return f'<definedName name="n0">{text}</definedName>'


def sheets(number: int, rows: str) -> Make:
    """Sheets that are all one part."""
    listed = "".join(f'<sheet name="S{n}" sheetId="{n + 1}" r:id="rId1"/>' for n in range(number))
    return lambda file: book(file, rows, sheets=listed)


def parted(number: int, rows: str) -> Make:
    """Sheets, each in a part of its own."""
    listed = "".join(f'<sheet name="S{n}" sheetId="{n + 1}" r:id="r{n}"/>' for n in range(number))
    links = [(f"r{n}", "worksheet", f"worksheets/own{n}.xml") for n in range(number)]
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    more = {f"xl/worksheets/own{n}.xml": sheet for n in range(number)}
    return lambda file: book(
        file, sheets=listed, more=more | {"xl/_rels/workbook.xml.rels": relations(links)}
    )


def styled(number: int, code: str) -> Make:
    styles = f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="200" formatCode="{code}"/></numFmts>'
    styles += '<cellXfs><xf numFmtId="200"/></cellXfs></styleSheet>'

    def make(file: Path) -> None:
        book(
            file,
            "".join(f"<row>{'<c><v>0.1</v></c>' * 100}</row>" for _ in range(number // 100)),
            styles=styles,
        )

    return make


def commented(number: int, length: int) -> Make:
    def make(file: Path) -> None:
        text = "a" * length
        told = (f'<comment ref="A{n + 1}"><text><t>{text}</t></text></comment>' for n in range(number))
        _behind_comments("".join(told))(file)

    return make


def _kinds() -> Iterator[tuple[str, Make]]:
    for number, reach, rows in product((1_000, 200_000), (FAR, "A#:B#", "A1:A1048576"), (FILLED, WIDE)):
        yield (
            f"{number} merges over {reach} of {'rows' if rows is FILLED else 'columns'}",
            merges(number, reach, rows),
        )
    for number, rows in product((20_000, 300_000), (FILLED, WIDE)):
        yield (
            f"{number} times all columns of {'rows' if rows is FILLED else 'columns'}",
            columns(number, rows),
        )
    for number, areas in ((10, 1), (2_000, 1), (1, 5_000), (50_000, 1)):
        yield f"{number} conditional formats of {areas} areas", conditions(number, areas)
    for length, used, runs in product((32_000, 3_000_000), (1_000, 20_000), (1, 2_000)):
        yield f"a shared text of {length} in {runs} runs in {used} cells", shared(length, used, runs)
    for kind, size in product(MARKUP, (30_000, 1_000_000, 20_000_000)):
        yield f"a {kind} of {size}", token(kind, size)
    cells = "<row>" + "<c><v>1</v></c>" * 250_000 + "</row>"
    for encoding, rows in product(
        ("utf-8", "utf-16-le", "utf-16"), (cells, "<row>" + "<x/>" * 900_000 + "</row>")
    ):
        yield f"{'cells' if rows is cells else 'elements'} in {encoding}", encoded(encoding, rows)
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        yield f"compression {method}", compressed(method)
    for number, text, kind in (
        (20_000, "A1", ""), (2_000, "A1+" * 2_000 + "1", ""), (2_000, "A1", "array"), (100, "SUM(A:XFD)", "array"),
        (1_000, "x" * 100_000, ""), (20_000, "n1", ""), (10_000, "A1", "shared"),
    ):  # fmt: skip
        yield f"{number} formulas {text[:12]} {kind}", formulas(number, text, kind)
    for number in (300, 5_000):
        yield f"a chain of {number} names", names(number)
    for number, rows in ((400, FILLED), (400, ""), (5, FILLED)):
        yield f"{number} sheets of one part{'' if rows else ', empty'}", sheets(number, rows)
    for number, code in ((20_000, "0.0"), (20_000, '[&gt;1]"a"0;[&lt;0]-0.0;0' * 8), (1_000, "#,##0" * 50)):
        yield f"{number} cells as {code[:12]}", styled(number, code)
    for number, length in ((3_000, 10), (3_000, 30_000), (200_000, 1)):
        yield f"{number} comments of {length}", commented(number, length)
    for number in (10_000, 1_000_000):
        yield f"{number} empty rows", lambda file, n=number: book(file, "<row/>" * n)
        yield f"{number} hidden rows", lambda file, n=number: book(file, '<row hidden="1"/>' * n)


def _behind(xml: str, rows: str = FILLED, styles: str | None = None) -> Make:
    return lambda file: book(file, rows, behind=xml, styles=styles)


def _styles(inside: str) -> Make:
    return _behind("", styles=f'<styleSheet xmlns="{MAIN}">{inside}</styleSheet>')


def _grid(cells: Callable[[int], str], rows: int) -> str:
    """Rows of a hundred cells, each made of its number."""
    return "".join(
        f"<row>{''.join(map(cells, range(100 * row, 100 * row + 100)))}</row>" for row in range(rows)
    )


def _behind_comments(told: str) -> Make:
    links = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="{RELATIONS}/comments" Target="../comments1.xml"/></Relationships>'  # noqa: E501
    more = {
        "xl/worksheets/_rels/sheet1.xml.rels": links,
        "xl/comments1.xml": f'<comments xmlns="{MAIN}"><commentList>{told}</commentList></comments>',
    }
    return lambda file: book(file, FILLED, more=more)


COLOUR = '<color rgb="FF000000"/>'
STRUCK = "<dxfs><dxf><font><strike/></font></dxf></dxfs>"


def _long() -> str:
    return "A1+" * 10_000 + "1"


def _areas() -> str:
    return "A1 " * 150_000


def _shared_formula(mark: str) -> Make:
    first = f'<row><c><f t="shared" si="0">{_long()}</f><v>1</v></c></row>'
    follower = f'<c><f t="shared"{mark} si="0"/><v>1</v></c>'
    return lambda file: book(file, first + _grid(lambda _: follower, 1_000))


def _long_formulas() -> Make:
    return lambda file: book(file, _grid(lambda n: f"<c><f>{n}+{_long()[:12_001]}</f><v>1</v></c>", 18))


def _ranged_formula() -> Make:
    first = f'<row><c><f t="array" ref="{FAR}">{_long()}</f><v>1</v></c></row>'
    return lambda file: book(file, first + _grid(lambda _: "<c><v>1</v></c>", 600))


def _ranges() -> Make:
    cells = f'<row><c><f t="array" ref="{_areas()[:360_000]}">1</f><v>1</v></c></row>'
    return lambda file: book(file, cells * 150)


def _conditions(styles: str | None) -> Make:
    told = f'<conditionalFormatting sqref="{_areas()}"><cfRule dxfId="0"/></conditionalFormatting>'
    return _behind(told * 150, styles=styles)


def _links(ref: str, number: int) -> Make:
    link = f'<hyperlink ref="{ref}"/>'
    return _behind(f"<hyperlinks>{link * number}</hyperlinks>")


def _lists() -> Make:
    one = '<dataValidation sqref="A1:B9" type="list"><formula1>"a"</formula1></dataValidation>'
    return _behind(f"<dataValidations>{one * 300_000}</dataValidations>")


def _comment_runs() -> Make:
    runs = "<r><rPr><b/></rPr><t>a</t></r>" * 160_000
    return _behind_comments(f'<comment ref="A1"><text>{runs}</text></comment>')


def _fonts() -> Make:
    font = '<font><strike/><sz val="11"/><color rgb="FF000000"/></font>'
    return _styles(f"<fonts>{font * 160_000}</fonts>")


def _palette() -> Make:
    colours = '<rgbColor rgb="FF00FF00"/>' * 650_000
    return _styles(f"<colors><indexedColors>{colours}</indexedColors></colors>")


def _numbers(code: str, written: str) -> Make:
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="{code}"/></cellXfs></styleSheet>'
    rows = _grid(lambda n: f"<c><v>{written % (n + 1000)}</v></c>", 1_200)
    return lambda file: book(file, rows, styles=styles)


def _struck_texts() -> Make:
    struck = '<c t="inlineStr"><is><r><rPr><strike/></rPr><t>a</t></r></is></c>'
    return lambda file: book(file, _grid(lambda _: struck, 900))


LATER: dict[str, Callable[[], Make]] = {
    "400 sheets of 4000 rows": lambda: parted(400, FILLED),
    "400 sheets of a row": lambda: parted(400, f"<row>{cell('A1', 'x')}</row>"),
    "a name in 600000 pieces": lambda: named(_name("a<x/>" * 600_000)),
    "a name 600000 times": lambda: named(_name("A1") * 600_000),
    "a name of 24 million": lambda: named(_name("A1+" * 8_000_000 + "1")),
    "700 long names": lambda: named("".join(_name(_long()).replace("n0", f"n{n}") for n in range(700))),
    "1800 long formulas, each another": _long_formulas,
    "100000 cells share a long formula": lambda: _shared_formula(""),
    "100000 cells share a long formula, worked out anew": lambda: _shared_formula(' ca="1"'),
    "a long formula for a range": _ranged_formula,
    "formulas for 120000 ranges": _ranges,
    "conditional formats of 150000 areas": lambda: _conditions(None),
    "conditional formats of 150000 areas that strike out": lambda: _conditions(
        f'<styleSheet xmlns="{MAIN}">{STRUCK}</styleSheet>'
    ),
    "links to 150000 areas": lambda: _links(_areas(), 150),
    "600000 links": lambda: _links("A1", 600_000),
    "300000 data validations": _lists,
    "200000 comments on one cell": lambda: _behind_comments(
        '<comment ref="A1"><text><t>a</t></text></comment>' * 200_000
    ),
    "a comment of 160000 runs": _comment_runs,
    "160000 fonts": _fonts,
    "a font of 650000 colours": lambda: _styles(f"<fonts><font>{COLOUR * 650_000}</font></fonts>"),
    "650000 styles": lambda: _styles(f"<cellXfs>{'<xf/>' * 650_000}</cellXfs>"),
    "200000 styles of conditional formats": lambda: _styles(STRUCK * 200_000),
    "a palette of 650000": _palette,
    "120000 days, each another": lambda: _numbers("14", "%d"),
    "120000 numbers, each another": lambda: _numbers("2", "%d"),
    "120000 numbers of 300 digits": lambda: _numbers("0", "%d.5e-300"),
    "90000 struck texts": _struck_texts,
}
"""Loops that ran free of the budget until each was found by hand. Large ones: each is made when it is wanted."""


def _made_late(make: Callable[[], Make]) -> Make:
    return lambda file: make()(file)


KINDS = dict(_kinds()) | {kind: _made_late(make) for kind, make in LATER.items()}


def read(file: Path) -> str:
    """Reads a workbook as a command does; what was refused."""
    workbook, unreadable = read_workbook(file)
    _, findings = build_model(workbook)
    return next((finding.message for finding in (*unreadable, *findings)), "read")


@pytest.mark.slow
@pytest.mark.parametrize("kind", list(KINDS)[::3])
def test_reading_is_bounded(kind: str, tmp_path: Path) -> None:
    """Every third kind; all of them are run for docs/reliability.md, which names those of over two seconds."""
    file = tmp_path / "hostile.xlsx"
    KINDS[kind](file)
    said, steps = counted(lambda: read(file), 4 * A_SECOND)
    assert said and steps


@pytest.mark.slow
def test_a_whole_set_of_ordinary_tables_is_far_from_the_bounds() -> None:
    """The real tables take a small part of what a hostile file may take."""
    _, steps = counted(lambda: read(Path(__file__).parents[2] / "tables"), 3 * A_SECOND)
    assert steps < 2 * A_SECOND


@pytest.mark.slow
def test_all_the_kinds_take_less_than_three_hundred_megabytes(tmp_path: Path) -> None:
    """The greedy ones, each in a process of its own; the whole corpus is in docs/reliability.md."""
    for number, kind in enumerate(list(KINDS)[::11]):
        file = tmp_path / f"{number}.xlsx"
        KINDS[kind](file)
        assert measured(file)["megabytes"] < 300, kind


PROGRAM = """
import json, sys, time
from pathlib import Path
from b12tables.compiler.reader import build_model, read_workbook
begin = time.process_time()
workbook, unreadable = read_workbook(Path(sys.argv[1]))
_, findings = build_model(workbook)
said = next((finding.message for finding in (*unreadable, *findings)), "read")
seconds = time.process_time() - begin
peak = next(line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(json.dumps({"seconds": seconds, "megabytes": int(peak) / 1024, "said": said}))
"""


def measured(file: Path) -> dict[str, float]:
    """Seconds of a core and megabytes, in a process that makes no file itself."""
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(file)], capture_output=True, text=True, cwd=root, check=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    """Reads the whole corpus, and says what each kind took."""
    with tempfile.TemporaryDirectory() as folder:
        for kind, make in KINDS.items():
            file = Path(folder) / "hostile.xlsx"
            make(file)
            took = measured(file)
            print(
                f"{took['seconds']:6.2f} s {took['megabytes']:5.0f} MB  {kind}: {str(took['said'])[:60]}",
                flush=True,
            )


if __name__ == "__main__":
    main()
