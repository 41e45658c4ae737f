"""The left side of the card, from the name down to what is not known."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.profile import Card
from profiler_app.domain.text import _
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.profile.chart_panel import ChartPanel
from profiler_app.ui.pages.profile.company import Holdings, Signals
from profiler_app.ui.pages.profile.deviations_box import DeviationsBox
from profiler_app.ui.pages.profile.dimensions import Dimensions
from profiler_app.ui.pages.profile.figures import Figures
from profiler_app.ui.pages.profile.identity import Identity
from profiler_app.ui.pages.profile.no_figures import NoFigures
from profiler_app.ui.pages.profile.people import People
from profiler_app.ui.pages.profile.questions import (
    QuestionLine,
    QuestionPanel,
    QuestionReading,
)
from profiler_app.ui.pages.profile.relations_box import Relations
from profiler_app.ui.pages.profile.rfm_panel import RfmPanel
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.band import Band
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.surface import Surface

_ASIDE, _ASIDE_NARROW = 312, 268
_SAID_NO = ("refused", "withdrawn")


class Sheet(Surface):
    """Identity, figures, chart, people, dimensions, notes."""

    def __init__(
        self, desk: Desk, card: Card, *, language: str, wide: bool, editable: bool
    ) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 12, 20, 20)
        column.setSpacing(12)
        column.addWidget(Identity(desk, card, editable=editable))
        if not card.profiling_allowed:
            column.addWidget(_no_consent(desk, card, editable=editable))
        if card.kpis:
            column.addWidget(Figures(desk, card, foretell=editable))
        self.dimensions = Dimensions(
            desk, card, language=language, with_sources=wide, editable=editable
        )
        with_mean = wide or language == "zh"  # English words leave no room for it
        questions = self._questions(desk, card, editable=editable)
        aside = self._aside(card, questions)
        if questions is not None and not isinstance(aside, QuestionPanel):
            self.dimensions.head.add(QuestionLine(questions))
        self._add_charts(column, desk, card, aside, wide=wide, with_mean=with_mean)
        if card.signs or card.not_known:
            column.addWidget(Signals(card.signs, card.not_known, card.as_of))
        if card.people or (card.kind == "company" and editable):
            column.addWidget(People(desk, card, wide=wide, doable=editable))
        self._add_company(column, desk, card, editable=editable)
        if editable and card.profiling_allowed and card.kpis:
            column.addWidget(DeviationsBox(desk, card))
        column.addWidget(self.dimensions)
        for note in card.notes:
            column.addWidget(Label(note, "caption", "text.tertiary", wrap=True))
        column.addStretch(1)

    def _aside(self, card: Card, questions: QuestionReading | None) -> QWidget | None:
        """Return what stands beside the chart, the most telling thing there is."""
        chart = _has_points(card)
        if chart and card.rfm is not None:
            return RfmPanel(card.rfm, card.currency)
        if card.holdings and card.kind == "person":
            return Holdings(card.holdings[:6])
        if not chart and questions is not None:
            return QuestionPanel(questions)
        return None

    def _questions(self, desk: Desk, card: Card, *, editable: bool) -> QuestionReading | None:
        """Read what to ask next; nothing on an earlier day or without consent."""
        if not (editable and card.profiling_allowed):
            return None
        questions = QuestionReading(desk, card, self)
        questions.asked.connect(self.dimensions.open)
        return questions

    @staticmethod
    def _add_charts(
        column: QVBoxLayout,
        desk: Desk,
        card: Card,
        aside: QWidget | None,
        *,
        wide: bool,
        with_mean: bool,
    ) -> None:
        row = QHBoxLayout()
        row.setSpacing(24)
        if _has_points(card) and card.series is not None:
            row.addWidget(ChartPanel(desk, card.series, with_mean=with_mean), 1)
        else:
            row.addWidget(NoFigures(desk, card), 1)
        if aside is not None:
            aside.setFixedWidth(current().px(_ASIDE if wide else _ASIDE_NARROW))
            row.addWidget(aside)
        column.addLayout(row)

    @staticmethod
    def _add_company(column: QVBoxLayout, desk: Desk, card: Card, *, editable: bool) -> None:
        if card.kind != "company" or not (card.holdings or card.relations or editable):
            return
        row = QHBoxLayout()
        row.setSpacing(24)
        if card.holdings:
            row.addWidget(Holdings(card.holdings[:8]), 1)
        if card.relations or editable:
            title = _("Group and relations")
            row.addWidget(Relations(desk, card, title, doable=editable), 1)
        column.addLayout(row)


def _no_consent(desk: Desk, card: Card, *, editable: bool) -> Band:
    title = _("No consent to profiling")
    band = Band("warning", title, _("Only what the customer told us and contract data are shown."))
    if editable:
        gone = any(c.purpose == "profiling" and c.state in _SAID_NO for c in card.consents)
        text = _("Changed their mind…") if gone else _("Record consent…")
        band.add_button(text, lambda: desk.forms.record_consent(card.customer))
    return band


def _has_points(card: Card) -> bool:
    return card.series is not None and any(point.amount_minor for point in card.series.points)
