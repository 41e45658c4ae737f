"""The files that are imported together: read one after the other, each with its answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, Signal

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.imports import ImportRequest
from profiler_app.domain.operations import HistoryEntry
from profiler_app.domain.text import _
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.importing.draft import Draft, open_draft
from profiler_app.ui.pages.importing.whole_files import DAMAGE, WholeFiles

LINE: Final = "import.line"
"""The preference that says which line of business the customers of a file are of."""

OPENED: Final = "import.opened"
ASKED: Final = "import.asked"
"""What is read for a batch: a file for the first time, and again with other answers."""


class Batch(QObject):
    """The drafts, one of which (``at``) is shown; ``reading`` names the file being opened.

    ``opened`` comes when all files that were asked for are read, ``changed`` when a draft became
    another, ``refused`` with the problem of a file or of an answer.
    """

    opened = Signal()
    changed = Signal()
    refused = Signal(object)

    def __init__(self, desk: Desk, page: QObject) -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page
        self.drafts: list[Draft] = []
        self.at = 0
        self.reading: str | None = None
        self._queue: list[ImportRequest] = []
        self.pending: ImportRequest | None = None
        self._whole = WholeFiles(desk, page, self)

    @property
    def draft(self) -> Draft | None:
        """The draft that is shown."""
        return self.drafts[self.at] if self.at < len(self.drafts) else None

    @property
    def busy(self) -> bool:
        """Whether a draft is not yet what was asked for last."""
        return self.pending is not None or self.reading is not None

    def unchecked(self) -> bool:
        """Whether a file was changed since the check, or never checked."""
        return any(draft.checked is None for draft in self.drafts)

    def clear(self) -> None:
        """Forget every file."""
        self.drafts.clear()
        self.at = 0
        self.let_go()

    def let_go(self) -> None:
        """Expect no answer any more."""
        self._queue.clear()
        for channel in (OPENED, ASKED, DAMAGE):
            self._desk.reads.drop(channel)
        self.reading = self.pending = None

    def put(self, draft: Draft) -> None:
        """Let a draft stand for the one that is shown."""
        self.drafts[self.at] = draft

    def take(self, draft: Draft) -> None:
        """Let the draft that was waited for stand for the one that is shown, and look at it."""
        self.pending = None
        self.put(draft)
        self.changed.emit()
        self._whole.look()

    def say_again(self) -> None:
        """Say everything about the columns in the current language."""
        self._whole.say_again()

    def show(self, at: int) -> None:
        """Show another of the files."""
        if self.pending is None and 0 <= at < len(self.drafts):
            self.at = at
            self.changed.emit()
            self._whole.look()

    def remove(self, at: int) -> None:
        """Take a file out of the batch."""
        if self.pending is None and at < len(self.drafts):
            del self.drafts[at]
            self.at = max(0, min(self.at, len(self.drafts) - 1))
            self.changed.emit()

    def learn_history(self, entries: Sequence[HistoryEntry]) -> None:
        """Learn whether what was written still stands."""
        undone = {entry.operation for entry in entries if entry.undone_by}
        if any(draft.written for draft in self.drafts):
            for at, draft in enumerate(self.drafts):
                gone = draft.written is not None and draft.written.operation in undone
                self.drafts[at] = replace(draft, undone=gone)
            self.changed.emit()

    # -- opening

    def open_files(self, paths: Sequence[Path]) -> None:
        """Read files one after the other."""
        self._open([ImportRequest(paths=(path,)) for path in paths])

    def open_text(self, text: str) -> None:
        """Read a table from the clipboard."""
        self._open([ImportRequest(pasted=text)])

    def _open(self, requests: Sequence[ImportRequest]) -> None:
        line = self._desk.preferences.get(LINE, "trade")
        self._queue += [replace(each, line=line) for each in requests]
        if self.reading is None:
            self._open_next()

    def _open_next(self) -> None:
        if not self._queue:
            self.reading = None
            self.changed.emit()
            return
        request = self._queue.pop(0)
        self.reading = request.paths[0].name if request.paths else _("the clipboard")
        self.ask(OPENED, self._add, open_draft, request)
        self.changed.emit()

    def _add(self, draft: Draft) -> None:
        self.drafts.append(draft)
        self._read_on()

    def _read_on(self) -> None:
        more = bool(self._queue)
        self._open_next()
        if not more and self.drafts:
            self.opened.emit()
            self._whole.look()

    # -- asking

    def ask(
        self, channel: str, done: Callable[[Draft], None], function: Any, *arguments: Any
    ) -> None:
        """Ask for a draft; ``done`` gets the answer unless it is no longer expected."""
        self._desk.reads.ask(
            channel,
            function,
            *arguments,
            done=done,
            failed=partial(self._fail, channel),
            owner=self._page,
        )

    def _fail(self, channel: str, problem: UserProblem) -> None:
        self.refused.emit(problem)
        if channel == OPENED:
            self._read_on()
        else:
            self.pending = None
            self.changed.emit()
