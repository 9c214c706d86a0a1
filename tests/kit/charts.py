"""Wall charts for the tests, put on sets that have none."""

from __future__ import annotations

IRON_CHART = """
## Wall chart

| Title | Rows | Columns | Strip | Show | Aside | Given |
|---|---|---|---|---|---|---|
| Iron | Iron stores | Tolerates tablets | Inflammation | Treatment | Advice | bleeding: not(bowel); unknown |
"""

LOOK_AGAIN_CHART = """
## Wall chart
- Title: When to look again
- Rows: Grade
- Columns: Bleeds
- Show: Measure; Step; Look again
- Aside: remark
"""
