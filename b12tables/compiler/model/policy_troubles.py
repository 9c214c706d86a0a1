"""Results of which a hit policy can make nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from b12tables.compiler.model.hit_policy import HitPolicy
from b12tables.compiler.model.tables import NUMERIC, Field


def policy_troubles(policy: HitPolicy, outputs: Sequence[Field]) -> Iterator[tuple[str, str]]:
    """Why results of these fields do not fit a hit policy, each reason with what would help."""
    if policy.aggregates and (wrong := [f.label for f in outputs if f.type not in NUMERIC]):
        yield (
            f"{policy.value} makes one number of the results, but {wrong[0]} is no number",
            "make it a number, or collect",
        )
    if policy.ranks and outputs and outputs[0].type != "choice":
        yield (
            f"{policy.value} ranks by the order of the Values rows, but {outputs[0].label} is no choice",
            "put a result of type choice first, or take another hit policy",
        )
