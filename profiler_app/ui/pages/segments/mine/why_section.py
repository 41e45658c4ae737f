"""Why a typed customer is in the segment or not, and what would change it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.listing import CustomerRow
from profiler_app.domain.saved_segments import SavedSegment
from profiler_app.domain.text import _
from profiler_app.jobs.looking_up import LookedUp, look_up
from profiler_app.jobs.segments.why import Leaf, WhyInside, why_held, why_inside
from profiler_app.ui import icons
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.segments.figures_table import Figure, FiguresTable
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import ElidedLabel, Label
from profiler_app.ui.widgets.search_field import SearchField

_MATCHES, _DEBOUNCE_MS = 4, 200
_MARKS = {
    "true": ("check", "success"),
    "false": ("x", "danger"),
    "unknown": ("circle-question-mark", "text.tertiary"),
}


class WhySection(QWidget):
    """A field for the customer, the matches, and the conditions of the segment one by one.

    The segment is a saved one, or a rule that is being put together.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._about: int | str | None = None  # the number of a segment, or a rule
        self.answer: WhyInside | None = None
        self.search = SearchField()
        self.matches = FiguresTable(
            [
                Figure(lambda: _("Name"), lambda row: row.name, 0, right=False),
                Figure(lambda: _("Number"), lambda row: row.number, 130),
            ]
        )
        self.matches.set_density("compact")
        self.verdict = Label("", "strong", wrap=True)
        self._open = Button(kind="link", small=True)
        self._timer = QTimer(self, singleShot=True, interval=_DEBOUNCE_MS)
        self._timer.timeout.connect(self._look_up)
        self._leaves = QVBoxLayout()
        self._leaves.setSpacing(6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(self.verdict, 1)
        head.addWidget(self._open)
        for part in (self.search, self.matches):
            column.addWidget(part)
        column.addLayout(head)
        column.addLayout(self._leaves)
        column.addStretch(1)
        self.search.textChanged.connect(lambda _text: self._timer.start())
        self.search.returnPressed.connect(self._look_up)
        self.matches.chosen.connect(self._explain)
        self._open.clicked.connect(self._open_customer)

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.search.set_placeholder(_("Name, number or phone of a customer"))
        self.search.setAccessibleName(_("Customer to explain"))
        self.matches.setAccessibleName(_("Matching customers"))
        self.matches.retranslate()
        self._open.setText(_("Open the card"))
        self._show(None)

    def show_segment(self, segment: SavedSegment) -> None:
        """Explain another segment; the customer stays."""
        if self._about != segment.number:
            self._show(None)
            self._turn_to(segment.number)

    def show_rule(self, text: str) -> None:
        """Explain another rule; the customer stays, and what was said until the answer is there."""
        if self._about != text:
            self._turn_to(text)

    def _turn_to(self, about: int | str) -> None:
        self._about = about
        self._explain(self.matches.row())

    def _look_up(self) -> None:
        self._timer.stop()
        text = self.search.text().strip()
        if not text:
            self._matched(LookedUp((), 0))
            return
        self._desk.reads.ask(
            "segments.why.match", _matches, text, self._desk.today(), done=self._matched, owner=self
        )

    def _matched(self, found: LookedUp) -> None:
        self._show(None)
        self.matches.show_rows(found.rows)
        self.matches.setVisible(len(found.rows) > 1)
        self.matches.setFixedHeight(self.matches.height_of(max(len(found.rows), 1)))
        if found.rows:
            self.matches.selectRow(0)
        elif self.search.text().strip():
            self.verdict.setText(_("No customer matches. Try the number or part of the name."))

    def _explain(self, row: CustomerRow | None) -> None:
        if row is not None and self._about:
            self._desk.reads.ask(
                "segments.why",
                _why,
                self._about,
                row.id,
                done=self._show,
                failed=self._refused,
                owner=self,
            )

    def _refused(self, problem: UserProblem) -> None:
        self._show(None)
        self.verdict.setText(str(problem))

    def _show(self, answer: WhyInside | None) -> None:
        self.answer = answer
        while (item := self._leaves.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._open.setVisible(answer is not None)
        if answer is None:
            text = "" if self.search.text().strip() else _(
                "Type a customer: each condition of the segment is judged for this one, with what "
                "would change the answer."
            )  # fmt: skip
            self.matches.setVisible(len(self.matches.rows()) > 1)
            self.verdict.set_color("text.secondary")
            self.verdict.setText(text)
            return
        self.verdict.set_color("text.primary")
        self.verdict.setText(_said(answer))
        for leaf in answer.explanation.leaves:
            self._leaves.addWidget(_Condition(leaf))

    def _open_customer(self) -> None:
        if self.answer is not None:
            self._desk.open_customer(self.answer.customer)


def _said(answer: WhyInside) -> str:
    verdict = answer.explanation.verdict
    if answer.kept is not None:
        now = {
            "true": _("the rule would take this customer now"),
            "false": _("the rule would not take this customer now"),
            "unknown": _("whether the rule would take this customer now cannot be told"),
        }[verdict]
        kept = _("{name} is in the snapshot; {now}") if answer.kept else _(
            "{name} is not in the snapshot; {now}")  # fmt: skip
        return kept.format(name=answer.name, now=now)
    return {
        "true": _("{name} is in this segment"),
        "false": _("{name} is not in this segment"),
        "unknown": _("Whether {name} is in this segment cannot be told"),
    }[verdict].format(name=answer.name)


class _Condition(QWidget):
    """One condition with its mark, the customer's value and what would change the verdict."""

    def __init__(self, leaf: Leaf) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        icon, ink = _MARKS[leaf.verdict]
        mark = QLabel()
        mark.setPixmap(icons.pixmap(icon, ink, current().px(14), self.devicePixelRatioF()))
        mark.setAccessibleName(
            {"true": _("holds"), "false": _("does not hold"), "unknown": _("not known")}[
                leaf.verdict
            ]
        )
        texts = QVBoxLayout()
        texts.setSpacing(0)
        first = QHBoxLayout()
        first.addWidget(Label(leaf.sentence, "body", wrap=True), 1)
        first.addWidget(ElidedLabel(leaf.display, "strong"))
        texts.addLayout(first)
        texts.addWidget(Label(leaf.change, "caption", "text.tertiary", wrap=True))
        row.addWidget(mark)
        row.addLayout(texts, 1)


def _matches(reader: Reader, text: str, today: date) -> LookedUp:
    return look_up(reader.workspace, reader.source, text, _MATCHES, today=today)


def _why(reader: Reader, about: int | str, customer: int) -> WhyInside:
    if isinstance(about, str):
        return why_held(reader.workspace, reader.source, about, customer)
    return why_inside(reader.workspace, reader.source, about, customer)
