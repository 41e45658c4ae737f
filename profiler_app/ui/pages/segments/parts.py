"""Small parts of the page: the legend of the grid, the bars of the page, a quiet panel."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from profiler_app.domain.text import _, pgettext
from profiler_app.ui.pages.segments.rfm_grid import classes
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import ElidedLabel, Label, as_tooltip
from profiler_app.ui.widgets.painting import fill_round
from profiler_app.ui.widgets.segmented import Segmented
from profiler_app.ui.widgets.surface import Bar

_SWATCH, _SWATCH_HEIGHT = 20, 10


def _swatch() -> int:
    """Return the width of a swatch; larger texts take the room of the swatches."""
    return min(_SWATCH, 2 * _SWATCH - current().px(_SWATCH))


class Legend(QWidget):
    """The colours of the grid between the words for their two ends."""

    def __init__(self) -> None:
        super().__init__()
        self._low, self._high = "", ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        current().changed.connect(self.updateGeometry)

    def show_ends(self, title: str, low: str, high: str) -> None:
        """Say what the colours stand for."""
        self._low, self._high = low, high
        self.setToolTip(as_tooltip(title))
        self.setAccessibleName(f"{title}: {low} – {high}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for words and swatches."""
        theme = current()
        return QSize(round(self._layout()[-1]), theme.px(20))

    def _layout(self) -> tuple[float, float, float]:
        """Return where the swatches begin, where the last word begins, and the whole width."""
        theme = current()
        metrics = QFontMetrics(theme.font("caption"))
        start = metrics.horizontalAdvance(self._low) + 8
        end = start + 6 * (_swatch() + 1) + 7
        return start, end, end + metrics.horizontalAdvance(self._high) + 2

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint words and swatches."""
        theme, painter = current(), QPainter(self)
        start, end, _width = self._layout()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text.secondary"))
        middle = Qt.AlignmentFlag.AlignVCenter
        height = self.height()
        painter.drawText(QRectF(0, 0, start, height), middle, self._low)
        painter.drawText(QRectF(end, 0, self.width() - end, height), middle, self._high)
        wide, tall = _swatch(), theme.px(_SWATCH_HEIGHT)
        for at, color in enumerate(classes()):
            box = QRectF(start + at * (wide + 1), (height - tall) / 2, wide, tall)
            fill_round(painter, box, 2, color)


def scrolled(content: QWidget) -> QScrollArea:
    """Return an area that scrolls what a small window or large texts leave no room for."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    return area


class TitleBar(Bar):
    """Title, how many are looked at, and what can be done on each tab."""

    def __init__(self) -> None:
        super().__init__(52)
        self._title = Label("", "title")
        self.count = Label("", "body", "text.tertiary")
        self.rules = Button(kind="ghost", icon="sliders-horizontal")
        self.tiers = Button(kind="ghost", icon="layers")
        self.again = Button(icon="refresh-cw")
        self.export = Button(icon="download")
        self.new = Button(kind="primary", icon="plus")
        self.adopt = Button(kind="primary", icon="check")
        self.row.addWidget(self._title)
        self.row.addWidget(self.count)
        self.row.addStretch(1)
        for button in (self.rules, self.tiers, self.again, self.export, self.new, self.adopt):
            self.row.addWidget(button)

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._title.setText(_("Segments"))
        self.rules.setText(_("Thresholds"))
        self.tiers.setText(_("Value tiers"))
        self.again.setText(_("Find groups again"))
        self.export.setText(_("Export"))
        self.new.setText(_("New segment"))
        self.adopt.setText(_("Adopt these groups"))


class TabBar(Bar):
    """The tabs at the left; at the right how the grid is coloured, or a note."""

    def __init__(self) -> None:
        super().__init__(48)
        self.tabs = Segmented()
        self.note = Label("", "caption", "text.tertiary")
        self._word = Label("", "caption", "text.secondary")
        self.colouring = Segmented(small=True)
        self.row.addWidget(self.tabs)
        self.row.addStretch(1)
        for widget in (self.note, self._word, self.colouring):
            self.row.addWidget(widget)

    def retranslate(self, tabs: list[tuple[str, str]]) -> None:
        """Show every text in the current language."""
        self.tabs.set_options(tabs)
        self.tabs.setAccessibleName(_("What the page shows"))
        self._word.setText(_("Colour"))
        self.colouring.set_options(
            [
                ("sales", pgettext("figures", "Sales")),
                ("customers", pgettext("figures", "Customers")),
                ("mean", pgettext("figures", "Average")),
            ]
        )
        self.colouring.setAccessibleName(_("What the colours of the grid show"))

    def show_colouring(self, *, shown: bool) -> None:
        """Show or hide the choice of colours."""
        self._word.setVisible(shown)
        self.colouring.setVisible(shown)


class FootBar(Bar):
    """What the figures are about, at the left; the day and how long it took, at the right."""

    def __init__(self) -> None:
        super().__init__(28, edges=Qt.Edge.TopEdge, token="bg.window", spacing=16)
        self.left = ElidedLabel("", "caption", "text.secondary")
        self.right = Label("", "caption", "text.tertiary")
        self.row.addWidget(self.left, 1)
        self.row.addWidget(self.right)
