"""Giving a tag by hand to customers one finds or to a whole segment, and taking it back."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.listing import CustomerRow
from profiler_app.domain.text import _, ngettext, pgettext
from profiler_app.jobs.giving import given, members
from profiler_app.jobs.looking_up import LookedUp, look_up
from profiler_app.jobs.ruling import segment_names
from profiler_app.jobs.tag_governance import TagRow
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.customers.check_list import CheckList, Choice
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.inputs import DropDown
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.popover import Popover
from profiler_app.ui.widgets.search_field import SearchField
from profiler_app.ui.widgets.segmented import Segmented

_WIDTH, _LIST = 440, 232
_FOUND, _LISTED = 50, 200


class GiveForm(Popover):
    """``given`` carries ids and the reason, ``taken`` ids from whom the tag is taken back."""

    given = Signal(object, str)
    taken = Signal(object)

    def __init__(self, desk: Desk, row: TagRow, parent: QWidget) -> None:
        super().__init__(parent, width=_WIDTH)
        self._desk, self._row = desk, row
        self._ticked: dict[str, str] = {}
        self._members: Any = ()
        self.way = Segmented(
            [
                ("find", pgettext("tag by hand", "Customers")),
                ("segment", pgettext("tag by hand", "A segment")),
                ("have", pgettext("tag by hand", "Who has it by hand")),
            ],
            small=True,
        )
        self.search = SearchField(_("Name, number or phone of a customer"))
        self.segment = DropDown()
        self.list = CheckList()
        self.note = Label("", "caption", "text.secondary", wrap=True)
        self.reason = QLineEdit()
        self.do = Button(kind="primary", small=True)
        self._build()
        self._turn("find")

    def _build(self) -> None:
        title = _("Give “{tag}” by hand").format(tag=self._row.label)
        self.way.setAccessibleName(title)
        self.segment.setAccessibleName(_("Segment"))
        self.list.setAccessibleName(_("Customers"))
        self.list.setFixedHeight(current().px(_LIST))
        self.reason.setPlaceholderText(_("Reason, as others will read it"))
        self.reason.setAccessibleName(_("Reason"))
        self.body.addWidget(Label(title, "strong"))
        for part in (self.way, self.search, self.segment, self.list, self.note, self.reason):
            self.body.addWidget(part)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.do)
        self.body.addLayout(foot)
        self.way.chosen.connect(self._turn)
        self.search.searched.connect(lambda _text: self._ask())
        self.segment.currentIndexChanged.connect(lambda _at: self._ask())
        self.list.ticked.connect(self._tick)
        self.reason.textChanged.connect(lambda _text: self._judge())
        self.do.clicked.connect(self._finish)
        self.closed.connect(self.deleteLater)
        self._desk.reads.ask("tags.segments", _segments, done=self._offer, owner=self)

    def _offer(self, names: list[str]) -> None:
        self.segment.set_options([(name, name) for name in names])
        if self.way.key() == "segment":
            self._ask()

    def _turn(self, way: str) -> None:
        self.way.choose(way)
        self._ticked, self._members = {}, ()
        self.search.setVisible(way != "segment")
        self.list.setVisible(way != "segment")
        self.segment.setVisible(way == "segment")
        self.reason.setVisible(way != "have")
        self.search.set_silently("")
        self.list.set_choices((), ())
        self.note.setText("")
        self._ask()
        self._judge()
        self.adjustSize()
        (self.segment if way == "segment" else self.search).setFocus()

    # -- reading

    def _ask(self) -> None:
        way, text, ask = self.way.key(), self.search.text().strip(), self._desk.reads.ask
        day = self._desk.today()
        if way == "segment":
            if not self.segment.key():
                self.note.setText(_("There is no segment yet."))
                return
            ask("tags.people", _members_of, self.segment.key(), done=self._show_members,
                failed=self._fail, owner=self)  # fmt: skip
        elif way == "have":
            ask("tags.people", _given, self._row.tag, day, done=self._show_having,
                failed=self._fail, owner=self)  # fmt: skip
        elif text:
            ask("tags.people", _found, text, day, done=self._show_found,
                failed=self._fail, owner=self)  # fmt: skip
        else:
            self._list_rows(())

    def _show_found(self, found: LookedUp) -> None:
        self._list_rows(found.rows)
        n = found.total
        text = ngettext("{n} customer found", "{n} customers found", n).format(n=f"{n:,}")
        if n > _FOUND:
            text = _("{found}; the first {most} are listed").format(found=text, most=_FOUND)
        self.note.setText(text)

    def _show_having(self, found: LookedUp) -> None:
        wanted = self.search.text().strip().casefold()
        rows = [row for row in found.rows if wanted in _label(row).casefold()]
        self._list_rows(rows)
        n = found.total
        text = ngettext("{n} customer has it by hand", "{n} customers have it by hand", n)
        self.note.setText(text.format(n=f"{n:,}"))

    def _show_members(self, ids: Any) -> None:
        self._members = ids
        n = len(ids)
        self.note.setText(ngettext("{n} customer", "{n} customers", n).format(n=f"{n:,}"))
        self._judge()

    def _fail(self, problem: UserProblem) -> None:
        self._members = ()
        self.note.setText(problem.sentence())
        self._judge()

    def _list_rows(self, rows: Any) -> None:
        """List what was found below those that are ticked already."""
        listed = dict(self._ticked) | {str(row.id): _label(row) for row in rows}
        self.list.set_choices([Choice(key, text) for key, text in listed.items()], self._ticked)
        self._judge()

    def _tick(self) -> None:
        names = dict(self.list.listed())
        self._ticked = {key: names[key] for key in self.list.values()}
        self._judge()

    # -- doing

    def ids(self) -> list[int]:
        """Return the customers it is about."""
        return [int(each) for each in (self._members if len(self._members) else self._ticked)]

    def _judge(self) -> None:
        n = len(self._members) or len(self._ticked)
        back = self.way.key() == "have"
        text = (
            ngettext("Take from {n} customer", "Take from {n} customers", n)
            if back
            else ngettext("Give to {n} customer", "Give to {n} customers", n)
        )
        self.do.setText(text.format(n=f"{n:,}"))
        self.do.setEnabled(bool(n) and (back or bool(self.reason.text().strip())))

    def _finish(self) -> None:
        if self.way.key() == "have":
            self.taken.emit(self.ids())
        else:
            self.given.emit(self.ids(), self.reason.text().strip())
        self.close()


def _label(row: CustomerRow) -> str:
    return f"{row.name} · {row.number}"


def _segments(reader: Reader) -> list[str]:
    return list(segment_names(reader.workspace).values())


def _found(reader: Reader, text: str, today: date) -> LookedUp:
    return look_up(reader.workspace, reader.source, text, _FOUND, today=today)


def _given(reader: Reader, tag: str, today: date) -> LookedUp:
    return given(reader.workspace, reader.source, tag, today=today, most=_LISTED)


def _members_of(reader: Reader, segment: str) -> Any:
    return members(reader.workspace, reader.source, segment)
