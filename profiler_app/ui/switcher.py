"""The workspace at the top of the navigation, and the way to others."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy

from profiler_app.domain.text import _
from profiler_app.ui import icons, theme
from profiler_app.ui.entrance.recent import recent_workspaces, title_of
from profiler_app.ui.preferences import Preferences
from profiler_app.ui.sign import paint_sign
from profiler_app.ui.widgets.labels import as_tooltip
from profiler_app.ui.widgets.painting import fill_round, focus_ring


class WorkspaceSwitcher(QAbstractButton):
    """The name of the workspace; a click opens the menu of the others."""

    workspace_asked = Signal(object)
    file_asked = Signal()
    new_asked = Signal()

    def __init__(self, name: str, path: Path, preferences: Preferences) -> None:
        super().__init__()
        self._name, self._path, self._preferences = name, path, preferences
        self.narrow = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._open_menu)
        self.retranslate()

    def retranslate(self) -> None:
        """Name the button in the current language."""
        self.setAccessibleName(_("Workspace {name}").format(name=self._name))
        self.setToolTip(self._name if self.narrow else "")

    def sizeHint(self) -> QSize:
        """As high as a control."""
        return QSize(theme.current().px(188), theme.current().px(32))

    def make_menu(self) -> QMenu:
        """Return the menu: recent workspaces, another file, a new one, the folder."""
        menu = QMenu(self)
        recent = [each.path for each in recent_workspaces(self._preferences)]
        for path in recent if self._path in recent else [self._path, *recent]:
            here = path == self._path
            there = path.exists()
            name = self._name if here else title_of(path)
            text = name if there else _("{name} (the file is not there)").format(name=name)
            entry = menu.addAction(text.replace("&", "&&"))
            entry.setEnabled(there)
            entry.setToolTip(as_tooltip(str(path)))
            if here:
                entry.setIcon(icons.icon("check", "accent"))
            else:
                entry.triggered.connect(
                    lambda _on=False, path=path: self.workspace_asked.emit(path)
                )
        menu.addSeparator()
        for icon, text, signal in (
            ("folder-open", _("Open another file"), self.file_asked),
            ("plus", _("New workspace"), self.new_asked),
        ):
            menu.addAction(icons.icon(icon), text).triggered.connect(
                lambda _on=False, signal=signal: signal.emit()
            )
        menu.addSeparator()
        menu.addAction(icons.icon("external-link"), _("Show in its folder")).triggered.connect(
            lambda: reveal(self._path)
        )
        return menu

    def _open_menu(self) -> None:
        menu = self.make_menu()
        menu.setMinimumWidth(theme.current().px(220))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the sign, the name and the arrows of a choice."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.isDown():
            fill_round(painter, QRectF(self.rect()), 6, look.color("bg.hover"))
        if self.hasFocus():
            focus_ring(painter, QRectF(self.rect()), 6)
        side = look.px(24)
        left = (self.width() - side) // 2 if self.narrow else look.px(6)
        box = QRect(left, (self.height() - side) // 2, side, side)
        paint_sign(painter, box, "strong")
        if self.narrow:
            return
        painter.setFont(look.font("strong"))
        painter.setPen(look.color("text.primary"))
        arrows = look.px(14)
        area = self.rect().adjusted(box.right() + look.px(9), 0, -arrows - look.px(14), 0)
        metrics = painter.fontMetrics()
        text = metrics.elidedText(self._name, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, text)
        at = area.left() + metrics.horizontalAdvance(text) + look.px(7)
        top = (self.height() - arrows) / 2
        icons.paint(painter, at, top, "chevrons-up-down", "text.tertiary", size=arrows)


def reveal(path: Path) -> None:
    """Show the folder of a file in the file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
