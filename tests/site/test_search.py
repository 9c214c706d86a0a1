"""What the search of the site finds: one result a page, answers first, however a word is written."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kit.node import ASSETS, asked_in_node

HERE = Path(__file__).parent
INDEX = [
    ["decisions/regimen.html", "Regimen", "How often the injection is given"],
    ["decisions/regimen.html#rule-R1", "Regimen", "R1 Pernicious anaemia every 2 months"],
    ["decisions/regimen.html#rule-R2", "Regimen", "R2 Pernicious anaemia with neuropathy monthly"],
    ["evidence.html#statement-S1", "Evidence", "S1 Pernicious anaemia is treated for life"],
    ["evidence.html#statement-S2", "Evidence", "S2 Oedema of the ankles"],
    ["cases/c1.html", "Case 1", "Pernicious anaemia, 76 years"],
    ["try.html", "Try a case", "Answer what you know"],
]


def search(
    node: str, queries: Sequence[str], index: Sequence[Sequence[str]] = INDEX
) -> list[list[tuple[str, list[str]]]]:
    told = asked_in_node(node, HERE / "search.js", ASSETS / "search.js", asked=json.dumps([index, queries]))
    return [[(page, parts) for page, parts in found] for found in json.loads(told)]


def test_one_result_a_page_with_its_parts_and_answers_first(node: str) -> None:
    (found,) = search(node, ["pernicious"])
    assert [page for page, _ in found] == ["decisions/regimen.html", "evidence.html", "cases/c1.html"]
    assert set(found[0][1]) == {"decisions/regimen.html#rule-R1", "decisions/regimen.html#rule-R2"}


def test_a_decision_comes_before_a_list_that_begins_with_the_word(node: str) -> None:
    """Who looks for a drug wants to know when it is given; who names a page wants that page."""
    index = [
        *INDEX,
        ["dictionary.html#value-x", "Dictionary", "hydroxocobalamin a form of the vitamin"],
        [
            "decisions/product.html",
            "Product",
            "Which product? The usual one is hydroxocobalamin, for everybody",
        ],
        ["decisions/product.html#evidence", "Product", "Evidence and notes"],
    ]
    drug, page = search(node, ["hydroxocobalamin", "evidence"], index)
    assert [name for name, _ in drug] == ["decisions/product.html", "dictionary.html"]
    assert page[0][0] == "evidence.html"


def test_a_word_is_found_however_it_is_written(node: str) -> None:
    british, american, wrong, missing, turned, accents = search(
        node, ["anaemia", "anemia", "anaemla", "pernicous", "pernicoius", "pérnicious"]
    )
    assert british == american and british
    assert {page for page, _ in wrong} == {page for page, _ in british}
    for found in (missing, turned, accents):
        assert [page for page, _ in found] == ["decisions/regimen.html", "evidence.html", "cases/c1.html"]
    edema, code, nothing, blank = search(node, ["edema", "S2", "zebra crossing", "  "])
    assert edema == code == [("evidence.html", ["evidence.html#statement-S2"])]
    assert nothing == blank == []


def _one_letter_apart(a: str, b: str) -> bool:
    """Slowly: whether an edit of one letter, or two letters the wrong way round, makes one word of the other."""
    made = {a}
    for at in range(len(a) + 1):
        made |= {a[:at] + a[at + 1 :]}
        made |= {a[:at] + sign + a[at:] for sign in b}
        made |= {a[:at] + sign + a[at + 1 :] for sign in b}
        if at + 1 < len(a):
            made |= {a[:at] + a[at + 1] + a[at] + a[at + 2 :]}
    return b in made


WORDS = st.lists(
    st.tuples(st.text("xyz", min_size=4, max_size=6), st.text("xyz", min_size=3, max_size=7)),
    min_size=20,
    max_size=60,
)


@settings(max_examples=6)
@given(WORDS)
def test_one_wrong_letter_is_forgiven_and_not_two(node: str, pairs: list[tuple[str, str]]) -> None:
    for start in range(0, len(pairs), 60):
        some = pairs[start : start + 60]
        for query, word in some[:3]:
            (found,) = search(node, [query], [["a.html", "Page", word]])
            assert bool(found) == (query in word or _one_letter_apart(query, word)), (query, word)
