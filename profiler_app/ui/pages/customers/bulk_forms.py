"""What an action on many customers still has to be told: which tag, which manager, when."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidgetItem, QWidget

from profiler_app.domain.tags import known_tags
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs import lists
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.customers.plain_list import PlainList
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.inputs import DateBox
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.popover import Popover
from profiler_app.ui.widgets.search_field import SearchField

_WIDTH, _LIST = 276, 208
_VALUE = Qt.ItemDataRole.UserRole
_SOON_DAYS = (1, 7, 30)
_MOST_OWNERS = 200


class BulkForm(Popover):
    """A title, what is asked for, and the button that does it to ``n`` customers."""

    def __init__(self, title: str, verb: str, parent: QWidget) -> None:
        super().__init__(parent, width=_WIDTH)
        self.do = Button(verb, kind="primary", small=True)
        self.do.clicked.connect(self._finish)
        self.body.addWidget(Label(title, "strong"))
        self.closed.connect(self.deleteLater)

    def _add_foot(self, hint: str = "") -> None:
        foot = QHBoxLayout()
        foot.addWidget(Label(hint, "caption", "text.tertiary", wrap=True), 1)
        foot.addWidget(self.do)
        self.body.addLayout(foot)

    def _finish(self) -> None:
        raise NotImplementedError

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do it on Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.do.click()
        else:
            super().keyPressEvent(event)


class TagForm(BulkForm):
    """Chooses a tag to give by hand; ``chosen`` carries it with the reason."""

    chosen = Signal(str, str)

    def __init__(self, n: int, parent: QWidget) -> None:
        verb = ngettext("Tag {n}", "Tag {n}", n).format(n=f"{n:,}")
        super().__init__(_("Add a tag by hand"), verb, parent)
        self.search, self.list = SearchField(_("Find a tag")), PlainList()
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(_("Reason, as others will read it"))
        self.reason.setAccessibleName(_("Reason"))
        self.list.setFixedHeight(current().px(_LIST))
        by_hand = [tag for tag in known_tags().values() if tag.kind == "manual"]
        others = [tag for tag in known_tags().values() if tag.kind == "rule" and not tag.sensitive]
        for tag in (*by_hand, *others):
            QListWidgetItem(tag.label, self.list).setData(_VALUE, tag.id)
        self.list.setCurrentRow(0)
        for part in (self.search, self.list, self.reason):
            self.body.addWidget(part)
        self._add_foot(_("Stays until its time to live is over."))
        self.search.textChanged.connect(self._narrow)
        self.list.currentRowChanged.connect(lambda _row: self._judge())
        self.reason.textChanged.connect(lambda _text: self._judge())
        self.search.returnPressed.connect(self.reason.setFocus)
        self._judge()
        self.search.setFocus()

    def _narrow(self, text: str) -> None:
        narrow_list(self.list, text)
        self._judge()

    def _judge(self) -> None:
        item = self.list.currentItem()
        there = item is not None and not item.isHidden()
        self.do.setEnabled(there and bool(self.reason.text().strip()))

    def _finish(self) -> None:
        tag = str(self.list.currentItem().data(_VALUE))
        self.chosen.emit(tag, self.reason.text().strip())
        self.close()


class OwnerForm(BulkForm):
    """Chooses among the account managers there are, or a new name."""

    chosen = Signal(str)

    def __init__(self, n: int, desk: Desk, parent: QWidget) -> None:
        verb = ngettext("Hand over {n}", "Hand over {n}", n).format(n=f"{n:,}")
        super().__init__(_("Hand over to"), verb, parent)
        self.name, self.list = QLineEdit(), PlainList()
        self.name.setPlaceholderText(_("Name of the account manager"))
        self.name.setAccessibleName(_("Name of the account manager"))
        self.list.setFixedHeight(current().px(_LIST))
        self.body.addWidget(self.name)
        self.body.addWidget(self.list)
        self._add_foot()
        self.name.textChanged.connect(self._typed)
        self.list.itemClicked.connect(lambda item: self.name.setText(item.data(_VALUE)))
        self.list.currentItemChanged.connect(self._pick)
        self._judge()
        self.name.setFocus()
        desk.reads.ask("owners", _owners, done=self.offer, owner=self)

    def offer(self, owners: list[tuple[str, int]]) -> None:
        """Offer these account managers, each with how many customers he has."""
        for owner, count in owners:
            said = ngettext("{n} customer", "{n} customers", count).format(n=f"{count:,}")
            QListWidgetItem(f"{owner}  ·  {said}", self.list).setData(_VALUE, owner)

    def _pick(self, item: QListWidgetItem | None) -> None:
        if item is not None and self.list.hasFocus():
            self.name.setText(str(item.data(_VALUE)))

    def _typed(self, text: str) -> None:
        if not self.list.hasFocus():
            narrow_list(self.list, text)
        self._judge()

    def _judge(self) -> None:
        self.do.setEnabled(bool(self.name.text().strip()))

    def _finish(self) -> None:
        self.chosen.emit(self.name.text().strip())
        self.close()


class ReminderForm(BulkForm):
    """What to be reminded of, and on which day."""

    chosen = Signal(str, object)

    def __init__(self, n: int, today: date, parent: QWidget) -> None:
        verb = ngettext("Make {n} reminder", "Make {n} reminders", n).format(n=f"{n:,}")
        super().__init__(_("Remind the account managers"), verb, parent)
        self.title, self.due = QLineEdit(), DateBox()
        self.title.setPlaceholderText(_("What to remind of"))
        self.title.setAccessibleName(_("What to remind of"))
        self.due.setAccessibleName(_("On which day"))
        self._today = today
        self._choose(_SOON_DAYS[1])
        soon = QHBoxLayout()
        soon.setSpacing(6)
        for days in _SOON_DAYS:
            text = ngettext("In {n} day", "In {n} days", days).format(n=days)
            button = Button(text, small=True)
            button.clicked.connect(lambda _on=False, days=days: self._choose(days))
            soon.addWidget(button)
        soon.addStretch(1)
        self.body.addWidget(self.title)
        self.body.addWidget(self.due)
        self.body.addLayout(soon)
        self._add_foot()
        self.title.textChanged.connect(lambda _text: self._judge())
        self._judge()
        self.title.setFocus()

    def _choose(self, days: int) -> None:
        day = self._today + timedelta(days=days)
        self.due.setDate(QDate(day.year, day.month, day.day))

    def _judge(self) -> None:
        self.do.setEnabled(bool(self.title.text().strip()))

    def _finish(self) -> None:
        chosen = self.due.date()
        day = date(chosen.year(), chosen.month(), chosen.day())
        self.chosen.emit(self.title.text().strip(), day)
        self.close()


def narrow_list(values: PlainList, text: str) -> None:
    """Show only the rows that contain a text; the first of them becomes the current one."""
    wanted, first = text.strip().casefold(), -1
    for at in range(values.count()):
        fits = wanted in values.item(at).text().casefold()
        values.item(at).setHidden(not fits)
        first = at if fits and first < 0 else first
    if values.currentItem() is None or values.currentItem().isHidden():
        values.setCurrentRow(first)


def _owners(reader: Reader) -> list[tuple[str, int]]:
    found = lists.facet(reader.source, "owner_rm").values[:_MOST_OWNERS]
    return [(each.label, each.count) for each in found if each.count]
