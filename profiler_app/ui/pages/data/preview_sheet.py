"""Changes close up: whose values, what stands there, what would; one button writes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.bulk import Changed
from profiler_app.jobs.quality.changes import Line, Preview
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.segments.figures_table import Figure, FiguresTable
from profiler_app.ui.widgets.drawer import Drawer
from profiler_app.ui.widgets.labels import Label

_ROWS = 14

Write = Callable[..., Changed]


class PreviewSheet(Drawer):
    """``read`` tells in the reader's thread what would be done; ``write`` is the job that does it.

    ``write`` gets the desk's day as ``today``. What it did is told with a way back.
    """

    def __init__(
        self,
        desk: Desk,
        area: QWidget,
        title: str,
        about: str,
        read: Callable[[Reader], Any],
        write: Write | None = None,
    ) -> None:
        super().__init__(area, title)
        self._desk = desk
        self._heading = title
        self._reading, self._write = read, write
        self._busy = False
        self.about = Label(about, "body", "text.secondary", wrap=True)
        self.count = Label("", "strong")
        self.lines = FiguresTable(self.columns(), name=title)
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for widget in (self.about, self.count, self.lines):
            column.addWidget(widget)
        self.lines.setFixedHeight(self.lines.height_of(_ROWS))
        self.save.setText(self.promise(0))
        self.save.setEnabled(False)
        self.left.connect(self.leave)
        self.save_asked.connect(self._press)
        self.lines.opened.connect(lambda _index: self.open_card())
        self.lines.chosen.connect(lambda _row: self._enable())
        self.show_form(form)
        self.lines.setFocus()
        self.read()

    # -- what differs from sheet to sheet

    def columns(self) -> list[Figure]:
        """Return the columns of the table."""
        return [
            Figure(lambda: _("Customer"), who, 0, right=False),
            Figure(lambda: _("Now"), lambda line: line.now, 150, right=False),
            Figure(lambda: _("Then"), lambda line: line.then or "—", 150, right=False,
                   tone=lambda _line: "success"),
        ]  # fmt: skip

    def promise(self, count: int) -> str:
        """Say what the button will do."""
        text = ngettext("Set {n} value right", "Set {n} values right", count)
        return text.format(n=f"{count:,}")

    def told(self, count: int) -> str:
        """Say what the button has done."""
        text = ngettext("Set {n} value right.", "Set {n} values right.", count)
        return text.format(n=f"{count:,}")

    def act(self) -> None:
        """Do it."""
        if self._write is not None:
            self.start(self._write, today=self._desk.today(), done=self.finished)

    # -- reading

    def read(self) -> None:
        """Ask what would be done, as things are now."""
        self._desk.reads.ask(
            "quality.preview",
            self._reading,
            done=self._show,
            failed=self._desk.show_problem,
            owner=self,
        )

    def _show(self, found: Any) -> None:
        if isinstance(found, Preview):
            rows, count = found.lines, found.count
            text = ngettext("{n} customer", "{n} customers", count).format(n=f"{count:,}")
        else:
            rows, count = found, len(found)
            text = ngettext("{n} pair", "{n} pairs", count).format(n=f"{count:,}")
        if len(rows) < count:
            text = _("{count}, the first {shown} below").format(count=text, shown=len(rows))
        self.count.setText(text)
        self.lines.show_rows(rows)
        self.save.setText(self.promise(count))
        if rows:
            self.lines.selectRow(0)
        self._enable()

    def _enable(self) -> None:
        self.save.setEnabled(not self._busy and self.lines.row() is not None)

    # -- doing it

    def _press(self) -> None:
        if self.save.isEnabled():
            self.act()

    def start(self, job: Any, *arguments: Any, done: Any, **named: Any) -> None:
        """Run the one job of the sheet; a second press waits for the first."""
        self._busy = True
        self._enable()
        self._desk.jobs.start(
            job,
            *arguments,
            title=self._heading,
            owner=self,
            done=done,
            failed=self._failed,
            cancelled=self.free,
            **named,
        )

    def free(self) -> None:
        """Let the button be pressed again."""
        self._busy = False
        self._enable()

    def _failed(self, problem: UserProblem) -> None:
        self.free()
        self._desk.show_problem(problem)

    def finished(self, done: Changed) -> None:
        """Say what was done, and leave."""
        self._desk.toast(self.told(done.count), done.operation)
        self._desk.refresh_data()
        self.leave()

    def customers(self) -> list[int]:
        """Return whose lines are shown."""
        return [line.customer for line in self.lines.rows()]

    def current(self) -> int | None:
        """Return the customer of the current line."""
        row = self.lines.row()
        return None if row is None else int(row.customer)

    def open_card(self) -> None:
        """Open the card of the current line."""
        customer, ids = self.current(), self.customers()
        if customer is not None:
            self.leave()
            self._desk.open_customer(customer, ids)


def who(line: Line) -> str:
    """Return name and number of a customer."""
    return f"{line.name} {line.number}"
