"""What every test shares: programs beyond Python that a test may need, and what happens where one is missing."""

from __future__ import annotations

import gc
import json
import os
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from b12tables.site.paper import PROGRAMS
from tests.conformance.counts import write_counts
from tests.dear import dear, function_of
from tests.kit.needed import program
from tests.kit.patience import PATIENCE

WHOLE_RUN = bool(os.environ.get("B12TABLES_NOTHING_SKIPPED"))
"""Whether this is `.ci/run`, in which no test may be missing and none may depend on chance."""

settings.register_profile(
    "ours",
    deadline=None,
    derandomize=WHOLE_RUN,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("ours")
"""Random sets are larger than hypothesis expects, and a busy machine is no fault of a test. New examples are drawn
wherever the tests are run by hand and by `make fuzz`; `.ci/run` judges a change by the same ones each time."""


gc.set_threshold(50_000, 20, 100)
"""Much is held for long: to look through all of it at the usual pace takes a tenth of the time."""

os.environ.pop("COLUMNS", None)  # the width of whoever runs the tests breaks no line of theirs


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium browser; the test skips where there is none (and fails in CI)."""
    return program("needs a browser", "chromium-headless-shell", *PROGRAMS)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Any]:
    """One browser for all tests of a process: it allows no second one beside it. A test opens a page, and closes it.
    What is waited for on a page may take as long as anything else that a test waits for.
    """
    api = pytest.importorskip("playwright.sync_api", reason="needs the package playwright")
    with api.sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        new_context, new_page = made.new_context, made.new_page

        def patient(opened: Any) -> Any:
            opened.set_default_timeout(1000 * PATIENCE)
            return opened

        made.new_context = lambda **options: patient(new_context(**options))
        made.new_page = lambda **options: patient(new_page(**options))
        yield made
        made.close()


@pytest.fixture(scope="session")
def soffice() -> str:
    """The path of LibreOffice; the test skips where there is none (and fails in CI)."""
    return program("needs LibreOffice", "soffice", "libreoffice")


@pytest.fixture(scope="session")
def node() -> str:
    """The path of Node.js; the test skips where there is none (and fails in CI)."""
    return program("needs Node.js", "node", "nodejs")


BY_FIXTURE = {"chromium": "browser", "soffice": "office", "real_site": "slow"}
"""What a test asks for says how it is marked: nobody has to remember it."""

SLOW_ROOMS = {"oracles", "conformance"}
"""The rooms of tests in which everything is slow: enumeration, other people's suites."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what `make fast` leaves out; it runs in `make test` as everything else does."""
    measured = dear() if not TIMES else frozenset()
    for item in items:
        for fixture, mark in BY_FIXTURE.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(mark)
        if not SLOW_ROOMS.isdisjoint(item.path.parts) or function_of(item.nodeid) in measured:
            item.add_marker("slow")


TIMES = os.environ.get("B12TABLES_TIMES", "")
"""Where to write what each test costs (`make dear`); with it, nothing is slow by what was measured before."""

_times: dict[str, float] = {}
_shared: dict[Any, float] = defaultdict(float)
_users: dict[Any, list[str]] = defaultdict(list)


def _work() -> float:
    """Seconds of processor time of this process and of those that it started and waited for."""
    started = os.times()
    return time.process_time() + started.children_user + started.children_system


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    begun, made = _work(), sum(_shared.values())
    yield
    _times[item.nodeid] = _work() - begun - (sum(_shared.values()) - made)
    for found in item._fixtureinfo.name2fixturedefs.values() if isinstance(item, pytest.Function) else ():
        _users[found[-1]].append(item.nodeid)


@pytest.hookimpl(hookwrapper=True)
def pytest_fixture_setup(fixturedef: Any) -> Iterator[None]:
    """What several tests share is no cost of the one that happens to ask first: each of them bears a part."""
    begun = _work()
    yield
    if fixturedef.scope != "function":
        _shared[fixturedef] += _work() - begun


def pytest_sessionfinish() -> None:
    if not TIMES:
        return
    for fixture, seconds in _shared.items():
        for user in _users[fixture]:
            _times[user] += seconds / len(_users[fixture])
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    Path(f"{TIMES}{worker}").write_text(json.dumps(_times), encoding="utf-8")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    # here, not beside the conformance tests: with several workers only this file is loaded where the summary is written
    write_counts(terminalreporter)
