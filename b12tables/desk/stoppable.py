"""Work that somebody can stop: it runs in a thread of its own, and leaves nothing half done where it is stopped.

A process of its own could be killed as well, but would take what is not saved yet with it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Stopped(BaseException):
    """Raised inside work that somebody stops, and by `Stoppable.run` then. No `except Exception` takes it for a
    fault.
    """


class Stoppable:
    """One piece of work at a time, and a way to stop it from another thread."""

    def __init__(self) -> None:
        self._at_work: _Work[Any] | None = None

    def run(self, work: Callable[[], T]) -> T:
        """What the work gives; what it raises is raised here. Raises `Stopped` where it was stopped before its end."""
        own = _Work(work)
        self._at_work = own
        try:
            own.start()
            own.join()
        finally:
            self._at_work = None
        return own.outcome()

    def stop(self) -> bool:
        """Stops the work that is going on; whether there was any."""
        own = self._at_work
        return own is not None and own.stop()


class _Work(threading.Thread, Generic[T]):
    def __init__(self, work: Callable[[], T]) -> None:
        super().__init__(daemon=True)
        self._work = work
        self._given: list[T] = []
        self._raised: BaseException | None = None

    def run(self) -> None:
        try:
            self._given.append(self._work())
        except BaseException as why:  # it is raised in the thread that waits
            self._raised = why

    def stop(self) -> bool:
        if self.ident is None or not self.is_alive():
            return False
        import ctypes  # only who stops something waits for it

        # the interpreter raises it at the next step of that thread; a thread that has ended meanwhile is not found
        found = ctypes.pythonapi.PyThreadState_SetAsyncExc(
            ctypes.c_ulong(self.ident), ctypes.py_object(Stopped)
        )
        return bool(found)

    def outcome(self) -> T:
        if self._given:
            return self._given[0]
        raise self._raised or Stopped
