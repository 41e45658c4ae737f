"""Choosing the field of a column: grouped, and searched by name, pinyin or its initials."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from profiler_app.domain.fields import dimensions, fields
from profiler_app.domain.import_kinds import kind_of
from profiler_app.domain.text import _
from profiler_app.jobs.importing import fields_of
from profiler_app.jobs.pinyin import readings_of
from profiler_app.ui import icons
from profiler_app.ui.pages.importing.draft import NOT_IMPORTED, Draft
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.popover import Popover
from profiler_app.ui.widgets.search_field import SearchField

_KEY, _FINDABLE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_NEW = "\0new"
_WIDTH, _ROWS = 300, 12
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class Offer(NamedTuple):
    """A field on offer: its group, and the number of the column that has it now (0: none)."""

    field: str
    label: str
    group: str
    taken_by: int = 0


def offers(draft: Draft, column: int) -> tuple[Offer, ...]:
    """Return every field the column may go to, the groups in the order of the card."""
    taken = {each.field: each.index + 1 for each in draft.mapped.columns if each.index != column}
    target = draft.mapped.target
    own = kind_of(target).label
    places = {each.id: each.label for each in dimensions()}
    order = [own, *places.values(), _("Other")]

    def group(field: str) -> str:
        known = fields().get(field)
        if "." in field or known is None:
            return own
        return places.get(known.dimension or "", _("Other"))

    made = [
        Offer(field, label, group(field), taken.get(field, 0)) for field, label in fields_of(target)
    ]
    return tuple(sorted(made, key=lambda each: order.index(each.group)))


class FieldChoice(Popover):
    """``chosen`` carries a field ("" for none), ``new_asked`` comes for a field of one's own."""

    chosen = Signal(str)
    new_asked = Signal()

    def __init__(self, parent: QWidget, draft: Draft, column: int) -> None:
        super().__init__(parent, width=_WIDTH)
        self.set_padding(8)
        self.search = SearchField(_("Search: name or pinyin"))
        self.list = QListWidget()
        self.list.setAccessibleName(_("Fields"))
        self.list.setFixedHeight(current().px(28 * _ROWS))
        self.body.addWidget(self.search)
        self.body.addWidget(self.list)
        self._fill(offers(draft, column), draft.mapped.columns[column].field or NOT_IMPORTED)
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self._take)
        self.list.itemClicked.connect(lambda _item: self._take())
        self.search.installEventFilter(self)
        self.search.setFocus()

    def _fill(self, every: Sequence[Offer], now: str) -> None:
        self._add(_("Not imported"), NOT_IMPORTED)
        last = ""
        for offer in every:
            if offer.group != last:
                last = offer.group
                self._head(last)
            self._add_offer(offer)
        self._head(_("Own fields"))
        self._add(_("New field…"), _NEW).setIcon(icons.icon("plus", "text.link", 14))
        for row in range(self.list.count()):
            if self.list.item(row).data(_KEY) == now:
                self.list.setCurrentRow(row)

    def _add_offer(self, offer: Offer) -> None:
        item = self._add(offer.label, offer.field)
        if offer.taken_by:
            words = _("{field} · used by column {n}")
            item.setText(words.format(field=offer.label, n=offer.taken_by))
            item.setForeground(current().color("text.tertiary"))

    def _add(self, text: str, key: str) -> QListWidgetItem:
        item = QListWidgetItem(text)
        item.setData(_KEY, key)
        item.setData(_FINDABLE, _findable(text, key))
        self.list.addItem(item)
        return item

    def _head(self, text: str) -> None:
        item = QListWidgetItem(text)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setFont(current().font("caption.strong"))
        item.setForeground(current().color("text.tertiary"))
        self.list.addItem(item)

    def _filter(self, text: str) -> None:
        wanted = text.strip().lower()
        first = None
        for row in range(self.list.count()):
            item = self.list.item(row)
            findable = item.data(_FINDABLE)
            hit = findable is not None and (wanted in findable or item.data(_KEY) == _NEW)
            item.setHidden(bool(wanted) and not hit)
            if hit and first is None:
                first = row
        if wanted and first is not None:
            self.list.setCurrentRow(first)

    def eventFilter(self, watched: Any, event: Any) -> bool:
        """Let the arrows move in the list while one types."""
        pressed = isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress
        if pressed and event.key() in _MOVES:
            self.list.event(event)
            return True
        return super().eventFilter(watched, event)

    def _take(self) -> None:
        item = self.list.currentItem()
        if item is None or item.isHidden():
            return
        key = item.data(_KEY)
        self.close()
        if key == _NEW:
            self.new_asked.emit()
        elif key is not None:
            self.chosen.emit(key)


def _findable(text: str, key: str) -> str:
    """Return everything by which a field is found, in small letters."""
    sounds: list[str] = []
    if not text.isascii():
        for reading in readings_of(text):
            sounds += ["".join(reading), "".join(part[:1] for part in reading)]
    return " ".join((text, key, *sounds)).lower()
