"""The bill of materials of the wheel, written while it is built: CycloneDX 1.6, in `.dist-info/sboms/` as PEP 770 says.

It says what the wheel holds (this tool), that the base install needs nothing but Python, and what each extra asks for.
The tables that are shipped are a distribution of their own, with a bill of their own (`generated/`). The same sources
give the same bytes: it has no clock, and its serial number follows from what it says.
"""

from __future__ import annotations

import json
import re
import tempfile
import tomllib
import uuid
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ModuleNotFoundError:  # whoever only wants to read the bill needs no build backend
    BuildHookInterface = object  # type: ignore[assignment, misc]

NAME = "b12tables.cdx.json"
SHIPPED = ("compile", "docs", "pandas", "cohort", "spark", "endpoint")
"""The extras of users; what tests need is no part of what is delivered."""


def bill(root: Path) -> str:
    """The bill of materials of the sources below `root`, as JSON."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    tool = _library(project["name"], project["version"])
    tool |= {"description": project["description"], "licenses": [{"expression": project["license"]}]}
    optional = _optional(project["optional-dependencies"])
    told: dict[str, Any] = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"lifecycles": [{"phase": "build"}], "component": tool},
        "components": optional,
        "dependencies": [
            {"ref": tool["bom-ref"], "dependsOn": [part["bom-ref"] for part in optional]},
            *({"ref": part["bom-ref"]} for part in optional),
        ],
    }
    told["serialNumber"] = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(told, sort_keys=True))}"
    return json.dumps(told, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _library(name: str, version: str = "") -> dict[str, Any]:
    purl = f"pkg:pypi/{name}@{version}" if version else f"pkg:pypi/{name}"
    found = {"type": "library", "bom-ref": purl, "name": name, "purl": purl}
    return found | ({"version": version} if version else {})


def _optional(extras: dict[str, list[str]]) -> list[dict[str, Any]]:
    """What the extras ask for, each library once. None of it is in the wheel, so no version is claimed."""
    asked: dict[str, list[dict[str, str]]] = {}
    for extra in SHIPPED:
        for requirement in extras[extra]:
            name, allowed = _split(requirement)
            if name != "b12tables":
                asked.setdefault(name, []).append({"name": f"b12tables:extra:{extra}", "value": allowed})
    return [_library(name) | {"scope": "optional", "properties": asked[name]} for name in sorted(asked)]


def _split(requirement: str) -> tuple[str, str]:
    """The name of what is required, and which versions."""
    match = re.fullmatch(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?\s*([^;]*)(?:;.*)?", requirement)
    assert match is not None, requirement
    return re.sub(r"[-_.]+", "-", match[1]).lower(), match[2].strip() or "any"


class BillOfMaterials(BuildHookInterface):  # type: ignore[type-arg, misc, unused-ignore]
    """Puts the bill of materials into the wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Writes it where the build backend fetches it."""
        if version != "standard":
            return
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / NAME
        path.write_text(bill(Path(self.root)), encoding="utf-8", newline="\n")
        build_data["sbom_files"].append(str(path))

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Removes it again."""
        if version == "standard":
            self.folder.cleanup()
