"""Where a person of a company stands: the part in decisions, stance, influence, or gone."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from profiler_app.domain.profile import Person
from profiler_app.domain.text import _
from profiler_app.jobs.colleagues import Standing
from profiler_app.ui.forms.editors import choices_of
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.inputs import DropDown
from profiler_app.ui.widgets.labels import ElidedLabel, Label
from profiler_app.ui.widgets.popover import Popover

_WIDTH = 280


class PersonPopover(Popover):
    """``saved`` carries where the person stands."""

    saved = Signal(object)

    def __init__(self, person: Person, today: date, parent: QWidget) -> None:
        super().__init__(parent, width=_WIDTH)
        self.setAccessibleName(person.name)
        self._today = today
        self.body.addWidget(ElidedLabel(f"{person.name} {person.title}".strip(), "strong"))
        nothing = ("", _("not known"))
        self.role = DropDown([nothing, *choices_of("buying_role")])
        self.role.choose(person.role_id)
        self.stance = DropDown(choices_of("stance"))
        self.stance.choose(person.stance.id if person.stance else "unknown")
        levels = [(str(n), _("{n} of 5").format(n=n)) for n in range(5, 0, -1)]
        self.influence = DropDown([nothing, *levels])
        self.influence.choose(str(person.strength or ""))
        for title, choice in (
            (_("Role in decisions"), self.role),
            (_("Stance"), self.stance),
            (_("Influence, 5 is the strongest"), self.influence),
        ):
            choice.setAccessibleName(title)
            self.body.addWidget(Label(title, "caption", "text.secondary"))
            self.body.addWidget(choice)
        gone = Button(_("No longer there"), small=True)
        gone.clicked.connect(lambda: self._save(self._today))
        save = Button(_("Save"), kind="primary", small=True)
        save.clicked.connect(lambda: self._save(None))
        buttons = QHBoxLayout()
        buttons.addWidget(gone)
        buttons.addStretch(1)
        buttons.addWidget(save)
        self.body.addLayout(buttons)

    def _save(self, left_on: date | None) -> None:
        self.close()
        strength = int(self.influence.key()) if self.influence.key() else None
        self.saved.emit(Standing(self.role.key(), self.stance.key(), strength, left_on))
