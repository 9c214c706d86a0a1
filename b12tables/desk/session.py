"""One person at the desk: the workbooks as they were last read, the edits that are not saved yet, what the page asks.

Both engines speak to it alike: a request comes as plain data, an answer goes as plain data. It knows no disk: whoever
runs it hands in the bytes of workbooks, and writes those that are asked for.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from b12tables.compiler.model import Model
from b12tables.compiler.reader import Files, Kept, is_put_aside, read_workbook
from b12tables.compiler.report import sheets_by_place
from b12tables.desk import adding, patients, service
from b12tables.desk.cell_changes import Step, change_of, is_made, misfit, steps_from, steps_text
from b12tables.desk.cells import NotWritten
from b12tables.desk.draft import Draft, Limits, NotDone, is_whole
from b12tables.desk.watch import summary
from b12tables.runtime.language import ENGLISH, later, speaking, t, told

Request = Mapping[str, Any]
Data = dict[str, object]


class Session:
    """What is open. `today` gives the day on which acceptances are judged and sign-offs are dated."""

    def __init__(self, today: Callable[[], date], limits: Limits | None = None) -> None:
        self.today = today
        self.limits = limits or Limits()
        self.kept: Kept = {}
        self.files: Files = {}
        """The workbooks as they were last read or saved."""
        self.steps: list[Step] = []
        """What is changed and not saved yet, the oldest first."""
        self.draft: Draft | None = None
        self.day: date | None = None
        """The day as of which the draft was checked: what was accepted until then counts no longer on the next."""
        self.version = 0
        """Counts the drafts that were shown."""
        self.news: list[str] = []
        self.notices: list[str] = []
        """What the page says once of what could not be kept."""
        self.behind = False
        """Whether the workbooks were saved since, and to check them was stopped: the page says so."""
        self.published: tuple[str, Files] | None = None
        self.begun: Model | None = None
        """What the tables meant when they were first read completely: new values are told against it."""

    def held(self) -> Data:
        """All that is open, for `take_back`."""
        return {**vars(self), "steps": [*self.steps], "notices": [*self.notices], "kept": dict(self.kept)}

    def take_back(self, held: Data, behind: bool = False) -> None:
        """Makes everything as it was when it was `held`: of work that was stopped nothing stays. `behind`: it was about
        workbooks that somebody saved since.
        """
        # a day that began is not begun again by itself
        vars(self).update({**held, "day": self.day})
        if behind:
            self.behind = True
            self.version += 1

    # ------------------------------------------------------------ files

    def open(self, files: Files) -> None:
        """Takes the workbooks as they are now, with the edits that are not saved yet where their cells are unchanged;
        what no longer fits is put aside, and said.
        """
        if self.draft is not None and files == self.files:
            return
        self.behind = False
        names = (name for name in {*files, *self.files} if not is_put_aside(name))
        changed = sorted(name for name in names if files.get(name) != self.files.get(name))
        self.files = dict(files)
        steps, self.steps = self.steps, []
        for step in steps:
            by_place = sheets_by_place(read_workbook(files, self.kept)[0].sheets)
            if is_made(step, files, by_place):
                continue
            place = misfit(step, files, by_place)
            if place:
                self.notices.append(
                    later("{place} was changed in the file: your edit of it is put aside", place=place)
                )
                continue
            files = service.changed(files, step)
            self.steps.append(step)
        self._show(self._with(files), changed)

    def unsaved(self) -> dict[str, bytes]:
        """The workbooks that differ from those that were read, with their content."""
        if self.draft is None:
            return {}
        now = self.draft.files
        return {name: content for name, content in now.items() if content and content != self.files.get(name)}

    def saved(self) -> None:
        """Takes what is unsaved as written."""
        assert self.draft is not None
        self.files, self.steps = self.draft.files, []
        self.version += 1

    def _with(self, files: Files, *steps: Step) -> Draft:
        """Workbooks with some steps made, checked."""
        return service.with_steps(files, steps, self.today(), self.limits, self.kept)

    def _show(self, draft: Draft, changed: Sequence[str]) -> None:
        before = self.draft.report if self.draft is not None else None
        self.news = [line.strip() for line in summary(changed, before, draft.report).split("\n")[:3]]
        self.draft, self.day = draft, self.today()
        self.version += 1
        if self.begun is None and is_whole(draft):
            self.begun = draft.model

    def _new_values(self) -> list[str]:
        """What values that were not there at the beginning get through rows that do not name them."""
        if self.begun is None or self.draft is None or self.draft.report.model is None:
            return []
        from b12tables.desk.since_edition import values_new_since

        new = values_new_since(t("the desk was opened"), self.begun, (), self.draft.model)
        return new.lines() if new.values else []

    # ------------------------------------------------------------ requests

    def ask(self, request: Request) -> Data:
        """What the page asked for, or `{"refused": sentence}`."""
        with speaking(self.language_for(request)):
            return self._answered(request)

    def language_for(self, request: Request) -> str:
        """That of the page, which its reader may have chosen; else that of the tables."""
        chosen = request.get("language")
        if isinstance(chosen, str) and chosen:
            return chosen
        return self.draft.report.language if self.draft is not None else ENGLISH

    def _answered(self, request: Request) -> Data:
        action = _ACTIONS.get(str(request.get("do")))
        try:
            if action is None:
                raise NotDone(t("this page asks for what the desk does not know: load it again"))
            self._check_seen(request)
            return action(self, request)
        except NotDone as why:
            return {"refused": _sentence(why)}

    def _check_seen(self, request: Request) -> None:
        """Refuses a change by a page that shows other tables than these: a file was saved, or another tab changed
        them, and what would be changed, or signed, is not what somebody saw.
        """
        if request.get("do") in _CHANGING and request.get("version", self.version) != self.version:
            raise NotDone(
                t(
                    "the tables were changed meanwhile, in their file or on another page: see what they say now, and "
                    "do it again"
                )
            )

    def state(self, request: Request) -> Data:
        """Everything that the page shows, unless it shows this version already."""
        if self.draft is None:
            return {"version": self.version, "open": False}
        if self.day != self.today():
            self.day = self.today()
            self._show(self._with(self.draft.files), ())
        if request.get("version") == self.version:
            return {"version": self.version, "open": True, "same": True}
        notices, self.notices = self.notices, []
        return {
            "version": self.version,
            "open": True,
            "behind": self.behind,
            "news": self.news,
            "notices": [*map(told, notices)],
            "new_values": self._new_values(),
            "steps": [step.title for step in self.steps],
            "unsaved": service.counted(self.steps),
            "published": self.published[0] if self.published else "",
            **service.draft_data(self.draft),
        }

    def _open(self, request: Request) -> Data:
        """Opens workbooks; `held` is what was changed and not saved in a worker that is no more."""
        if isinstance(held := request.get("held"), str):
            self.steps = steps_from(held)
        self.open(_files(request.get("files")))
        self.behind = request.get("behind") is True
        return self.state({})

    def _sheet(self, request: Request) -> Data:
        return service.sheet_data(self._draft, _text(request, "file"), _text(request, "sheet"))

    def _report(self, request: Request) -> Data:
        return {"json": service.findings_text(self._draft)}

    def _preview(self, request: Request) -> Data:
        """What a mend would make of it: whose answers change, what is still found; nothing is applied."""
        step = service.mend(self._draft, _text(request, "id"))
        return self._looked_at(step, self._with(self._draft.files, step))

    def _looked_at(self, step: Step, after: Draft) -> Data:
        lines = [line.strip() for line in summary((), self._draft.report, after.report).split("\n")[1:3]]
        whose = service.whose_answers(self._draft, after, self.limits, (t("now"), t("with this edit")))
        return {"title": step.title, "counts": service.counts_data(after), "news": lines, "whose": whose}

    def _picture(self, request: Request) -> Data:
        number = request.get("finding")
        from b12tables.desk.pictures import picture_data

        return picture_data(self._draft, number if isinstance(number, int) else 0)

    def _mend(self, request: Request) -> Data:
        return self._apply(service.mend(self._draft, _text(request, "id")))

    def _write(self, request: Request) -> Data:
        """One cell as somebody typed it."""
        place = _text(request, "file"), _text(request, "sheet")
        sheet = self._draft.by_place.get(place)
        row, column = request.get("row"), request.get("column")
        if sheet is None or not isinstance(row, int) or not isinstance(column, int) or row < 1 or column < 1:
            raise NotDone(t("there is no such cell"))
        try:
            change = change_of(sheet, row, column, _text(request, "text"))
        except NotWritten as why:
            raise NotDone(t("this cannot be written: {why}", why=why)) from None
        title = f"{change.sheet} {change.place.cells}: {change.before or t('blank')} → {change.after or t('blank')}"
        return self._apply(Step(title, (change,)))

    def _apply(self, step: Step) -> Data:
        draft = self._with(self._draft.files, step)
        self.steps.append(step)
        self._show(draft, step.touched)
        return self.state({})

    def _add(self, step: Step) -> Data:
        """As `_apply`, unless the reader finds fault with what is new: then nothing is added."""
        draft = self._with(self._draft.files, step)
        if fault := adding.fault_of(step, self._draft, draft):
            raise NotDone(fault)
        self.steps.append(step)
        self._show(draft, step.touched)
        return self.state({})

    def _undo(self, request: Request) -> Data:
        if not self.steps:
            raise NotDone(t("there is nothing to undo"))
        gone = self.steps.pop()
        draft = self._with(self.files, *self.steps)
        self._show(draft, gone.touched)
        return self.state({})

    def _form(self, request: Request) -> Data:
        return {"fields": patients.form_data(self._draft)}

    def _answer(self, request: Request) -> Data:
        return patients.answer(self._draft, _texts(request), self.today())

    def _charts(self, request: Request) -> Data:
        # here and below: what is loaded when somebody asks for it, and not while everybody waits for the page
        from b12tables.desk.charts import charts_data

        return {"charts": charts_data(self._draft)}

    def _map(self, request: Request) -> Data:
        from b12tables.desk.decision_map import map_data

        return map_data(self._draft)

    def _answer_list(self, request: Request) -> Data:
        """The copy of a workbook of patients with the answers beside them; nothing of it is kept."""
        files = [(name, content) for name, content in _files(request.get("files")).items() if content]
        if len(files) != 1:
            raise NotDone(t("choose one workbook with a patient in each row"))
        from b12tables.desk.patient_lists import answered_list

        return answered_list(self._draft, *files[0], self.today())

    def _keep(self, request: Request) -> Data:
        said = _text(request, "description")
        return self._apply(patients.case_step(self._draft, _texts(request), said, self.today()))

    def _forms(self, request: Request) -> Data:
        return adding.forms_data(self.draft or self._with({}))

    def _start(self, request: Request) -> Data:
        if self.draft is None:
            self.open({})
        step = adding.start_step(self._draft, _text(request, "title"), request.get("empty") is True)
        return self._add(step)

    def _add_field(self, request: Request) -> Data:
        values = _text(request, "values").split("\n")
        return self._add(adding.field_step(self._draft, _texts(request), values))

    def _add_value(self, request: Request) -> Data:
        return self._add(adding.value_step(self._draft, _texts(request)))

    def _add_decision(self, request: Request) -> Data:
        label, policy = _text(request, "label"), _text(request, "policy")
        when, then = (_names(request, name) for name in ("when", "then"))
        return self._add(adding.decision_step(self._draft, label, when, then, policy))

    def _add_rule(self, request: Request) -> Data:
        given = _texts(request).items()
        texts = {int(name): text for name, text in given if name.isdecimal() and len(name) < 6}
        decision, rule = _text(request, "decision"), _text(request, "rule")
        return self._add(adding.rule_step(self._draft, decision, rule, texts))

    def _publish(self, request: Request) -> Data:
        """Takes workbooks as the edition to compare with."""
        self.published = (_text(request, "name") or t("the other edition"), _files(request.get("files")))
        return self._compare(request)

    def _compare(self, request: Request) -> Data:
        if self.published is None:
            raise NotDone(t("no published edition is known here: choose its workbooks"))
        name, files = self.published
        return {"name": name, **service.compared(files, self._draft, self.limits, name)}

    def _signatures(self, request: Request) -> Data:
        return {"decisions": service.signatures(self._draft)}

    def _sign(self, request: Request) -> Data:
        texts = [_text(request, name) for name in ("decision", "rule", "person", "role")]
        return self._apply(
            service.sign_step(self._draft, (texts[0], texts[1]), (texts[2], texts[3]), self.today())
        )

    def _changed_files(self, request: Request) -> Data:
        """The workbooks with unsaved edits, for whoever writes or downloads them."""
        unsaved = self.unsaved()
        return {
            "files": [{"name": name, "base64": b64encode(unsaved[name]).decode()} for name in sorted(unsaved)]
        }

    def _held(self, request: Request) -> Data:
        """What is changed and not saved yet, for a page that may have to open it again."""
        return {"held": steps_text(self.steps)}

    def _saved(self, request: Request) -> Data:
        self.saved()
        return self.state({})

    @property
    def _draft(self) -> Draft:
        if self.draft is None:
            raise NotDone(t("no workbooks are open"))
        return self.draft


def _sentence(why: NotDone) -> str:
    text = str(why)
    return text[:1].upper() + text[1:] + "."


def _text(request: Request, name: str) -> str:
    value = request.get(name, "")
    if not isinstance(value, str):
        raise NotDone(t("this page says nothing that can be used under {name!r}: load it again", name=name))
    return value


def _texts(request: Request) -> dict[str, str]:
    given = request.get("given")
    if not isinstance(given, Mapping):
        raise NotDone(t("nothing is stated"))
    return {str(name): value for name, value in given.items() if isinstance(value, str)}


def _names(request: Request, name: str) -> list[str]:
    given = request.get(name)
    return [one for one in given if isinstance(one, str)] if isinstance(given, list) else []


def _files(given: object) -> Files:
    """Workbooks as a page sends them: names with contents in base64, None for one that may not be opened."""
    files: dict[str, bytes | None] = {}
    for entry in given if isinstance(given, list) else ():
        sent = entry if isinstance(entry, Mapping) else {}
        name, content = sent.get("name"), sent.get("base64")
        if not isinstance(name, str) or "/" in name or "\\" in name:
            raise NotDone(t("a file without a usable name"))
        try:
            files[name] = None if content is None else b64decode(content, validate=True)
        except (NotBase64, TypeError, ValueError):
            raise NotDone(t("the file {name} did not arrive whole", name=name)) from None
    return files


_CHANGING = frozenset(
    ["mend", "write", "undo", "keep", "add field", "add value", "add decision", "add rule", "sign"]
)
"""What changes the draft; each names the version that its page shows. A set is begun where none is shown."""

_ACTIONS: Mapping[str, Callable[[Session, Request], Data]] = {
    "state": Session.state,
    "open": Session._open,
    "sheet": Session._sheet,
    "report": Session._report,
    "picture": Session._picture,
    "preview": Session._preview,
    "mend": Session._mend,
    "write": Session._write,
    "undo": Session._undo,
    "form": Session._form,
    "answer": Session._answer,
    "answer list": Session._answer_list,
    "keep": Session._keep,
    "charts": Session._charts,
    "map": Session._map,
    "forms": Session._forms,
    "start": Session._start,
    "add field": Session._add_field,
    "add value": Session._add_value,
    "add decision": Session._add_decision,
    "add rule": Session._add_rule,
    "publish": Session._publish,
    "compare": Session._compare,
    "signatures": Session._signatures,
    "sign": Session._sign,
    "changed files": Session._changed_files,
    "held": Session._held,
    "saved": Session._saved,
}
