"""One field over the window: it finds customers, pages and commands while one types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QFont,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.listing import FacetValue
from profiler_app.domain.text import _
from profiler_app.jobs import looking_up
from profiler_app.jobs.looking_up import LookedUp
from profiler_app.ui import theme
from profiler_app.ui.commands import COMMANDS
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.palette import entries
from profiler_app.ui.palette.entries import Entry, Group
from profiler_app.ui.palette.rows import MOST, RowList
from profiler_app.ui.recent_customers import opened_last
from profiler_app.ui.widgets.keycap import KeyCaps
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.painting import fill_round
from profiler_app.ui.widgets.panel import Hairline
from profiler_app.ui.widgets.popover import paint_shadow
from profiler_app.ui.widgets.search_field import SearchField

_TOP, _FIELD, _FOOT = 110, 56, 40
_CUSTOMERS, _TAGS = 4, 2
_ALONE = (">", "#", "@")


class Palette(QWidget):
    """Covers the window with a veil; ``closed`` follows Esc, a click beside it, or a choice."""

    closed = Signal()

    def __init__(
        self, desk: Desk, actions: Mapping[str, QAction], parent: QWidget, *, page: str = ""
    ) -> None:
        super().__init__(parent)
        self._desk, self._actions, self._page = desk, actions, page
        self._covered, self._before = parent, parent.window().focusWidget()
        self._owners: Sequence[FacetValue] | None = None
        self._of: Entry | None = None
        self._asked = ""
        self._gone = False
        self._sheet = _Sheet(self)
        self.field, self.rows = _Field(), RowList()
        self._none = Label("", "body", "text.secondary")
        self._closes, self._more = (Label("", "caption", "text.secondary") for _each in range(2))
        self._signs = {sign: Label("", "caption", "text.secondary") for sign in _ALONE}
        self._lay_out()
        self._connect()
        self._say()
        parent.installEventFilter(self)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(10, 0, 18, 0)
        top.addWidget(self.field, 1)
        top.addWidget(self._closes)
        foot = QHBoxLayout()
        foot.setContentsMargins(18, 0, 18, 0)
        foot.setSpacing(14)
        for label in self._signs.values():
            foot.addWidget(label)
        foot.addStretch()
        foot.addWidget(KeyCaps("Tab"))
        foot.addWidget(self._more)
        self._none.setContentsMargins(18, 14, 18, 14)
        column = self._column = QVBoxLayout(self._sheet)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        self._bands = ((_held(top), _FIELD), (_held(foot), _FOOT))
        for part in (self._bands[0][0], Hairline(), self.rows, self._none):
            column.addWidget(part)
        column.addSpacing(8)
        column.addWidget(Hairline())
        column.addWidget(self._bands[1][0])

    def _connect(self) -> None:
        self.field.searched.connect(self._ask)
        self.field.pressed.connect(self._press)
        self.rows.chosen.connect(self._run)
        theme.current().changed.connect(self._fit)

    def _say(self) -> None:
        self.field.set_placeholder(_("Customers, pages, commands"))
        self._closes.setText(_("Esc closes"))
        self._more.setText(_("more"))
        for sign, what in ((">", _("commands")), ("#", _("tags")), ("@", _("owners"))):
            self._signs[sign].setText(f"{sign} {what}")

    def retranslate(self) -> None:
        """Show every text in the current language, and what was found for what was typed."""
        self._say()
        self._ask(self.field.text())

    def open(self) -> None:
        """Show the palette with what is likely wanted."""
        self._offer([Group(_("Actions"), tuple(self._first()))])
        self._fit()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)
        self._ask("")

    def dismiss(self) -> None:
        """Close and give the focus back."""
        if self._gone:
            return
        self._gone = True
        self.hide()
        if self._before is not None and shiboken6.isValid(self._before):
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()
        self.deleteLater()

    # -- what is offered

    def _ask(self, typed: str) -> None:
        """Offer what needs no reading at once, customers when they are found."""
        self._of = None
        text = self._asked = typed.strip()
        if text[:1] in _ALONE and text:
            self._offer_alone(text[0], text[1:].strip())
        elif text:
            self._read(_look_up, text, _CUSTOMERS)
        else:
            ids = opened_last(self._desk.preferences, self._desk.path)
            self._read(_recall, ids)

    def _read(self, function: Any, *arguments: Any) -> None:
        asked = self._asked
        self._desk.reads.ask(
            "palette",
            function,
            *arguments,
            today=self._desk.today(),
            done=lambda found: self._found(asked, found),
            owner=self,
        )

    def _found(self, text: str, found: LookedUp) -> None:
        if text != self._asked:
            return
        people = entries.customers(self._desk, found.rows, text)
        if not text:
            self._offer(
                [
                    Group(_("Opened last"), tuple(people)),
                    Group(_("Actions"), tuple(self._first())),
                ]
            )
            return
        actions = [entries.search_in_table(self._desk, text, found.total)] if found.total else []
        actions += entries.commands(self._actions, text)
        places = entries.pages(self._desk, text)
        places += [_as_tag(each) for each in entries.tags(self._desk, text)[:_TAGS]]
        self._offer(
            [
                Group(_("Customers"), tuple(people)),
                Group(_("Actions"), tuple(actions)),
                Group(_("Go to"), tuple(places)),
            ]
        )

    def _offer_alone(self, sign: str, text: str) -> None:
        if sign == ">":
            offered = entries.commands(self._actions, text) + entries.pages(self._desk, text)
            self._offer([Group(_("Actions"), tuple(offered))])
        elif sign == "#":
            self._offer([Group(_("Tags"), tuple(entries.tags(self._desk, text)))])
        elif self._owners is not None:
            found = entries.owners(self._desk, self._owners, text)
            self._offer([Group(_("Owners"), tuple(found))])
        else:
            self._desk.reads.ask("palette", _owners, done=self._learn_owners, owner=self)

    def _learn_owners(self, owners: Sequence[FacetValue]) -> None:
        self._owners = owners
        self._ask(self.field.text())

    def _first(self) -> list[Entry]:
        return entries.first_commands(self._actions, self._page)

    def _offer(self, groups: Sequence[Group]) -> None:
        """Show at most nine rows; the first groups have precedence."""
        left, shown = MOST, []
        for group in groups:
            shown.append(Group(group.title, group.entries[:left]))
            left -= len(shown[-1].entries)
        self.rows.show_groups(shown)
        some = bool(self.rows.entries())
        self.rows.setVisible(some)
        self._none.setVisible(not some)
        self._none.setText(_("Nothing found. > shows all commands."))
        self._fit()

    # -- what is done

    def _press(self, key: int, ctrl: bool) -> None:
        keys = Qt.Key
        entry = self.rows.current_entry()
        if key in (keys.Key_Down, keys.Key_Up):
            self.rows.step(1 if key == keys.Key_Down else -1)
        elif key == keys.Key_Escape and self._of is not None:
            self._ask(self.field.text())
        elif key in (keys.Key_Escape, keys.Key_K):
            self.dismiss()
        elif key == keys.Key_Tab:
            self._show_more(entry)
        elif ctrl and self.field.text().strip():
            self._run(entries.search_in_table(self._desk, self.field.text().strip(), 0))
        elif entry is not None:
            self._run(entry)

    def _show_more(self, entry: Entry | None) -> None:
        if entry is not None and entry.more:
            self._of = entry
            self._offer([Group(entry.title, entry.more)])

    def _run(self, entry: Entry) -> None:
        self.dismiss()
        entry.act()

    # -- where it stands

    def _fit(self) -> None:
        px = theme.current().px
        for band, height in self._bands:
            band.setFixedHeight(px(height))
        self.setGeometry(self._covered.rect())
        width = min(px(640), self.width() - 48)
        self._sheet.setFixedWidth(width)
        self._column.activate()
        self._sheet.resize(width, self._sheet.sizeHint().height())
        self._sheet.move((self.width() - width) // 2, px(_TOP))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the window."""
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Close for good when the workspace is hidden below it."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.dismiss()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close on a click beside the sheet."""
        self.dismiss()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the veil and the shadow of the sheet."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.current().color("overlay"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_shadow(painter, QRectF(self._sheet.geometry()), 12)


class _Sheet(QFrame):
    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill, line = look.color("bg.raised"), look.color("border.strong")
        fill_round(painter, QRectF(self.rect()), 12, fill, line)


class _Field(SearchField):
    """Takes the keys that move through the rows, unless the input method composes."""

    pressed = Signal(int, bool)
    _TAKEN = frozenset(
        {
            Qt.Key.Key_Down,
            Qt.Key.Key_Up,
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
            Qt.Key.Key_Escape,
            Qt.Key.Key_Tab,
        }
    )

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "palette")

    def _dress(self) -> None:
        super()._dress()
        font = QFont(theme.current().font("body"))
        font.setPixelSize(theme.current().px(16))
        self.setFont(font)

    def event(self, event: QEvent) -> bool:
        """Take Tab too, and keep the keys from the shortcuts of the window."""
        if isinstance(event, QKeyEvent) and not self.is_composing() and self._is_taken(event):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
                self.pressed.emit(event.key(), ctrl)
                return True
        return super().event(event)

    def _is_taken(self, event: QKeyEvent) -> bool:
        pressed = QKeySequence(event.keyCombination())
        return event.key() in self._TAKEN or pressed in COMMANDS["palette"].sequences


def _as_tag(entry: Entry) -> Entry:
    title = _("Tag: {name}").format(name=entry.title)
    before = title.index(entry.title)
    marks = frozenset(before + i for i in entry.marks)
    return Entry(title, entry.act, entry.icon, entry.note, marks=marks)


def _held(row: QHBoxLayout) -> QWidget:
    holder = QWidget()
    holder.setLayout(row)
    return holder


def _look_up(reader: Reader, text: str, most: int, *, today: date) -> LookedUp:
    return looking_up.look_up(reader.workspace, reader.source, text, most, today=today)


def _recall(reader: Reader, ids: Sequence[int], *, today: date) -> LookedUp:
    return looking_up.recall(reader.workspace, reader.source, ids, today=today)


def _owners(reader: Reader) -> Sequence[FacetValue]:
    return looking_up.owners(reader.source)
