"""What a card shows beside the chart: what is held, and what went wrong at a company."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.dates import format_date
from profiler_app.domain.profile import Event, Holding
from profiler_app.domain.rules.showing import in_a_row
from profiler_app.domain.text import _
from profiler_app.ui.pages.profile.rfm_panel import HEAD
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.labels import ElidedLabel, Label, SectionHead
from profiler_app.ui.widgets.pills import StatusPill

_SIGNALS = 8


class Holdings(QWidget):
    """Products the customer holds."""

    def __init__(self, holdings: tuple[Holding, ...]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        head = SectionHead(_("Products held"), f"{len(holdings)}", role="strong")
        head.setFixedHeight(current().px(HEAD))
        column.addWidget(head)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        for at, holding in enumerate(holdings):
            grid.setRowMinimumHeight(at, current().px(26))
            grid.addWidget(ElidedLabel(holding.product), at, 0)
            grid.addWidget(Label(holding.value), at, 1, right)
            grid.addWidget(Label(holding.note, "caption", "text.secondary"), at, 2, right)
        column.addLayout(grid)
        column.addStretch(1)


class Signals(QWidget):
    """What went wrong: overdue loans, lawsuits, the registry, guarantees; with source and day.

    Below it stands what cannot be judged: that nothing is shown is no sign of health.
    """

    def __init__(self, events: tuple[Event, ...], not_known: tuple[str, ...], today: date) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        head = SectionHead(_("Warning signs"), f"{len(events)}", role="strong")
        head.setFixedHeight(current().px(HEAD))
        column.addWidget(head)
        for event in events[:_SIGNALS]:
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(StatusPill(event.label, "warning"))
            row.addWidget(ElidedLabel(event.text or event.value), 1)
            known = " · ".join(filter(None, (event.source, format_date(event.on, today))))
            row.addWidget(Label(known, "caption", "text.secondary"))
            column.addLayout(row)
        if not_known:
            said = _("Cannot be judged: {gaps}").format(gaps=in_a_row(not_known))
            column.addWidget(Label(said, "caption", "text.secondary", wrap=True))
        column.addStretch(1)
