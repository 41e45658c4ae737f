"""Feedback in figures: a strip, the months, how texts are judged, topics."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.feedback import FeedbackView, MonthVoice
from profiler_app.domain.profile import Kpi, Tone
from profiler_app.domain.sentiment import SentimentReport
from profiler_app.domain.text import _, ngettext, pgettext, with_minus
from profiler_app.jobs.feedback.drawing import ChartImage, draw_months
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.insights.feedback.wording import negative_bar, rating, share
from profiler_app.ui.pages.segments.figures_table import Figure, FiguresTable
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.chart_view import ChartView
from profiler_app.ui.widgets.kpi import KpiStrip
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.panel import Panel

_CHART = 216
_TOPICS = 200


class OverviewView(QWidget):
    """``topic_opened`` carries a topic, ``judge_asked`` that texts are to be judged again."""

    topic_opened = Signal(str)
    judge_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._months: tuple[MonthVoice, ...] = ()
        self.strip = KpiStrip()
        self._trend, self._judging, self._topics = Panel("·"), Panel("·"), Panel("·")
        self.chart = ChartView(height=_CHART)
        self.told = Label("", "body", "text.secondary", wrap=True)
        self.judge = Button(icon="refresh-cw", small=True)
        self.table = FiguresTable([
            Figure(lambda: _("Topic"), lambda line: line.name, 132, right=False,
                   sort=lambda line: line.name),
            Figure(lambda: _("Texts"), lambda line: f"{line.texts:,}", 64,
                   sort=lambda line: line.texts),
            Figure(lambda: _("Customers"), lambda line: f"{line.customers:,}", 84,
                   sort=lambda line: line.customers, drop=2),
            Figure(lambda: _("Dissatisfied"), lambda line: share(line.negative), 150,
                   bar=lambda line: negative_bar(line.negative),
                   sort=lambda line: line.negative or 0.0),
            Figure(lambda: pgettext("feedback", "Rating"), lambda line: rating(line.rating), 72,
                   sort=lambda line: line.rating or 0.0, drop=1),
            Figure(lambda: _("The newest text"), lambda line: line.example, 0, right=False,
                   tone=lambda _line: "text.secondary"),
        ])  # fmt: skip
        self._build()
        self.chart.wanted.connect(self._draw)
        self.judge.clicked.connect(lambda _on=False: self.judge_asked.emit())
        self.table.opened.connect(lambda _index: self._open_topic())

    def _build(self) -> None:
        self.chart.setMinimumHeight(current().px(_CHART))
        self._trend.body.addWidget(self.chart, 1)
        self._judging.body.addWidget(self.told)
        self._judging.body.addStretch(1)
        self._judging.head.add(self.judge)
        self._topics.body.addWidget(self.table, 1)
        self.table.setMinimumHeight(current().px(_TOPICS))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._trend, 3)
        row.addWidget(self._judging, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.strip)
        column.addLayout(row)
        column.addWidget(self._topics, 1)

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._trend.head.set_title(_("Recommendation and satisfaction"))
        self._trend.head.set_note(_("by month, from questionnaires"))
        self._judging.head.set_title(_("How texts are judged"))
        self.judge.setText(_("Judge again"))
        self._topics.head.set_title(_("Topics"))
        self._topics.head.set_note(_("12 months; Enter shows the texts"))
        self.table.setAccessibleName(_("Topics"))
        self.table.retranslate()
        self.chart.ask()

    def show_view(self, view: FeedbackView, *, judging: bool) -> None:
        """Show the figures of a view; ``judging``: texts are being judged now."""
        self._months = view.months
        self.strip.set_kpis(tuple(_kpis(view)))
        self.told.setText("\n".join(_judged_lines(view, judging=judging)))
        self.judge.setEnabled(not judging)
        self.table.show_rows(view.topics)
        self.chart.ask()

    def _open_topic(self) -> None:
        line = self.table.row()
        if line is not None:
            self.topic_opened.emit(line.topic)

    def _draw(self, size: QSize, ratio: float) -> None:
        if self._months:
            self._desk.reads.ask(
                "feedback.chart", _drawn, self._months, owner=self, done=self._show_chart,
                mode=current().mode, size=(size.width(), size.height()), dpr=ratio,
            )  # fmt: skip

    def _show_chart(self, chart: ChartImage) -> None:
        image = QImage(chart.rgba, chart.width, chart.height, QImage.Format.Format_RGBA8888).copy()
        marks = [(QRectF(m.x, m.y, m.width, m.height), m.text) for m in chart.marks]
        self.chart.set_chart(image, marks, finding=chart.finding)


def _drawn(_reader: Reader, months: tuple[MonthVoice, ...], **how: object) -> ChartImage:
    return draw_months(months, **how)


def _kpis(view: FeedbackView) -> Iterator[Kpi]:
    n = view.customers
    people = ngettext("of {n} customer", "of {n} customers", n).format(n=f"{n:,}")
    yield Kpi("texts", _("Feedback, 12 months"), f"{view.all_texts:,}", people)
    nobody = _("nobody answered yet")
    if view.nps is None:
        yield Kpi("nps", _("NPS"), None, reason=nobody)
    else:
        score, low, high, _answers = view.nps
        note = with_minus(_("95%: {low:+.0f} to {high:+.0f}").format(low=low, high=high))
        known = tuple(month.nps for month in view.months if month.nps is not None)
        yield Kpi("nps", _("NPS"), with_minus(f"{score:+.0f}"), note, trend=known or None)
    if view.satisfied is None:
        yield Kpi("csat", _("Satisfied"), None, reason=nobody)
    else:
        text = ngettext("of {n} answer", "of {n} answers", view.satisfied[1])
        note = text.format(n=f"{view.satisfied[1]:,}")
        yield Kpi("csat", _("Satisfied"), f"{view.satisfied[0]:.0%}", note)
    text = ngettext("of {n} rating", "of {n} ratings", view.rated).format(n=f"{view.rated:,}")
    value = None if view.rating is None else f"{view.rating:.1f}"
    yield Kpi("rating", _("Mean rating"), value, text, reason=_("no ratings"))
    value = None if view.negative is None else f"{view.negative:.0%}"
    yield Kpi("negative", _("Sound dissatisfied"), value, _("told or judged"),
              reason=_("not judged yet"))  # fmt: skip
    late = sum(each.overdue for each in view.complaints)
    note = _("{n} overdue").format(n=f"{late:,}")
    tone: Tone = "danger" if late else "neutral"
    yield Kpi("open", _("Open complaints"), f"{view.open_complaints:,}", note, tone)


def _judged_lines(view: FeedbackView, *, judging: bool) -> Iterator[str]:
    run = view.judged
    if judging:
        yield _("Texts are being judged …")
    if run.report is None:
        yield _("No text was judged yet.")
        return
    n = run.texts
    by = _("your own model") if run.report.method == "learned" else _("the lexicon")
    text = ngettext("{n} text judged by {by} on {day}.", "{n} texts judged by {by} on {day}.", n)
    yield text.format(n=f"{n:,}", by=by, day=run.as_of)
    if run.stale and not judging:
        yield _("Feedback came or was labelled since: judge again.")
    yield from accuracy_lines(run.report)


def accuracy_lines(report: SentimentReport) -> Iterator[str]:
    """Say how well texts are judged, and why nothing was learned where nothing was."""
    n = report.labelled
    text = ngettext(
        "{n} different labelled text teaches.", "{n} different labelled texts teach.", n
    )
    yield text.format(n=f"{n:,}")
    if report.lexicon is not None:
        yield _("The lexicon judges {share:.1%} right.").format(share=report.lexicon)
    if report.learned is not None:
        text = _("What was learned judges {share:.1%} of unseen texts right ({folds} parts).")
        yield text.format(share=report.learned, folds=report.folds)
    if report.refusal:
        yield report.refusal
