"""What the user answers about the file that is shown: it is read again with each answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from profiler_app.domain.imports import ImportRequest
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.importing.batch import ASKED, LINE, Batch
from profiler_app.ui.pages.importing.draft import Draft, open_draft


class Answers:
    """Asks a batch for its shown draft with other answers."""

    def __init__(self, desk: Desk, batch: Batch) -> None:
        self._desk, self._batch = desk, batch

    def change(self, **changes: Any) -> None:
        """Ask for the shown file with other answers."""
        if self._batch.draft is not None:
            if "line" in changes:
                self._desk.preferences.put(LINE, changes["line"])
            self._inspect(self._latest(self._batch.draft).asked(**changes))

    def aim(self, target: str) -> None:
        """Take the rows for something else."""
        if self._batch.draft is not None:
            self._inspect(self._latest(self._batch.draft).aimed(target), keep=False)

    def send(self, column: str, field: str) -> None:
        """Send a column to a field, or to none."""
        if self._batch.draft is not None:
            self._inspect(self._latest(self._batch.draft).sent(column, field))

    def use_template(self, name: str) -> None:
        """Map the columns as another template says, or as they are guessed ("")."""
        if self._batch.draft is not None:
            self._inspect(self._batch.draft.named(name), keep=False)

    def _latest(self, draft: Draft) -> Draft:
        """Return the draft with what was asked for last, though it is not inspected yet."""
        return replace(draft, request=self._batch.pending or draft.request)

    def _inspect(self, request: ImportRequest, *, keep: bool = True) -> None:
        template = self._batch.draft.template if keep and self._batch.draft else None
        self._batch.pending = request
        self._batch.ask(ASKED, self._batch.take, open_draft, request, template)
