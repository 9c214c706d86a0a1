"""The oracles judge what is found. Edits are judged by a suite of their own, and trying them takes most of the time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from b12tables.compiler.checks import fixes as suggestions


@pytest.fixture(autouse=True, scope="module")
def without_edits() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(suggestions, "FINDINGS", 0)
        yield
