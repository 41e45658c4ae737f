"""One merge that stands: what returns when it ends, and where later edits go."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.merging.separating import MergedGroup
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label


class MergedPane(QWidget):
    """``separate_asked`` carries the operation and whether later edits go to the merged record."""

    separate_asked = Signal(int, bool)

    def __init__(self) -> None:
        super().__init__()
        self._group: MergedGroup | None = None
        self._title = Label("", "heading")
        self._told = Label("", "body", "text.secondary", wrap=True)
        self._records = Label("", "body", wrap=True)
        self._edits = Label("", "body", wrap=True)
        self.give = QCheckBox()
        self.separate = Button(kind="primary", icon="rotate-ccw")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        for widget in (self._title, self._records, self._told, self._edits, self.give):
            column.addWidget(widget)
        column.addWidget(self.separate)
        column.addStretch(1)
        self.separate.clicked.connect(lambda _on=False: self._ask())

    def show_merge(self, group: MergedGroup) -> None:
        """Show a merge."""
        self._group = group
        self._title.setText(group.survivor[1])
        merged = "\n".join(f"{number}  {name}" for number, name in group.merged)
        self._records.setText(
            _("{day}: merged into {number}").format(day=group.at[:10], number=group.survivor[0])
            + f"\n{merged}"
        )
        self._told.setText(
            _("Separated, every record has again what it had: orders, contacts, tags, consents, "
              "relations and notes go back to where they were.")
        )  # fmt: skip
        text = ngettext("{n} change since then", "{n} changes since then", group.edits)
        self._edits.setText(text.format(n=group.edits))
        self._edits.setVisible(bool(group.edits))
        self.give.setText(
            _("Give them to {number} (otherwise {survivor} keeps them)").format(
                number=group.merged[0][0], survivor=group.survivor[0]
            )
        )
        self.give.setChecked(False)
        self.give.setVisible(bool(group.edits))
        self.separate.setText(_("Separate"))

    def _ask(self) -> None:
        if self._group is not None:
            self.separate_asked.emit(self._group.operation, self.give.isChecked())
