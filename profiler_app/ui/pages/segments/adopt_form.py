"""Naming the groups that were found before they are put in force."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from profiler_app.domain.segmentation import ClusterView
from profiler_app.domain.text import _, ngettext
from profiler_app.ui.pages.segments.cluster_card import Shape
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.popover import Popover


class AdoptForm(Popover):
    """A name for each group, its own one to begin with; ``chosen`` carries them all."""

    chosen = Signal(object)

    def __init__(self, view: ClusterView, parent: QWidget) -> None:
        super().__init__(parent, width=440)
        self.names = [QLineEdit(name) for name in view.names]
        self.problem = Label("", "caption", "danger", wrap=True)
        self.save = Button(_("Adopt these groups"), kind="primary")
        self.body.addWidget(Label(_("Names of the groups"), "heading"))
        hint = _("Filters, columns and exports show these names.")
        self.body.addWidget(Label(hint, "caption", "text.secondary", wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for at, (field, group) in enumerate(zip(self.names, view.groups, strict=True)):
            n = group.customers
            text = ngettext("{n} customer", "{n} customers", n).format(n=f"{n:,}")
            grid.addWidget(Shape(at), at, 0)
            grid.addWidget(field, at, 1)
            grid.addWidget(Label(text, "caption", "text.secondary"), at, 2)
            field.setMaxLength(40)
            field.setAccessibleName(_("Name of group {n}").format(n=at + 1))
            field.textChanged.connect(lambda _text: self._check())
            field.returnPressed.connect(self._choose)
        self.body.addLayout(grid)
        self.body.addWidget(self.problem)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.save)
        self.body.addLayout(foot)
        self.save.clicked.connect(self._choose)
        self.names[0].setFocus()
        self._check()

    def _typed(self) -> list[str]:
        return [field.text().strip() for field in self.names]

    def _check(self) -> None:
        typed = self._typed()
        problem = ""
        if not all(typed):
            problem = _("Every group needs a name.")
        elif len(set(typed)) < len(typed):
            problem = _("Two groups have the same name.")
        self.problem.setText(problem)
        self.save.setEnabled(not problem)

    def _choose(self) -> None:
        if self.save.isEnabled():
            self.close()
            self.chosen.emit(self._typed())
