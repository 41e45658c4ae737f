"""What can be done with a tag: made, changed, copied, retired, given by hand."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from profiler_app.domain.text import _
from profiler_app.jobs.own_tags import define_tag, retire_tag
from profiler_app.jobs.tag_detail import TagDetail, Version
from profiler_app.jobs.tag_governance import TagRow
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.customers.bulk_actions import BulkActions
from profiler_app.ui.pages.tags.give_form import GiveForm
from profiler_app.ui.pages.tags.tag_form import TagForm


class TagDeeds(QObject):
    """Each is a job that can be undone; ``stored`` carries the id of a tag that was saved."""

    stored = Signal(str)

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self._bulk = BulkActions(desk, page)

    def ask(
        self, row: TagRow | None, detail: TagDetail | None, opener: QWidget, *, copy: bool = False
    ) -> TagForm:
        """Open the form of a new tag, of one that is there, or of a copy."""
        form = TagForm(self._desk, row, detail, self._page, copy=copy)
        form.closed.connect(form.deleteLater)
        form.stored.connect(self.stored)
        form.show_below(opener, align_right=True)
        form.zh.setFocus()
        return form

    def ask_whom(self, row: TagRow, opener: QWidget) -> GiveForm:
        """Ask to whom the tag is given by hand, or from whom it is taken back."""
        form = GiveForm(self._desk, row, self._page)
        form.given.connect(lambda ids, reason: self._bulk.add_tag(ids, row.tag, reason))
        form.taken.connect(lambda ids: self._bulk.remove_tag(ids, row.tag))
        form.show_below(opener, align_right=True)
        return form

    def retire(self, row: TagRow, *, back: bool) -> None:
        """Retire a tag, or use it again."""
        text = _("Tag “{name}” is used again.") if back else _("Tag “{name}” is retired.")
        self._start(define_tag if back else retire_tag, row, text.format(name=row.label))

    def restore(self, row: TagRow, version: Version) -> None:
        """Let an earlier version hold again."""
        text = _("Version {n} of “{name}” holds again.").format(n=version.version, name=row.label)
        self._start(define_tag, row, text, rule=version.rule)

    def _start(self, job: Any, row: TagRow, text: str, **more: Any) -> None:
        def tell(operation: int) -> None:
            self._desk.toast(text, operation)
            self._desk.refresh_data()

        self._desk.jobs.start(
            job,
            row.tag,
            title=_("Saving"),
            owner=self,
            done=tell,
            failed=self._desk.show_problem,
            **more,
        )
