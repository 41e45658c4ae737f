"""What the foot of the page says at each step."""

from __future__ import annotations

from profiler_app.domain.text import _, ngettext
from profiler_app.ui.pages.importing.draft import Draft, Step
from profiler_app.ui.pages.importing.flow import Flow
from profiler_app.ui.pages.importing.selection import Effect


def obstacle(flow: Flow) -> str:
    """Return what stands in the way of the check; empty if nothing does."""
    return flow.draft.missing() if flow.step is Step.MAPPING and flow.draft else ""


def status(flow: Flow) -> str:
    """Return the sentence at the left."""
    if flow.reading is not None:
        return _("Reading {file}…").format(file=flow.reading)
    if found := obstacle(flow):
        return found
    if flow.waiting:
        n = len(flow.waiting)
        return ngettext("{n} more file waits", "{n} more files wait", n).format(n=n)
    if flow.step is Step.RESULT:
        return _("The whole import can be undone, here or in the list of earlier imports.")
    if flow.step is Step.CHECK and _is_known_already(flow.draft):
        return _("Everything in this file is in the workspace already.")
    if flow.step is Step.CHECK:
        return _("One operation: all of it or nothing. It can be undone as a whole.")
    return _("Files are read on this computer only; nothing is written before you say so.")


def primary(flow: Flow) -> tuple[str, bool]:
    """Return the text of the one thing to do (empty: nothing), and whether it can be done."""
    draft = flow.draft
    if flow.job is not None or flow.reading is not None:
        return "", False
    if flow.waiting and (draft is None or flow.step is Step.RESULT):
        return _("Next file: {file}").format(file=flow.waiting[0].name), True
    if draft is None:
        return "", False
    if flow.step is Step.FILE:
        return _("Go on with {file}").format(file=draft.path.name), True
    if flow.step is Step.MAPPING:
        return _("Check, without writing"), not (draft.missing() or flow.inspecting)
    if flow.step is Step.CHECK:
        return _what_is_written(draft.effect)
    return _("Import another file"), True


def _is_known_already(draft: Draft | None) -> bool:
    report = draft.checked if draft else None
    return report is not None and report.unchanged == report.rows > 0


def _what_is_written(report: Effect | None) -> tuple[str, bool]:
    """Return what writing would do, exactly, and whether it would do anything."""
    rows = report.rows if report is not None else 0
    if report is None or rows == 0:
        return _("Nothing to write"), False
    text = ngettext(
        "Write {n} row: {created} new, {updated} updated",
        "Write {n} rows: {created} new, {updated} updated",
        rows,
    )
    counts = {"n": rows, "created": report.created, "updated": report.updated}
    return text.format(**{name: f"{count:,}" for name, count in counts.items()}), True
