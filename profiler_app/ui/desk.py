"""What every page works with: the two threads, today's date, and the window's services."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.likeness import Likened
from profiler_app.domain.progress import Cancelled
from profiler_app.domain.text import Language, _, set_language
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.workspaces import Settings, Workspace, enter_workspace
from profiler_app.ui.copy_watch import CopyWatch
from profiler_app.ui.day_watch import DayWatch
from profiler_app.ui.preferences import Preferences
from profiler_app.ui.saved_views import SavedViews
from profiler_app.ui.session_edits import SessionEdits
from profiler_app.ui.tasks import Callback, Job, Jobs, Reads

Undo = int | Callable[[], None]
"""An operation of the ledger, or what takes back a change that is no fact (a filter)."""


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
    form_asked = Signal(str, object)
    named_form_asked = Signal(str, str)

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
        self.locked = self._day_waits = False
        self._key = key
        self._rekeying: Job | None = None
        self.edits = SessionEdits()
        self.jobs = Jobs(lambda: enter_workspace(path, self._key), self)
        self.reads = Reads(lambda: Reader(enter_workspace(path, self._key, readonly=True)), self)
        self.jobs.ended.connect(self._ended)
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

    def new_customer(self, kind: str = "person", name: str = "") -> None:
        """Open the form of a new ``person`` or ``company``, with the name where it is known."""
        if name:
            self.named_form_asked.emit(kind, name)
        else:
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

    def record_consent(self, customer: int) -> None:
        """Open the form for what a customer answered when asked for consent."""
        self.form_asked.emit("consent", customer)

    def add_relation(self, customer: int) -> None:
        """Open the form that ties a customer to another one."""
        self.form_asked.emit("relation", customer)

    def add_record(self, what: str, customer: int | None = None) -> None:
        """Open the form (as ``FormHost`` knows it) of what is added to a customer, or nobody's."""
        self.form_asked.emit(what, customer)

    def change_questionnaire(self, code: str) -> None:
        """Open the form of a questionnaire of one's own that is there."""
        self.form_asked.emit("questionnaire", code)

    def define_field(self, field: str = "") -> None:
        """Open the form of a new field of one's own, or of one that is there."""
        self.form_asked.emit("field", field)

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
        if self.locked:
            self._day_waits = True
        else:
            self.refresh_data()

    def _refreshed(self, report: Any) -> None:
        if report.computed:
            self.data_changed.emit()

    def undo(self, operation: Undo) -> None:
        """Undo an operation and say so; go back where it was no operation."""
        if not isinstance(operation, int):
            operation()
            return
        from profiler_app.jobs.history import undo_operation

        self.edits.begin(operation)
        self.jobs.start(
            undo_operation,
            operation,
            title=_("Undoing"),
            owner=self,
            done=self._undone,
            failed=partial(self._not_undone, operation),
        )

    def _not_undone(self, operation: int, problem: UserProblem) -> None:
        self.edits.failed(operation)
        self.show_problem(problem)

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
        again = self.edits.ended(report.undone, report.operation)
        self.toast(_("Done again.") if again else _("Undone."))
        self.refresh_data()

    def use_language(self, language: Language) -> None:
        """Show everything in another language from now on."""
        set_language(language)
        self.preferences.put("language", language)
        self.language_changed.emit()

    def lock(self) -> bool:
        """Close both connections and forget the key, once what runs has ended.

        False while the passphrase is being changed: then one has to ask again.
        """
        if self._rekeying is not None:
            return False
        self.locked = True
        self.reads.pause()
        self.jobs.pause()
        self._forget_key()
        return True

    def unlock(self, key: Any) -> None:
        """Go on with the key of the workspace, where everything was left."""
        day_waits, self._day_waits = self._day_waits, False
        self._key = key
        self.locked = False
        self.reads.resume()
        self.jobs.resume()
        if day_waits:
            self.refresh_data()

    def change_passphrase(
        self, old: str, new: str, *, owner: QObject, done: Callback, failed: Callback
    ) -> None:
        """Change the passphrase; meanwhile nobody reads, as the file is replaced.

        ``done`` gets the new recovery key; with the same passphrase only that one changes.
        """
        from profiler_app.jobs.rekeying import change_passphrase

        def changed(rekeyed: Any) -> None:
            self._key = rekeyed.key
            if shiboken6.isValid(owner):
                done(rekeyed.recovery)

        self.reads.pause()
        self._rekeying = self.jobs.start(
            change_passphrase,
            old,
            new,
            today=self.today(),
            title=_("Changing the passphrase"),
            owner=self,
            done=changed,
            failed=lambda problem: failed(problem) if shiboken6.isValid(owner) else None,
        )

    def _ended(self, job: Job) -> None:
        if self._rekeying is job:  # its answer, with the new key, comes just after this
            QTimer.singleShot(0, self, self._read_again)
        if self.locked:
            self._forget_key()

    def _read_again(self) -> None:
        self._rekeying = None
        self.reads.resume()

    def _forget_key(self) -> None:
        if not self.jobs.running:
            self._key = None

    def shut_down(self) -> None:
        """Stop both threads; what was running is cancelled and saves nothing."""
        self.views.stop()
        self.reads.shut_down()
        self.jobs.shut_down()
        self.preferences.save()
