"""LibreOffice as a clinician uses it: open a workbook, type into cells, save. Run by a Python that has `uno`.

Reads one JSON object from standard input: {"soffice": …, "profile": …, "edits": {file: [[sheet, cell, value],
…]}}.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
from pathlib import Path


def main() -> None:
    import uno
    from com.sun.star.beans import PropertyValue
    from com.sun.star.lang import DisposedException

    task = json.load(sys.stdin)
    pipe = f"desk{time.time_ns()}"
    office = subprocess.Popen(
        [
            task["soffice"], "--headless", "--norestore", "--nologo", f"--accept=pipe,name={pipe};urp;",
            f"-env:UserInstallation=file://{task['profile']}",
        ],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        desktop = connect(uno, pipe, office)
        hidden = PropertyValue(Name="Hidden", Value=True)
        excel = PropertyValue(Name="FilterName", Value="Calc MS Excel 2007 XML")
        for file, edits in task["edits"].items():
            address = Path(file).as_uri()
            book = desktop.loadComponentFromURL(address, "_blank", 0, (hidden,))
            for sheet, cell, value in edits:
                target = book.Sheets.getByName(sheet).getCellRangeByName(cell)
                if isinstance(value, str):
                    target.setString(value)
                else:
                    target.setValue(value)
            book.storeToURL(address, (excel,))
            book.close(True)
        with contextlib.suppress(DisposedException):  # the program may be gone before it has answered
            desktop.terminate()
        office.wait()
    finally:
        office.kill()


def connect(uno: object, pipe: str, office: subprocess.Popen[bytes]) -> object:
    """The desktop of the program just started, as soon as it answers."""
    local = uno.getComponentContext()  # type: ignore[attr-defined]
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    while office.poll() is None:
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except Exception:
            time.sleep(0.1)
    raise SystemExit("LibreOffice ended before it answered")


if __name__ == "__main__":
    main()
