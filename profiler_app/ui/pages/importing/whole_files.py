"""What is told only by a whole file: looked for once a draft is shown, said anew in a language."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.importing.draft import Draft, in_words, read_through

if TYPE_CHECKING:
    from profiler_app.ui.pages.importing.batch import Batch

DAMAGE: Final = "import.damage"
"""The channel by which a whole file is read."""


class WholeFiles:
    """Looks for damage in the files of a batch, in the reader's thread."""

    def __init__(self, desk: Desk, page: QObject, batch: Batch) -> None:
        self._desk, self._page, self._batch = desk, page, batch

    def look(self) -> None:
        """Look for damage in the file that is shown, once for every draft."""
        draft = self._batch.draft
        if draft is not None and draft.damage is None and draft.checked is None:
            self._desk.reads.ask(
                DAMAGE,
                read_through,
                draft,
                done=partial(self._seen, draft),
                failed=lambda _problem: None,  # the check says what cannot be read
                owner=self._page,
            )

    def _seen(self, before: Draft, draft: Draft) -> None:
        if self._batch.draft is before:
            self._batch.put(draft)
            self._batch.changed.emit()

    def say_again(self) -> None:
        """Say everything about the columns in the current language."""
        if self._batch.drafts:
            before = tuple(self._batch.drafts)
            said = partial(self._said, before)
            self._desk.reads.ask("words", in_words, before, done=said, owner=self._page)

    def _said(self, before: Sequence[Draft], drafts: Sequence[Draft]) -> None:
        for old, new in zip(before, drafts, strict=True):
            for at, draft in enumerate(self._batch.drafts):
                if draft is old:
                    self._batch.drafts[at] = new
        self._batch.changed.emit()
