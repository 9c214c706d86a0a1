"""Model -> the generated module that says who has signed the meaning of which rules, as they stand."""

from __future__ import annotations

from b12tables.compiler.codegen.expression import quoted
from b12tables.compiler.model import Model
from b12tables.compiler.proof import Meanings, Space


def emit_signatures(model: Model, space: Space) -> str:
    """The text of `signatures.py`; a sign-off that is voided or has no hash yet is no signature."""
    lines = [
        '"""Who has signed the meaning of which rules, as they stand in this version. Loaded on demand."""',
        "",
        "from __future__ import annotations",
        "",
        "SIGNED: dict[str, dict[str, tuple[tuple[str, str, str], ...]]] = {",
    ]
    signed = Meanings(model, space).signed() if model.sign_offs else {}
    for table in model.decisions:
        rules = {
            rule: signs for (decision, rule), signs in signed.items() if decision == table.code and signs
        }
        if not rules:
            continue
        lines.append(f"    {quoted(table.code)}: {{")
        for rule, signs in rules.items():
            told = "".join(
                f"({quoted(s.person)}, {quoted(s.role)}, {quoted(s.date.isoformat())}), " for s in signs
            )
            lines.append(f"        {quoted(rule)}: ({told.rstrip(' ')}),")
        lines.append("    },")
    lines += ["}", '"""For each decision and rule that somebody has signed: (person, role, date)."""']
    return "\n".join(lines) + "\n"
