"""Seven of the customers a rule holds for, each with what tells most about why."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.text import _
from profiler_app.jobs.segments.previewing import SHOWN, Sample, Samples, samples
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.segments.figures_table import Figure, FiguresTable, open_customer_of
from profiler_app.ui.pages.segments.wording import whole_money
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label


class SamplesList(QWidget):
    """A double click opens the card; "others" shows the next seven."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._rule, self._batch = "", 0
        self._title = Label("", "strong")
        self.others = Button(kind="link", small=True)
        currency = desk.settings.currency
        self.table = FiguresTable(
            [
                Figure(lambda: _("Name"), lambda row: row.name, 110, right=False),
                Figure(lambda: _("12-month sales"), lambda row: _sales(row, currency), 92),
                Figure(lambda: _("Why"), lambda row: row.reason, 0, right=False),
            ]
        )
        self.table.set_density("compact")
        self.table.setFixedHeight(self.table.height_of(SHOWN))
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.others)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.table)
        self.others.clicked.connect(self._show_others)
        self.table.opened.connect(lambda _index: open_customer_of(self.table, self._desk))

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._title.setText(_("Some of them"))
        self.others.setText(_("Others"))
        self.table.setAccessibleName(_("Some of the customers the rule holds for"))
        self.table.retranslate()

    def show_rule(self, text: str) -> None:
        """Show customers of another rule; those of before stay until the new ones are there."""
        self._rule, self._batch = text, 0
        self._ask()

    def _show_others(self) -> None:
        self._batch += 1
        self._ask()

    def _ask(self) -> None:
        self._desk.reads.ask(
            "segments.samples",
            _read,
            self._rule,
            self._batch,
            done=self._show,
            failed=self._refused,
            owner=self,
        )

    def _show(self, found: Samples) -> None:
        self.table.show_rows(found.rows)
        self.others.setVisible(found.more)

    def _refused(self, _problem: UserProblem) -> None:
        self._show(Samples((), more=False))


def _sales(row: Sample, currency: str) -> str:
    return "—" if row.sales_minor is None else whole_money(row.sales_minor, currency)


def _read(reader: Reader, text: str, batch: int) -> Samples:
    return samples(reader.workspace, reader.source, text, batch=batch)
