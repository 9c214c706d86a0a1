"""What is asked of every page as a whole finds what it is there to find."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.site.browsing import HELPERS, Examiner, Seen

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


MANY = [f"<li><button>{number}</button></li>" for number in range(40)]

SPY = """() => {
  const run = axe.run;
  axe.run = (...given) => { window.looked = document.querySelectorAll("li").length; return run(...given); };
}"""


@pytest.mark.parametrize(
    ("odd", "rule", "left"),
    [
        ('<li><button class="odd"></button></li>', "button-name", 2),
        ('<li><div role="checkbox">x</div></li>', "aria-required-attr", 2),
        ("".join(f'<li id="{name}"><button>x</button></li>' for name in "cde") + '<a href="#e">e</a>', "", 3),
        ("", "", 1),
    ],
)
def test_what_is_repeated_is_put_aside_but_nothing_that_is_new_or_led_to(
    browser: Any, odd: str, rule: str, left: int
) -> None:
    opened, examiner = browser.new_page(), Examiner()
    opened.set_content("<h1>A</h1><ul>" + "".join([*MANY, odd, *MANY]) + "</ul>")
    examiner.begin(opened)
    opened.evaluate("() => examine.briefly()")
    before = opened.content()
    opened.evaluate(examiner.script)
    opened.evaluate(SPY)
    found = {name for name, _ in examiner.rules(opened)}
    assert rule in found or not rule, found
    assert opened.evaluate("looked") == left
    assert opened.content() == before
    examiner.rules(opened, whole=True)
    assert opened.evaluate("looked") > len(MANY)
    opened.close()


def test_what_is_painted_otherwise_is_not_put_aside(browser: Any) -> None:
    opened, examiner = browser.new_page(), Examiner()
    pale = "<li><button style='color: #eee; background: #fff'>pale</button></li>"
    plain = "<li><button style='color: #000; background: #fff'>plain</button></li>"
    opened.set_content("<ul>" + 20 * plain + pale + 20 * plain + "</ul>")
    examiner.begin(opened)
    opened.evaluate("() => examine.briefly()")
    [[rule, [element]]] = examiner.colours(opened)
    assert rule == "color-contrast" and "pale" in element
    opened.close()
