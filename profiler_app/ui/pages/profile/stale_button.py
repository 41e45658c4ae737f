"""A reminder to check with the customer what was told too long ago."""

from __future__ import annotations

import getpass
from datetime import timedelta

from profiler_app.domain.profile import Card
from profiler_app.domain.text import _
from profiler_app.jobs.recording import add_task
from profiler_app.ui.desk import Desk
from profiler_app.ui.widgets.buttons import IconButton

_DAYS, _PRIORITY = 14, 3


class StaleButton(IconButton):
    """Makes a task that names the fields; a second one is not made while it is open."""

    def __init__(self, desk: Desk, card: Card) -> None:
        names = _(", ").join(cell.label for cell in card.stale())
        self._title = _("Check with the customer: {fields}").format(fields=names)
        super().__init__("bell", _("Remind me to check: {fields}").format(fields=names), small=True)
        self._desk, self._card = desk, card
        if any(task.title == self._title for task in card.tasks):
            self.setEnabled(False)
            self.setToolTip(_("There is a task for it already."))
        self.clicked.connect(self._remind)

    def _remind(self) -> None:
        self.setEnabled(False)
        self._desk.jobs.start(
            add_task,
            self._card.customer,
            self._title,
            self._desk.today() + timedelta(days=_DAYS),
            _PRIORITY,
            by=getpass.getuser(),
            title=_("Saving"),
            owner=self._desk,
            done=self._added,
            failed=self._desk.show_problem,
        )

    def _added(self, operation: int) -> None:
        self._desk.toast(_("The task is added."), operation)
        self._desk.refresh_data()
