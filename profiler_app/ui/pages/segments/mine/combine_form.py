"""A new segment made of two others, counted while it is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from profiler_app.domain.saved_segments import Preview, SavedSegment
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.segments import saved as jobs
from profiler_app.jobs.segments.combining import Way, combined_rule
from profiler_app.jobs.segments.previewing import preview_rule
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.segments.wording import percent
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.inputs import DropDown
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.popover import Popover


class CombineForm(Popover):
    """Two segments and a way to put them together; the new one follows both."""

    def __init__(
        self, desk: Desk, segments: Sequence[SavedSegment], first: str, parent: QWidget
    ) -> None:
        super().__init__(parent, width=440)
        self._desk = desk
        names = [each.name for each in segments if not each.problem]
        self.one, self.way, self.other = DropDown(), DropDown(), DropDown()
        self.one.set_options([(name, name) for name in names])
        self.other.set_options([(name, name) for name in names])
        self.way.set_options(
            [
                ("and", _("and also in")),
                ("or", _("or in")),
                ("minus", _("but not in")),
                ("either", _("or in, but not in both,")),
            ]
        )
        self.one.choose(first if first in names else names[0])
        self.other.choose(next(name for name in names if name != self.one.key()))
        self.name = QLineEdit()
        self.name.setMaxLength(60)
        self._named = False
        self.count = Label("", "metric")
        self.words = Label("", "body", "text.secondary", wrap=True)
        self.save = Button(_("Save segment"), kind="primary")
        self._build()
        self._ask()

    def _build(self) -> None:
        self.body.addWidget(Label(_("Combine segments"), "heading"))
        for title, field in (
            (_("Customers in"), self.one),
            (_("Together"), self.way),
            (_("The other segment"), self.other),
            (_("Name"), self.name),
        ):
            self.body.addWidget(Label(title, "caption", "text.secondary"))
            field.setAccessibleName(title)
            self.body.addWidget(field)
        self.body.addWidget(self.count)
        self.body.addWidget(self.words)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.save)
        self.body.addLayout(foot)
        for choice in (self.one, self.way, self.other):
            choice.currentIndexChanged.connect(lambda _at: self._ask())
        self.name.textEdited.connect(lambda _text: self._typed())
        self.name.returnPressed.connect(self._save)
        self.save.clicked.connect(self._save)

    def rule(self) -> str:
        """Return the rule of what is chosen."""
        way = cast("Way", self.way.key())
        return combined_rule(self.one.key(), way, self.other.key())

    def _typed(self) -> None:
        self._named = True
        self.save.setEnabled(bool(self.name.text().strip()))

    def _ask(self) -> None:
        same = self.one.key() == self.other.key()
        self.save.setEnabled(not same)
        if same:
            self.count.setText("")
            self.words.setText(_("Choose two different segments."))
            return
        if not self._named:
            mark = {"and": "∩", "or": "∪", "minus": "−", "either": "△"}[self.way.key()]
            self.name.setText(f"{self.one.key()} {mark} {self.other.key()}"[:60])
        self._desk.reads.ask(
            "segments.combine",
            _preview,
            self.rule(),
            self._desk.settings.currency,
            done=self._show,
            owner=self,
        )

    def _show(self, found: Preview) -> None:
        n = found.customers
        self.count.setText(ngettext("{n} customer", "{n} customers", n).format(n=f"{n:,}"))
        share = _("{share} of sales").format(share=percent(found.sales_share))
        self.words.setText(found.problem or f"{found.sentence} · {share}")
        self.save.setEnabled(not found.problem and bool(self.name.text().strip()))

    def _save(self) -> None:
        if not self.save.isEnabled():
            return
        desk, name = self._desk, self.name.text().strip()
        done = _("Segment “{name}” saved.").format(name=name)

        def tell(operation: int) -> None:
            desk.toast(done, operation)
            desk.data_changed.emit()

        desk.jobs.start(
            jobs.save_segment,
            None,
            name,
            self.rule(),
            title=_("Saving"),
            owner=desk,
            done=tell,
            failed=desk.show_problem,
        )
        self.close()


def _preview(reader: Reader, text: str, currency: str) -> Preview:
    return preview_rule(reader.source, text, currency=currency)
