"""Long work at the desk can be stopped: nothing of it stays, and the page never shows an old check as a new one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from b12tables.desk import session as session_module
from b12tables.desk.served import DeskServer
from b12tables.desk.session import Session
from b12tables.desk.stoppable import Stoppable, Stopped
from tests.desk.desk_set import BROKEN, DAY, workbook
from tests.kit.patience import PATIENCE
from tests.site.browsing import Watch

CELL = {"do": "write", "file": "tables.xlsx", "sheet": "Group", "row": 6, "column": 2, "text": "< 16"}


class Endless:
    """Stands for an analysis that goes on and on, until somebody stops it."""

    def __init__(self) -> None:
        self.begun = threading.Event()

    def __call__(self, *_: object) -> Any:
        self.begun.set()
        while True:
            pass


def stopped(desk: DeskServer, work: Endless, ask: Callable[[], Any]) -> Any:
    """What is answered to a request that somebody stops once it is at work."""
    answers: list[Any] = []
    asking = threading.Thread(target=lambda: answers.append(ask()))
    asking.start()
    assert work.begun.wait(PATIENCE)
    while asking.is_alive():
        desk.ask({"do": "stop"})
        asking.join(0.01)
    return answers[0]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[DeskServer]:
    (tmp_path / "tables.xlsx").write_bytes(workbook())
    desk = DeskServer(tmp_path, Session(lambda: DAY))
    yield desk
    desk.close()


def test_work_gives_raises_and_stops() -> None:
    work = Stoppable()
    assert work.run(lambda: 7) == 7 and not work.stop()
    with pytest.raises(KeyError):
        work.run(lambda: {}["x"])
    endless = Endless()

    def at_once() -> None:
        endless.begun.wait(PATIENCE)
        while not done:
            work.stop()

    done: list[bool] = []
    stopping = threading.Thread(target=at_once)
    stopping.start()
    with pytest.raises(Stopped):
        work.run(endless)
    done.append(True)
    stopping.join()
    assert work.run(lambda: 8) == 8


def test_what_is_stopped_leaves_nothing(desk: DeskServer, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.ask(CELL)
    before = desk.ask({"do": "state"})
    work = Endless()
    with monkeypatch.context() as patch:
        patch.setattr(session_module.service, "with_steps", work)
        answer = stopped(desk, work, lambda: desk.ask({**CELL, "text": "< 12"}))
    assert "Stopped" in answer["refused"]
    assert desk.ask({"do": "state"}) == before and not before["behind"]
    # the step that was stopped stands nowhere, that of before does, and work goes on
    assert "12" not in str(desk.ask({**CELL, "text": "< 18"})["steps"])


def test_a_check_that_was_stopped_is_never_shown_as_made(
    desk: DeskServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = Endless()
    (desk.folder / "tables.xlsx").write_bytes(workbook(BROKEN))
    desk.ask({"do": "state"})  # a save counts once two looks agree
    with monkeypatch.context() as patch:
        patch.setattr(session_module.service, "with_steps", work)
        assert "Stopped" in stopped(desk, work, lambda: desk.ask({"do": "state"}))["refused"]
    told = desk.ask({"do": "state"})
    assert told["behind"] and told["ok"]  # of before, and said to be
    refused = desk.ask(CELL) and desk.ask({"do": "save"})
    assert "refused" in refused  # nobody's newer workbook is written over
    # what is refused for it is checked then, with the edit that was not saved
    fresh = desk.ask({"do": "state"})
    assert not fresh["behind"] and not fresh["ok"] and fresh["steps"]


def test_the_page_stops_what_takes_long(
    desk: DeskServer, browser: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Watch(browser, desk.address, ("data:",)) as watch:
        page = watch.open()
        page.wait_for_selector("#verdict.ok")
        assert not page.is_visible("#stop")
        work = Endless()
        with monkeypatch.context() as patch:
            patch.setattr(session_module.service, "with_steps", work)
            (desk.folder / "tables.xlsx").write_bytes(workbook(BROKEN))
            page.click("#stop")
            page.locator("#said", has_text="Stopped.").wait_for()
        page.locator("#verdict.not-ok", has_text="was stopped").wait_for()
        page.locator("#working").wait_for(state="hidden")
