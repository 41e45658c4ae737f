"""Taking a file over: its passphrase, what would happen, whose values stand, then doing it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QGridLayout, QWidget

from profiler_app.domain.fields import find_field
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.handover import Conflict, Taken, take_over
from profiler_app.jobs.lists import shown_value
from profiler_app.ui.desk import Desk
from profiler_app.ui.entrance.passphrase_field import PassphraseField
from profiler_app.ui.exchange.dialog import ExchangeDialog
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.labels import ElidedLabel, Label
from profiler_app.ui.widgets.segmented import Segmented

_WIDTH = 620
_LISTED = 8


class TakeDialog(ExchangeDialog):
    """Two steps: a trial that changes nothing, then the same for good, as one undoable step."""

    def __init__(self, desk: Desk, parent: QWidget, path: Path) -> None:
        super().__init__(
            desk,
            parent,
            _("Take customers over"),
            _("From {file}. First you see what would happen; nothing is changed yet.").format(
                file=path.name
            ),
            width=_WIDTH,
        )
        self._path = path
        self.trial: Taken | None = None
        self.secret = PassphraseField()
        self.secret.retranslate()
        self.ask(_("Passphrase of the file"), self.secret)
        self._summary = Label("", "body", wrap=True)
        self.winner = Segmented()
        self.winner.set_options(
            [
                ("newest", _("Newer value wins")),
                ("mine", _("Values here win")),
                ("theirs", _("Values of the file win")),
            ]
        )
        self._conflicts = QWidget()
        self._grid = QGridLayout(self._conflicts)
        self._grid.setContentsMargins(0, 4, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)
        self.body.addSpacing(8)
        for widget in (self._summary, self.winner, self._conflicts):
            self.body.addWidget(widget)
        self.secret.textChanged.connect(lambda _text: self._forget())
        self.secret.entered.connect(self.go_on)
        self.winner.chosen.connect(lambda _key: self._start(dry_run=True))
        self.judge()
        self._show()
        self.secret.setFocus()

    def judge(self) -> None:
        """One can look with a passphrase, and take over after a look."""
        tried = self.trial is not None
        self.button.setText(_("Take over") if tried else _("Look inside"))
        self.button.setEnabled(bool(self.secret.text()) and not self.busy)
        self.secret.setEnabled(not self.busy)
        self.winner.setEnabled(not self.busy)

    def _forget(self) -> None:
        self.trial = None
        self.wrong.say("")
        self.judge()
        self._show()

    def go_on(self) -> None:
        """Look first, take over then."""
        if self.button.isEnabled():
            self._start(dry_run=self.trial is None)

    def _start(self, *, dry_run: bool) -> None:
        self.wrong.say("")
        self.set_busy(busy=True)
        self.desk.jobs.start(
            take_over,
            self._path,
            self.secret.text(),
            today=self.desk.today(),
            winner=self.winner.key(),
            dry_run=dry_run,
            title=_("Reading the file") if dry_run else _("Taking customers over"),
            owner=self,
            done=self._tried if dry_run else self._done,
            failed=self.fail,
            cancelled=self.stopped,
        )

    def _tried(self, trial: Taken) -> None:
        self.trial = trial
        self.set_busy(busy=False)
        self._show()
        self.button.setFocus()

    def _done(self, taken: Taken) -> None:
        self.busy = False
        if taken.operation is None:
            self.desk.toast(_("Nothing to change: it is so already."))
        else:
            text = ngettext("{n} customer taken over from {source}.",
                            "{n} customers taken over from {source}.",
                            taken.customers)  # fmt: skip
            text = text.format(n=f"{taken.customers:,}", source=taken.sender.source)
            self.desk.refresh_data()
            self.desk.toast(text, taken.operation)
        self.accept()

    # -- showing

    def _show(self) -> None:
        trial = self.trial
        self._summary.setVisible(trial is not None)
        conflicts = trial.conflicts if trial else ()
        differs = bool(conflicts) or self.winner.key() != "newest"
        self.winner.setVisible(trial is not None and differs)
        self._conflicts.setVisible(bool(conflicts))
        if trial is not None:
            self._summary.setText(_words(trial))
            self._list(conflicts, trial.more_conflicts)
        self.fit_soon()

    def _list(self, conflicts: Sequence[Conflict], more: int) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        heads = (_("Number"), _("Field"), _("Here"), _("In the file"), _("Stands"))
        for column, head in enumerate(heads):
            self._grid.addWidget(Label(head, "caption", "text.secondary"), 0, column)
        currency = self.desk.settings.currency
        for row, each in enumerate(conflicts[:_LISTED], 1):
            for column, cell in enumerate(_cells(each, currency)):
                label = ElidedLabel(cell)
                label.setMaximumWidth(current().px(140))
                self._grid.addWidget(label, row, column)
        left = len(conflicts) - _LISTED + more
        if left > 0:
            text = ngettext("and {n} more", "and {n} more", left).format(n=f"{left:,}")
            self._grid.addWidget(Label(text, "caption", "text.secondary"), _LISTED + 1, 0, 1, 5)
        self._grid.setColumnStretch(5, 1)


def _words(trial: Taken) -> str:
    sender = trial.sender
    lines = [
        _("From {source}, by {by} on {on}: {n} customers.").format(
            source=sender.source, by=sender.by or "—", on=sender.on, n=f"{sender.customers:,}"
        ),
        _("{created} new, {updated} changed, {unchanged} as they are; {rows} rows new.").format(
            created=f"{trial.created:,}",
            updated=f"{trial.updated:,}",
            unchanged=f"{trial.unchanged:,}",
            rows=f"{trial.rows:,}",
        ),
    ]
    if trial.erased:
        lines.append(_("Erased here before, and left out: {n}").format(n=f"{trial.erased:,}"))
    lines.append(
        _(
            "What was deleted or merged there stays here as it is; look at Data, Duplicates "
            "afterwards."
        )
    )
    n = len(trial.conflicts) + trial.more_conflicts
    if n:
        text = ngettext("{n} value differs on both sides:", "{n} values differ on both sides:", n)
        lines.append(text.format(n=f"{n:,}"))
    return "\n".join(lines)


def _cells(each: Conflict, currency: str) -> tuple[str, ...]:
    field = find_field(each.field)
    stands = _("the file's") if each.taken else _("this one")

    def shown(value: Any) -> str:
        plain = field is None or field.kind == "date"
        return str(value) if plain or field is None else shown_value(value, field, currency)

    name = field.label if field else each.field
    return each.number, name, shown(each.mine), shown(each.theirs), stands
