"""Customers a law orders to keep: the holds that bind today, a new one, and ending one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from profiler_app.domain.text import _
from profiler_app.jobs.holding import GROUNDS, Hold, holds, release_number
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.settings.hold_dialog import HoldDialog
from profiler_app.ui.pages.settings.rows import ListPanel, SettingRow
from profiler_app.ui.widgets.buttons import Button


class HoldsPanel(ListPanel):
    """One row a hold, the first to end on top."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._holds: Sequence[Hold] = ()
        self.buttons: list[Button] = []
        self.begin = Button(small=True)
        self.head.addWidget(self.begin)
        self.begin.clicked.connect(lambda: self.ask())
        self.retranslate()

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.title.setText(_("Legal holds"))
        self.begin.setText(_("Hold a customer…"))
        self.about.setText(
            _("Who is on hold cannot be erased until that day. Everybody else who asks for it can.")
        )
        self._show(self._holds)

    def read(self) -> None:
        """Read the holds again."""
        today = self._desk.today()
        self._desk.reads.ask(
            "holds",
            lambda reader: holds(reader.workspace, today=today),
            done=self._show,
            owner=self,
        )

    def ask(self) -> HoldDialog:
        """Open the dialog that puts a customer on hold."""
        dialog = HoldDialog(self._desk, self.window())
        dialog.open()
        return dialog

    def _show(self, found: Sequence[Hold]) -> None:
        self._holds = found
        self.buttons = [self._button(each) for each in found]
        rows = []
        for each, button in zip(found, self.buttons, strict=True):
            row = SettingRow(button)
            until = _("until {day}").format(day=each.until)
            row.say(each.number, f"{_(GROUNDS.get(each.ground, each.ground))} · {until}")
            rows.append(row)
        if not found:
            rows.append(SettingRow())
            rows[0].say(_("Nobody is on hold"))
        self.show_rows(rows)

    def _button(self, each: Hold) -> Button:
        button = Button(_("End the hold"), small=True)
        button.clicked.connect(partial(self._end, each.number))
        return button

    def _end(self, number: str, _on: bool = False) -> None:
        self._desk.jobs.start(
            release_number,
            number,
            title=_("Saving"),
            owner=self,
            done=lambda _was: self._ended(number),
            failed=self._desk.show_problem,
        )

    def _ended(self, number: str) -> None:
        self._desk.toast(
            _("The hold of {number} has ended; consent stays withdrawn.").format(number=number)
        )
        self._desk.refresh_data()
