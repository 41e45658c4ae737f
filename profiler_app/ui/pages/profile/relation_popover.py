"""What is known of a relation: the share held, since when, a note, and that it ended."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from profiler_app.domain.profile import Relation
from profiler_app.domain.text import _
from profiler_app.jobs.entries import Entry, read_day
from profiler_app.jobs.relating import HELD, TieDetails, read_percent
from profiler_app.ui.forms.editors import LineEditor
from profiler_app.ui.forms.form_row import FormRow
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import ElidedLabel
from profiler_app.ui.widgets.popover import Popover

_WIDTH = 300


class RelationPopover(Popover):
    """``saved`` carries what is to be stored."""

    saved = Signal(object)

    def __init__(self, relation: Relation, today: date, parent: QWidget) -> None:
        super().__init__(parent, width=_WIDTH)
        self._today = today
        self.setAccessibleName(relation.name)
        self.body.addWidget(ElidedLabel(f"{relation.label} · {relation.name}", "strong"))
        self.rows = {
            "since": FormRow(
                _("Since"), LineEditor(_("e.g. 1988-02-28")), lambda t: read_day(t, latest=today)
            ),
            "note": FormRow(_("Note"), LineEditor(), Entry),
        }
        if relation.kind.removesuffix("_of") in HELD:
            share = FormRow(_("Share in %"), LineEditor(), read_percent)
            share.put("" if relation.share is None else f"{relation.share:g}")
            self.rows = {"share": share, **self.rows}
        self.rows["since"].put(relation.since.isoformat() if relation.since else "")
        self.rows["note"].put(relation.remark)
        self._kept = relation.share
        for row in self.rows.values():
            self.body.addWidget(row)
        self._add_buttons()

    def _add_buttons(self) -> None:
        end = Button(_("It ended today"), small=True)
        end.clicked.connect(lambda: self._save(self._today))
        save = Button(_("Save"), kind="primary", small=True)
        save.clicked.connect(lambda: self._save(None))
        for row in self.rows.values():
            row.editor.returnPressed.connect(save.click)
        buttons = QHBoxLayout()
        buttons.addWidget(end)
        buttons.addStretch(1)
        buttons.addWidget(save)
        self.body.addLayout(buttons)

    def _save(self, until: date | None) -> None:
        found = {key: row.check() for key, row in self.rows.items()}
        if any(entry.problem for entry in found.values()):
            self.adjustSize()
            return
        share = found["share"].value if "share" in found else self._kept
        self.close()
        note = str(found["note"].value or "")
        self.saved.emit(TieDetails(share, found["since"].value, until, note))
