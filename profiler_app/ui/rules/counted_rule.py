"""A rule that is asked for in words, put together or typed, and counted after every edit."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from profiler_app.domain.rules.draft_parts import Group
from profiler_app.domain.saved_segments import Preview
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.segments.previewing import Counts, preview_rule, step_counts
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.segments.wording import percent, whole_money
from profiler_app.ui.rules.asking_field import AskingField
from profiler_app.ui.rules.rule_field import RuleField
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.labels import Label

_DEBOUNCE_MS = 250

Check = Callable[[Reader, str], str]
"""Says in the reader thread what else is wrong with a rule; empty where nothing is."""


class CountedRule(QWidget):
    """``changed`` follows every edit, ``counted`` every answer; ``valid`` says it can be kept.

    ``count`` and ``detail`` are placed by whoever uses this, or below with ``add_figures``.
    """

    changed = Signal()
    counted = Signal(object)

    def __init__(self, desk: Desk, text: str, *, height: int = 220) -> None:
        super().__init__()
        self._desk = desk
        self.valid = False
        self.check: Check | None = None
        self._timer = QTimer(self, singleShot=True, interval=_DEBOUNCE_MS)
        self._timer.timeout.connect(self.ask)
        self.asking = AskingField(desk)
        self.rule = RuleField(desk, text, height=height)
        self.words = Label("", "body", "text.secondary", wrap=True)
        self.words.setMinimumHeight(current().px(40))
        self.count = Label("", "metric", "text.tertiary")
        self.detail = Label("", "caption", "text.secondary", wrap=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        for part in (self.asking, self.rule, self.words):
            self._column.addWidget(part, 1 if part is self.rule and not height else 0)
        self.asking.taken.connect(self._take)
        self.rule.changed.connect(self._edited)
        self._know()
        if text:
            self.ask()

    def add_figures(self) -> None:
        """Show the count below."""
        self._column.addWidget(self.count)
        self._column.addWidget(self.detail)

    def text(self) -> str:
        """Return the rule in the rule language."""
        return self.rule.text()

    def begin(self, text: str) -> None:
        """Show a rule with which nothing was done yet."""
        self.rule.begin(text)
        self._edited()

    def ask(self) -> None:
        """Count what is there, unless something is still to be chosen."""
        self._timer.stop()
        if self.rule.is_whole():
            self._desk.reads.ask(
                "rules.preview",
                _preview,
                self.rule.text(),
                self._desk.settings.currency,
                self.check,
                done=self._show,
                owner=self,
            )

    def _take(self, text: str, add: bool) -> None:
        self.rule.add(text) if add else self.rule.put(text)
        self._edited()

    def _know(self) -> None:
        self.asking.know(has_rule=bool(self.rule.text()))

    def _edited(self) -> None:
        self.valid = False
        self.count.set_color("text.tertiary")  # the old number stays until the new one arrives
        self._know()
        self._timer.start()
        self.changed.emit()

    def _show(self, found: Preview) -> None:
        self.valid = bool(found.sentence) and not found.problem
        self.words.set_color("danger" if found.problem else "text.secondary")
        self.words.setText(found.problem or found.sentence)
        if self.valid:
            self.count.set_color("text.primary")
            n = found.customers
            self.count.setText(ngettext("{n} customer", "{n} customers", n).format(n=f"{n:,}"))
            self.detail.setText(figures(found, self._desk.settings.currency))
        elif not found.problem:
            self.count.setText("")
            self.detail.setText("")
        self.counted.emit(found)
        group = self.rule.builder.group()
        self._desk.reads.ask("rules.steps", _steps, group, done=self._show_steps, owner=self)

    def _show_steps(self, answer: tuple[Group, Counts]) -> None:
        group, counts = answer
        if group == self.rule.builder.group():
            self.rule.builder.show_counts(counts)


def figures(found: Preview, currency: str) -> str:
    """Say the share of customers and of sales, and how many cannot be told."""
    share = percent(found.customers / found.total if found.total else 0)
    parts = [
        _("{share} of all customers").format(share=share),
        _("{amount} in 12 months, {share} of sales").format(
            amount=whole_money(found.sales_minor, currency), share=percent(found.sales_share)
        ),
    ]
    if found.unknown:
        n = found.unknown
        doubt = ngettext("{n} cannot be told", "{n} cannot be told", n)
        parts.append(doubt.format(n=f"{n:,}"))
    return " · ".join(parts)


def _preview(reader: Reader, text: str, currency: str, check: Check | None) -> Preview:
    found = preview_rule(reader.source, text, currency=currency)
    wrong = check(reader, text) if check is not None and found.sentence else ""
    return found if not wrong else refused(found, wrong)


def refused(found: Preview, wrong: str) -> Preview:
    """Return a preview of a rule that cannot be kept where it is typed."""
    return Preview(found.customers, found.unknown, found.total, found.sales_minor,
                   found.sales_share, found.sentence, wrong)  # fmt: skip


def _steps(reader: Reader, group: Group) -> tuple[Group, Counts]:
    return group, step_counts(reader.source, group)
