"""The logo that About names: by its bytes, its size, and that no stranger's document comes through."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b12tables.compiler import check
from b12tables.compiler.model import Finding, Logo
from b12tables.compiler.reader.logo import LARGEST, _Broken, _looked_at
from tests.kit.tables import model_and_findings, write_xlsx

SET = """
## About
- Title: A set
- Identifier: a_set
- Version: 1.2.0
- Status: Draft
- Intended use: tests
- Disclaimer: no advice
- Logo: {name}

## Fields
- age: choice (young, old)
- plan: choice (a, b)

## Decision: Plan
|    | When  | Then | Because  |
|----|-------|------|----------|
|    | Age   | Plan | Evidence |
| R1 | young | a    | inference: x |
| R2 | old   | b    | inference: x |
"""


def _chunk(name: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int = 40, height: int = 12) -> bytes:
    """A picture in one colour."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    row = b"\0" + b"\x0a\x55\x66" * width
    rows = zlib.compress(row * height)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", rows) + _chunk(b"IEND")


def jpeg(width: int = 40, height: int = 12) -> bytes:
    """The segments of a picture; what its data show is not looked at."""
    size = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    frame = b"\xff\xc0" + struct.pack(">H", 2 + len(size)) + size
    scan = b"\xff\xda" + struct.pack(">H", 8) + b"\x01\x01\x00\x00\x3f\x00"
    return b"\xff\xd8\xff\xe0\x00\x04ab" + frame + scan + b"\x12\xff\x00\x34" + b"\xff\xd9"


def _checked(folder: Path, name: str, content: bytes | None) -> tuple[Logo | None, list[Finding]]:
    write_xlsx(SET.format(name=name), folder)
    if content is not None:
        (folder / name).write_bytes(content)
    report = check(folder)
    assert report.model is not None
    return report.model.about.logo, [one for one in report.findings if one.name == "bad-cell"]


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [("logo.png", png(), "image/png"), ("Our logo.JPG", jpeg(), "image/jpeg"), ("x.jpg", png(), "image/png")],
)
def test_a_logo_is_what_its_bytes_say(tmp_path: Path, name: str, content: bytes, kind: str) -> None:
    logo, found = _checked(tmp_path, name, content)
    assert found == [] and logo is not None
    assert (logo.kind, logo.width, logo.height, logo.content) == (kind, 40, 12, content)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "is not beside the workbooks"),
        (b"", "is no picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "a drawing (SVG) or a page"),
        (b"GIF89a....", "is a GIF"),
        (png()[:-6], "is damaged"),
        (png().replace(b"IDAT", b"IDAX"), "is damaged"),
        (png() + b"<script>alert(1)</script>", "behind the end"),
        (jpeg() + b"<script>alert(1)</script>", "is damaged"),
        (jpeg() + b"<script>" + b"\xff\xd9", "behind the end"),
        (jpeg()[:20], "is damaged"),
        (png(5000, 1), "5000 × 1 pixels"),
        (png(0, 0), "0 × 0 pixels"),
        (png() + b" " * LARGEST, "larger than 200 kB"),
    ],
)  # fmt: skip
def test_what_is_no_picture_is_told_and_left_out(tmp_path: Path, content: bytes | None, said: str) -> None:
    logo, found = _checked(tmp_path, "logo.png", content)
    assert logo is not None and logo.content == b""
    (told,) = found
    assert told.severity == "warning" and said in told.message and told.places == (logo.place,) and told.help


def test_a_name_in_other_letters_is_found(tmp_path: Path) -> None:
    (tmp_path / "Logo.PNG").write_bytes(png())
    _, found = _checked(tmp_path, "logo.png", None)
    assert not found or "(Logo.PNG is)" in found[0].message  # some disks do not tell the two apart


@pytest.mark.parametrize(
    "name",
    ["logo.svg", "../logo.png", "a/logo.png", "C:\\logo.png", ".png", "logo", "https://h.example/logo.png"],
)
def test_what_is_no_name_of_a_picture_beside_the_workbooks_is_an_error(name: str) -> None:
    model, findings = model_and_findings(SET.format(name=name))
    (told,) = [one for one in findings if one.name == "bad-cell"]
    assert told.severity == "error" and model is not None and model.about.logo is None


def test_workbooks_in_memory_say_nothing_of_a_file_that_nobody_gave() -> None:
    model, findings = model_and_findings(SET.format(name="logo.png"))
    assert model is not None and model.about.logo is not None and model.about.logo.content == b""
    assert [one for one in findings if one.name == "bad-cell"] == []


@given(st.sampled_from([png(), jpeg()]), st.data())
def test_any_bytes_are_a_picture_or_a_sentence(picture: bytes, data: st.DataObject) -> None:
    """Cut anywhere, changed anywhere: never another exception."""
    place = data.draw(st.integers(0, len(picture)))
    changed = (
        picture[:place]
        + data.draw(st.binary(max_size=6))
        + picture[data.draw(st.integers(0, len(picture))) :]
    )
    try:
        kind, width, height = _looked_at(changed)
    except _Broken as why:
        assert str(why)
    else:
        assert kind in ("image/png", "image/jpeg") and width > 0 and height > 0
