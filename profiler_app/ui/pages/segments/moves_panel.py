"""Who moved between the groups: against the last run or an earlier day, the largest or all."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal

from profiler_app.domain.segmentation import Migration, RfmOverview
from profiler_app.domain.text import _
from profiler_app.ui.pages.segments.rfm_tables import MoveTable
from profiler_app.ui.pages.segments.wording import month_before
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.inputs import DropDown
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.panel import Panel
from profiler_app.ui.widgets.segmented import Segmented

_SHOWN = 6
_LEAST_ROWS = 3
_ROOMY = 115
"""In per cent: with larger texts the head has no room for a note."""


class MovesPanel(Panel):
    """``compared`` asks for another earlier day: ``run`` (the last run), or one of ``AGO``."""

    compared = Signal(str)

    def __init__(self, currency: str) -> None:
        super().__init__("·")
        self._overview: RfmOverview | None = None
        self._migration: Migration | None = None
        self._against = DropDown()
        self._asked = ""
        self._which = Segmented(small=True)
        self._compare = Button(icon="history", small=True)
        self._none = Label("", "body", "text.secondary", wrap=True)
        self.moves = MoveTable(currency)
        for widget in (self._against, self._which):
            self.head.add(widget)
        for part in (self._none, self._compare):
            self.body.addWidget(part)
        self.body.addWidget(self.moves, 1)
        self._which.chosen.connect(lambda _key: self._show())
        self._against.activated.connect(lambda _at: self._ask(self._against.key()))
        self._compare.clicked.connect(lambda: self._ask("month"))

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.head.set_title(_("Moves between groups"))
        self._against.setAccessibleName(_("Compare with"))
        self._which.setAccessibleName(_("Which moves are listed"))
        self._offer()
        self.moves.retranslate()

    def show_migration(self, overview: RfmOverview | None, migration: Migration | None) -> None:
        """Show other moves; without a migration the offer to compute one."""
        self._overview, self._migration = overview, migration
        self._show()

    def _offer(self) -> None:
        """Offer the earlier days; the last run only where there is one of an earlier day."""
        overview = self._overview
        earlier = overview is not None and overview.earlier_day is not None
        self._against.set_options(
            [
                *([("run", _("Last run"))] if earlier else []),
                ("month", _("A month ago")),
                ("quarter", _("A quarter ago")),
                ("half", _("Half a year ago")),
                ("year", _("A year ago")),
            ]
        )

    def _ask(self, key: str) -> None:
        self._asked = key
        self.compared.emit(key)

    def wait(self) -> None:
        """Offer nothing while the moves are being computed."""
        self._compare.setEnabled(False)

    def _show(self) -> None:
        overview, migration = self._overview, self._migration
        moved = migration.moved if migration is not None else ()
        self._compare.setEnabled(True)
        self._offer()
        self._against.setVisible(migration is not None)
        if migration is not None and overview is not None:
            by_run = migration.before_day == overview.earlier_day
            self._against.choose("run" if by_run else self._asked or "month")
        every = _("All {n}").format(n=len(moved))
        self._which.set_options([("largest", _("Largest")), ("all", every)])
        self._which.setVisible(bool(moved))
        self.moves.show_moves(moved if self._which.key() == "all" else moved[:_SHOWN])
        self.moves.setVisible(bool(moved))
        self.moves.setMinimumHeight(self.moves.height_of(_LEAST_ROWS))
        self._none.setVisible(not moved)
        self._compare.setVisible(migration is None and overview is not None)
        if overview is not None:
            day = month_before(date.fromisoformat(overview.as_of)).isoformat()
            self._compare.setText(_("Compare with {day}").format(day=day))
        self._say(migration, moved=bool(moved))

    def _say(self, migration: Migration | None, *, moved: bool) -> None:
        note = ""
        if migration is None:
            self._none.setText(_("There is no earlier run to compare with yet."))
        else:
            days = migration.before_day, migration.after_day
            text = _("Nobody changed group between {before} and {after}.")
            self._none.setText(text.format(before=days[0], after=days[1]))
            note = f"{days[0][5:]} → {days[1][5:]}" if moved else ""
        roomy = current().px(100) <= _ROOMY  # the sentence at the top names the day as well
        self.head.set_note(note if roomy else "")
