"""Push buttons, painted here because a style sheet cannot place an icon 6 px before its text."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from profiler_app.ui import icons
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.labels import as_tooltip
from profiler_app.ui.widgets.painting import fill_round, focus_ring

Kind = Literal["secondary", "primary", "ghost", "link", "danger"]

_ICON = 16
_GAP = 6
_PLAIN = ("ghost", "link")
_FILLS = {  # resting, under the mouse, pressed
    "primary": ("accent", "accent.hover", "accent.pressed"),
    "secondary": ("bg.surface", "bg.hover", "bg.pressed"),
    "ghost": ("", "bg.hover", "bg.pressed"),
    "link": ("", "bg.hover", "bg.pressed"),
    "danger": ("danger.fill", "danger.fill", "danger.fill"),
}
_INKS = {
    "primary": ("text.onAccent", "text.onAccent"),
    "secondary": ("text.primary", "text.secondary"),
    "ghost": ("text.secondary", "text.secondary"),
    "link": ("text.link", "text.tertiary"),
    "danger": ("text.onAccent", "text.onAccent"),
}


class Button(QPushButton):
    """A button of one of five kinds; a click with the mouse leaves no focus ring."""

    def __init__(
        self,
        text: str = "",
        *,
        kind: Kind = "secondary",
        icon: str | None = None,
        small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._kind = kind
        self._icon = icon
        self._small = small
        self._tone = ""
        self.setText(text)
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._dress()
        current().changed.connect(self._dress)

    def setText(self, text: str) -> None:
        """Show a text as it is: an ampersand in it is no keyboard mark."""
        super().setText(text.replace("&", "&&"))
        self.updateGeometry()

    def set_icon(self, name: str | None) -> None:
        """Show another icon, or none."""
        self._icon = name
        self.updateGeometry()
        self.update()

    def set_tone(self, token: str) -> None:
        """Write in another colour of the theme, such as that of danger."""
        self._tone = token
        self.update()

    def set_kind(self, kind: Kind) -> None:
        """Change what kind of button it is."""
        self._kind = kind
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for icon, text and padding."""
        theme = current()
        height = theme.size("control.sm" if self._small else "control")
        if not self.text():
            return QSize(height, height)
        padding = theme.px(8 if self._small else 12)
        return QSize(self._content_width() + 2 * padding + 2, height)

    def minimumSizeHint(self) -> QSize:
        """Return the size hint: the text of a button is not cut by a layout."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint fill, border, ring, icon and text for the state the button is in."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self.hasFocus():
            box = focus_ring(painter, box, self._radius())
        fill_round(painter, box, self._radius(), self._fill(), self._border())
        self._paint_content(painter)

    def _dress(self) -> None:
        self.setFont(current().font("caption" if self._small else "body"))
        self.updateGeometry()

    def _radius(self) -> int:
        return current().px(5 if self._small else 6)

    def _fill(self) -> QColor | None:
        theme = current()
        if not self.isEnabled():
            return None if self._kind in _PLAIN else theme.color("bg.sunken")
        if self.isChecked():
            return theme.color("accent.soft")
        state = 2 if self.isDown() else 1 if self.underMouse() else 0
        token = _FILLS[self._kind][state]
        if self._kind == "danger" and state:
            return theme.color(token).darker(100 + 8 * state)
        return theme.color(token) if token else None

    def _border(self) -> QColor | None:
        theme = current()
        if not self.isEnabled() and self._kind not in _PLAIN:
            return theme.color("border.subtle")
        if self.isChecked():
            return theme.color("accent")
        return theme.color("border.strong") if self._kind == "secondary" else None

    def _inks(self) -> tuple[str, str]:
        if not self.isEnabled():
            return "text.disabled", "text.disabled"
        if self.isChecked():
            return "accent.onSoft", "accent.onSoft"
        if self._tone:
            return self._tone, self._tone
        return _INKS[self._kind]

    def _content_width(self) -> int:
        widths = [current().px(_ICON) for shown in (self._icon, self.menu()) if shown]
        if self.text():
            text = self.text().replace("&&", "&")
            widths.append(QFontMetrics(self.font()).horizontalAdvance(text))
        return sum(widths) + _GAP * (len(widths) - 1)

    def _paint_content(self, painter: QPainter) -> None:
        ink, icon_ink = self._inks()
        side = current().px(_ICON)
        width = min(self._content_width(), self.width() - 8)
        left = (self.width() - width) // 2
        right = left + width
        icon_top = (self.height() - side) // 2
        if self._icon:
            icons.paint(painter, left, icon_top, self._icon, icon_ink, size=side)
            left += side + _GAP
        if self.menu():
            right -= side
            icons.paint(painter, right, icon_top, "chevron-down", icon_ink, size=side)
            right -= _GAP
        room = QRect(left, 0, right - left + 1, self.height())
        text = QFontMetrics(self.font()).elidedText(
            self.text().replace("&&", "&"), Qt.TextElideMode.ElideRight, room.width() + 1
        )
        painter.setPen(current().color(ink))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


class IconButton(Button):
    """A square button without text; its name is the tool tip and what a screen reader says."""

    def __init__(
        self,
        icon: str,
        name: str,
        *,
        kind: Kind = "ghost",
        small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(kind=kind, icon=icon, small=small, parent=parent)
        self.set_name(name)

    def set_name(self, name: str) -> None:
        """Name the button, with its key in brackets where it has one."""
        self.setToolTip(as_tooltip(name))
        self.setAccessibleName(name)
