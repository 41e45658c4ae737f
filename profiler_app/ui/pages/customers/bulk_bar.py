"""What can be done with the ticked customers, in place of the filters."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from profiler_app.domain.likeness import FEWEST, MOST
from profiler_app.domain.text import N_, _, ngettext
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button, IconButton
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.panel import Hairline
from profiler_app.ui.widgets.surface import Bar

_ACTIONS = (
    ("tag", "tag", N_("Add a tag")),
    ("owner", "user", N_("Change manager")),
    ("remind", "bell", N_("Remind me")),
    ("compare", "scale", N_("Compare")),
    ("copy", "copy", N_("Copy")),
    ("export", "download", N_("Export")),
    ("give", "send", N_("Handover")),
    ("delete", "trash-2", N_("Delete")),
)


class BulkBar(Bar):
    """Says how many are ticked; ``acted`` carries an action and the button it came from."""

    acted = Signal(str, QWidget)
    all_asked = Signal()
    cleared = Signal()

    def __init__(self) -> None:
        super().__init__(48, token="bg.selected", spacing=8)
        self._count = Label("", "strong")
        self.all = Button(kind="link", small=True)
        self._hint = Label("", "caption", "text.secondary")
        self.clear = IconButton("x", "-", small=True)
        self.buttons: dict[str, Button] = {}
        self.row.addWidget(self._count)
        self.row.addWidget(self.all)
        line = Hairline(vertical=True)
        line.setFixedHeight(current().px(20))
        self.row.addSpacing(4)
        self.row.addWidget(line)
        self.row.addSpacing(4)
        for key, icon, _name in _ACTIONS:
            button = Button(icon=icon, small=True)
            button.clicked.connect(lambda _on=False, key=key: self._act(key))
            self.buttons[key] = button
            self.row.addWidget(button)
        self.buttons["delete"].set_tone("danger")
        self.row.addStretch(1)
        self.row.addWidget(self._hint)
        self.row.addWidget(self.clear)
        self.all.clicked.connect(self.all_asked)
        self.clear.clicked.connect(self.cleared)

    def retranslate(self) -> None:
        """Show every text in the current language, except the counts."""
        for key, _icon, name in _ACTIONS:
            self.buttons[key].setText(_(name))
        self._hint.setText(_("Esc unticks"))
        self.clear.set_name(_("Untick all"))

    def show_count(self, ticked: int, inside: int, listed: int) -> None:
        """Say how many are ticked, how many of them are in the list, and how long the list is."""
        said = ngettext("{n} ticked", "{n} ticked", ticked).format(n=f"{ticked:,}")
        if inside < ticked:
            away = ngettext("{n} not in this list", "{n} not in this list", ticked - inside)
            said = f"{said} · {away.format(n=f'{ticked - inside:,}')}"
        self._count.setText(said)
        every = ngettext("Tick all {n}", "Tick all {n}", listed).format(n=f"{listed:,}")
        self.all.setText(every)
        self.all.setVisible(inside < listed)
        few = FEWEST <= ticked <= MOST
        self.buttons["compare"].setEnabled(few)
        self.buttons["compare"].setToolTip("" if few else _("Tick two to four customers"))

    def fit(self, width: int) -> None:
        """Leave the hint out where there is no room for it."""
        needed = sum(each.sizeHint().width() + 8 for each in self.buttons.values())
        self._hint.setVisible(width > needed + current().px(460))

    def _act(self, key: str) -> None:
        self.acted.emit(key, self.buttons[key])
