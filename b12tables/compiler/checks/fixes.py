"""Edits that would mend a finding: each is applied to a copy of the model and checked again before it is
shown.

For a gap: the cells that would close it if they were wider, and the rows that would close it. For two rules
that hold together: the cells that would separate them, or the row that can go. An edit that would break
anything else, or that would contradict the first edit suggested for an earlier finding, is not shown.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import islice

from b12tables.compiler.checks import empty_list, failed_case, gap, two_values
from b12tables.compiler.checks.other_policy import offer_order
from b12tables.compiler.checks.possible_edits import (
    SHOWN,
    Edit,
    drafted,
    moved,
    past_its_range,
    separated,
    set_apart,
    sum_of_nothing,
    widened,
    widened_alike,
    widened_together,
)
from b12tables.compiler.checks.wrong_results import with_results
from b12tables.compiler.model import (
    Case,
    CellEdit,
    DecisionTable,
    Evaluation,
    Finding,
    Mended,
    Mends,
    Model,
    OtherwiseAdded,
    RowDeleted,
    RowsAdded,
    Trouble,
    compared,
    decide,
)
from b12tables.compiler.proof.analysis import Analysis
from b12tables.compiler.proof.changed_answers import Changed, changed_answers, left_of
from b12tables.compiler.proof.gap_parts import Part
from b12tables.compiler.proof.grid import BoundReached, Masks, minus
from b12tables.compiler.proof.table_space import TableSpace
from b12tables.compiler.proof.worked_cases import WorkedCases
from b12tables.runtime.language import t, wording

MENDED = ("gap", "overlap", "conflict")
"""The kinds of finding that edits are suggested for."""

OF_LISTS = {empty_list.KIND.name: empty_list.WIDER, two_values.KIND.name: two_values.NARROWER}
"""The kinds of finding of a list that edits are suggested for, each with the sentence that an edit stands for."""

LISTS = 8
"""So many findings of lists are tried: they may well be meant so."""

TRIED = 12
"""So many edits are tried for one finding."""

CELL_STEPS, CASE_STEPS = 20, 2_000
"""What it costs to cut and look at one cell of a changed table again, and to evaluate one worked case."""

Recheck = Callable[[Analysis, Collection[str] | None], Iterable[Finding]]


FINDINGS = 24
"""Findings of one report that edits are tried for; each trial is a check of its own."""

ABOVE = wording(
    "say above one of the tables that it is for these patients, or add a table for them; if "
    "there are none, declare the combination on the Impossible sheet"
)
BY_HAND = wording(
    "add rows for these patients; if there are none, declare the combination on the Impossible sheet"
)

LATER = wording("mend what stands above first, then check again: edits were not tried for this finding yet")

LARGE = 40_000
"""Cells of the tables that an edit touches up to which it is tried: each trial looks at all of them again."""

TOO_LARGE = wording(
    "edits were not tried: the table is so large that each trial would take longer than all else"
)

OF_CONDITIONS = ("gap", "overlap", "conflict", "analysis-incomplete")
"""The findings that depend on the conditions of rules alone."""


def suggest(analysis: Analysis, findings: list[Finding], recheck: Recheck) -> list[Finding]:
    """The findings, with the edits that mend them in `help` and `mends`."""
    trial = _Trial(analysis, findings, recheck)
    asking = [
        n
        for n, finding in enumerate(findings)
        # that the order of the rows decides between two rules is information, nothing to be mended
        if finding.name in MENDED and finding.region and finding.severity == "error"
    ]
    tried, later = asking[:FINDINGS], frozenset(asking[FINDINGS:])
    mended = {n: trial.mended(findings[n]) for n in tried}
    of_lists = [n for n, finding in enumerate(findings) if finding.name in OF_LISTS and finding.region]
    mended |= {n: trial.mended_list(findings[n]) for n in of_lists[:LISTS]}
    told = [
        replace(finding, help=(*finding.help, t(LATER))) if n in later else mended.get(n, finding)
        for n, finding in enumerate(findings)
    ]
    return with_results(analysis, offer_order(analysis, told), trial.breaks)


class _Trial:
    def __init__(self, analysis: Analysis, findings: list[Finding], recheck: Recheck) -> None:
        self.analysis, self.recheck = analysis, recheck
        self.budget = analysis.budget.share(Fraction(1, 2))
        self.known = {_key(finding) for finding in findings}
        self.chosen: list[Edit] = []
        """The first edit of each finding so far: the next ones must go together with them."""
        self.chosen_for: list[Finding] = []
        """The finding that each of them was chosen for."""
        self.promised: set[tuple[object, ...]] = set()
        """The keys of the findings that these mend; made together, they must mend all of them."""
        self._gaps: dict[str, list[Part]] = {}

    def gaps(self, code: str) -> list[Part]:
        """The gaps of a table, in the order of the findings about them."""
        if code not in self._gaps:
            ts = self.analysis.space.tables[code]
            self._gaps[code] = gap.told(self.analysis, ts) if ts.needs_cover else []
        return self._gaps[code]

    def mended(self, finding: Finding) -> Finding:
        assert finding.decision is not None
        ts = self.analysis.space.tables[finding.decision]
        edits: list[Edit] = []
        rows: Edit | None = None
        number = self._number(finding)
        if (known := self._mended_already(finding, number)) is not None:
            return self._told(finding, [known], None)
        if self.budget.spent:
            return finding
        if _cells(self.analysis.model, _downstream(self.analysis.model, finding.decision)) > LARGE:
            return replace(finding, help=(*finding.help, t(TOO_LARGE)))
        try:
            if number is not None:
                part = self.gaps(finding.decision)[number]
                rows = drafted(self.analysis, ts, part, number)
                if rows is not None and not self._good(rows, finding):
                    rows = None
                if rows is not None and (first := past_its_range(self.analysis, ts, part)):
                    # no row that is to be written as it stands
                    finding, rows = replace(finding, help=(f"{rows.words}; {first}", *finding.help)), None
            self._add_good(edits, islice(self._edits(ts, finding, number), TRIED), finding)
        except BoundReached:
            pass
        return self._told(finding, edits, rows)

    def mended_list(self, finding: Finding) -> Finding:
        """A finding of a list with the cells that would mend it and change the list of nobody else."""
        assert finding.decision is not None
        ts = self.analysis.space.tables[finding.decision]
        model = self.analysis.model
        if self.budget.spent or _cells(model, _downstream(model, finding.decision)) > LARGE:
            return finding
        edits: list[Edit] = []
        try:
            for edit in islice(self._list_edits(ts, finding), TRIED):
                if len(edits) < SHOWN and self._good_list(edit, finding):
                    edits.append(edit)
        except BoundReached:
            pass
        if not edits:
            return finding
        self.chosen.append(edits[0])
        self.chosen_for.append(finding)
        sentences = [text for text in finding.help if text != OF_LISTS[finding.name]]
        help_ = (*(edit.words for edit in edits), *sentences)
        return replace(finding, help=help_, mends=_told_as_data(finding.mends, edits))

    def _list_edits(self, ts: TableSpace, finding: Finding) -> Iterator[Edit]:
        """Cells with another text after which nobody is in the region of the finding any more, and no list but
        those of its patients is another one.
        """
        if finding.name == two_values.KIND.name:
            candidates = separated(self.analysis, ts, finding)
        else:
            parts = gap.told(self.analysis, ts)
            part = next(p for p in parts if self.analysis.region(ts, p.boxes) == finding.region)
            if not part.whole:
                return
            wider = widened(self.analysis, ts, part.boxes)
            candidates = (replace(edit, clears=tuple(part.boxes)) for edit in wider)
        was = dict(zip((rule.id for rule in ts.table.rules), ts.grid.boxes, strict=True))
        for edit in candidates:
            if edit.cell is None:
                continue
            rule_id = edit.cell[0]
            table = edit.apply(self.analysis.model).decision[ts.table.code]
            before, after = was[rule_id], ts.box(next(rule for rule in table.rules if rule.id == rule_id))
            others = left_of([*minus(before, after), *minus(after, before)], edit.clears, self.budget)
            if not any(self.analysis.arises(ts, box) for box in others):
                yield edit

    def _good_list(self, edit: Edit, finding: Finding) -> bool:
        """Whether the edit gives rise to nothing, alone and with the edits chosen before."""
        if any(edit.touches(other) for other in self.chosen):
            return False
        # of the empty lists of a table it is asked by their patients which of them is mended
        gone = {_key(finding)} if finding.name == two_values.KIND.name else set()
        model = self.analysis.model
        if self._found(edit.apply(model), edit, None, self.known - gone) is None:
            return False
        for other in self.chosen:
            model = other.apply(model)
        return not self.chosen or self._found(edit.apply(model), edit, None, self.known) is not None

    def breaks(self, edit: Edit, finding: Finding) -> bool:
        """Whether an edit of a result leaves its finding, or gives rise to something else."""
        known = self.known - {_key(finding)}
        return self._found(edit.apply(self.analysis.model), edit, None, known) is None

    def _mended_already(self, finding: Finding, number: int | None) -> Edit | None:
        """The edit chosen before that says it mends this finding as well."""
        for edit in self.chosen:
            if _key(finding) in edit.mends:
                return edit
            if edit.decision == finding.decision and number in edit.closes:
                return edit
        return None

    def _told(self, finding: Finding, edits: list[Edit], rows: Edit | None) -> Finding:
        """The finding with its edits, of which the first is chosen."""
        offered = [*edits, *([rows] if rows else [])]
        mends = finding.mends
        if offered:
            if offered[0] in self.chosen:
                # one edit mends both: whoever makes it is done with this one as well
                other = self.chosen_for[self.chosen.index(offered[0])]
                mends = mends._replace(mended_with=Mended(other.name, other.rules))
            else:
                self.chosen.append(offered[0])
                self.chosen_for.append(finding)
            self.promised |= self._mended_by(offered[0], finding)
        elif finding.name == gap.KIND.name:
            return replace(finding, help=(*finding.help, *_by_hand(self.analysis.model, finding)))
        mends = _told_as_data(mends, offered)
        return replace(finding, help=(*(edit.words for edit in offered), *finding.help), mends=mends)

    def _number(self, finding: Finding) -> int | None:
        """Which of its table's gaps a finding is about; None: it is about something else."""
        assert finding.decision is not None
        if finding.name != gap.KIND.name:
            return None
        ts = self.analysis.space.tables[finding.decision]
        regions = [self.analysis.region(ts, part.boxes) for part in self.gaps(finding.decision)]
        return regions.index(finding.region)

    def _edits(self, ts: TableSpace, finding: Finding, number: int | None) -> Iterator[Edit]:
        code = ts.table.code
        if number is not None:
            yield from sum_of_nothing(self.analysis, ts, len(self.gaps(code)))
        for n, part in enumerate(self.gaps(code)):
            for edit in moved(self.analysis, ts, part, n) if part.whole else ():
                if _key(finding) in edit.mends or number in edit.closes:
                    yield edit
        if number is None:
            yield from set_apart(self.analysis, ts, finding)
            yield from separated(self.analysis, ts, finding)
            return
        part = self.gaps(code)[number]
        if part.whole:
            for edit in (
                *widened(self.analysis, ts, part.boxes),
                *widened_alike(self.analysis, ts, part.boxes),
                *widened_together(self.analysis, ts, part.boxes),
            ):
                yield replace(edit, closes=frozenset({number}))

    def _mended_by(self, edit: Edit, finding: Finding) -> set[tuple[object, ...]]:
        """The keys of the findings that are gone with an edit, and with those chosen before."""
        keys = {*edit.mends, *([_key(finding)] if finding.name != gap.KIND.name else [])}
        here = [other for other in (*self.chosen, edit) if other.decision == edit.decision]
        closed = frozenset[int]().union(*(other.closes for other in here))
        if closed and len(closed) == len(self.gaps(edit.decision)):
            keys.add((gap.KIND.name, edit.decision, ()))
        return keys

    def _add_good(self, edits: list[Edit], candidates: Iterable[Edit], finding: Finding) -> None:
        """Adds the edits that mend the finding. Raises `BoundReached`; what was added before stays."""
        for edit in candidates:
            # several cells together are for a gap that no cell closes alone
            needless = edit.more and any(not other.more for other in edits)
            if len(edits) < SHOWN and not needless and self._good(edit, finding):
                edits.append(edit)

    def _good(self, edit: Edit, finding: Finding) -> bool:
        """Whether the edit mends the finding and breaks nothing, alone and with the edits chosen before."""
        if any(edit.touches(other) for other in self.chosen) or not self._harmless([edit]):
            return False
        model = self.analysis.model
        alone = {*edit.mends, _key(finding)}
        if finding.name == gap.KIND.name and len(edit.closes) < len(self.gaps(edit.decision)):
            # that it is closed is known; the other gaps of the table are still there
            alone.discard(_key(finding))
        mended = self.known - alone
        # most edits that fail fail here, and the conditions are judged in no time
        for names in (OF_CONDITIONS,) if edit.added else (OF_CONDITIONS, None):
            if self._found(edit.apply(model), edit, names, mended) is None:
                return False
        if not self.chosen or edit in self.chosen:
            return True
        here = [other for other in self.chosen if other.decision == edit.decision]
        if here and not self._harmless([*here, edit]):
            return False
        for other in self.chosen:
            model = other.apply(model)
        # the edits before may have brought something else to light: that is not this edit's doing
        names = OF_CONDITIONS if edit.added else None
        promised = self.promised | self._mended_by(edit, finding)
        without = self._found(model, edit, names)
        return (
            without is not None
            and self._found(edit.apply(model), edit, names, (without | self.known) - promised) is not None
        )

    def _harmless(self, edits: Sequence[Edit]) -> bool:
        """Whether edits of one table close the gaps that they say, and change nobody else's answer."""
        ts = self.analysis.space.tables[edits[0].decision]
        model = self.analysis.model
        for edit in edits:
            model = edit.apply(model)
        after = model.decision[ts.table.code]
        gaps = self.gaps(ts.table.code)
        numbers = sorted(frozenset[int]().union(*(edit.closes for edit in edits)))
        closed = [box for n in numbers for box in gaps[n].boxes]
        before = {id(rule) for rule in ts.table.rules}
        boxes = [ts.box(rule) for rule in after.rules if id(rule) not in before]
        if left_of(closed, boxes, self.budget) and not any(edit.otherwise for edit in edits):
            return False
        concerned = [*closed, *(box for edit in edits for box in edit.clears)]
        return not any(
            self._harms(ts, change, concerned)
            for change in changed_answers(self.analysis, ts, after, self.budget)
        )

    def _harms(self, ts: TableSpace, change: Changed, concerned: Sequence[Masks]) -> bool:
        """Whether somebody who can be, and whom the edits are not about, gets another answer; or anybody none."""
        if not isinstance(change.after, Trouble):
            others = left_of([change.box], concerned, self.budget)
        elif isinstance(change.before, Trouble) and change.before.name == change.after.name:
            return False
        else:
            others = [change.box]
        return any(self.analysis.arises(ts, box) for box in others)

    def _found(
        self,
        model: Model,
        edit: Edit,
        names: Collection[str] | None,
        allowed: Collection[tuple[object, ...]] | None = None,
    ) -> set[tuple[object, ...]] | None:
        """What is found in a changed model that the edit could have to do with, of these kinds (None: of all).

        None beyond the bound, and as soon as something is found that is not `allowed`. What a drafted row
        answers is not written yet: of it the conditions are judged.
        """
        before = self.analysis
        table = before.model.decision[edit.decision]
        downstream = _downstream(model, edit.decision)
        cases: tuple[Case, ...] = ()
        same: list[tuple[Case, Evaluation]] = []
        for case, evaluation in zip(before.model.cases, before.worked.evaluations, strict=True):
            if _affected(model, table, model.decision[edit.decision], evaluation):
                cases += (case,)
            else:
                same.append((case, evaluation))
        safety = tuple(rule for rule in model.safety_rules if edit.decision in model.upstream(rule.fields))
        if names is not None:
            cases, safety = (), ()
        copy = Analysis(replace(model, cases=cases, safety_rules=safety), memory=before.memory)
        copy.budget.limit = max(0, (self.budget.limit or 0) - self.budget.used)
        copy.focus = downstream
        copy.worked = WorkedCases(copy.model, beside=same)
        found: set[tuple[object, ...]] = set()
        refused = False
        for entry in self.recheck(copy, names):
            if edit.policy is not None and entry.severity == "info":
                # that the order decides is what the edit is for
                continue
            found.add(_key(entry))
            refused = allowed is not None and _key(entry) not in allowed
            if refused:
                break
        cells = _cells(model, downstream)
        self.budget.spend(copy.budget.used + 10_000 + CELL_STEPS * cells + CASE_STEPS * len(cases))
        return None if refused or copy.unfinished else found


def _by_hand(model: Model, finding: Finding) -> tuple[str, ...]:
    """What is said of a gap that no edit which was tried closes."""
    table = model.decision.get(finding.decision or "")
    if table is not None and table.keeps:
        return ()  # nobody writes its rows
    return (t(ABOVE if table is not None and table.chooses else BY_HAND),)


def _told_as_data(mends: Mends, edits: Sequence[Edit]) -> Mends:
    """What is told of a finding's mends, with these edits."""
    changes = [edit.change for edit in edits if not edit.more]
    together = [[part.change for part in (edit, *edit.more)] for edit in edits if edit.more]
    return mends._replace(
        edits=tuple(change for change in changes if isinstance(change, CellEdit | RowDeleted)),
        together=tuple(tuple(part for part in parts if isinstance(part, CellEdit)) for parts in together),
        otherwise=next((change for change in changes if isinstance(change, OtherwiseAdded)), None),
        rows=next((change for change in changes if isinstance(change, RowsAdded)), None),
    )


def _key(finding: Finding) -> tuple[object, ...]:
    if isinstance(finding.extras, failed_case.FailedCase):
        # a case that stopped at what is mended must come out: another answer than it expects is another failure
        return finding.name, bool(finding.extras.troubles), finding.rules
    # of the gaps of a table it is asked by their patients which of them is closed
    return finding.name, finding.decision, () if finding.name == "gap" else finding.rules


def _cells(model: Model, codes: Collection[str]) -> int:
    """How many cells some tables have."""
    return sum(len(t.rules) * (len(t.inputs) + 1) for t in model.decisions if t.code in codes)


def _downstream(model: Model, code: str) -> frozenset[str]:
    """A decision and all that depend on it."""
    return frozenset(
        t.code for t in model.decisions if t.code == code or code in model.upstream(t.input_fields)
    )


def _affected(model: Model, before: DecisionTable, after: DecisionTable, evaluation: Evaluation) -> bool:
    """Whether a worked case may come out otherwise with the changed table, or by other rules."""
    step = next((s for s in evaluation.steps if s.decision == before.code), None)
    if step is None:
        return any(trouble.about == before.code for trouble in evaluation.problems)
    try:
        rules, answer = decide(model, after, step.inputs)
        return tuple(rule.id for rule in rules) != step.rules or compared(answer) != compared(
            evaluation.outputs[before.code]
        )
    except Exception:  # the changed table has no answer: however it says so, the case is affected
        return True
