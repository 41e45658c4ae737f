"""Who comes back: customers by the month of their first purchase, as a table of colours."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Literal, cast

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.cohorts import Cohort, CohortReport, cohorts
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.segments.parts import scrolled
from profiler_app.ui.pages.segments.wording import percent
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.painting import fill_round
from profiler_app.ui.widgets.panel import Panel
from profiler_app.ui.widgets.segmented import Segmented

_LABEL, _SIZE, _CELL, _ROW, _HEAD = 74, 58, 50, 25, 24
_PERIODS = 24
_ENDS = (0.05, 0.1, 0.2, 0.35, 0.5)


class RetentionTable(QWidget):
    """Rows are cohorts, columns the periods after the first; ``opened`` carries a cohort."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._report: CohortReport | None = None
        self.row = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        current().changed.connect(self.updateGeometry)

    def show_report(self, report: CohortReport) -> None:
        """Show other cohorts, the newest first."""
        self._report, self.row = report, 0
        said = [f"{c.period}: {c.customers:,}, {percent(c.retention[1])}"
                for c in self.cohorts() if len(c.retention) > 1]  # fmt: skip
        self.setAccessibleDescription("; ".join(said))
        self.updateGeometry()
        self.update()

    def cohorts(self) -> list[Cohort]:
        """Return the cohorts as they are listed."""
        return [] if self._report is None else list(reversed(self._report.cohorts))

    def sizeHint(self) -> QSize:
        """Return room for every cohort."""
        theme = current()
        rows = len(self.cohorts()) + 1
        columns = min(_PERIODS, max([len(c.active) for c in self.cohorts()], default=1))
        wide = theme.px(_LABEL) + theme.px(_SIZE) + columns * theme.px(_CELL)
        return QSize(wide, theme.px(_HEAD) + rows * theme.px(_ROW) + 4)

    def minimumSizeHint(self) -> QSize:
        """Return the same: what does not fit is scrolled to."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows, open with Enter."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None and self.cohorts():
            self.row = max(0, min(len(self.cohorts()) - 1, self.row + step))
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.cohorts():
            self.opened.emit(self.cohorts()[self.row])
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the cohort that is clicked."""
        theme = current()
        at = int((event.position().y() - theme.px(_HEAD)) // theme.px(_ROW)) - 1
        if 0 <= at < len(self.cohorts()):
            self.row = at
            self.update()
            self.opened.emit(self.cohorts()[at])

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint cohorts, sizes and shares."""
        if self._report is None:
            return
        theme, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.color("bg.surface"))
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text.secondary"))
        whole = self._report.overall
        for at in range(min(len(whole), _PERIODS)):
            painter.drawText(self._box(-1, at), int(Qt.AlignmentFlag.AlignCenter), f"+{at}")
        self._line(painter, 0, _("All"), sum(c.customers for c in self.cohorts()), whole)
        for row, each in enumerate(self.cohorts(), 1):
            self._line(painter, row, each.period, each.customers, each.retention)
        if self.hasFocus():
            box = self._box(self.row + 1, 0)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("border.focus"), 2))
            room = QRectF(1, box.top() + 1, self.sizeHint().width() - 2, box.height() - 2)
            painter.drawRoundedRect(room, 3, 3)

    def _box(self, row: int, column: int) -> QRectF:
        theme = current()
        left = theme.px(_LABEL) + theme.px(_SIZE) + column * theme.px(_CELL)
        top = 0 if row < 0 else theme.px(_HEAD) + row * theme.px(_ROW)
        tall = theme.px(_HEAD if row < 0 else _ROW)
        return QRectF(left, top, theme.px(_CELL), tall)

    def _line(
        self, painter: QPainter, row: int, name: str, n: int, shares: tuple[float, ...]
    ) -> None:
        theme, box = current(), self._box(row, 0)
        painter.setFont(theme.font("caption" if row else "caption.strong"))
        painter.setPen(theme.color("text.primary"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(4, box.top(), theme.px(_LABEL), box.height()), int(middle), name)
        room = QRectF(theme.px(_LABEL), box.top(), theme.px(_SIZE) - 8, box.height())
        painter.drawText(room, int(middle | Qt.AlignmentFlag.AlignRight), f"{n:,}")
        steps = theme.chart_scale("sequential.blue")
        for at, share in enumerate(shares[:_PERIODS]):
            fill = steps[6] if not at else steps[sum(share >= end for end in _ENDS)]
            fill_round(painter, self._box(row, at).adjusted(1, 1, -1, -1), 3, fill)
            painter.setPen(theme.ink_on(fill))
            text = f"{share:.0%}" if share >= 0.1 or not share else f"{share:.1%}"
            painter.drawText(self._box(row, at), int(Qt.AlignmentFlag.AlignCenter), text)


class RetentionView(QWidget):
    """Months or quarters; a row opens its customers."""

    computed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.report: CohortReport | None = None
        self.unit = Segmented(small=True)
        self.table = RetentionTable()
        self._note = Label("", "caption", "text.secondary", wrap=True)
        self._box = Panel("·")
        self._box.head.add(self.unit)
        self._box.body.addWidget(self._note)
        self._area: QScrollArea = scrolled(self.table)
        self._area.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._box.body.addWidget(self._area, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._box)
        self.unit.chosen.connect(lambda _key: self.ask())
        self.table.opened.connect(self._open)

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._box.head.set_title(_("Who buys again"))
        self.unit.set_options([("month", _("By month")), ("quarter", _("By quarter"))])
        self.unit.setAccessibleName(_("Length of a period"))
        self.table.setAccessibleName(_("Who buys again"))
        self._show()

    def ask(self) -> None:
        """Count the cohorts."""
        self._desk.jobs.start(
            cohorts,
            until=self._desk.today(),
            unit=cast("Literal['month', 'quarter']", self.unit.key() or "month"),
            title=_("Counting who came back"),
            owner=self,
            done=self._receive,
            failed=self._failed,
            cancelled=self._show,
            derived=True,
        )

    def forget(self) -> None:
        """The data has changed: what was counted is of earlier data."""
        self.report = None
        self._show()

    def _receive(self, report: CohortReport) -> None:
        self.report = report
        self.table.show_report(report)
        self._show()
        self.computed.emit()

    def _failed(self, problem: UserProblem) -> None:
        self.report = None
        self._show()
        self._note.setText(str(problem))

    def _show(self) -> None:
        report = self.report
        self._area.setVisible(report is not None)
        if report is None:
            self._note.setText("")
            return
        parts = [_("Customers by their first purchase, and how many of them bought again so many "
                   "periods later; until {day}.").format(day=report.until)]  # fmt: skip
        if report.partial:
            parts.append(_("The last period is not over yet."))
        if report.returns:
            n = report.returns
            text = ngettext("{n} return is left out.", "{n} returns are left out.", n)
            parts.append(text.format(n=f"{n:,}"))
        parts.append(_("A row opens those who allow profiling."))
        self._note.setText(" ".join(parts))

    def _open(self, cohort: Cohort) -> None:
        first, last = period_days(cohort.period)
        today = self._desk.today()
        longest, least = (today - first).days, max((today - last).days, 0)
        rule = f"first_order_days >= {least} and first_order_days <= {longest}"
        self._desk.open_list(rule, _("first bought {period}").format(period=cohort.period))

    def exported(self) -> tuple[str, list[str], list[list[Any]]]:
        """Return a name, headers and rows: shares of those active."""
        assert self.report is not None
        most = max(len(each.active) for each in self.report.cohorts)
        headers = [_("Cohort"), _("Customers"), *(f"+{at}" for at in range(most))]
        rows = [
            [each.period, each.customers, *(round(share, 4) for share in each.retention)]
            for each in self.report.cohorts
        ]
        return _("cohorts"), headers, [row + [None] * (len(headers) - len(row)) for row in rows]


def period_days(period: str) -> tuple[date, date]:
    """Return the first and last day of a month (2025-03) or quarter (2025-Q1)."""
    year, part = period.split("-")
    month = 3 * int(part[1]) - 2 if part.startswith("Q") else int(part)
    length = 3 if part.startswith("Q") else 1
    first = date(int(year), month, 1)
    after = month + length
    return first, date(int(year) + (after > 12), (after - 1) % 12 + 1, 1) - timedelta(days=1)
