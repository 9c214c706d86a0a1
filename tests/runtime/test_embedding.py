"""The embeddings that docs/integrating.md shows run as they are written, where their libraries are installed."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.runtime.packages import ROOT

PAGE = (ROOT / "docs" / "integrating.md").read_text("utf-8")


def block(name: str) -> str:
    found = re.search(rf"```python {name}\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None, name
    return found[1]


def run(name: str) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "embedding"}
    exec(compile(block(name), f"docs/integrating.md ({name})", "exec"), names)
    return names


def test_a_column_of_a_data_frame() -> None:
    pytest.importorskip("pandas")
    patients = run("pandas")["patients"]
    assert list(patients["status"]) == ["ok", "ok", "ok"]
    assert patients["regimen"][0] == "IM_MONTHLY" and patients["regimen"].notna().all()


def test_an_endpoint() -> None:
    pytest.importorskip("fastapi")
    pytest.importorskip("httpx")
    from fastapi.testclient import TestClient

    client = TestClient(run("fastapi")["app"])
    good = client.post("/evaluate", json={"cause": "pernicious_anaemia", "phase": "maintenance"})
    assert good.status_code == 200 and good.json()["outputs"]["regimen"]
    bad = client.post("/evaluate", json={"b12": 453})
    assert bad.status_code == 422 and bad.json()["problems"][0]["name"] == "unit-needed"


def test_the_blocks_can_be_read_without_their_libraries() -> None:
    for name in ("pandas", "fastapi"):
        compile(block(name), name, "exec")
