"""The reports of the whole base: the customer report of a period, and the book of segments.

They are computed when they are written, so the next one is of the data there are then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from profiler_app.domain.insights import Chart, Insights
from profiler_app.domain.progress import Progress
from profiler_app.domain.reports import Report, Section, Table
from profiler_app.domain.saved_segments import SavedSegment
from profiler_app.domain.segmentation import GROUP_ORDER, group_label, group_rule
from profiler_app.domain.text import N_, _, ngettext, pgettext
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.insights.crowd import crowd_of
from profiler_app.jobs.insights.explore import explore
from profiler_app.jobs.insights.groups import grouped, life_stages
from profiler_app.jobs.insights.headlines import period_words
from profiler_app.jobs.insights.overview import insights
from profiler_app.jobs.insights.words import money, percent
from profiler_app.jobs.segments.saved import saved_segments
from profiler_app.store.workspace import Workspace


def customer_report(progress: Progress, workspace: Workspace, *, days: int = 30) -> Report:
    """Return what the base is like and what changed in a period. Raises NotComputed."""
    source = ColumnSource(workspace)
    progress.step(0.0, N_("Counting customers"))
    found = insights(workspace, source, days=days)
    progress.step(0.5, N_("Counting customers"))
    said = explore(workspace, source, field="monetary_12m")
    segments = saved_segments(workspace, source)
    sections = [
        Section(pgettext("report", "Value"), charts=_there(found.chart("value"), said.charts[0])),
        Section(_("Stages of life and regions"),
                charts=_there(found.chart("lifecycle"), found.chart("province"))),
        Section(_("Coming back"), charts=_there(found.chart("cohorts"))),
        Section(_("Churn warnings"), charts=_there(found.chart("warned"))),
        Section(_("Channels and categories"),
                charts=_there(found.chart("main_channel"), found.chart("fav_category"))),
        Section(_("Needs and complaints"), charts=_there(said.charts[2], said.charts[4])),
    ]  # fmt: skip
    if segments:
        sections.append(Section(_("My segments"), table=_segment_table(workspace, segments)))
    return Report(
        "monthly",
        _("Customer report, {period}").format(period=period_words(days)),
        found.as_of,
        _verdict(found),
        figures=tuple((each.label, each.shown, each.note) for each in found.headlines),
        sections=tuple(each for each in sections if each.charts or each.table),
    )


def _there(*charts: Chart) -> tuple[Chart, ...]:
    return tuple(chart for chart in charts if chart.marks)


def _verdict(found: Insights) -> str:
    n = ngettext("{n} customer", "{n} customers", found.customers)
    parts = [n.format(n=f"{found.customers:,}"), found.chart("value").finding]
    if found.withheld:
        left = _("{n} did not allow profiling and are not counted")
        parts.append(left.format(n=f"{found.withheld:,}"))
    return " · ".join(part for part in parts if part)


def _segment_table(workspace: Workspace, segments: tuple[SavedSegment, ...]) -> Table:
    currency = workspace.settings.currency
    headers = (pgettext("figures", "Segment"), pgettext("figures", "Customers"),
               _("12-month sales"), _("Share of sales"))  # fmt: skip
    rows = tuple(
        (each.name, each.customers, money(each.sales_minor, currency), percent(each.sales_share))
        for each in segments
        if not each.problem
    )
    return Table(headers, rows)


def segment_book(progress: Progress, workspace: Workspace, *, days: int = 365) -> Report:
    """Return a section for each saved segment; without any, for the eight groups of RFM."""
    source = ColumnSource(workspace)
    segments = [each for each in saved_segments(workspace, source) if not each.problem]
    if segments:
        parts = [(each.name, each.rule, each.sentence) for each in segments]
    else:
        parts = [(group_label(group), group_rule(group), "") for group in GROUP_ORDER]
    everybody = crowd_of(workspace, source, "")
    total = float(everybody.bought().between(everybody.today - days, everybody.today).amount.sum())
    sections = []
    for nth, (name, rule, sentence) in enumerate(parts):
        progress.step(nth / len(parts), N_("Counting customers"))
        sections.append(_segment(workspace, source, (name, rule, sentence), total, days))
    verdict = _("All segments of your own, as their rules hold today.")
    if not segments:
        verdict = _("No segment saved yet: these are the eight groups of RFM.")
    title = _("Book of segments")
    return Report("segments", title, everybody.as_of.isoformat(), verdict,
                  sections=tuple(sections))  # fmt: skip


def _segment(
    workspace: Workspace,
    source: ColumnSource,
    part: tuple[str, str, str],
    total: float,
    days: int,
) -> Section:
    name, rule, sentence = part
    crowd = crowd_of(workspace, source, rule)
    bought = crowd.bought()
    sold = float(bought.between(crowd.today - days, crowd.today).amount.sum())
    n = ngettext("{n} customer", "{n} customers", crowd.size).format(n=f"{crowd.size:,}")
    worth = _("{amount} in {period}, {share} of all sales").format(
        amount=money(sold, crowd.currency),
        period=period_words(days),
        share=percent(sold / total if total else 0.0),
    )
    lines = tuple(line for line in (sentence, f"{n} · {worth}") if line)
    charts = _there(life_stages(crowd), grouped(crowd, "fav_category", bought, days))
    return Section(name, lines, charts)


REPORTS: Mapping[str, Callable[..., Report]] = {
    "monthly": customer_report,
    "segments": segment_book,
}
"""The reports by the name the command line gives them."""
