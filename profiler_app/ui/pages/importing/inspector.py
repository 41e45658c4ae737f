"""One column of the file: what it may be, with the evidence, and what becomes of its cells."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from profiler_app.domain.column_views import ColumnDetail, ColumnView
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.importing.columns import DayQuestion
from profiler_app.ui.pages.importing.mapping_table import masked, words_of
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button, IconButton
from profiler_app.ui.widgets.labels import ElidedLabel, Label, as_tooltip
from profiler_app.ui.widgets.painting import fill_round
from profiler_app.ui.widgets.surface import Surface

_WIDTH = 340
_CHOICES = 3


class MixBar(QWidget):
    """How many cells are valid, blank, and neither."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[tuple[int, str]] = []
        self.setFixedHeight(current().px(8))

    def show_parts(self, parts: list[tuple[int, str]]) -> None:
        """Show counts in the colours of tokens."""
        self._parts = [(count, color) for count, color in parts if count]
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the parts side by side; the smallest can still be seen."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        total = sum(count for count, _color in self._parts)
        free = self.width() - 6 * max(0, len(self._parts) - 1)
        left = 0.0
        for count, color in self._parts:
            width = max(4.0, free * count / total)
            part = QRectF(left, 0, min(width, self.width() - left), self.height())
            fill_round(painter, part, 3, current().color(color))
            left += width + 2


class Inspector(Surface):
    """``sent`` carries a column and its field, ``day_first`` a column and an answer."""

    sent = Signal(str, str)
    day_first = Signal(str, bool)
    other_asked = Signal()
    moved = Signal(int)

    def __init__(self) -> None:
        super().__init__("bg.surface")
        self._view: ColumnView | None = None
        self._title = ElidedLabel("", "heading")
        self._place = Label("", "caption", "text.secondary")
        self._up, self._down = IconButton("chevron-up", ""), IconButton("chevron-down", "")
        self._question = Label("", "body", "text.secondary", wrap=True)
        self._choices = QVBoxLayout()
        self._group: QButtonGroup | None = None
        self._parts: list[QWidget] = []
        self._other = Button(kind="link", small=True)
        self._mix_title, self._mix_count = Label("", "strong"), Label("", "caption")
        self._mix, self._legend = MixBar(), Label("", "caption", "text.secondary", wrap=True)
        self._cells = QGridLayout()
        self._cell_parts: list[QWidget] = []
        self._note = Label("", "caption", "text.secondary", wrap=True)
        self._lay_out()
        self._up.clicked.connect(lambda _on=False: self.moved.emit(-1))
        self._down.clicked.connect(lambda _on=False: self.moved.emit(1))
        self._other.clicked.connect(lambda _on=False: self.other_asked.emit())

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(8)
        head = QHBoxLayout()
        for widget in (self._title, self._place):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self._up)
        head.addWidget(self._down)
        column.addLayout(head)
        column.addWidget(self._question)
        self._choices.setSpacing(6)
        column.addLayout(self._choices)
        column.addWidget(self._other, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(8)
        mix = QHBoxLayout()
        mix.addWidget(self._mix_title, 1)
        mix.addWidget(self._mix_count)
        column.addLayout(mix)
        column.addWidget(self._mix)
        column.addWidget(self._legend)
        self._cells.setHorizontalSpacing(12)
        self._cells.setVerticalSpacing(6)
        self._cells.setColumnStretch(0, 1)
        self._cells.setColumnStretch(1, 1)
        column.addLayout(self._cells)
        column.addWidget(self._note)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        for part in (scroll.viewport(), inside):  # the surface shows through
            part.setAutoFillBackground(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        self.setFixedWidth(current().px(_WIDTH))

    def show_view(self, view: ColumnView, question: DayQuestion | None) -> None:
        """Show a column; what becomes of its cells follows by ``show_detail``."""
        self._view = view
        self._title.setText(view.column)
        self._place.setText(_("Column {n}").format(n=view.index + 1))
        self._up.set_name(_("Previous column"))
        self._down.set_name(_("Next column"))
        self._question.setText(_say(view))
        self._other.setText(_("Another field…"))
        self._fill_choices(view, question)
        self.show_detail(None)

    def press(self, number: int) -> None:
        """Choose the nth of the choices."""
        if self._group is not None and 0 < number <= len(self._group.buttons()):
            self._group.buttons()[number - 1].click()

    # -- choices

    def _fill_choices(self, view: ColumnView, question: DayQuestion | None) -> None:
        for part in self._parts:
            self._choices.removeWidget(part)
            part.deleteLater()
        self._parts = []
        self._group = QButtonGroup(self)
        if question is not None:
            cell, month, day = question.samples[0]
            for first, words, reading in (
                (False, _("Month first"), month),
                (True, _("Day first"), day),
            ):
                text = f"{cell} → {reading}"
                radio = self._add(words, text, on=False)
                radio.clicked.connect(partial(self._answer_day, view.column, first))
            return
        offers = [each for each in view.candidates if each.taken_by is None][:_CHOICES]
        for offer in offers:
            radio = self._add(offer.label, offer.evidence, on=offer.field == view.field)
            radio.clicked.connect(partial(self._answer, view.column, offer.field))
        radio = self._add(_("Not imported"), "", on=view.field is None)
        radio.clicked.connect(partial(self._answer, view.column, ""))

    def _add(self, words: str, evidence: str, *, on: bool) -> QRadioButton:
        assert self._group is not None
        radio = QRadioButton(words)
        radio.setChecked(on)
        radio.setAccessibleDescription(evidence)
        self._group.addButton(radio)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(2, 0, 0, 0)
        column.setSpacing(1)
        column.addWidget(radio)
        if evidence:
            label = Label(evidence, "caption", "text.secondary", wrap=True)
            label.setContentsMargins(current().px(24), 0, 0, 0)
            column.addWidget(label)
        self._choices.addWidget(holder)
        self._parts.append(holder)
        return radio

    def _answer(self, column: str, field: str, _on: bool = False) -> None:
        self.sent.emit(column, field)

    def _answer_day(self, column: str, first: bool, _on: bool = False) -> None:
        self.day_first.emit(column, first)

    # -- cells

    def show_detail(self, detail: ColumnDetail | None) -> None:
        """Show what becomes of the cells; None: it is being found out."""
        for part in self._cell_parts:
            self._cells.removeWidget(part)
            part.deleteLater()
        self._cell_parts = []
        self._mix_title.setText(_("What the cells hold"))
        if detail is None or self._view is None:
            self._mix_count.setText("")
            self._mix.show_parts([])
            self._legend.setText(_("Reading the column…"))
            self._mix.setAccessibleName(self._legend.text())
            self._note.setText("")
            return
        cells = ngettext("{n} cell", "{n} cells", detail.rows)
        self._mix_count.setText(cells.format(n=f"{detail.rows:,}"))
        mapped = self._view.field is not None
        self._mix.show_parts(
            [
                (detail.valid, "accent" if mapped else "text.tertiary"),
                (detail.blank, "border.strong"),
                (detail.other, "warning"),
            ]
        )
        self._legend.setText(_legend(detail, mapped=mapped))
        self._mix.setAccessibleName(self._legend.text())
        self._fill_cells(detail, self._view)
        self._note.setText("" if detail.whole else _("The first 100,000 rows were looked at."))

    def _fill_cells(self, detail: ColumnDetail, view: ColumnView) -> None:
        self._put_line(0, (_("In the file"), _("Imported as")), "text.tertiary")
        for row, cell in enumerate(detail.cells, 1):
            before = masked(cell.before, view)
            after = masked(cell.after, view) if cell.after else ""
            if view.field is None:
                after = _("Not imported")
            ink = "danger" if not cell.after and view.field else "text.primary"
            told = after or cell.problem
            self._put_line(row, (before, told), ink, cell.problem)

    def _put_line(
        self, row: int, texts: Sequence[str], ink: str = "text.primary", why: str = ""
    ) -> None:
        for column, text in enumerate(texts):
            color = "text.secondary" if row and not column else ink
            label = ElidedLabel(text, "caption", color)
            if why:
                label.setToolTip(as_tooltip(why))
            self._cells.addWidget(label, row, column)
            self._cell_parts.append(label)


def _say(view: ColumnView) -> str:
    if view.damage:
        treated = [
            _("{what} → {done}").format(what=each.sentence, done=each.treatment_words())
            for each in view.damage
        ]
        return "\n".join(treated)
    return view.question or (view.reason if view.field is None else words_of(view)[0])


def _legend(detail: ColumnDetail, *, mapped: bool) -> str:
    filled = _("valid {n}") if mapped else _("filled {n}")
    parts = [filled.format(n=f"{detail.valid:,}"), _("empty {n}").format(n=f"{detail.blank:,}")]
    if mapped:
        parts.append(_("other {n}").format(n=f"{detail.other:,}"))
    return " · ".join(parts)
