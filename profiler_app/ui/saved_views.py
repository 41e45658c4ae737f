"""The saved views of the workspace for the whole window: read once, counted, changed by jobs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.text import _
from profiler_app.domain.views import MOST_VIEWS, SavedView

if TYPE_CHECKING:
    from profiler_app.ui.desk import Desk, Reader

_COUNT_AFTER_MS = 400  # the list itself comes first


class SavedViews(QObject):
    """``views`` in their order and ``counts`` by id; ``changed`` and ``counted`` tell of news."""

    changed = Signal()
    counted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.views: tuple[SavedView, ...] = ()
        self.counts: dict[int, int] = {}
        self._soon = QTimer(self, singleShot=True, interval=_COUNT_AFTER_MS)
        self._soon.timeout.connect(self._count)
        desk.data_changed.connect(self.reload)

    @property
    def full(self) -> bool:
        """Whether there is room for no more views."""
        return len(self.views) >= MOST_VIEWS

    def at(self, number: int) -> SavedView | None:
        """Return a view by its id."""
        return next((view for view in self.views if view.id == number), None)

    def reload(self) -> None:
        """Read the views, then how many customers each shows."""
        self._desk.reads.ask("views", _read, done=self._received, owner=self)

    def stop(self) -> None:
        """Count no more: the workspace is closed."""
        self._soon.stop()

    def save(self, view: SavedView, done: Callable[[int], None] | None = None) -> None:
        """Save a view; ``done`` gets its id."""
        from profiler_app.jobs.views import save_view

        def saved(result: tuple[int, int]) -> None:
            operation, number = result
            if done is not None:
                done(number)
            self._tell(_("View “{name}” saved.").format(name=view.name), operation)

        self._start(save_view, view, done=saved)

    def remove(self, view: SavedView) -> None:
        """Delete a view, with the offer to undo it."""
        from profiler_app.jobs.views import remove_view

        text = _("View “{name}” deleted.").format(name=view.name)
        self._start(remove_view, view, done=lambda operation: self._tell(text, operation))

    def move(self, view: SavedView, by: int) -> None:
        """Move a view up or down."""
        from profiler_app.jobs.views import order_views

        order = [each.id for each in self.views]
        at = order.index(view.id)
        to = max(0, min(len(order) - 1, at + by))
        if to != at:
            order.insert(to, order.pop(at))
            self._start(order_views, order, done=lambda _operation: self.reload())

    def _start(
        self, job: Callable[..., object], argument: object, *, done: Callable[..., None]
    ) -> None:
        self._desk.jobs.start(
            job,
            argument,
            title=_("Saving the views"),
            owner=self,
            done=done,
            failed=self._desk.show_problem,
        )

    def _tell(self, text: str, operation: int) -> None:
        self._desk.toast(text, operation)
        self.reload()

    def _received(self, views: tuple[SavedView, ...]) -> None:
        self.views = views
        self.changed.emit()
        if views:
            self._soon.start()

    def _count(self) -> None:
        for view in self.views:  # each on its own, so that the list is never kept waiting for all
            self._desk.reads.ask(
                f"count of view {view.id}",
                _count,
                view.rule,
                self._desk.today(),
                done=partial(self._note, view.id),
                failed=partial(self._forget, view.id),
                owner=self,
            )

    def _note(self, number: int, count: int) -> None:
        self.counts[number] = count
        self.counted.emit()

    def _forget(self, number: int, _problem: UserProblem) -> None:
        """A rule of an older or newer version that is none any more has no count."""
        self.counts.pop(number, None)
        self.counted.emit()


def _read(reader: Reader) -> tuple[SavedView, ...]:
    from profiler_app.jobs.views import read_views

    return read_views(reader.workspace)


def _count(reader: Reader, rule: str, today: date) -> int:
    from profiler_app.jobs.views import count_view

    return count_view(reader.source, rule, today)
