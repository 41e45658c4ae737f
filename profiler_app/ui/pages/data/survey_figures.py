"""What a questionnaire brought, in figures: a strip on top, every question with its answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtGui import QColor

from profiler_app.domain.profile import Kpi
from profiler_app.domain.text import _, ngettext, with_minus
from profiler_app.jobs.surveys.results import Asked, Results
from profiler_app.ui.pages.segments.figures_table import Figure, FiguresTable
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.empty_state import EmptyState
from profiler_app.ui.widgets.kpi import KpiStrip
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.panel import Panel


@dataclass(frozen=True, slots=True)
class Line:
    """A question (``share`` None), or one answer below it."""

    text: str
    count: str
    share: float | None = None
    note: str = ""


class ResultsPanel(Panel):
    """Shows the results of one questionnaire."""

    def __init__(self) -> None:
        super().__init__("·")
        self.strip = KpiStrip(compact=True)
        self.scales = Label("", "caption", "text.secondary", wrap=True)
        self.table = FiguresTable([
            Figure(lambda: _("Question and answers"), lambda line: line.text, 0, right=False,
                   tone=lambda line: "text.primary" if line.share is None else "text.secondary"),
            Figure(lambda: _("Answers"), lambda line: line.count, 84),
            Figure(lambda: _("Share"), _share, 150, bar=_bar),
        ])  # fmt: skip
        self._empty = EmptyState("list-checks", "")
        for widget in (self.strip, self.scales):
            self.body.addWidget(widget)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self._empty, 1)
        self._found: Results | None = None

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.table.setAccessibleName(_("Question and answers"))
        self.table.retranslate()
        self._empty.set_message(
            _("No answers yet"),
            _(
                "Fill it in on a customer's card, or write a workbook or a web page and take the "
                "answers in."
            ),
        )
        if self._found is not None:
            self.show_results(self._found)

    def show_results(self, found: Results) -> None:
        """Show the figures, or what to do while there are none."""
        self._found = found
        self.head.set_title(found.questionnaire.title)
        self.strip.set_kpis(tuple(_kpis(found)))
        told = [_scale_line(found, at) for at in range(len(found.scales))]
        self.scales.setText("\n".join(told))
        self.scales.setVisible(bool(told) and found.responses > 0)
        self.table.show_rows([line for asked in found.asked for line in _lines(asked)])
        for widget in (self.strip, self.table):
            widget.setVisible(found.responses > 0)
        self._empty.setVisible(found.responses == 0)


def _kpis(found: Results) -> Iterator[Kpi]:
    n = found.customers
    people = ngettext("of {n} customer", "of {n} customers", n).format(n=f"{n:,}")
    yield Kpi("responses", _("Answered"), f"{found.responses:,}", people)
    latest = found.latest.isoformat() if found.latest else None
    yield Kpi("latest", _("Last answer"), latest, reason=_("no day is known"))
    trend = tuple(month.value for month in found.months[-12:])
    if found.nps is not None:
        nps = found.nps
        note = with_minus(_("95%: {low:+.0f} to {high:+.0f}").format(low=nps.low, high=nps.high))
        yield Kpi("nps", _("NPS"), with_minus(f"{nps.score:+.0f}"), note, trend=trend or None)
        total = nps.promoters + nps.passives + nps.detractors
        against = _("against {share:.0%}").format(share=nps.detractors / total)
        yield Kpi("split", _("Promoters"), f"{nps.promoters / total:.0%}", against)
    elif found.satisfied is not None:
        note = _("answered 4 or 5")
        yield Kpi("csat", _("Satisfied"), f"{found.satisfied:.0%}", note, trend=trend or None)


def _scale_line(found: Results, at: int) -> str:
    scale = found.scales[at]
    if scale.alpha is None:
        told = _("{field}: too few complete answers to say how well its questions agree.")
        return told.format(field=scale.name)
    verdict = _("good enough") if scale.alpha >= 0.7 else _("use with care")
    text = _("{field}: Cronbach's alpha {alpha:.2f} over {n} questions, {verdict}").format(
        field=scale.name, alpha=scale.alpha, n=scale.items, verdict=verdict
    )
    if scale.turned:
        text += _("; turned: {questions}").format(questions=_(", ").join(scale.turned))
    return text


def _lines(asked: Asked) -> Iterator[Line]:
    title = asked.item.text
    if asked.mean is not None:
        title = _("{question} · mean {mean:.1f}").format(question=title, mean=asked.mean)
    yield Line(title, f"{asked.answered:,}")
    for bar in asked.bars if asked.answered else ():
        yield Line(f"      {bar.label}", f"{bar.count:,}", bar.share)
    for text in asked.texts:
        yield Line(f"      {' '.join(text.split())}", "", None)


def _share(line: Line) -> str:
    return "" if line.share is None else f"{line.share:.0%}"


def _bar(line: Line) -> tuple[float, QColor]:
    return line.share or 0.0, current().color("accent")
