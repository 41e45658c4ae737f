"""Changing the borders between RFM scores: where they come from, what would change, saving."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from itertools import pairwise

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.money import SYMBOLS, to_decimal
from profiler_app.domain.segmentation import (
    GROUP_ORDER,
    Migration,
    RfmEdges,
    RfmOverview,
    group_label,
)
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.segments import edges as jobs
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.segments.matrix import MigrationMatrix
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.panel import Hairline
from profiler_app.ui.widgets.popover import Popover

_WIDTH = 660
_MOST = 4
_DEBOUNCE_MS = 250


class EdgesForm(Popover):
    """Three lines of borders; the matrix below shows who would move before anything is saved."""

    def __init__(self, desk: Desk, overview: RfmOverview, parent: QWidget) -> None:
        super().__init__(parent, width=_WIDTH)
        self._desk = desk
        self._overview = overview
        self._automatic = False
        self._timer = QTimer(self, singleShot=True, interval=_DEBOUNCE_MS)
        self._timer.timeout.connect(self._preview)
        self.recency, self.frequency, self.monetary = QLineEdit(), QLineEdit(), QLineEdit()
        self.problem = Label("", "caption", "danger", wrap=True)
        self.effect = Label("", "strong", wrap=True)
        self.matrix = MigrationMatrix(GROUP_ORDER, group_label)
        self.save = Button(kind="primary")
        self.automatic = Button(_("Back to automatic"), icon="rotate-ccw")
        self._build()
        self._before = self._texts()
        self._preview()

    def _build(self) -> None:
        overview, edges = self._overview, self._overview.edges
        self.body.addWidget(Label(_("Borders between the scores"), "heading"))
        self.body.addWidget(Label(self._origin(), "caption", "text.secondary", wrap=True))
        symbol = SYMBOLS[self._desk.settings.currency]
        rows = (
            (self.recency, _("Recency (days since the last purchase)"), edges.recency, 1),
            (self.frequency, _("Frequency (purchase days in the window)"), edges.frequency, 1),
            (self.monetary, _("Money in the window ({unit})").format(unit=symbol),
             edges.monetary, 100),
        )  # fmt: skip
        for (field, title, values, unit), mean in zip(rows, overview.means, strict=True):
            head = QHBoxLayout()
            head.addWidget(Label(title, "body"))
            head.addStretch(1)
            note = _("high: score above {mean}").format(mean=f"{mean:.2f}")
            head.addWidget(Label(note, "caption", "text.tertiary"))
            self.body.addLayout(head)
            field.setText(", ".join(shown_edge(value, unit) for value in values))
            field.setAccessibleName(title)
            field.textEdited.connect(self._edited)
            self.body.addWidget(field)
        for widget in (self.problem, Hairline(), self.effect, self.matrix):
            self.body.addWidget(widget)
        foot = QHBoxLayout()
        foot.addWidget(self.automatic)
        foot.addStretch(1)
        foot.addWidget(self.save)
        self.body.addLayout(foot)
        self.automatic.setVisible(overview.by_hand)
        self.automatic.clicked.connect(self._choose_automatic)
        self.save.clicked.connect(self._save)

    def _origin(self) -> str:
        if self._overview.by_hand:
            return _(
                "Chosen by hand. A value on a border gets the lower score band. “High” is above "
                "the mean score, frozen with the run of {day}."
            ).format(day=self._overview.as_of)
        n = self._overview.scored
        text = ngettext(
            "Automatic: 20, 40, 60 and 80 % of {n} buyer on {day}, equal borders merged. A value "
            "on a border gets the lower score band. “High” is above the mean score of that run.",
            "Automatic: 20, 40, 60 and 80 % of {n} buyers on {day}, equal borders merged. A value "
            "on a border gets the lower score band. “High” is above the mean score of that run.",
            n,
        )
        return text.format(n=f"{n:,}", day=self._overview.as_of)

    def edges(self) -> RfmEdges | None:
        """Return the borders typed; None when they are none (``problem`` says why)."""
        try:
            lists = [
                edges_typed(self.recency.text(), 1),
                edges_typed(self.frequency.text(), 1),
                edges_typed(self.monetary.text(), 100),
            ]
        except ValueError:
            self.problem.setText(_("Write one to four rising numbers, separated by commas."))
            return None
        self.problem.setText("")
        return RfmEdges(*lists)

    def _edited(self) -> None:
        self._automatic = False
        self._timer.start()
        self.save.setEnabled(False)

    def _choose_automatic(self) -> None:
        self._automatic = True
        self._preview()

    def _preview(self) -> None:
        edges = None if self._automatic else self.edges()
        self.save.setEnabled(False)
        if edges is None and not self._automatic:
            return
        self._desk.reads.ask(
            "segments.edges",
            _read_preview,
            edges,
            done=self._show,
            failed=self._failed,
            owner=self,
        )

    def _failed(self, problem: UserProblem) -> None:
        self.problem.setText(str(problem))

    def _show(self, migration: Migration) -> None:
        self.matrix.show_migration(migration)
        self.setMinimumHeight(self.body.totalHeightForWidth(self.width()))  # wrapped texts grow
        n = sum(move.customers for move in migration.moved)
        total = f"{migration.customers:,}"
        text = ngettext(
            "{n} of {total} would change group (rows: now, columns: then)",
            "{n} of {total} would change group (rows: now, columns: then)",
            n,
        )
        self.effect.setText(text.format(n=f"{n:,}", total=total))
        changed = self._automatic or self._texts() != self._before
        self.save.setEnabled(changed)
        word = ngettext("Save, move {n} customer", "Save, move {n} customers", n)
        self.save.setText(word.format(n=f"{n:,}") if n else _("Save"))

    def _texts(self) -> list[str]:
        return [field.text() for field in (self.recency, self.frequency, self.monetary)]

    def _save(self) -> None:
        edges = None if self._automatic else self.edges()
        desk = self._desk

        def tell(operation: int) -> None:
            desk.toast(_("Thresholds saved. Everybody is scored again."), operation)
            desk.refresh_data()

        title = _("Saving thresholds")
        if edges is None:
            desk.jobs.start(
                jobs.give_up_edges, title=title, owner=desk, done=tell, failed=desk.show_problem
            )
        else:
            desk.jobs.start(
                jobs.save_edges, edges, title=title, owner=desk, done=tell, failed=desk.show_problem
            )
        self.close()


def shown_edge(value: float, unit: int) -> str:
    """Return an edge as it is typed; ``unit`` 100 is money."""
    text = to_decimal(round(value)) if unit == 100 else f"{value:g}"
    return text.removesuffix(".00")


def edges_typed(text: str, unit: int) -> tuple[float, ...]:
    """Read one to four rising numbers. Raises ValueError."""
    parts = text.replace("，", ",").replace("、", ",").split(",")
    try:
        values = [float(Decimal(part.strip()) * unit) for part in parts]
    except InvalidOperation as error:
        raise ValueError(text) from error
    rising = all(low < high for low, high in pairwise(values))
    if not 1 <= len(values) <= _MOST or not rising or not all(0 <= v < 1e15 for v in values):
        raise ValueError(text)
    return tuple(values)


def _read_preview(reader: Reader, edges: RfmEdges | None) -> Migration:
    return jobs.preview_edges(reader.workspace, reader.source, edges)
