"""What every page works with: the two threads, today's date, and the window's services."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.text import Language, _, set_language
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.workspaces import Settings, Workspace, open_workspace
from profiler_app.ui.preferences import Preferences
from profiler_app.ui.saved_views import SavedViews
from profiler_app.ui.session_edits import SessionEdits
from profiler_app.ui.tasks import Jobs, Reads

Undo = int | Callable[[], None]
"""An operation of the ledger, or what takes back a change that is no fact (a filter)."""


class Reader:
    """What the reader thread works with: a read-only connection and the columns of everybody."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.source = ColumnSource(workspace)

    def interrupt(self) -> None:
        """Stop the statement that runs now."""
        self.workspace.interrupt()

    def close(self) -> None:
        """Close the connection."""
        self.workspace.close()


class Desk(QObject):
    """The services of an open workspace; signals are facts the pages react to."""

    data_changed = Signal()
    language_changed = Signal()
    toasted = Signal(str, object)
    problem_met = Signal(object)
    customer_opened = Signal(int, object)
    import_opened = Signal(object)
    page_opened = Signal(str)
    went_back = Signal()
    list_opened = Signal(str, str)
    view_opened = Signal(int)
    view_shown = Signal(int)
    form_asked = Signal(str, object)

    def __init__(
        self,
        path: Path,
        key: Any,
        *,
        settings: Settings,
        preferences: Preferences,
        today: Callable[[], date],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.path = path
        self.settings = settings
        self.preferences = preferences
        self.today = today
        self.edits = SessionEdits()
        self.jobs = Jobs(lambda: open_workspace(path, key), self)
        self.reads = Reads(lambda: Reader(open_workspace(path, key, readonly=True)), self)
        self.views = SavedViews(self)

    def toast(self, text: str, undo_operation: Undo | None = None) -> None:
        """Say that something is done; with the operation, or a way back, offer to undo it."""
        if isinstance(undo_operation, int):
            self.edits.note(undo_operation)
        self.toasted.emit(text, undo_operation)

    def show_problem(self, problem: UserProblem) -> None:
        """Show what went wrong, what is safe and what to do."""
        self.problem_met.emit(problem)

    def open_customer(self, customer: int, ids: Sequence[int] | Any = ()) -> None:
        """Open a profile card; ``ids`` is the list it came from, for previous and next."""
        self.customer_opened.emit(customer, ids)

    def open_list(self, rule: str, title: str) -> None:
        """Open the customers a rule holds for; ``title`` is what the rule is called."""
        self.list_opened.emit(rule, title)

    def open_view(self, number: int) -> None:
        """Open the list of customers as a saved view keeps it."""
        self.view_opened.emit(number)

    def new_customer(self, kind: str = "person") -> None:
        """Open the form of a new customer: ``person`` or ``company``."""
        self.form_asked.emit(kind, None)

    def edit_customer(self, customer: int) -> None:
        """Open the form of a customer who is known."""
        self.form_asked.emit("edit", customer)

    def log_contact(self, customer: int) -> None:
        """Open the form for a talk with a customer."""
        self.form_asked.emit("contact", customer)

    def add_order(self, customer: int) -> None:
        """Open the form for something a customer bought."""
        self.form_asked.emit("order", customer)

    def add_task(self, customer: int) -> None:
        """Open the form for something to do for a customer."""
        self.form_asked.emit("task", customer)

    def open_import(self, paths: Sequence[Path] = ()) -> None:
        """Open the import page, with files when there are any."""
        self.import_opened.emit(tuple(paths))

    def open_page(self, key: str) -> None:
        """Open a page of the navigation."""
        self.page_opened.emit(key)

    def back(self) -> None:
        """Go back to where one came from."""
        self.went_back.emit()

    def refresh_data(self) -> None:
        """Compute what follows from the facts, then let every page reload."""
        self.data_changed.emit()
        self.bring_up_to_date()

    def bring_up_to_date(self) -> None:
        """Compute for today when the last run was of an earlier day."""
        from profiler_app.jobs.refreshing import refresh

        self.jobs.start(
            refresh,
            title=_("Refreshing features and tags"),
            as_of=self.today(),
            owner=self,
            done=self._refreshed,
            failed=self.show_problem,
        )

    def _refreshed(self, report: Any) -> None:
        if report.computed:
            self.data_changed.emit()

    def undo(self, operation: Undo) -> None:
        """Undo an operation and say so; go back where it was no operation."""
        if not isinstance(operation, int):
            operation()
            return
        from profiler_app.jobs.history import undo_operation

        self.jobs.start(
            undo_operation,
            operation,
            title=_("Undoing"),
            owner=self,
            done=self._undone,
            failed=self.show_problem,
        )

    def undo_last(self) -> None:
        """Undo the newest operation of this session that still stands."""
        operation = self.edits.newest()
        if operation is None:
            self.toast(_("There is nothing to undo in this session."))
        else:
            self.undo(operation)

    def redo_last(self) -> None:
        """Do again what was undone last."""
        operation = self.edits.newest_undo()
        if operation is None:
            self.toast(_("There is nothing to do again."))
        else:
            self.undo(operation)

    def _undone(self, report: Any) -> None:
        again = report.undone == self.edits.newest_undo()
        self.edits.was_undone(report.undone, report.operation)
        self.toast(_("Done again.") if again else _("Undone."))
        self.refresh_data()

    def use_language(self, language: Language) -> None:
        """Show everything in another language from now on."""
        set_language(language)
        self.preferences.put("language", language)
        self.language_changed.emit()

    def shut_down(self) -> None:
        """Stop both threads; what was running is cancelled and saves nothing."""
        self.views.stop()
        self.reads.shut_down()
        self.jobs.shut_down()
        self.preferences.save()
