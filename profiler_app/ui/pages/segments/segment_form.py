"""A segment: its name and its rule, which is checked and counted while it is typed."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from profiler_app.domain.segmentation import Preview, SavedSegment
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.segments import saved as jobs
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.segments.wording import percent, whole_money
from profiler_app.ui.rules.rule_field import RuleField
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.popover import Popover

_DEBOUNCE_MS = 250


class SegmentForm(Popover):
    """For a new segment, which may begin with a rule, or to change one."""

    def __init__(
        self, desk: Desk, segment: SavedSegment | None, parent: QWidget, *, rule: str = ""
    ) -> None:
        super().__init__(parent, width=720)
        self._desk = desk
        self._segment = segment
        self._valid = False
        self._timer = QTimer(self, singleShot=True, interval=_DEBOUNCE_MS)
        self._timer.timeout.connect(self._ask)
        self.name = QLineEdit("" if segment is None else segment.name)
        self.rule = RuleField(desk, rule if segment is None else segment.rule, segments=True)
        self.count = Label("", "metric", "text.tertiary")
        self.detail = Label("", "caption", "text.secondary", wrap=True)
        self.words = Label("", "body", "text.secondary", wrap=True)
        self.save = Button(_("Save segment"), kind="primary")
        self._build()
        if self.rule.text():
            self._ask()

    def _build(self) -> None:
        title = _("New segment") if self._segment is None else _("Change segment")
        self.body.addWidget(Label(title, "heading"))
        self.body.addWidget(Label(_("Name"), "caption", "text.secondary"))
        self.name.setAccessibleName(_("Name"))
        self.name.setMaxLength(60)
        self.body.addWidget(self.name)
        self.body.addWidget(Label(_("Rule"), "caption", "text.secondary"))
        self.body.addWidget(self.rule)
        hint = _("Fields with ==, <, >=, in [...], between(), has('tag'), joined by and, or, not. "
                 "Amounts in whole units of the currency.")  # fmt: skip
        self.body.addWidget(Label(hint, "caption", "text.tertiary", wrap=True))
        for label in (self.count, self.detail, self.words):
            self.body.addWidget(label)
        self.words.setMinimumHeight(current().px(40))
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.save)
        self.body.addLayout(foot)
        self.save.setEnabled(False)
        self.save.clicked.connect(self._save)
        self.name.textChanged.connect(lambda _text: self._enable())
        self.rule.changed.connect(self._typed)

    def _typed(self) -> None:
        self._valid = False
        self._enable()
        self.count.set_color("text.tertiary")  # the old number stays until the new one arrives
        self._timer.start()

    def _enable(self) -> None:
        self.save.setEnabled(self._valid and bool(self.name.text().strip()))

    def _ask(self) -> None:
        if not self.rule.is_whole():
            return
        self._desk.reads.ask(
            "segments.preview",
            _preview,
            self.rule.text(),
            self._desk.settings.currency,
            done=self._show,
            owner=self,
        )

    def _show(self, found: Preview) -> None:
        self._valid = bool(found.sentence)
        self.words.set_color("danger" if found.problem else "text.secondary")
        self.words.setText(found.problem or found.sentence)
        if found.sentence:
            self.count.set_color("text.primary")
            n = found.customers
            self.count.setText(ngettext("{n} customer", "{n} customers", n).format(n=f"{n:,}"))
            self.detail.setText(self._figures(found))
        elif not found.problem:
            self.count.setText("")
            self.detail.setText("")
        self._enable()

    def _figures(self, found: Preview) -> str:
        share = percent(found.customers / found.total if found.total else 0)
        money = whole_money(found.sales_minor, self._desk.settings.currency)
        parts = [
            _("{share} of all customers").format(share=share),
            _("{amount} in 12 months, {share} of sales").format(
                amount=money, share=percent(found.sales_share)
            ),
        ]
        if found.unknown:
            n = found.unknown
            doubt = ngettext("{n} cannot be told", "{n} cannot be told", n)
            parts.append(doubt.format(n=f"{n:,}"))
        return " · ".join(parts)

    def _save(self) -> None:
        desk, name = self._desk, self.name.text().strip()
        done = _("Segment “{name}” saved.").format(name=name)

        def tell(operation: int) -> None:
            desk.toast(done, operation)
            desk.data_changed.emit()

        desk.jobs.start(
            jobs.save_segment,
            None if self._segment is None else self._segment.number,
            name,
            self.rule.text(),
            title=_("Saving"),
            owner=desk,
            done=tell,
            failed=desk.show_problem,
        )
        self.close()


def _preview(reader: Reader, text: str, currency: str) -> Preview:
    return jobs.preview_rule(reader.source, text, currency=currency)
