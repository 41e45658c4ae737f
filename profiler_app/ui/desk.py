"""What every page works with: the two threads, today's date, and the window's services."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.likeness import Likened
from profiler_app.domain.progress import Cancelled
from profiler_app.domain.text import Language, _, set_language
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.workspaces import Settings, Workspace, enter_workspace
from profiler_app.ui.copy_watch import CopyWatch
from profiler_app.ui.day_watch import DayWatch
from profiler_app.ui.form_wishes import FormWishes
from profiler_app.ui.lock import Lock
from profiler_app.ui.preferences import Preferences
from profiler_app.ui.saved_views import SavedViews
from profiler_app.ui.session_edits import SessionEdits, Undo
from profiler_app.ui.tasks import Jobs, Reads


class Reader:
    """What the reader thread works with: a read-only connection and the columns of everybody."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.source = ColumnSource(workspace)
        self._given_up = threading.Event()

    def interrupt(self) -> None:
        """Stop the statement that runs now, and what calls ``pulse``; asked by another thread."""
        self._given_up.set()
        self.workspace.interrupt()

    def go_on(self) -> None:
        """Begin with something that nobody gave up yet."""
        self._given_up.clear()

    def pulse(self) -> None:
        """Raise Cancelled when what is read now is no longer asked for."""
        if self._given_up.is_set():
            raise Cancelled

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
    selection_opened = Signal(str, object)
    page_opened = Signal(str)
    place_opened = Signal(str, object)
    list_opened = Signal(str, str)
    went_back = Signal()
    sample_asked = Signal()
    tour_asked = Signal()
    counted = Signal(str, int)
    lock_asked = Signal()
    idle_changed = Signal()
    capture_changed = Signal()
    view_opened = Signal(int)
    view_shown = Signal(int)

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
        self.is_sample = False
        self._day_waits = False
        self.lock = lock = Lock(self, key)
        self.jobs = Jobs(lambda: enter_workspace(path, lock.key), self)
        self.reads = Reads(lambda: Reader(enter_workspace(path, lock.key, readonly=True)), self)
        self.jobs.ended.connect(lock.job_ended)
        lock.opened.connect(self._unlocked)
        self.edits = SessionEdits(self)
        self.forms = FormWishes(self)
        self.views = SavedViews(self)
        self.days = DayWatch(today, self)
        self.days.began.connect(self._day_began)
        self.copies = CopyWatch(self)

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

    def open_import(self, paths: Sequence[Path] = ()) -> None:
        """Open the import page, with files when there are any."""
        self.import_opened.emit(tuple(paths))

    def show_list(self, search: str, conditions: Sequence[Any] = ()) -> None:
        """Open the list of customers with exactly this search and these conditions."""
        self.selection_opened.emit(search, tuple(conditions))

    def open_page(self, key: str) -> None:
        """Open a page of the navigation."""
        self.page_opened.emit(key)

    def open_place(self, key: str, what: Any) -> None:
        """Open a page at something it shows: ``relations``, ``visit``, ``timeline`` of one."""
        self.place_opened.emit(key, what)

    def compare(self, customers: Sequence[int]) -> None:
        """Put two to four customers side by side."""
        self.open_place("likeness", Likened("customers", tuple(customers)))

    def open_persona(self, segment: str) -> None:
        """Show the typical customer of a saved segment, a tag or a rule."""
        self.open_place("likeness", Likened("persona", segment=segment))

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
            derived=True,
        )

    def _day_began(self) -> None:
        """Compute for the new day; while locked, once it is unlocked."""
        if self.lock.locked:
            self._day_waits = True
        else:
            self.refresh_data()

    def _unlocked(self) -> None:
        if self._day_waits:
            self._day_waits = False
            self.refresh_data()

    def _refreshed(self, report: Any) -> None:
        if report.computed:
            self.data_changed.emit()

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
