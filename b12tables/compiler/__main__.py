"""`python -m b12tables.compiler FOLDER`: which table set the workbooks of a folder are, and what each table means as a
hash. For programs: one line of JSON; `why` in it where the workbooks cannot be read.

It needs nothing beyond the standard library, so that a package can check itself against its workbooks wherever it runs.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from b12tables.compiler import read
from b12tables.compiler.codegen import hashes


def told(folder: str) -> dict[str, object]:
    """`identifier`, `content_hash` and `hashes` by table, or `why` not."""
    model, _ = read(Path(folder))
    if model is None:
        return {"why": f"the workbooks in {folder} cannot be read: b12tables check {folder}"}
    return {
        "identifier": model.about.identifier,
        "content_hash": model.content_hash,
        "hashes": dict(hashes(model)),
    }


if __name__ == "__main__":
    print(json.dumps(told(sys.argv[1])))
