"""Doing something with many customers: one job each, told with the offer to undo it."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from profiler_app.domain.tags import known_tags
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs import bulk
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.customers.bulk_forms import OwnerForm, ReminderForm, TagForm


class BulkActions(QObject):
    """Acts on ids (int64 array); what more it has to know is asked in a popover."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._page = parent

    def ask_tag(self, ids: Any, anchor: QWidget) -> TagForm:
        """Ask for a tag and give it."""
        form = TagForm(len(ids), self._page)
        form.chosen.connect(lambda tag, reason: self.add_tag(ids, tag, reason))
        form.show_below(anchor)
        return form

    def ask_owner(self, ids: Any, anchor: QWidget) -> OwnerForm:
        """Ask for an account manager and hand the customers over."""
        form = OwnerForm(len(ids), self._desk, self._page)
        form.chosen.connect(lambda owner: self.change_owner(ids, owner))
        form.show_below(anchor)
        return form

    def ask_reminder(self, ids: Any, anchor: QWidget) -> ReminderForm:
        """Ask what to be reminded of and make the tasks."""
        form = ReminderForm(len(ids), self._desk.today(), self._page)
        form.chosen.connect(lambda title, due: self.remind(ids, title, due))
        form.show_below(anchor)
        return form

    def add_tag(self, ids: Any, tag: str, reason: str) -> None:
        """Give customers a tag by hand."""
        name = known_tags()[tag].label

        def said(n: int) -> str:
            text = ngettext("{n} customer now has the tag “{tag}”.",
                            "{n} customers now have the tag “{tag}”.", n)  # fmt: skip
            return text.format(n=f"{n:,}", tag=name)

        self._start(
            bulk.add_tag,
            ids,
            tag,
            title=_("Adding the tag “{tag}”").format(tag=name),
            said=said,
            reason=reason,
            by=getpass.getuser(),
            today=self._desk.today(),
        )

    def remove_tag(self, ids: Any, tag: str) -> None:
        """Take back a tag that was given by hand."""
        from profiler_app.jobs.editing import remove_tag

        text = _("The tag “{tag}” was taken back.").format(tag=known_tags()[tag].label)

        def done(operation: int) -> None:
            self._desk.refresh_data()
            self._desk.toast(text, operation)

        self._desk.jobs.start(
            remove_tag,
            [int(each) for each in ids],
            tag,
            title=_("Saving"),
            owner=self,
            done=done,
            failed=self._desk.show_problem,
        )

    def change_owner(self, ids: Any, owner: str) -> None:
        """Hand customers over to another account manager."""

        def said(n: int) -> str:
            text = ngettext("{n} customer handed over to {name}.",
                            "{n} customers handed over to {name}.", n)  # fmt: skip
            return text.format(n=f"{n:,}", name=owner)

        self._start(bulk.change_owner, ids, owner, title=_("Handing customers over"), said=said)

    def remind(self, ids: Any, title: str, due: date) -> None:
        """Make a task for each customer."""

        def said(n: int) -> str:
            text = ngettext("{n} reminder made for {day}.", "{n} reminders made for {day}.", n)
            return text.format(n=f"{n:,}", day=due.isoformat())

        self._start(bulk.remind, ids, title, due, title=_("Making reminders"), said=said)

    def delete(self, ids: Any) -> None:
        """Delete customers."""

        def said(n: int) -> str:
            text = ngettext("{n} customer deleted.", "{n} customers deleted.", n)
            return text.format(n=f"{n:,}")

        self._start(bulk.delete, ids, title=_("Deleting customers"), said=said)

    def _start(
        self,
        job: Callable[..., bulk.Changed],
        *arguments: Any,
        title: str,
        said: Callable[[int], str],
        **named: Any,
    ) -> None:
        def done(changed: bulk.Changed) -> None:
            if changed.count:
                self._desk.refresh_data()
                self._desk.toast(said(changed.count), changed.operation)
            else:
                self._desk.toast(_("Nothing to change: it is so already."))

        self._desk.jobs.start(
            job,
            *arguments,
            title=title,
            owner=self,
            done=done,
            failed=self._desk.show_problem,
            **named,
        )
