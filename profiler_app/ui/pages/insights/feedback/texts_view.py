"""Lists of feedback beside the one that is chosen: open complaints, or texts one by one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from profiler_app.domain.feedback import FeedbackView, SaidText, topic_name
from profiler_app.domain.text import _, ngettext, pgettext
from profiler_app.ui.commands import add_commands
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.insights.feedback.detail import MOODS, Detail
from profiler_app.ui.pages.insights.feedback.wording import (
    MOOD_ICONS,
    mood_words,
    open_for,
)
from profiler_app.ui.pages.segments.figures_table import Figure, FiguresTable
from profiler_app.ui.widgets.empty_state import EmptyState
from profiler_app.ui.widgets.inputs import DropDown
from profiler_app.ui.widgets.panel import Panel

_ALL = "-"


class TextsView(QWidget):
    """A table of texts and the one that is chosen; the topic at the right can be chosen."""

    def __init__(self, desk: Desk, figures: Sequence[Figure], *, labelling: bool = False) -> None:
        super().__init__()
        self._desk = desk
        self.list = Panel("·")
        self.table = FiguresTable(figures)
        self.detail = Detail(desk, labelling=labelling)
        self.empty = EmptyState("message-square", "")
        self.list.body.addWidget(self.table, 1)
        self.list.body.addWidget(self.empty, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.list, 1)
        row.addWidget(self.detail)
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(lambda _index: self.detail.open_card())
        add_commands(self, self.detail.acts())

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.table.retranslate()
        self.detail.retranslate()

    def show_texts(self, texts: Sequence[SaidText]) -> None:
        """Show these texts; the one that was chosen stays chosen."""
        before = self.detail.said
        at = self.table.currentIndex().row()
        self.table.show_rows(texts)
        self.table.setVisible(bool(texts))
        self.empty.setVisible(not texts)
        rows = [each.row for each in self.table.rows()]
        if before is not None and before.row in rows:
            at = rows.index(before.row)
        if rows:
            self.table.selectRow(min(max(at, 0), len(rows) - 1))
        self._choose(self.table.row())

    def _choose(self, said: SaidText | None) -> None:
        self.detail.show_text(said)
        if said is not None and said.text:
            self._desk.reads.ask(
                f"feedback.evidence.{type(self).__name__}", _evidence, said.text, owner=self,
                done=lambda words: self._show_evidence(said, words),
            )  # fmt: skip

    def _show_evidence(self, said: SaidText, words: tuple[str, ...]) -> None:
        if self.detail.said == said:
            self.detail.show_text(said, words)


class ComplaintsView(TextsView):
    """Open complaints, the most urgent first."""

    def __init__(self, desk: Desk) -> None:
        figures = [
            Figure(lambda: _("Customer"), lambda each: each.name, 132, right=False,
                   sort=lambda each: each.name),
            Figure(lambda: _("What the customer said"), lambda each: each.text, 0, right=False),
            Figure(lambda: pgettext("feedback", "Rating"), lambda each: "—" if each.rating is None
                   else str(each.rating), 64, sort=lambda each: each.rating or 0, drop=1),
            Figure(lambda: _("Promised by"), lambda each: each.due or "—", 104,
                   sort=lambda each: each.due,
                   tone=lambda each: "danger" if each.overdue else "text.primary"),
            Figure(lambda: _("Open for"), open_for, 84, sort=lambda each: each.days),
        ]  # fmt: skip
        super().__init__(desk, figures)

    def retranslate(self) -> None:
        """Show every text in the current language."""
        super().retranslate()
        self.list.head.set_title(_("Open complaints"))
        self.table.setAccessibleName(_("Open complaints"))
        self.empty.set_message(
            _("No open complaint"),
            _("Complaints you record on a card or import appear here until they are settled."),
        )

    def show_view(self, view: FeedbackView) -> None:
        """Show the complaints of a view."""
        late = sum(each.overdue for each in view.complaints)
        n = view.open_complaints
        note = ngettext("{n} open", "{n} open", n).format(n=f"{n:,}")
        self.list.head.set_note(f"{note} · " + _("{n} overdue").format(n=f"{late:,}"))
        self.show_texts(view.complaints)


class OneByOneView(TextsView):
    """The newest texts by how they sound and what they are about; each can be put right."""

    filtered = Signal()

    def __init__(self, desk: Desk) -> None:
        figures = [
            Figure(lambda: _("Day"), lambda each: each.day, 96, right=False,
                   sort=lambda each: each.day),
            Figure(lambda: _("What the customer said"), lambda each: each.text, 0, right=False),
            Figure(lambda: _("Sounds"), lambda each: mood_words(each.mood), 124, right=False,
                   icon=lambda each: MOOD_ICONS[each.mood], sort=lambda each: each.mood),
            Figure(lambda: _("Labelled"), lambda each: _("yes") if each.told else "—", 80,
                   sort=lambda each: bool(each.told), drop=1),
            Figure(lambda: _("Customer"), lambda each: each.name, 120, right=False, drop=2,
                   sort=lambda each: each.name),
        ]  # fmt: skip
        self.mood, self.topic = DropDown(), DropDown()
        super().__init__(desk, figures, labelling=True)
        self._texts: tuple[SaidText, ...] = ()
        self._all = 0
        for chooser in (self.mood, self.topic):
            self.list.head.add(chooser)
            chooser.currentIndexChanged.connect(lambda _at: self._narrow())

    def retranslate(self) -> None:
        """Show every text in the current language."""
        super().retranslate()
        self.list.head.set_title(_("One by one"))
        self.table.setAccessibleName(_("One by one"))
        self.mood.setAccessibleName(_("Sounds"))
        self.mood.set_options([
            (_ALL, _("However it sounds")),
            *((mood, mood_words(mood)) for mood in (*MOODS, "unknown")),
            ("differs", _("Judged otherwise than told")),
        ])  # fmt: skip
        self.topic.setAccessibleName(_("Topic"))
        self._offer_topics()
        self.empty.set_message(
            _("No such feedback"),
            _("Nothing said in the last twelve months fits. Choose something else above, or "
              "record feedback on a card."),
        )  # fmt: skip

    def _offer_topics(self) -> None:
        topics = sorted({topic for each in self._texts for topic in each.topics}, key=topic_name)
        self.topic.set_options(
            [(_ALL, _("Every topic")), *((topic, topic_name(topic)) for topic in topics)]
        )

    def show_view(self, view: FeedbackView) -> None:
        """Show the texts of a view."""
        self._texts, self._all = view.texts, view.all_texts
        self._offer_topics()
        self._narrow()

    def show_topic(self, topic: str) -> None:
        """Show the texts about a topic."""
        self.mood.choose(_ALL)
        self.topic.choose(topic or _ALL)

    def _narrow(self) -> None:
        mood, topic = self.mood.key(), self.topic.key()
        found = [
            each
            for each in self._texts
            if topic in (_ALL, "") or topic in each.topics
            if mood in (_ALL, "", each.mood) or (mood == "differs" and _differs(each))
        ]
        n = len(found)
        text = ngettext("{n} of the newest {all}", "{n} of the newest {all}", n)
        self.list.head.set_note(text.format(n=f"{n:,}", all=f"{len(self._texts):,}"))
        self.show_texts(found)


def _differs(said: SaidText) -> bool:
    return bool(said.told and said.judged) and said.told != said.judged


def _evidence(_reader: Reader, text: str) -> tuple[str, ...]:
    from profiler_app.jobs.sentiments import words_of

    return words_of(text)
