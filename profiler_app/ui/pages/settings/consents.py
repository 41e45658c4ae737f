"""The register of purposes in the settings: counts by state, and what is due."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.consent_register import Due, Register, register
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.settings.holds_panel import HoldsPanel
from profiler_app.ui.pages.settings.retention_dialog import RetentionDialog
from profiler_app.ui.pages.settings.rows import SettingRow, SettingsPanel
from profiler_app.ui.pages.settings.spare_panel import SparePanel
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label


class ConsentsSection(QWidget):
    """Panels: purposes, customers to look at, those a law orders to keep, and what is spare."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._register: Register | None = None
        self.purposes, self.due = SettingsPanel(), SettingsPanel()
        self.holds, self.spare = HoldsPanel(desk), SparePanel(desk)
        self._table = QWidget()
        self._grid = QGridLayout(self._table)
        self._grid.setContentsMargins(14, 10, 14, 12)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnStretch(0, 1)
        self.purposes.add(self._table)
        self._note = Label("", "caption", "text.secondary", wrap=True)
        self._note.setContentsMargins(14, 10, 14, 12)
        self.purposes.add(self._note)
        self._rows: list[QWidget] = []
        self.buttons: list[Button] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self.purposes)
        column.addWidget(self.due)
        column.addWidget(self.holds)
        column.addWidget(self.spare)
        column.addStretch(1)
        desk.data_changed.connect(self._read)
        self.retranslate()

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.purposes.title.setText(_("Purposes and consent"))
        self.due.title.setText(_("What is due"))
        self._note.setText(
            _(
                "A withdrawal acts at once: tags, models, lists to contact and campaigns leave the "
                "customer out. Answers are recorded on the card."
            )
        )
        self.holds.retranslate()
        self.spare.retranslate()
        self._show()

    def activated(self) -> None:
        """Count again."""
        self._read()

    def _read(self) -> None:
        if self.isVisible():
            today = self._desk.today()
            self._desk.reads.ask(
                "register",
                lambda reader: register(reader.workspace, today=today),
                done=self._received,
                owner=self,
            )
            self.holds.read()
            self.spare.read()

    def _received(self, found: Register) -> None:
        self._register = found
        self._show()

    def _show(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for row in self._rows:
            row.hide()
            row.deleteLater()
        found = self._register
        heads = (
            *(_("Purpose"), _("Basis"), _("Kept after its end"), _("granted"), _("refused")),
            *(_("withdrawn"), _("expired")),
        )
        self._put(0, heads, "text.secondary")
        for at, line in enumerate(found.lines if found else (), 1):
            counts = (line.granted, line.refused, line.withdrawn, line.expired)
            self._put(
                at,
                (
                    line.purpose.label,
                    line.purpose.basis_label,
                    _days(line.purpose.retention_days),
                    *(f"{n:,}" for n in counts),
                ),
            )
        self.buttons = []
        self._rows = [self.due.add(self._due_row(due)) for due in found.due] if found else []
        if found is not None and not found.due:
            row = SettingRow()
            row.say(_("Nothing is due"))
            self._rows = [self.due.add(row)]

    def _put(self, at: int, texts: tuple[str, ...], color: str = "text.primary") -> None:
        for column, text in enumerate(texts):
            side = Qt.AlignmentFlag.AlignRight if column > 2 else Qt.AlignmentFlag.AlignLeft
            self._grid.addWidget(Label(text, "body", color), at, column, side)

    def _due_row(self, due: Due) -> QWidget:
        n = len(due.customers)
        button = Button(ngettext("Show {n} customer", "Show {n} customers", n).format(n=f"{n:,}"))
        button.clicked.connect(partial(self._open, due))
        self.buttons.append(button)
        row = SettingRow(_beside(button, self._erasing()) if due.code == "over" else button)
        row.say(due.sentence)
        return row

    def _erasing(self) -> Button:
        button = Button(_("Look through and erase…"))
        button.clicked.connect(lambda: self.ask_erase())
        self.buttons.append(button)
        return button

    def ask_erase(self) -> RetentionDialog:
        """Open the dialog that erases those who were kept too long."""
        dialog = RetentionDialog(self._desk, self.window())
        dialog.open()
        return dialog

    def _open(self, due: Due, _on: bool = False) -> None:
        self._desk.open_customer(due.customers[0], due.customers)


def _beside(*buttons: Button) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for button in buttons:
        row.addWidget(button)
    return holder


def _days(days: int | None) -> str:
    if days is None:
        return _("while the contract lasts")
    return ngettext("{n} day", "{n} days", days).format(n=days)
