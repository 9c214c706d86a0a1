"""How a table set stands to its last release: whether anybody gets another answer, and the version that asks for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from b12tables.compiler.model import Model
from b12tables.desk.versions import NotThere, last_release, read_version
from b12tables.runtime.language import t, tn

if TYPE_CHECKING:
    from b12tables.compiler.compare import Comparison


@dataclass(frozen=True)
class Released:
    """The last release (`tag`), and what is different since; `trouble` says why it could not be compared."""

    tag: str
    comparison: Comparison | None = None
    trouble: str = ""

    def lines(self) -> list[str]:
        """A few lines for the end of a report."""
        from b12tables.compiler.report import version_line

        if self.comparison is None:
            return [
                t("The last release, {tag}, could not be compared: {why}", tag=self.tag, why=self.trouble)
            ]
        changed = len({change.decision for change in self.comparison.changes if change.decision})
        said = [
            tn(
                len(self.comparison.new.decisions),
                "{changed} of {n} decision with another answer for somebody",
                "{changed} of {n} decisions with another answer for somebody",
                changed=changed,
            )
        ]
        if self.comparison.unfinished:
            said.append(t("{n} could not be compared", n=len(self.comparison.unfinished)))
        found = [
            t(
                "Since the last release, {tag}: {said}. Version step: {step}.",
                tag=self.tag,
                said=", ".join(said),
                step=self.comparison.step_words,
            ),
            version_line(self.comparison),
        ]
        from b12tables.compiler.compare import inherited

        new = list(
            dict.fromkeys((e.field, e.value) for e in inherited(self.comparison.old, self.comparison.new))
        )
        for field, value in new:
            entry = self.comparison.new.fields[field]
            found.append(
                t(
                    "New in {field}: {value}, which rows take in that do not name it.",
                    field=entry.label,
                    value=entry.label_of(value),
                )
            )
        return (
            [*found, t("For whom, and through which rows: {command}", command="b12tables compare")]
            if changed or new
            else found
        )

    def as_dict(self) -> dict[str, object]:
        """The same for tools."""
        from b12tables.compiler.report import version_is_enough

        if self.comparison is None:
            return {"tag": self.tag, "compared": False, "why": self.trouble}
        return {
            "tag": self.tag,
            "compared": True,
            "version": self.comparison.old.about.version,
            "same_answers": self.comparison.same_answers,
            "step": self.comparison.step,
            "proposed_version": self.comparison.version,
            "version_is_enough": version_is_enough(self.comparison),
            "changed": sorted({c.decision for c in self.comparison.changes if c.decision}),
            "unfinished": sorted(self.comparison.unfinished),
        }


def since_release(folder: Path, model: Model, bound: float, memory: int) -> Released | None:
    """The comparison with the newest release tag that holds the folder, within a bound; None where there is none."""
    tag = last_release(folder)
    if tag is None:
        return None
    # a set without a release does not wait for what compares
    from b12tables.compiler.compare import compare

    try:
        old, findings = read_version(tag, folder)
    except NotThere as why:
        return Released(tag, trouble=f"{why}")
    errors = [finding for finding in findings if finding.severity == "error"]
    if old is None or errors:
        return Released(
            tag, trouble=f"it cannot be read completely ({errors[0].message if errors else 'no tables'})"
        )
    return Released(tag, compare(old, model, bound, memory))
