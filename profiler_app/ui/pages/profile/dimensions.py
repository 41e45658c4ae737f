"""The dimensions of a profile: what is known, from where, and what to ask next."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.profile import Card, Cell, DimensionBlock, Tone
from profiler_app.domain.text import _, ngettext
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.labels import ElidedLabel, Label, SectionHead, as_tooltip
from profiler_app.ui.widgets.pills import StatusPill
from profiler_app.ui.widgets.rings import ProgressRing

_LABEL_WIDTH = {"zh": 60, "en": 92}
_SOURCE_WIDTH = 110
_ROW = 22
_HALF = 0.5
"""Under this completeness missing fields are not marked in amber: it would be a wall."""


class Dimensions(QWidget):
    """All dimensions in two columns, row by row."""

    def __init__(self, card: Card, *, language: str, with_sources: bool) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        missing = len(card.missing())
        note = ngettext("{n} still to ask", "{n} still to ask", missing).format(n=missing)
        column.addWidget(SectionHead(_("Profile"), note if missing else "", role="strong"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(28)
        grid.setVerticalSpacing(10)
        tone: Tone = "warning" if card.completeness >= _HALF else "neutral"
        for at, block in enumerate(card.dimensions):
            part = _Dimension(block, _LABEL_WIDTH[language], tone, with_sources=with_sources)
            grid.addWidget(part, at // 2, at % 2, Qt.AlignmentFlag.AlignTop)
        for place in (0, 1):
            grid.setColumnStretch(place, 1)
        column.addLayout(grid)


class _Dimension(QWidget):
    """One dimension: ring, name, count, and a row for each cell."""

    def __init__(
        self, block: DimensionBlock, label_width: int, tone: Tone, *, with_sources: bool
    ) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(ProgressRing(block.filled / block.total if block.total else 0.0))
        head.addWidget(Label(block.label, "body"))
        head.addWidget(Label(f"{block.filled}/{block.total}", "caption", "text.tertiary"))
        head.addStretch(1)
        column.addLayout(head)
        column.addSpacing(2)
        for cell in block.cells:
            column.addWidget(_Row(cell, label_width, tone, with_sources=with_sources))


class _Row(QWidget):
    """Label, value or what is missing, and where the value comes from."""

    def __init__(self, cell: Cell, label_width: int, tone: Tone, *, with_sources: bool) -> None:
        super().__init__()
        self.setFixedHeight(current().px(_ROW))
        row = QHBoxLayout(self)
        row.setContentsMargins(current().px(20), 0, 0, 0)
        row.setSpacing(8)
        label = ElidedLabel(cell.label, "caption", "text.tertiary")
        label.setFixedWidth(current().px(label_width))
        row.addWidget(label)
        source = cell.source
        if cell.value is not None:
            value = ElidedLabel(cell.value)
            row.addWidget(value, 1)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.setToolTip(as_tooltip(" · ".join(p for p in (source, cell.basis) if p)))
        elif cell.question:
            row.addWidget(StatusPill(_("to ask"), tone))
            row.addWidget(ElidedLabel(cell.question, "body", "text.secondary"), 1)
        else:
            row.addWidget(Label("—", "body", "text.tertiary"))
            row.addWidget(ElidedLabel(cell.basis, "caption", "text.tertiary"), 1)
            source = ""
        if cell.stale:
            row.addWidget(StatusPill(_("to check"), "neutral"))
        if source and with_sources:
            words = ElidedLabel(source, "caption", "text.tertiary")
            words.setMaximumWidth(min(words.sizeHint().width(), current().px(_SOURCE_WIDTH)))
            row.addWidget(words)
