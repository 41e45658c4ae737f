"""One merge that stands: what returns when it ends, and where each later edit goes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout

from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.merging.separating import LaterChange, MergedGroup
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.inputs import DropDown
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.surface import Surface


class MergedPane(Surface):
    """``separate_asked``: operation, edits to give away, number of the record that gets them."""

    separate_asked = Signal(int, object, str)

    def __init__(self) -> None:
        super().__init__(edges=Qt.Edge.LeftEdge)
        self._group: MergedGroup | None = None
        self._changes: Sequence[LaterChange] = ()
        self.boxes: list[QCheckBox] = []
        self._title = Label("", "heading")
        self._told = Label("", "body", "text.secondary", wrap=True)
        self._records = Label("", "body", wrap=True)
        self._edits = Label("", "strong", wrap=True)
        self.all, self.none = (Button(kind="link", small=True) for _each in range(2))
        self.receiver = DropDown()
        self._list = Surface()
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._list)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._empty = Surface()
        self.separate = Button(kind="primary", icon="rotate-ccw")
        self._lay_out()
        self.separate.clicked.connect(lambda _on=False: self._ask())
        self.all.clicked.connect(lambda _on=False: self._check(True))
        self.none.clicked.connect(lambda _on=False: self._check(False))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        for widget in (self._title, self._records, self._told, self._edits):
            column.addWidget(widget)
        choice = QHBoxLayout()
        choice.setSpacing(8)
        choice.addWidget(self.receiver)
        choice.addWidget(self.all)
        choice.addWidget(self.none)
        choice.addStretch(1)
        column.addLayout(choice)
        column.addWidget(self._scroll, 1)
        column.addWidget(self._empty, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.separate)
        column.addLayout(foot)

    @property
    def operation(self) -> int | None:
        """The operation of the merge that is shown."""
        return self._group.operation if self._group else None

    def show_merge(self, group: MergedGroup) -> None:
        """Show a merge; its later edits follow (``show_changes``)."""
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
        self.separate.setText(_("Separate"))
        self.all.setText(_("Choose all"))
        self.none.setText(_("Choose none"))
        self.receiver.setAccessibleName(_("Who gets what is ticked"))
        text = _("Ticked ones go to {number}")
        self.receiver.set_options(
            [(number, text.format(number=number)) for number, _name in group.merged]
        )
        self.show_changes(())

    def show_changes(self, changes: Sequence[LaterChange]) -> None:
        """List what was edited since; nothing is ticked: it stays with the survivor."""
        self._changes = changes
        for box in self.boxes:
            self._column.removeWidget(box)
            box.deleteLater()
        self.boxes = [QCheckBox(f"{change.day}  {change.text}") for change in changes]
        for at, box in enumerate(self.boxes):
            self._column.insertWidget(at, box)
        if self._column.count() == len(self.boxes):
            self._column.addStretch(1)
        n = len(changes)
        text = ngettext(
            "{n} change since then. Unticked, {survivor} keeps it.",
            "{n} changes since then. Unticked, {survivor} keeps them.",
            n,
        )
        survivor = self._group.survivor[0] if self._group else ""
        self._edits.setText(text.format(n=n, survivor=survivor))
        for widget in (self._edits, self.receiver, self.all, self.none):
            widget.setVisible(bool(changes))
        self._scroll.setVisible(bool(changes))
        self._empty.setVisible(not changes)

    def _check(self, on: bool) -> None:
        for box in self.boxes:
            box.setChecked(on)

    def _ask(self) -> None:
        if self._group is None:
            return
        pairs = zip(self.boxes, self._changes, strict=True)
        give = [change for box, change in pairs if box.isChecked()]
        self.separate_asked.emit(self._group.operation, give, self.receiver.key())
