# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""What this package is, whether it was altered, and whether the workbooks still say the same."""

from __future__ import annotations

import sys

from b12tables.runtime.selfcheck import main

from . import SET

if __name__ == "__main__":
    sys.exit(main(SET, sys.argv[1:]))
