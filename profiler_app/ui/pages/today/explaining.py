"""Why a line stands on the page."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from profiler_app.domain.profile import Why
from profiler_app.domain.text import _
from profiler_app.domain.today import DUE_REASONS, AtRisk, Due
from profiler_app.jobs.cards import why
from profiler_app.ui.desk import Reader
from profiler_app.ui.pages.profile.why_popover import WIDTH, why_rows
from profiler_app.ui.widgets.labels import wrapped
from profiler_app.ui.widgets.panel import Hairline
from profiler_app.ui.widgets.popover import Popover


class Reason(Popover):
    """Says of whom a line is and why it is there; Esc leaves it."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent, width=WIDTH)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(_("Why is this here?"))
        self.body.addWidget(wrapped(name, WIDTH - 24, "strong"))
        self.body.addWidget(Hairline())

    def say(self, *texts: str) -> None:
        """Add sentences."""
        for text in texts:
            self.body.addWidget(wrapped(text, WIDTH - 24))


def explain_risk(each: AtRisk, found: Why, today: date, parent: QWidget) -> Reason:
    """Return the rule of the warning with the customer's own values."""
    reason = Reason(f"{each.who.name} · {found.label}", parent)
    reason.body.addLayout(why_rows(found, today))
    return reason


def explain_due(due: Due, today: date, parent: QWidget) -> Reason:
    """Return where a reminder comes from."""
    reason = Reason(f"{due.who.name} · {due.title}", parent)
    reason.say(f"{due.due.isoformat()} · {due.when(today)}", _(DUE_REASONS[due.kind]))
    return reason


def read_why(reader: Reader, each: AtRisk, today: date) -> Why:
    """Read why somebody is at risk; runs in the reader thread."""
    return why(reader.workspace, each.who.customer, each.tag, as_of=today)
