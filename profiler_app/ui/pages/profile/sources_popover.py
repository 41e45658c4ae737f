"""What several sources tell about one field; the one that stands, and choosing another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.dates import format_date
from profiler_app.domain.fields import fields
from profiler_app.domain.text import _
from profiler_app.jobs.importing import shown
from profiler_app.jobs.sources import SourcedValue, sourced_values
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import ElidedLabel, Label
from profiler_app.ui.widgets.panel import Hairline
from profiler_app.ui.widgets.pills import StatusPill
from profiler_app.ui.widgets.popover import Popover

_WIDTH = 360


def read_sources(reader: Reader, customer: int, field: str) -> tuple[SourcedValue, ...]:
    """Return the values of a field by source; runs in the reader thread."""
    return sourced_values(reader.workspace, customer, field)


class SourcesPopover(Popover):
    """One line a source; ``chosen`` carries the value that shall stand."""

    chosen = Signal(object)

    def __init__(
        self, parent: QWidget, field: str, values: Sequence[SourcedValue], *, desk: Desk
    ) -> None:
        super().__init__(parent, width=_WIDTH)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._today = desk.today()
        self.setAccessibleName(_("Values by source"))
        self.body.setSpacing(8)
        label = fields()[field].label
        title = _("{field}: what the sources say").format(field=label)
        self.body.addWidget(Label(title, "strong"))
        rule = _("Your choice stands first, then the newest value. What you choose here stays.")
        self.body.addWidget(Label(rule, "caption", "text.secondary", wrap=True))
        self.buttons: list[Button] = []
        for each in values:
            self.body.addWidget(Hairline())
            self.body.addLayout(self._line(each, shown(field, each.value, desk.settings.currency)))

    def _line(self, each: SourcedValue, text: str) -> QHBoxLayout:
        told = [each.source, format_date(each.day, self._today) if each.day else ""]
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(ElidedLabel(text, "strong" if each.stands else "body"))
        source = " · ".join(part for part in told if part)
        texts.addWidget(ElidedLabel(source, "caption", "text.secondary"))
        row = QHBoxLayout()
        row.addLayout(texts, 1)
        if each.stands:
            row.addWidget(StatusPill(_("shown"), "success"))
            return row
        button = Button(_("Use this value"), small=True)
        button.clicked.connect(lambda _on=False: self._choose(each.value))
        self.buttons.append(button)
        row.addWidget(button)
        return row

    def _choose(self, value: Any) -> None:
        self.close()
        self.chosen.emit(value)
