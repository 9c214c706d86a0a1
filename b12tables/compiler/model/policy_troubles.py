"""Results of which a hit policy can make nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from b12tables.compiler.model.hit_policy import HitPolicy
from b12tables.compiler.model.tables import NUMERIC, Field
from b12tables.runtime.language import later


def policy_troubles(policy: HitPolicy, outputs: Sequence[Field]) -> Iterator[tuple[str, str]]:
    """Why results of these fields do not fit a hit policy, each reason with what would help."""
    if policy.aggregates and (wrong := [f.label for f in outputs if f.type not in NUMERIC]):
        yield (
            later(
                "{policy} makes one number of the results, but {wrong} is no number",
                policy=policy.value,
                wrong=wrong[0],
            ),
            later("make it a number, or collect"),
        )
    if policy.ranks and outputs and outputs[0].type != "choice":
        yield (
            later(
                "{policy} ranks by the order of the Values rows, but {outputs} is no choice",
                policy=policy.value,
                outputs=outputs[0].label,
            ),
            later("put a result of type choice first, or take another hit policy"),
        )
