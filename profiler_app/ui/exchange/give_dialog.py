"""Handing customers over: who, what goes along, under which passphrase, into which file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QCheckBox, QFileDialog, QWidget

from profiler_app.domain.export_reasons import ExportReason
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.handover import ENDING, Given, Parts
from profiler_app.jobs.handover_scope import Book, books, hand_over_book
from profiler_app.jobs.printing import login_name
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.exchange.dialog import ExchangeDialog
from profiler_app.ui.widgets.inputs import DropDown
from profiler_app.ui.widgets.labels import Label


class GiveDialog(ExchangeDialog):
    """``ids`` are the customers (int64 array); None: chosen here among books of customers."""

    def __init__(self, desk: Desk, parent: QWidget, ids: Any = None) -> None:
        super().__init__(
            desk,
            parent,
            _("Hand customers over"),
            _("They go into one encrypted file, for a USB stick for instance. Your colleague "
              "takes it over and keeps everything; here they stay as they are."),
        )  # fmt: skip
        self._ids = None if ids is None else ids.copy()
        self.book = DropDown()
        if ids is None:
            self.ask(_("Whose customers"), self.book)
            desk.reads.ask("handover.books", _books, done=self._offer, owner=self)
        else:
            self.body.addWidget(Label(_people(len(ids)), "strong"))
        self.body.addSpacing(6)
        self.parts = {
            "history": QCheckBox(_("Orders, contacts and other dealings")),
            "contact": QCheckBox(_("Telephone numbers and addresses")),
            "identity": QCheckBox(_("Identity documents and their numbers")),
        }
        for box in self.parts.values():
            box.setChecked(True)
            self.body.addWidget(box)
        self.body.addSpacing(6)
        self.secret = self.ask_secret()
        self.judge()
        (self.book if ids is None else self.secret.first).setFocus()
        self.fit_soon()

    def _offer(self, found: tuple[Book, ...]) -> None:
        self.book.set_options([(each.key, _book_name(each)) for each in found])

    def judge(self) -> None:
        """One can go on with a passphrase that is strong enough."""
        self.button.setText(_("Handing over…") if self.busy else _("Choose a file…"))
        self.button.setEnabled(self.secret.is_ready() and not self.busy)

    def go_on(self) -> None:
        """Ask for the file and write it."""
        if not self.button.isEnabled():
            return
        day = self.desk.today().isoformat()
        name = f"{self.desk.settings.name} {day}{ENDING}"
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Hand customers over"), name, _("Handover (*{ending})").format(ending=ENDING)
        )
        if chosen:
            self.write(Path(chosen).with_suffix(ENDING))

    def write(self, path: Path) -> None:
        """Write the file."""
        self.wrong.say("")
        self.set_busy(busy=True)
        self.desk.jobs.start(
            hand_over_book,
            self.book.key() if self._ids is None else self._ids,
            path,
            self.secret.text,
            reason=ExportReason("colleague", login_name(), self.desk.today(), in_clear=True),
            parts=Parts(**{key: box.isChecked() for key, box in self.parts.items()}),
            title=_("Handing customers over"),
            owner=self,
            done=self._done,
            failed=self.fail,
            cancelled=self.stopped,
        )

    def _done(self, given: Given) -> None:
        self.busy = False
        text = ngettext("{n} customer handed over in {file}. Tell the passphrase another way.",
                        "{n} customers handed over in {file}. Tell the passphrase another way.",
                        given.customers)  # fmt: skip
        self.desk.toast(text.format(n=f"{given.customers:,}", file=given.file))
        self.accept()


def _people(n: int) -> str:
    return ngettext("{n} customer", "{n} customers", n).format(n=f"{n:,}")


def _book_name(book: Book) -> str:
    kind, _colon, _name = book.key.partition(":")
    if kind == "segment":
        text = _("Segment {name} · {people}")
    elif kind == "owner":
        text = _("Account manager {name} · {people}")
    else:
        text = _("All · {people}")
    return text.format(name=book.name, people=_people(book.customers))


def _books(reader: Reader) -> tuple[Book, ...]:
    return books(reader.workspace, reader.source)
