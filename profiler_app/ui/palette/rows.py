"""The rows of the palette: captions of groups, and entries one moves through."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from profiler_app.ui import icons
from profiler_app.ui.palette.entries import Entry, Group
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.avatar import paint_avatar
from profiler_app.ui.widgets.keycap import caps_of, caps_width, paint_caps
from profiler_app.ui.widgets.painting import fill_round

MOST = 9
ROW, CAPTION = 40, 30
_ENTRY = Qt.ItemDataRole.UserRole
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
AnyIndex = QModelIndex | QPersistentModelIndex


class RowList(QListWidget):
    """Shows groups; the focus stays in the field, which moves the current row."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_RowDelegate(self))
        self.setProperty("kind", "palette")
        self.itemClicked.connect(self._click)
        self.itemEntered.connect(self._follow_mouse)

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Show other rows, the first entry current."""
        self.clear()
        for group in groups:
            if group.entries:
                caption = QListWidgetItem(group.title, self)
                caption.setFlags(Qt.ItemFlag.NoItemFlags)
                for entry in group.entries:
                    item = QListWidgetItem(f"{entry.title} {entry.note}".strip(), self)
                    item.setData(_ENTRY, entry)
        self.step(1)
        self.setFixedHeight(self.content_height())

    def content_height(self) -> int:
        """Return how high all rows are together."""
        delegate = self.itemDelegate()
        option = QStyleOptionViewItem()
        heights = [
            delegate.sizeHint(option, self.model().index(row, 0)).height()
            for row in range(self.count())
        ]
        return sum(heights)

    def entries(self) -> list[Entry]:
        """Return what is offered."""
        found = [self.item(row).data(_ENTRY) for row in range(self.count())]
        return [entry for entry in found if entry is not None]

    def current_entry(self) -> Entry | None:
        """Return the entry that Enter runs."""
        item = self.currentItem()
        found: Entry | None = item.data(_ENTRY) if item is not None else None
        return found

    def step(self, by: int) -> None:
        """Move to the next entry, round the ends."""
        places = [row for row in range(self.count()) if self.item(row).data(_ENTRY) is not None]
        if not places:
            return
        at = places.index(self.currentRow()) + by if self.currentRow() in places else 0
        self.setCurrentRow(places[at % len(places)])

    def _click(self, item: QListWidgetItem) -> None:
        entry = item.data(_ENTRY)
        if entry is not None:
            self.chosen.emit(entry)

    def _follow_mouse(self, item: QListWidgetItem) -> None:
        if item.data(_ENTRY) is not None:
            self.setCurrentItem(item)


class _RowDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        high = CAPTION if index.data(_ENTRY) is None else ROW
        return QSize(100, current().px(high))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        theme, room = current(), QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        entry: Entry | None = index.data(_ENTRY)
        if entry is None:
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.color("text.secondary"))
            words = room.adjusted(theme.px(18), theme.px(6), 0, 0)
            painter.drawText(words, _LEFT, index.data())
        else:
            on = bool(option.state & QStyle.StateFlag.State_Selected)
            _paint_entry(painter, room, entry, on=on)
        painter.restore()


def _paint_entry(painter: QPainter, room: QRect, entry: Entry, *, on: bool) -> None:
    theme = current()
    if on:
        box = QRectF(room.adjusted(theme.px(8), 0, -theme.px(8), 0))
        fill_round(painter, box, 6, theme.color("bg.selected"))
    side, left = theme.px(24), room.left() + theme.px(18)
    if entry.avatar is not None:
        place = QRect(left, room.center().y() - side // 2 + 1, side, side)
        initial, number, kind = entry.avatar
        paint_avatar(painter, place, initial, number, kind)  # type: ignore[arg-type]
        left += side + theme.px(12)
    else:
        small = theme.px(16)
        top = room.center().y() - small / 2 + 1
        icons.paint(painter, left, top, entry.icon, "text.secondary", size=small)
        left += small + theme.px(12)
    right = _paint_end(painter, room, entry, on=on)
    _paint_words(painter, QRect(left, room.top(), right - left, room.height()), entry, on=on)


def _paint_end(painter: QPainter, room: QRect, entry: Entry, *, on: bool) -> int:
    """Paint the keys and, on the current row, what Enter does; return where they begin."""
    theme = current()
    right = room.right() - theme.px(20)
    keys = caps_of(entry.keys) if entry.keys else ["↵"] if on else []
    if keys:
        paint_caps(painter, right, room.center().y() + 1, keys)
        right -= caps_width(keys) + theme.px(14)
    if on and entry.hint:
        painter.setFont(theme.font("body"))
        painter.setPen(theme.color("text.secondary"))
        width = painter.fontMetrics().horizontalAdvance(entry.hint)
        painter.drawText(QRect(right - width, room.top(), width, room.height()), _LEFT, entry.hint)
        right -= width + theme.px(16)
    return right


def _paint_words(painter: QPainter, room: QRect, entry: Entry, *, on: bool) -> None:
    theme = current()
    left = room.left()
    for text, is_match in _runs(entry):
        font = QFont(theme.font("strong" if is_match else "body"))
        font.setUnderline(is_match)
        painter.setFont(font)
        painter.setPen(theme.color("accent.onSoft" if is_match else "text.primary"))
        left = _draw(painter, left, room, text, font)
    painter.setFont(theme.font("caption"))
    painter.setPen(theme.color("text.secondary"))
    _draw(painter, left + theme.px(12), room, entry.note, theme.font("caption"))


def _draw(painter: QPainter, left: int, room: QRect, text: str, font: QFont) -> int:
    """Paint as much of a text as has room; return where it ends."""
    metrics, width = QFontMetrics(font), room.right() - left
    if width <= 0 or not text:
        return left
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
    painter.drawText(QRect(left, room.top(), width + 1, room.height()), _LEFT, shown)
    return left + metrics.horizontalAdvance(shown)


def _runs(entry: Entry) -> list[tuple[str, bool]]:
    """Return the title in pieces that match and pieces that do not."""
    runs: list[tuple[str, bool]] = []
    for i, sign in enumerate(entry.title):
        is_match = i in entry.marks
        if runs and runs[-1][1] == is_match:
            runs[-1] = (runs[-1][0] + sign, is_match)
        else:
            runs.append((sign, is_match))
    return runs
