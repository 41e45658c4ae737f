"""What an export is for, and whether identifiers are masked in it: asked before the file is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from profiler_app.domain.export_reasons import PURPOSES, ExportReason
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.printing import login_name
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.customers.taking_out import ask_export
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.inputs import DropDown
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.popover import Popover
from profiler_app.ui.widgets.segmented import Segmented

_WIDTH = 320


class ExportForm(Popover):
    """Asks for the purpose, then for the file; both are noted in the audit trail."""

    def __init__(self, ids: Any, keys: Sequence[str], desk: Desk, parent: QWidget) -> None:
        super().__init__(parent, width=_WIDTH)
        self._ids, self._keys, self._desk, self._page = ids.copy(), tuple(keys), desk, parent
        n = len(ids)
        people = ngettext("{n} customer", "{n} customers", n).format(n=f"{n:,}")
        self.purpose = DropDown([(key, _(name)) for key, name in PURPOSES.items()])
        self.purpose.setAccessibleName(_("Purpose"))
        self.shown = Segmented([("masked", _("Masked")), ("clear", _("In clear"))])
        self._warning = Label("", "caption", "text.secondary", wrap=True)
        self.file = Button(_("Choose a file…"), kind="primary", icon="download", small=True)
        self.body.addWidget(Label(_("Export customers"), "strong"))
        self.body.addWidget(Label(people, "body", "text.secondary"))
        for name, field in ((_("Purpose"), self.purpose), (_("Identifiers"), self.shown)):
            self.body.addWidget(Label(name, "caption", "text.secondary"))
            self.body.addWidget(field)
        self.body.addWidget(self._warning)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.file)
        self.body.addLayout(foot)
        self.shown.chosen.connect(lambda _key: self._warn())
        self.file.clicked.connect(self._ask_file)
        self.closed.connect(self.deleteLater)
        self._warn()
        self.purpose.setFocus()

    def reason(self) -> ExportReason:
        """Return what was chosen."""
        in_clear = self.shown.key() == "clear"
        return ExportReason(self.purpose.key(), login_name(), self._desk.today(), in_clear)

    def _warn(self) -> None:
        text = _("Who exported, when and why stands in the file and in the audit trail.")
        if self.shown.key() == "clear":
            text = _(
                "Numbers and addresses leave the encrypted file readable. "
                "Who exported, when and why stands in the file and in the audit trail."
            )
        self._warning.setText(text)
        self._warning.set_color("warning" if self.shown.key() == "clear" else "text.secondary")

    def _ask_file(self) -> None:
        reason = self.reason()
        self.close()
        ask_export(self._ids, self._keys, self._desk, self._page, reason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.file.click()
        else:
            super().keyPressEvent(event)
