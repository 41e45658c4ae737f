"""The remembered mapping of a file: choose another one, rename it, forget it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu

from profiler_app.domain.templates import Template
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.importing.memory import forget_template, rename_template, templates
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.importing.draft import Draft
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.popover import Popover

_LONGEST = 40


class TemplateMenu(Button):
    """Names the template of a file; ``chosen`` carries another one ("" for none)."""

    chosen = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(kind="ghost", icon="bookmark", small=True)
        self._desk = desk
        self._name = ""
        self.menu_shown: QMenu | None = None
        self.popover: Popover | None = None
        self.clicked.connect(lambda _on=False: self._ask())

    def show_draft(self, draft: Draft) -> None:
        """Show which template is used."""
        template = draft.template
        self._name = template.name if template else ""
        if template is None:
            self.setText(_("No template"))
            return
        text = ngettext("“{name}”, used {n} time", "“{name}”, used {n} times", template.used)
        self.setText(text.format(name=template.name, n=template.used))

    def _ask(self) -> None:
        self._desk.reads.ask("templates", _templates, done=self._offer, owner=self)

    def _offer(self, known: Sequence[Template]) -> None:
        menu = QMenu(self)
        group = QActionGroup(menu)
        for name, label in (*((each.name, each.name) for each in known), ("", _("None: guess"))):
            action = menu.addAction(label.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(name == self._name)
            group.addAction(action)
            action.triggered.connect(lambda _on=False, name=name: self.chosen.emit(name))
        if self._name:
            menu.addSeparator()
            menu.addAction(_("Rename…")).triggered.connect(lambda _on=False: self.rename())
            menu.addAction(_("Forget this template")).triggered.connect(
                lambda _on=False: self.forget()
            )
        self.menu_shown = menu
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def rename(self) -> None:
        """Ask for another name."""
        popover = Popover(self, width=300)
        popover.body.addWidget(Label(_("Name of the template"), "strong"))
        line = QLineEdit(self._name)
        line.setMaxLength(_LONGEST)
        line.setAccessibleName(_("Name of the template"))
        line.setMinimumWidth(current().px(180))
        save = Button(_("Save"), kind="primary")
        row = QHBoxLayout()
        row.addWidget(line, 1)
        row.addWidget(save)
        popover.body.addLayout(row)

        def take() -> None:
            popover.close()
            if line.text().strip() and line.text() != self._name:
                self._rename(line.text())

        save.clicked.connect(lambda _on=False: take())
        line.returnPressed.connect(take)
        self.popover = popover
        popover.show_below(self, align_right=True)
        line.setFocus()
        line.selectAll()

    def _rename(self, new: str) -> None:
        self._desk.jobs.start(
            rename_template,
            self._name,
            new,
            title=_("Renaming the template"),
            owner=self,
            done=lambda made: self.chosen.emit(made.name),
            failed=self._desk.show_problem,
        )

    def forget(self) -> None:
        """Forget the template; the columns stay as they are mapped until they are guessed anew."""
        name = self._name
        self._desk.jobs.start(
            forget_template,
            name,
            title=_("Forgetting the template"),
            owner=self,
            done=lambda _none: self._forgotten(name),
            failed=self._desk.show_problem,
        )

    def _forgotten(self, name: str) -> None:
        self._desk.toast(_("“{name}” is forgotten.").format(name=name))
        self.chosen.emit("")


def _templates(reader: Reader) -> tuple[Template, ...]:
    return templates(reader.workspace)
