"""Saving open tasks as a calendar file, from the pages that plan them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from profiler_app.domain.text import _, ngettext
from profiler_app.jobs import agenda
from profiler_app.ui.desk import Desk


def save_calendar(desk: Desk, owner: QWidget) -> None:
    """Ask for a file and write open tasks into it as a calendar."""
    name = str(desk.path.parent / f"{_('Tasks')}.ics")
    chosen, _kind = QFileDialog.getSaveFileName(
        owner, _("Write a calendar file"), name, "iCalendar (*.ics)"
    )
    if not chosen:
        return
    desk.jobs.start(
        agenda.write_tasks,
        Path(chosen),
        today=desk.today(),
        title=_("Writing the file"),
        owner=owner,
        done=lambda n: desk.toast(
            ngettext("{n} task written to {file}", "{n} tasks written to {file}", n).format(
                n=f"{n:,}", file=Path(chosen).name
            )
        ),
        failed=desk.show_problem,
    )
