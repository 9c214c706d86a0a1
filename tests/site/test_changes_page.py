"""What changed between two versions, as a page and as the history on each decision's page."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner

from b12tables.cli.main import cli
from b12tables.compiler.compare.differ import compare
from b12tables.compiler.model.evaluate import evaluate
from b12tables.site.build import build_site
from b12tables.site.link_check import check_site
from b12tables.site.pages.changes import Since
from tests.kit.cases import as_values
from tests.kit.tables import model_from_markdown, write_xlsx

SET = """
## Fields
- age: whole number, 0..120, unit a, unknown, question How old?, label Age
- cause: choice (dietary, pernicious anaemia), unknown, question Why?
- group: choice (young, old)
- regimen: choice (tablets, injections)
- visits: choice (few, many)

## Decision: Group
- Code: group
| | When | Then |
|---|---|---|
| Rule | Age | Group |
| G1 | <= 75 | young |
| G2 | > 75; unknown | old |

## Decision: Regimen
- Code: regimen
| | When | | Then |
|---|---|---|---|
| Rule | Group | Cause | Regimen |
| R1 | old | - | injections |
| R2 | young | dietary | tablets |
| R3 | young | not(dietary); unknown | injections |

## Decision: Visits
- Code: visits
| | When | Then |
|---|---|---|
| Rule | Cause | Visits |
| V1 | dietary | few |
| V2 | not(dietary); unknown | many |
"""

OLD, NEW = model_from_markdown(SET.replace("75", "70")), model_from_markdown(SET)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site") / "out"
    since = Since("tables-v1.0.0", compare(OLD, NEW))
    build_site(NEW, (), None, out.parent / "no-docs", out, since=since)
    return out


def page(site: Path, name: str) -> str:
    return (site / name).read_text(encoding="utf-8")


def dead(site: Path) -> list[str]:
    """What is wrong but for wording for patients, which the small set has none of."""
    return [str(problem) for problem in check_site(site) if "is written here" not in problem.message]


@pytest.mark.slow
def test_every_link_is_alive(site: Path) -> None:
    assert dead(site) == []


def test_it_says_which_patients_get_another_answer(site: Path) -> None:
    words = page(site, "what-changed.html")
    assert "Other answers in 2 decisions." in words and "tables-v1.0.0" in words
    group = words[words.index('id="decision-group"') : words.index('id="decision-regimen"')]

    assert "71 to 75 years" in group
    assert re.search(r"Before</th><td>.*?old.*?Now</th><td>.*?young", group, re.DOTALL)
    assert "The cells behind it" in group and "tables.xlsx" in group
    cases = re.findall(r'href="try\.html#case=([^"]+)"', words)
    assert len(cases) == 2
    for case in cases:
        given = as_values(NEW, json.loads(unquote(unescape(case))))
        assert evaluate(OLD, given).outputs != evaluate(NEW, given).outputs


def test_it_says_what_was_proved_to_be_the_same(site: Path) -> None:
    words = page(site, "what-changed.html")
    same = words[words.index("Proved to be the same") :]
    assert 'href="decisions/visits.html"' in same and 'href="decisions/group.html"' not in same


def test_every_decision_tells_its_history(site: Path) -> None:
    assert 'href="../what-changed.html#decision-group"' in page(site, "decisions/group.html")
    assert "1 kind of patient gets another answer" in page(site, "decisions/group.html")
    assert "Proved: every case that either version accepts gets the same answer" in page(
        site, "decisions/visits.html"
    )


@pytest.mark.slow
def test_a_decision_that_is_new_says_so(tmp_path: Path) -> None:
    before = model_from_markdown(SET[: SET.index("## Decision: Visits")])
    build_site(
        NEW, (), None, tmp_path / "no-docs", tmp_path / "out", since=Since("old", compare(before, NEW))
    )
    assert "Not decided in old" in page(tmp_path / "out", "decisions/visits.html")
    assert "is decided now" in page(tmp_path / "out", "what-changed.html")
    assert dead(tmp_path / "out") == []


def test_two_versions_with_the_same_answers(tmp_path: Path) -> None:
    build_site(NEW, (), None, tmp_path / "no-docs", tmp_path / "out", since=Since("old", compare(NEW, NEW)))
    assert "Proved: every case gets the same answers" in page(tmp_path / "out", "what-changed.html")


def test_a_site_that_compares_with_nothing_says_so(tmp_path: Path) -> None:
    build_site(NEW, (), None, tmp_path / "no-docs", tmp_path / "out")
    for name in ("what-changed.html", "decisions/group.html"):
        assert "were not compared with another version" in page(tmp_path / "out", name)


@pytest.mark.slow
def test_the_command_compares_with_a_folder(tmp_path: Path) -> None:
    for name, text in (("old", SET.replace("75", "70")), ("new", SET)):
        (tmp_path / name).mkdir()
        write_xlsx(text, tmp_path / name)
    build = [
        "docs",
        "build",
        str(tmp_path / "new"),
        "--docs",
        str(tmp_path / "none"),
        "--out",
        str(tmp_path / "out"),
    ]
    done = CliRunner().invoke(cli, [*build, "--since", str(tmp_path / "old")])
    assert done.exit_code == 0, done.output
    assert "Other answers in 2 decisions." in page(tmp_path / "out", "what-changed.html")
    wrong = CliRunner().invoke(cli, [*build, "--since", "no-such-version"])
    assert wrong.exit_code == 2 and "no-such-version" in wrong.output and "Traceback" not in wrong.output
    bare = CliRunner().invoke(cli, build)
    assert bare.exit_code == 0 and "No version has been released yet" in page(
        tmp_path / "out", "what-changed.html"
    )
