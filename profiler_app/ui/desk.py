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
from profiler_app.ui.tasks import Jobs, Reads


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
    list_opened = Signal(str, str)
    went_back = Signal()

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
        self.jobs = Jobs(lambda: open_workspace(path, key), self)
        self.reads = Reads(lambda: Reader(open_workspace(path, key, readonly=True)), self)

    def toast(self, text: str, undo_operation: int | None = None) -> None:
        """Say that something is done; with the operation, offer to undo it."""
        self.toasted.emit(text, undo_operation)

    def show_problem(self, problem: UserProblem) -> None:
        """Show what went wrong, what is safe and what to do."""
        self.problem_met.emit(problem)

    def open_customer(self, customer: int, ids: Sequence[int] | Any = ()) -> None:
        """Open a profile card; ``ids`` is the list it came from, for previous and next."""
        self.customer_opened.emit(customer, ids)

    def open_import(self, paths: Sequence[Path] = ()) -> None:
        """Open the import page, with files when there are any."""
        self.import_opened.emit(tuple(paths))

    def open_page(self, key: str) -> None:
        """Open a page of the navigation."""
        self.page_opened.emit(key)

    def open_list(self, rule: str, title: str) -> None:
        """Open the customers a rule holds for; ``title`` is what the rule is called."""
        self.list_opened.emit(rule, title)

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

    def undo(self, operation: int) -> None:
        """Undo an operation and say so."""
        from profiler_app.jobs.history import undo_operation

        self.jobs.start(
            undo_operation,
            operation,
            title=_("Undoing"),
            owner=self,
            done=self._undone,
            failed=self.show_problem,
        )

    def _undone(self, report: Any) -> None:
        self.toast(_("Undone."))
        self.refresh_data()

    def use_language(self, language: Language) -> None:
        """Show everything in another language from now on."""
        set_language(language)
        self.preferences.put("language", language)
        self.language_changed.emit()

    def shut_down(self) -> None:
        """Stop both threads; what was running is cancelled and saves nothing."""
        self.reads.shut_down()
        self.jobs.shut_down()
        self.preferences.save()
