"""Every word of ours in the language of the tables: the catalogue is whole, and no page says anything beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from b12tables.compiler.model import Model
from b12tables.compiler.model.finding import KINDS
from b12tables.compiler.model.hit_policy import HitPolicy
from b12tables.compiler.report.page_words import Scanner, script_messages
from b12tables.runtime.language import ENGLISH, LANGUAGES, catalogue, grouped, language_of, speaking, t, tn
from b12tables.site.build import build_site
from b12tables.site.pages import REPORT
from tests.kit.pseudo import TAG, marked, pseudo_language, seen, unmarked
from tests.kit.wordings import every_wording
from tests.site.sample import sample_findings, sample_model

OTHERS = [code for code in LANGUAGES if code != ENGLISH]
PLACE = re.compile(r"\{(\w+(?:!r)?(?::g)?)\}|%\((\w+)\)s|(<[^>]+>)")

UNITS = {"mg", "cm", "mm", "ug", "µg", "ng", "mL", "pmol"}
"""Units are written alike in every language."""


@pytest.fixture(scope="module")
def wordings() -> Mapping[str, set[str]]:
    return every_wording()


# ---------------------------------------------------------------- the catalogue


@pytest.mark.parametrize("code", OTHERS)
def test_every_wording_has_a_translation_and_no_translation_is_left_over(
    code: str, wordings: Mapping[str, set[str]]
) -> None:
    known = catalogue(code)
    assert {words: files for words, files in wordings.items() if words not in known} == {}
    assert sorted(set(known) - set(wordings)) == []
    assert [words for words, said in known.items() if not said.strip()] == []


@pytest.mark.parametrize("code", OTHERS)
def test_a_translation_has_the_places_and_the_edges_of_its_wording(code: str) -> None:
    """What is filled in is filled in once; a space or a sign at an edge holds it apart from what stands there."""
    for words, said in catalogue(code).items():
        assert sorted(PLACE.findall(said)) == sorted(PLACE.findall(words)), words
        assert (said[: len(said) - len(said.lstrip())], said[len(said.rstrip()) :]) == (
            (words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :])
        ), words


@pytest.mark.parametrize("code", OTHERS)
def test_the_catalogue_is_in_order_and_holds_each_wording_once(code: str) -> None:
    path = Path(__file__).parents[2] / "b12tables" / "runtime" / "languages" / f"{code}.json"
    pairs = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=list)
    names = [name for name, _ in pairs]
    assert names == sorted(set(names))


def test_a_language_is_spoken_where_somebody_says_so_and_nowhere_else() -> None:
    assert (t("yes"), language_of("de-AT"), language_of("DE"), language_of("fr"), language_of("")) == (
        ("yes", "de", "de", "en", "en")
    )
    with speaking("de"):
        assert (t("yes"), tn(1, "{n} question left", "{n} questions left")) == ("ja", "noch 1 Frage")
        assert tn(2, "{n} question left", "{n} questions left") == "noch 2 Fragen"
        with speaking("en"):
            assert t("yes") == "yes"
        assert t("nobody has written this down") == "nobody has written this down"
    assert t("yes") == "yes"


def test_no_number_can_be_misread() -> None:
    """`1,234` is a thousand in English and a little more than one in German."""
    assert grouped(1234567) == "1,234,567"
    with speaking("de"):
        assert grouped(1234567) == "1\u202f234\u202f567"


def test_a_template_is_taken_apart_where_its_tags_are() -> None:
    found: list[str] = []
    scanner = Scanner(lambda words: found.append(words) or words.upper())  # type: ignore[func-returns-value]
    assert scanner.data('<p class="what" title="In short">One thing: <a href="') == (
        '<p class="what" title="IN SHORT">ONE THING: <a href="'
    )
    assert scanner.data('" aria-label="Go on">two</a> (and) 3.') == '" aria-label="GO ON">TWO</a> (AND) 3.'
    assert found == ["In short", "One thing", "Go on", "two", "and) 3."]


def test_a_script_says_what_can_be_found() -> None:
    source = (
        'say("One"); sayOf(n, "{n} cow", "{n} cows"); new Trouble("x", name, "write \\"a\\""); other("No")'
    )
    assert script_messages(source) == {"One", "{n} cow", "{n} cows", 'write "a"'}


# ---------------------------------------------------------------- pages


def _build(model: Model, out: Path) -> Path:
    build_site(model, tuple(map(marked, sample_findings())), None, None, out)
    return out


@pytest.fixture(scope="module")
def pseudo(
    tmp_path_factory: pytest.TempPathFactory, wordings: Mapping[str, set[str]]
) -> tuple[Path, set[str]]:
    """A site in the language of marks, and what it asked the catalogue for."""
    model = sample_model()
    with pseudo_language() as found:
        out = _build(
            marked(replace(model, about=replace(model.about, language=TAG))),
            tmp_path_factory.mktemp("p") / "site",
        )
    return out, found.asked


def test_nothing_is_asked_for_that_is_not_found_beforehand(
    pseudo: tuple[Path, set[str]], wordings: Mapping[str, set[str]]
) -> None:
    assert sorted(words for words in pseudo[1] - set(wordings) if not words.startswith("«")) == []


def test_every_word_of_every_page_is_of_the_tables_or_of_the_catalogue(pseudo: tuple[Path, set[str]]) -> None:
    known = names_of(sample_model()) | UNITS
    left: dict[str, set[str]] = {}
    for path in sorted(pseudo[0].rglob("*.html")):
        if path.name != REPORT:
            words = re.findall(r"[^\W\d_][\w-]*", unmarked(seen(path.read_text(encoding="utf-8"))))
            for word in {word for word in words if len(word) > 1} - known:
                left.setdefault(word, set()).add(path.name)
    assert left == {}


def names_of(thing: Any) -> set[str]:
    """The words of a model that are no texts: IDs, codes, what a cell says, statuses; and those of the format."""
    texts: list[str] = [*KINDS, *(policy.value for policy in HitPolicy)]

    def walk(one: Any) -> None:
        if isinstance(one, str):
            texts.append(one)
        elif isinstance(one, Mapping):
            walk([*one, *one.values()])
        elif isinstance(one, (list, tuple, frozenset)):
            for part in one:
                walk(part)
        elif hasattr(one, "__dataclass_fields__"):
            walk([getattr(one, name) for name in one.__dataclass_fields__ if name not in ("why", "message")])

    model = replace(thing, statements=(), sources=())
    walk(
        [model, [statement.id for statement in thing.statements], [s.section for s in thing.statements], "S1"]
    )
    return {word for text in texts for word in re.findall(r"[^\W\d_][\w-]*", text) if len(text) < 40}


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> Path:
    model = sample_model()
    return _build(
        replace(model, about=replace(model.about, language="de")), tmp_path_factory.mktemp("de") / "site"
    )


def test_a_german_site_says_that_it_is_german(german: Path) -> None:
    page = (german / "index.html").read_text(encoding="utf-8")
    assert '<html lang="de"' in page
    assert "Zum Inhalt springen" in page
    assert "Dezimalpunkt" in page
    script = (german / "assets" / "words.js").read_text(encoding="utf-8")
    told = json.loads(script.partition("=")[2].strip().rstrip(";"))
    assert told["Start again"] == "Neu beginnen"


def test_an_english_site_loads_no_catalogue(tmp_path: Path) -> None:
    out = _build(sample_model(), tmp_path / "site")
    assert not (out / "assets" / "words.js").exists()
    assert "words.js" not in (out / "index.html").read_text(encoding="utf-8")
