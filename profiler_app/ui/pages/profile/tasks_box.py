"""What is to be done for a customer; a tick does it."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.dates import format_date
from profiler_app.domain.profile import Task
from profiler_app.domain.text import _
from profiler_app.jobs.recording import finish_task
from profiler_app.ui.desk import Desk
from profiler_app.ui.widgets.buttons import IconButton
from profiler_app.ui.widgets.labels import ElidedLabel, Label, SectionHead


class TasksBox(QWidget):
    """One row a task, the earliest due first."""

    def __init__(self, desk: Desk, tasks: tuple[Task, ...], *, doable: bool) -> None:
        super().__init__()
        self._desk = desk
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(SectionHead(_("To do"), f"{len(tasks)}", role="strong"))
        for task in tasks:
            column.addLayout(self._row(task, doable=doable))

    def _row(self, task: Task, *, doable: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        if doable and task.id:
            done = IconButton("circle", _("Done: {title}").format(title=task.title), small=True)
            done.clicked.connect(partial(self._finish, done, task))
            row.addWidget(done)
        row.addWidget(ElidedLabel(task.title), 1)
        if task.due is not None:
            ink = "danger" if task.overdue else "text.secondary"
            due = format_date(task.due, self._desk.today())
            text = _("overdue since {day}").format(day=due) if task.overdue else due
            row.addWidget(Label(text, "caption", ink))
        return row

    def _finish(self, button: IconButton, task: Task) -> None:
        button.setEnabled(False)
        button.set_icon("circle-check")
        self._desk.jobs.start(
            finish_task,
            task.id,
            today=self._desk.today(),
            title=_("Saving"),
            owner=self._desk,
            done=partial(self._finished, task.title),
            failed=self._desk.show_problem,
        )

    def _finished(self, title: str, operation: int) -> None:
        self._desk.toast(_("Done: {title}").format(title=title), operation)
        self._desk.refresh_data()
