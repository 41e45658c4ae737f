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
from profiler_app.domain.text import _
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.importing.draft import Draft, in_words, open_draft, read_through

_LINE: Final = "import.line"


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
        self._pending: ImportRequest | None = None
        self._runs: dict[str, object] = {}

    @property
    def draft(self) -> Draft | None:
        """The draft that is shown."""
        return self.drafts[self.at] if self.at < len(self.drafts) else None

    @property
    def busy(self) -> bool:
        """Whether a draft is not yet what was asked for last."""
        return self._pending is not None or self.reading is not None

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
        self._runs.clear()
        self.reading = self._pending = None

    def put(self, draft: Draft) -> None:
        """Let a draft stand for the one that is shown."""
        self.drafts[self.at] = draft

    def show(self, at: int) -> None:
        """Show another of the files."""
        if self._pending is None and 0 <= at < len(self.drafts):
            self.at = at
            self.changed.emit()
            self._deepen()

    def remove(self, at: int) -> None:
        """Take a file out of the batch."""
        if self._pending is None and at < len(self.drafts):
            del self.drafts[at]
            self.at = max(0, min(self.at, len(self.drafts) - 1))
            self.changed.emit()

    # -- opening

    def open_files(self, paths: Sequence[Path]) -> None:
        """Read files one after the other."""
        self._open([ImportRequest(paths=(path,), line=self._line()) for path in paths])

    def open_text(self, text: str) -> None:
        """Read a table from the clipboard."""
        self._open([ImportRequest(pasted=text, line=self._line())])

    def _line(self) -> Any:
        return self._desk.preferences.get(_LINE, "trade")

    def _open(self, requests: Sequence[ImportRequest]) -> None:
        self._queue += requests
        if self.reading is None:
            self._open_next()

    def _open_next(self) -> None:
        if not self._queue:
            self.reading = None
            self.changed.emit()
            return
        request = self._queue.pop(0)
        self.reading = request.paths[0].name if request.paths else _("the clipboard")
        self._ask("open", self._add, open_draft, request)
        self.changed.emit()

    def _add(self, draft: Draft) -> None:
        self.drafts.append(draft)
        self._read_on()

    def _read_on(self) -> None:
        more = bool(self._queue)
        self._open_next()
        if not more and self.drafts:
            self.opened.emit()
            self._deepen()

    # -- other answers

    def change(self, **changes: Any) -> None:
        """Ask for the shown file with other answers."""
        if self.draft is not None:
            if "line" in changes:
                self._desk.preferences.put(_LINE, changes["line"])
            self._inspect(self._latest(self.draft).asked(**changes))

    def aim(self, target: str) -> None:
        """Take the rows for something else."""
        if self.draft is not None:
            self._inspect(self._latest(self.draft).aimed(target), keep=False)

    def send(self, column: str, field: str) -> None:
        """Send a column to a field, or to none."""
        if self.draft is not None:
            self._inspect(self._latest(self.draft).sent(column, field))

    def use_template(self, name: str) -> None:
        """Map the columns as another template says, or as they are guessed ("")."""
        if self.draft is not None:
            self._inspect(self.draft.named(name), keep=False)

    def _latest(self, draft: Draft) -> Draft:
        """Return the draft with what was asked for last, though it is not inspected yet."""
        return replace(draft, request=self._pending or draft.request)

    def _inspect(self, request: ImportRequest, *, keep: bool = True) -> None:
        template = self.draft.template if keep and self.draft else None
        self._pending = request
        self._ask("inspect", self._inspected, open_draft, request, template)

    def _inspected(self, draft: Draft) -> None:
        self._pending = None
        self.put(draft)
        self.changed.emit()
        self._deepen()

    # -- looking through the whole file

    def _deepen(self) -> None:
        """Look for damage in the file that is shown, once for every draft."""
        draft = self.draft
        if draft is not None and draft.damage is None and draft.checked is None:
            self._desk.reads.ask(
                "damage",
                read_through,
                draft,
                done=partial(self._deepened, draft),
                failed=lambda _problem: None,  # the check says what cannot be read
                owner=self._page,
            )

    def _deepened(self, before: Draft, draft: Draft) -> None:
        if self.draft is before:
            self.put(draft)
            self.changed.emit()

    def say_again(self) -> None:
        """Say everything about the columns in the current language."""
        if self.drafts:
            before = tuple(self.drafts)
            said = partial(self._said, before)
            self._desk.reads.ask("words", in_words, before, done=said, owner=self._page)

    def _said(self, before: Sequence[Draft], drafts: Sequence[Draft]) -> None:
        for old, new in zip(before, drafts, strict=True):
            for at, draft in enumerate(self.drafts):
                if draft is old:
                    self.drafts[at] = new
        self.changed.emit()

    # -- asking

    def _ask(
        self, channel: str, done: Callable[[Draft], None], function: Any, *arguments: Any
    ) -> None:
        run = self._runs[channel] = object()

        def unless_given_up(react: Callable[..., None]) -> Callable[..., None]:
            return lambda answer: react(answer) if self._runs.get(channel) is run else None

        self._desk.reads.ask(
            channel,
            function,
            *arguments,
            done=unless_given_up(done),
            failed=unless_given_up(partial(self._fail, channel)),
            owner=self._page,
        )

    def _fail(self, channel: str, problem: UserProblem) -> None:
        self.refused.emit(problem)
        if channel == "open":
            self._read_on()
        else:
            self._pending = None
            self.changed.emit()
