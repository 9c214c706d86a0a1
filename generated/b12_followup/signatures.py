# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Who has signed the meaning of which rules, as they stand in this version. Loaded on demand."""

from __future__ import annotations

SIGNED: dict[str, dict[str, tuple[tuple[str, str, str], ...]]] = {
}
"""For each decision and rule that somebody has signed: (person, role, date)."""
