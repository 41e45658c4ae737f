"""Fields a workspace keeps without asking for them, and clearing one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.minimising import SPARE_DAYS, Spare, clear_field, spare_fields
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.settings.rows import ListPanel, SettingRow
from profiler_app.ui.widgets.buttons import Button

_MOST = 8


class SparePanel(ListPanel):
    """One row a field, those most customers have a value of on top."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._spare: Sequence[Spare] = ()
        self.buttons: list[Button] = []
        self.retranslate()

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.title.setText(_("Kept, but used for nothing"))
        self.about.setText(
            _(
                "Fields no tag, proposal, segment, view, board or campaign asks for and nobody "
                "wrote within {n} days. What is not kept cannot leak."
            ).format(n=SPARE_DAYS)
        )
        self._show(self._spare)

    def read(self) -> None:
        """Look again what is spare."""
        today = self._desk.today()
        self._desk.reads.ask(
            "spare",
            lambda reader: spare_fields(reader.workspace, today=today),
            done=self._show,
            owner=self,
        )

    def _show(self, found: Sequence[Spare]) -> None:
        self._spare = found
        shown = found[:_MOST]
        self.buttons = [self._button(each) for each in shown]
        rows = [SettingRow(button) for button in self.buttons]
        for row, each in zip(rows, shown, strict=True):
            n = each.customers
            said = ngettext(
                "{n} customer, last written {day}", "{n} customers, last written {day}", n
            )
            row.say(each.label, said.format(n=f"{n:,}", day=each.newest or "—"))
        left = len(found) - len(shown)
        if left or not found:
            more = ngettext("{n} more field", "{n} more fields", left).format(n=f"{left:,}")
            rows.append(SettingRow())
            rows[-1].say(more if found else _("Nothing is kept in vain"))
        self.show_rows(rows)

    def _button(self, each: Spare) -> Button:
        button = Button(_("Clear"), small=True)
        button.setAccessibleDescription(each.label)
        button.clicked.connect(partial(self._clear, each))
        return button

    def _clear(self, each: Spare, _on: bool = False) -> None:
        self._desk.jobs.start(
            clear_field,
            each.field,
            title=_("Saving"),
            owner=self,
            done=lambda operation: self._cleared(each, operation),
            failed=self._desk.show_problem,
        )

    def _cleared(self, each: Spare, operation: int) -> None:
        self._desk.toast(_("{field} is cleared.").format(field=each.label), operation)
        self._desk.refresh_data()
