"""The licences of all parts in full: a list at the left, the text at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from profiler_app.domain.text import _
from profiler_app.jobs.licences import licences
from profiler_app.ui.pages.customers.plain_list import PlainList
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label

_WIDTH, _HEIGHT, _LIST = 1000, 600, 240


class LicencesDialog(QDialog):
    """Arrow keys go through the parts; Esc closes."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("surface", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(_("Licences"))
        self._parts = licences()
        self.list: QListWidget = PlainList()
        self.list.setAccessibleName(_("Licences"))
        self.list.setFixedWidth(current().px(_LIST))
        for each in self._parts:
            self.list.addItem(" ".join(filter(None, (each.name, each.version))))
        self.about = Label("", "strong")
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(_("Text of the licence"))
        close = Button(_("Close"))
        close.clicked.connect(self.accept)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.about)
        right.addWidget(self.text, 1)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.list)
        row.addLayout(right, 1)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 20)
        column.setSpacing(12)
        column.addWidget(Label(_("Licences"), "title"))
        column.addLayout(row, 1)
        column.addLayout(foot)
        self.resize(current().px(_WIDTH), current().px(_HEIGHT))
        self.list.currentRowChanged.connect(self._show)
        self.list.setCurrentRow(0)
        self.list.setFocus()

    def show_part(self, name: str) -> None:
        """Show the licence of one part."""
        self.list.setCurrentRow([each.name for each in self._parts].index(name))

    def _show(self, row: int) -> None:
        part = self._parts[row]
        self.about.setText(f"{part.name} · {part.licence}")
        self.text.setPlainText(part.text)
