"""Choosing the fields groups are built on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from profiler_app.domain.fields import Field
from profiler_app.domain.text import _, ngettext
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.popover import Popover

_FEWEST = 2


class FieldChoice(Popover):
    """A list to tick; ``chosen`` carries the names when the user asks for the groups."""

    chosen = Signal(object)

    def __init__(self, offered: Sequence[Field], on: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent, width=340)
        self.list = QListWidget()
        self.list.setFixedHeight(current().px(320))
        self.list.setAccessibleName(_("Fields the groups are built on"))
        for field in sorted(offered, key=lambda each: (each.id not in on, each.label)):
            item = QListWidgetItem(field.label)
            item.setData(Qt.ItemDataRole.UserRole, field.id)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled
                | Qt.ItemFlag.ItemIsUserCheckable
                | Qt.ItemFlag.ItemIsSelectable
            )
            ticked = field.id in on
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self._note = Label("", "caption", "text.secondary")
        self.go = Button(_("Find groups"), kind="primary")
        self.go.clicked.connect(self._choose)
        self.list.itemChanged.connect(lambda _item: self._count())
        self.body.addWidget(Label(_("Fields the groups are built on"), "heading"))
        self.body.addWidget(self.list)
        foot = QHBoxLayout()
        foot.addWidget(self._note, 1)
        foot.addWidget(self.go)
        self.body.addLayout(foot)
        self._count()

    def names(self) -> list[str]:
        """Return the fields that are ticked."""
        items = (self.list.item(at) for at in range(self.list.count()))
        ticked = (item for item in items if item.checkState() == Qt.CheckState.Checked)
        return [str(item.data(Qt.ItemDataRole.UserRole)) for item in ticked]

    def _count(self) -> None:
        n = len(self.names())
        text = ngettext("{n} field", "{n} fields", n).format(n=n)
        self._note.setText(text if n >= _FEWEST else _("Tick at least two"))
        self.go.setEnabled(n >= _FEWEST)

    def _choose(self) -> None:
        names = self.names()
        self.close()
        self.chosen.emit(names)
