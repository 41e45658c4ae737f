"""The first tab: the score, what to mend first, what was imported last."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from profiler_app.domain.operations import HistoryEntry
from profiler_app.domain.quality import Quality
from profiler_app.domain.text import _, ngettext
from profiler_app.ui import icons
from profiler_app.ui.imports_table import HistoryTable
from profiler_app.ui.pages.data.score_panel import ScorePanel
from profiler_app.ui.pages.data.work_table import WorkTable
from profiler_app.ui.pages.segments.parts import scrolled
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.band import Band
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.panel import Panel

_RECENT = 5
_PROBLEMS = 7
_ZONE = 84


class OverviewTab(QWidget):
    """``mend`` carries a problem; ``undo_asked`` an import; the other signals are wishes."""

    mend = Signal(object)
    undo_asked = Signal(int)
    all_imports_asked = Signal()
    check_asked = Signal()
    copies_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._imports = 0
        self.is_due = False
        self.due = Band("accent", "")
        self._check = self.due.add_button("", self.check_asked.emit)
        self.copies = Band("warning", "")
        self._to_copies = self.copies.add_button("", self.copies_asked.emit)
        self.score, self.work = ScorePanel(), WorkTable()
        self._first = Panel("·")
        self._fine = Label("", "body", "text.secondary", wrap=True)
        self._recent = Panel("·")
        self._all = Button(kind="ghost", small=True)
        self._table = HistoryTable()
        self._none = Label("", "body", "text.secondary", wrap=True)
        self._zone = _DropZone()
        self._build()
        self.work.asked.connect(self.mend)
        self._table.undo_asked.connect(self.undo_asked)
        self._all.clicked.connect(lambda _on=False: self.all_imports_asked.emit())

    def _build(self) -> None:
        self._first.body.addWidget(self._fine)
        self._first.body.addWidget(self.work, 1)
        self._recent.head.add(self._all)
        self._recent.body.addWidget(self._none)
        self._recent.body.addWidget(self._table)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(20, 16, 20, 20)
        column.setSpacing(12)
        column.addWidget(self.copies)
        column.addWidget(self.due)
        upper = QHBoxLayout()
        upper.setSpacing(12)
        upper.addWidget(self.score, 1)
        upper.addWidget(self._first, 2)
        column.addLayout(upper)
        column.addWidget(self._recent)
        column.addWidget(self._zone)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(whole))
        self.copies.hide()
        self.due.hide()
        current().changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        rows = self.work.verticalHeader().defaultSectionSize()
        head = current().size("table.header")
        self.work.setMinimumHeight(head + _PROBLEMS * rows + 2)
        shown = min(max(self._imports, 1), _RECENT)
        self._table.setFixedHeight(head + shown * rows + 2)

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.score.retranslate()
        self._first.head.set_title(_("Mend these first"))
        self._first.head.set_note(_("By points to gain"))
        self._fine.setText(_("Nothing to mend: every check passes."))
        self._recent.head.set_title(_("Recent imports"))
        self._none.setText(_("Nothing was imported yet. What you import is listed here and can "
                             "be undone."))  # fmt: skip
        self.due.set_message(
            _("The data was not checked this month"),
            _("The check looks for expired documents, stale data, duplicates, invalid numbers "
              "and impossible values, and records the score of the month."),
        )  # fmt: skip
        self._check.setText(_("Check now"))
        self._to_copies.setText(_("To the copies"))
        self.work.setAccessibleName(_("Mend these first"))
        self._table.setAccessibleName(_("Recent imports"))
        self._zone.say(_("Drop Excel or CSV files anywhere in the window to import them"))
        self._say_all()

    def show_quality(self, found: Quality, *, due: bool) -> None:
        """Show a measurement; ``due``: nothing was recorded this month."""
        self.score.show_quality(found)
        self.work.show_problems(found.problems)
        self.work.setVisible(bool(found.problems))
        self._fine.setVisible(not found.problems)
        self.is_due = due and bool(found.book.customers)
        self.due.setVisible(self.is_due)

    def show_copies(self, said: str) -> None:
        """Say what is wrong with the copies of the workspace; nothing when they are in order."""
        self.copies.set_message(said)
        self.copies.setVisible(bool(said))

    def show_imports(self, entries: Sequence[HistoryEntry]) -> None:
        """Show the newest imports."""
        self._imports = len(entries)
        self._table.show_entries(entries[:_RECENT])
        self._table.setVisible(bool(entries))
        self._none.setVisible(not entries)
        self._all.setVisible(len(entries) > _RECENT)
        self._say_all()
        self._fit()

    def _say_all(self) -> None:
        n = self._imports
        self._all.setText(ngettext("All {n}", "All {n}", n).format(n=f"{n:,}"))


class _DropZone(QFrame):
    """Says where files go; the whole window takes them."""

    def __init__(self) -> None:
        super().__init__()
        self._sign = QLabel()
        self._text = Label("", "body", "text.secondary")
        row = QHBoxLayout(self)
        row.addStretch(1)
        row.addWidget(self._sign)
        row.addSpacing(6)
        row.addWidget(self._text)
        row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._dress()
        current().changed.connect(self._dress)

    def say(self, text: str) -> None:
        """Show the sentence."""
        self._text.setText(text)

    def sizeHint(self) -> QSize:
        """Return the height of the zone."""
        return QSize(320, current().px(_ZONE))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the dashed frame."""
        theme, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("border.strong"), 1, Qt.PenStyle.DashLine))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, theme.px(8), theme.px(8))

    def _dress(self) -> None:
        ratio = self.devicePixelRatioF()
        self._sign.setPixmap(icons.pixmap("upload", "text.secondary", 18, ratio))
        self.updateGeometry()
