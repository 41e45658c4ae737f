"""What was damaged before the file came here, and what is done about it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Signal
from PySide6.QtGui import QActionGroup, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from profiler_app.domain.damage import Damage, DamageReport
from profiler_app.domain.text import _, ngettext
from profiler_app.ui import icons
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import ElidedLabel, Label
from profiler_app.ui.widgets.painting import fill_round

_SHOWN = 4
_ICONS = {"total_row": "sigma", "placeholder": "calendar", "serial_date": "calendar"}


class DamageBanner(QFrame):
    """One line for each damage; ``treated`` carries the treatments of the next check."""

    treated = Signal(object)
    other_file_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._report = DamageReport()
        self._all = False
        self._sign, self._title = QLabel(), Label("", "strong")
        self._more, self._other = Button(kind="link", small=True), Button(small=True)
        self._lines = QGridLayout()
        self._parts: list[QWidget] = []
        self._lay_out()
        self._more.clicked.connect(lambda _on=False: self._show_all())
        self._other.clicked.connect(lambda _on=False: self.other_file_asked.emit())
        self._dress()
        current().changed.connect(self._dress)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._sign)
        head.addWidget(self._title, 1)
        head.addWidget(self._more)
        head.addWidget(self._other)
        self._lines.setHorizontalSpacing(10)
        self._lines.setVerticalSpacing(0)
        self._lines.setColumnStretch(2, 6)
        self._lines.setColumnStretch(4, 5)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 12, 8)
        column.setSpacing(2)
        column.addLayout(head)
        column.addLayout(self._lines)

    def show_damage(self, report: DamageReport) -> None:
        """Show the damage of a file; without any the banner is not there."""
        self._report = report
        self.setVisible(bool(report))
        self._other.setText(_("Take another file"))
        n = len(report.items)
        title = ngettext(
            "This file was damaged before it came here, in {n} place",
            "This file was damaged before it came here, in {n} places",
            n,
        )
        self._title.setText(title.format(n=n))
        self._more.setVisible(n > _SHOWN)
        less = _("Show fewer") if self._all else _("Show all {n}").format(n=n)
        self._more.setText(less)
        self._fill()

    def _fill(self) -> None:
        for part in self._parts:
            self._lines.removeWidget(part)
            part.deleteLater()
        self._parts.clear()
        shown = self._report.items if self._all else self._report.items[:_SHOWN]
        for row, damage in enumerate(shown):
            self._add_line(row, damage)

    def _add_line(self, row: int, damage: Damage) -> None:
        ratio = self.devicePixelRatioF()
        sign, arrow = QLabel(), QLabel()
        sign.setPixmap(icons.pixmap(_ICONS.get(damage.code, "hash"), "warning", 15, ratio))
        arrow.setPixmap(icons.pixmap("arrow-right", "text.secondary", 14, ratio))
        where = ElidedLabel(damage.where, "body")
        where.setFixedWidth(current().px(110))
        what = ElidedLabel(damage.sentence, "body")
        done = ElidedLabel(damage.treatment_words(), "body")
        change = Button(_("Change this"), kind="link", small=True)
        change.setAccessibleName(_("Change: {where}").format(where=damage.where))
        change.clicked.connect(lambda _on=False: self._offer(change, damage))
        for place, part in enumerate((sign, where, what, arrow, done, change)):
            self._lines.addWidget(part, row, place)
            self._parts.append(part)
        change.setVisible(len(damage.treatments) > 1)
        self._lines.setRowMinimumHeight(row, current().px(26))

    def _offer(self, opener: QWidget, damage: Damage) -> None:
        """Open the menu of what can be done about a damage."""
        menu = QMenu(self)
        group = QActionGroup(menu)
        for treatment in damage.treatments:
            action = menu.addAction(damage.treatment_words(treatment))
            action.setCheckable(True)
            action.setChecked(treatment == damage.treatment)
            group.addAction(action)
            chosen = self._report.chosen(damage.key, treatment)
            action.triggered.connect(lambda _on=False, chosen=chosen: self.treated.emit(chosen))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(opener.mapToGlobal(QPoint(0, opener.height())))

    def _show_all(self) -> None:
        self._all = not self._all
        self.show_damage(self._report)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box."""
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill_round(painter, QRectF(self.rect()), theme.px(8), theme.tone("warning")[0])

    def _dress(self) -> None:
        ratio = self.devicePixelRatioF()
        self._sign.setPixmap(icons.pixmap("file-warning", "warning", 18, ratio))
        if self._report:
            self.show_damage(self._report)
