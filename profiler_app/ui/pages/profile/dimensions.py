"""The dimensions of a profile: what is known, from where, and what to ask next."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.asking import NextQuestion
from profiler_app.domain.profile import Card, DimensionBlock, Tone
from profiler_app.domain.text import _, ngettext
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.profile.cell_row import CellRow
from profiler_app.ui.pages.profile.stale_button import StaleButton
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.labels import Label, SectionHead
from profiler_app.ui.widgets.rings import ProgressRing

_LABEL_WIDTH = {"zh": 60, "en": 92}
_HALF = 0.5
"""Under this completeness missing fields are not marked in amber: it would be a wall."""


class Dimensions(QWidget):
    """All dimensions in two columns, row by row."""

    edited = Signal()
    in_sight = Signal(QWidget)

    def __init__(
        self, desk: Desk, card: Card, *, language: str, with_sources: bool, editable: bool
    ) -> None:
        super().__init__()
        self._rows: dict[str, CellRow] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.head = SectionHead(_("Profile"), _open_fields(card), role="strong")
        self.head.setMinimumHeight(current().size("control.sm"))
        if editable and card.stale():
            self.head.add(StaleButton(desk, card))
        column.addWidget(self.head)
        grid = QGridLayout()
        grid.setHorizontalSpacing(28)
        grid.setVerticalSpacing(10)
        tone: Tone = "warning" if card.completeness >= _HALF else "neutral"
        for at, block in enumerate(card.dimensions):
            part = _Dimension(block)
            for cell in block.cells:
                row = CellRow(
                    desk,
                    card.customer,
                    cell,
                    label_width=_LABEL_WIDTH[language],
                    tone=tone,
                    with_sources=with_sources,
                    editable=editable,
                )
                row.closed.connect(self.edited)
                part.column.addWidget(row)
                self._rows[cell.field] = row
            grid.addWidget(part, at // 2, at % 2, Qt.AlignmentFlag.AlignTop)
        for place in (0, 1):
            grid.setColumnStretch(place, 1)
        column.addLayout(grid)

    def open(self, question: NextQuestion) -> None:
        """Open the editor of the field a question asks for, in sight."""
        row = self._rows[question.cell]
        self.in_sight.emit(row)
        row.open(question.fields[0])


def _open_fields(card: Card) -> str:
    """Say how many fields are to be asked, and how many to be checked."""
    missing, stale = len(card.missing()), len(card.stale())
    parts = []
    if missing:
        parts.append(ngettext("{n} still to ask", "{n} still to ask", missing).format(n=missing))
    if stale:
        parts.append(ngettext("{n} to check", "{n} to check", stale).format(n=stale))
    return " · ".join(parts)


class _Dimension(QWidget):
    """One dimension: ring, name, count, and a row for each cell."""

    def __init__(self, block: DimensionBlock) -> None:
        super().__init__()
        column = self.column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(6)
        ring = ProgressRing(block.filled / block.total if block.total else 0.0)
        ring.setAccessibleName(f"{block.label} {block.filled}/{block.total}")
        head.addWidget(ring)
        head.addWidget(Label(block.label, "body"))
        head.addWidget(Label(f"{block.filled}/{block.total}", "caption", "text.tertiary"))
        if block.stale:
            old = ngettext("{n} to check", "{n} to check", block.stale).format(n=block.stale)
            head.addWidget(Label(f"· {old}", "caption", "warning"))
        head.addStretch(1)
        column.addLayout(head)
        column.addSpacing(2)
