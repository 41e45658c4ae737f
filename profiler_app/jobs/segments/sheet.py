"""The sheet of a segment as a PDF: size, who they are, how they differ, what to do with them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from profiler_app.domain.errors import TooLittleData
from profiler_app.domain.fields import options
from profiler_app.domain.likeness import PersonaCard
from profiler_app.domain.progress import Part, Progress
from profiler_app.domain.segment_sheets import ComparedFigure, GroupShare, SegmentSheet
from profiler_app.domain.segmentation import GROUP_ORDER
from profiler_app.domain.tags import known_tags
from profiler_app.domain.text import N_
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.judging import business_day
from profiler_app.jobs.personas import persona
from profiler_app.jobs.printing import login_name
from profiler_app.jobs.segments.saved import all_segments, members_of, saved_segments
from profiler_app.jobs.segments.sets import rest_report
from profiler_app.jobs.segments.strategies import segment_channels, strategy_of
from profiler_app.store.workspace import Workspace

_DIFFERENCES, _GROUPS = 8, 8


def print_segment(
    progress: Progress, workspace: Workspace, number: int, path: Path, *, today: date
) -> int:
    """Write the sheet of a segment as a PDF and return how many customers it is about.

    Raises RuleProblem, and PlaceNotWritable or NoSpaceForFile (an old file stays then).
    """
    from profiler_app.reports.segment_page import write_segment

    sheet = read_sheet(Part(progress, 0.0, 0.9), workspace, number)
    progress.step(0.9, N_("Writing"))
    write_segment(sheet, path, printed_by=login_name(), today=today)
    return sheet.segment.customers


def read_sheet(progress: Progress, workspace: Workspace, number: int) -> SegmentSheet:
    """Read what stands on the sheet. Raises RuleProblem."""
    source = ColumnSource(workspace)
    segment = next(each for each in saved_segments(workspace, source) if each.number == number)
    rest = rest_report(Part(progress, 0.0, 0.6), workspace, segment.rule)
    differences = tuple(
        ComparedFigure(row["label"], row["display_inside"], row["display_outside"], row["distance"])
        for row in rest["fields"][:_DIFFERENCES]
    )
    return SegmentSheet(
        segment=segment,
        as_of=business_day(workspace).isoformat(),
        total=len(source.ids()),
        currency=workspace.settings.currency,
        groups=_groups(workspace, source, number),
        differences=differences,
        persona=_persona(Part(progress, 0.6, 1.0), workspace, segment.rule),
        strategy=strategy_of(workspace, source, number),
        channels=segment_channels(workspace, source, number),
    )


def _persona(progress: Progress, workspace: Workspace, rule: str) -> PersonaCard | None:
    try:
        return persona(progress, workspace, rule)
    except TooLittleData:
        return None


def _groups(workspace: Workspace, source: ColumnSource, number: int) -> tuple[GroupShare, ...]:
    """Return the RFM groups of the members; of those who are not scored the stages of life."""
    row, kind = next(each for each in all_segments(workspace.connection) if each[0].id == number)
    members = members_of(source, row, kind).true
    n = int(members.sum())
    names = [f"rfm_{group}" for group in GROUP_ORDER]
    held = source.tags(names)
    if not any((tag.true & members).any() for tag in held.values()):
        names = [f"lc_{option.id}" for option in options("lifecycle")]
        held = source.tags(names)
    counts = [(known_tags()[name].label, int((held[name].true & members).sum())) for name in names]
    shown = [GroupShare(label, k, k / n) for label, k in counts if k]
    return tuple(sorted(shown, key=lambda each: -each.customers)[:_GROUPS])
