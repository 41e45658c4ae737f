"""The navigation at the left: the workspace, the palette, the pages, and where the data is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from profiler_app.domain.text import _
from profiler_app.ui import icons, theme
from profiler_app.ui.commands import COMMANDS
from profiler_app.ui.pages import PAGES, PageSpec
from profiler_app.ui.pinned_views import PinnedViews
from profiler_app.ui.preferences import Preferences
from profiler_app.ui.switcher import WorkspaceSwitcher
from profiler_app.ui.widgets.keycap import caps_of, caps_width, paint_caps
from profiler_app.ui.widgets.painting import fill_round, focus_ring
from profiler_app.ui.widgets.panel import Hairline

WIDE, NARROW = 208, 56
_MOST = 99
"""More than so many nobody does in a day: the exact number would only weigh on one."""


class NavigationItem(QAbstractButton):
    """A page in the navigation: icon and name; only the icon when the navigation is narrow."""

    def __init__(self, icon: str, *, checkable: bool = True) -> None:
        super().__init__()
        self._icon = icon
        self.note = ""
        self.narrow = False
        self.setCheckable(checkable)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_text(self, text: str, hint: str = "") -> None:
        """Show another text; ``hint`` is the tooltip of the narrow navigation."""
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(hint if self.narrow else "")
        self.update()

    def sizeHint(self) -> QSize:
        """All items are equally high."""
        return QSize(theme.current().px(188), theme.current().px(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint background, icon, text and focus ring."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked() or self.isDown() or self.underMouse():
            token = "bg.pressed" if self.isChecked() or self.isDown() else "bg.hover"
            painter.setBrush(look.color(token))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(self.rect(), 6, 6)
        if self.hasFocus():
            focus_ring(painter, QRectF(self.rect()), 6)
        self._paint_content(painter, look)

    def _paint_content(self, painter: QPainter, look: theme.Theme) -> None:
        size = look.px(18)
        colour = "accent.onSoft" if self.isChecked() else "text.secondary"
        left = (self.width() - size) // 2 if self.narrow else look.px(10)
        top = (self.height() - size) // 2
        pixmap = icons.pixmap(self._icon, colour, size, self.devicePixelRatioF())
        painter.drawPixmap(QRect(left, top, size, size), pixmap)
        if self.narrow:
            return
        painter.setFont(look.font("strong" if self.isChecked() else "body"))
        painter.setPen(look.color("text.primary" if self.isChecked() else "text.secondary"))
        area = self.rect().adjusted(left + size + look.px(10), 0, -look.px(10), 0)
        text = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, area.width()
        )
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, text)
        if self.note:
            painter.setFont(look.font("caption"))
            painter.setPen(look.color("text.tertiary"))
            right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(area, right, self.note)


class PaletteField(NavigationItem):
    """Looks like a field; a click or its key opens the palette, where one types."""

    def __init__(self) -> None:
        super().__init__("search", checkable=False)
        self._caps = caps_of(COMMANDS["palette"].keys[0])

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame, the glass, the word and the keys."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if not self.narrow:
            fill = look.color("bg.hover" if self.underMouse() else "bg.surface")
            fill_round(painter, box, 6, fill, look.color("border.strong"))
        elif self.underMouse():
            fill_round(painter, box, 6, look.color("bg.hover"))
        if self.hasFocus():
            focus_ring(painter, box, 6)
        side = look.px(16)
        left = (self.width() - side) // 2 if self.narrow else look.px(10)
        top = (self.height() - side) / 2
        icons.paint(painter, left, top, "search", "text.secondary", size=side)
        if self.narrow:
            return
        painter.setFont(look.font("body"))
        painter.setPen(look.color("text.tertiary"))
        room = self.width() - look.px(42) - caps_width(self._caps)
        area = QRect(left + side + look.px(8), 0, room, self.height())
        text = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, area.width()
        )
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, text)
        paint_caps(painter, self.width() - look.px(8), self.height() / 2, self._caps)


class StateLine(QWidget):
    """Where the data is, quietly: only here, and encrypted."""

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self.narrow = False

    def set_text(self, text: str) -> None:
        """Say it in another language."""
        self._text = text
        self.setAccessibleName(text)
        self.setToolTip(text if self.narrow else "")
        self.update()

    def sizeHint(self) -> QSize:
        """As high as an item."""
        return QSize(theme.current().px(188), theme.current().px(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the shield and the words."""
        look = theme.current()
        painter = QPainter(self)
        side = look.px(16)
        left = (self.width() - side) // 2 if self.narrow else look.px(10)
        icons.paint(
            painter, left, (self.height() - side) // 2, "shield-check", "success", size=side
        )
        if self.narrow:
            return
        painter.setFont(look.font("caption"))
        painter.setPen(look.color("text.tertiary"))
        area = self.rect().adjusted(left + side + look.px(8), 0, 0, 0)
        text = painter.fontMetrics().elidedText(
            self._text, Qt.TextElideMode.ElideRight, area.width()
        )
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, text)


class Navigation(QFrame):
    """Workspace, palette and pages; at its foot settings, lock, and where the data is."""

    page_chosen = Signal(str)
    palette_asked = Signal()
    lock_asked = Signal()
    workspace_asked = Signal(object)
    file_asked = Signal()
    new_asked = Signal()

    def __init__(self, workspace: str, path: Path, preferences: Preferences) -> None:
        super().__init__()
        self.setObjectName("navigation")
        self.items: dict[str, NavigationItem] = {}
        self.switcher = WorkspaceSwitcher(workspace, path, preferences)
        self._palette = PaletteField()
        self._lock = NavigationItem("lock", checkable=False)
        self._state = StateLine()
        self._narrow = False
        self._pins: PinnedViews | None = None
        self._group = QButtonGroup(self)
        self._layout = QVBoxLayout(self)
        self._fill()
        self._connect()
        self.set_narrow(narrow=False)
        theme.current().changed.connect(self._dress)

    def _fill(self) -> None:
        self._layout.setContentsMargins(10, 10, 10, 8)
        self._layout.setSpacing(2)
        self._layout.addWidget(self.switcher)
        self._layout.addSpacing(8)
        self._layout.addWidget(self._palette)
        self._layout.addSpacing(12)
        for spec in _items(foot=False):
            self._add(spec)
        self._place_of_pins = self._layout.count()
        self._layout.addStretch()
        for spec in _items(foot=True):
            self._add(spec)
        self._layout.addWidget(self._lock)
        self._layout.addSpacing(4)
        self._layout.addWidget(Hairline())
        self._layout.addWidget(self._state)

    def _connect(self) -> None:
        self._palette.clicked.connect(self.palette_asked)
        self._lock.clicked.connect(self.lock_asked)
        self.switcher.workspace_asked.connect(self.workspace_asked)
        self.switcher.file_asked.connect(self.file_asked)
        self.switcher.new_asked.connect(self.new_asked)

    def _add(self, spec: PageSpec) -> None:
        item = NavigationItem(spec.icon)
        item.clicked.connect(lambda: self.page_chosen.emit(spec.key))
        self._group.addButton(item)
        self.items[spec.key] = item
        self._layout.addWidget(item)

    def host(self, pins: PinnedViews) -> None:
        """Show the pinned views under the pages."""
        self._pins = pins
        self._layout.insertWidget(self._place_of_pins, pins)
        self.set_narrow(narrow=self._narrow)

    @property
    def narrow(self) -> bool:
        """Whether only icons are shown."""
        return self._narrow

    def show_count(self, key: str, count: int) -> None:
        """Say at the item of a page how much waits there; nothing where nothing does."""
        if key in self.items:
            shown = f"{count}" if count <= _MOST else f"{_MOST}+"
            self.items[key].note = shown if count else ""
            self.items[key].setAccessibleDescription(f"{count:,}" if count else "")
            self.items[key].update()

    def show_page(self, key: str) -> None:
        """Light the item of a page, or of the page it belongs to."""
        spec = next(spec for spec in PAGES if spec.key == key)
        self.items[spec.parent or spec.key].setChecked(True)

    def set_narrow(self, *, narrow: bool) -> None:
        """Show icons only, or icons and names."""
        self._narrow = narrow
        for part in self._parts():
            part.narrow = narrow
        if self._pins is not None:
            self._pins.set_narrow(narrow=narrow)
        self._dress()
        self.retranslate()

    def _parts(self) -> list[NavigationItem | StateLine | WorkspaceSwitcher]:
        return [*self.items.values(), self._palette, self._lock, self._state, self.switcher]

    def _dress(self) -> None:
        self.setFixedWidth(theme.current().px(NARROW if self._narrow else WIDE))
        for part in self._parts():
            part.updateGeometry()
            part.update()

    def retranslate(self) -> None:
        """Show all texts in the current language."""
        for key, item in self.items.items():
            spec = next(spec for spec in PAGES if spec.key == key)
            item.set_text(_(spec.title), COMMANDS[key].hint)
        lock, palette = COMMANDS["lock"], COMMANDS["palette"]
        self._palette.set_text(_(palette.title), palette.hint)
        self._lock.set_text(_(lock.title), lock.hint)
        self._lock.note = lock.shown_key
        self.switcher.retranslate()
        self._state.set_text(_("Only here · encrypted"))
        if self._pins is not None:
            self._pins.retranslate()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground and the line to the page."""
        look = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.color("bg.window"))
        edge = self.rect()
        painter.fillRect(edge.right(), 0, 1, edge.height(), look.color("border.subtle"))


def _items(*, foot: bool) -> list[PageSpec]:
    return [spec for spec in PAGES if spec.parent is None and spec.foot == foot]
