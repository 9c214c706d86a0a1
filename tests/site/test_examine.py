"""What is asked of every page as a whole finds what it is there to find."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.site.browsing import HELPERS, Seen

SOUND = '<h1>A</h1><h2 id="b">B</h2><p id="c">C</p><a href="#c">to C</a><input aria-labelledby="b">'


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (SOUND, []),
        (SOUND + '<p id="c">D</p>', ["twice: #c"]),
        (SOUND + '<label for="d">D</label>', ["for leads nowhere: d"]),
        (SOUND + '<input aria-describedby="b d">', ["aria-describedby leads nowhere: d"]),
        (SOUND + "<h1>D</h1>", ["not one heading of the page"]),
        (SOUND + "<h4>D</h4>", ["h2 is followed by h4"]),
        (SOUND + "<button> </button>", ["no words: <button> </button>"]),
        (SOUND + '<button aria-label="close"></button><button hidden></button>', []),
    ],
)
def test_what_is_wrong_with_a_page_is_said(browser: Any, page: str, said: list[str]) -> None:
    opened = browser.new_page()
    opened.set_content(page)
    opened.evaluate(HELPERS.read_text(encoding="utf-8"))
    assert opened.evaluate("() => examine.whole()") == said
    opened.close()


def test_what_one_worker_has_seen_is_fresh_for_no_other(tmp_path: Path) -> None:
    one, other, alone = Seen(tmp_path / "seen"), Seen(tmp_path / "seen"), Seen()
    assert one.fresh(["a", "b\nc"]) == [True, True]
    assert other.fresh(["a", "b\nc", "ä"]) == [False, False, True]
    assert one.fresh(["ä", "b", "a"]) == [False, True, False]
    assert other.fresh(["b"]) == [False]
    assert alone.fresh(["a"]) == [True] and alone.fresh(["a"]) == [False]
