"""What the foot of the page says at each step."""

from __future__ import annotations

from collections.abc import Sequence

from profiler_app.domain.text import _, ngettext
from profiler_app.ui.pages.importing.draft import Draft, Step
from profiler_app.ui.pages.importing.flow import Flow
from profiler_app.ui.pages.importing.selection import Effect


def obstacle(flow: Flow) -> str:
    """Return what stands in the way of the check; empty if nothing does."""
    if flow.step is not Step.MAPPING:
        return ""
    drafts = flow.batch.drafts
    for draft in drafts:
        if missing := draft.missing():
            several = _("{file}: {what}").format(file=draft.path.name, what=missing)
            return several if len(drafts) > 1 else missing
    return ""


def status(flow: Flow) -> str:
    """Return the sentence at the left."""
    if flow.batch.reading is not None:
        return _("Reading {file}…").format(file=flow.batch.reading)
    if found := obstacle(flow):
        return found
    if flow.waiting:
        n = len(flow.waiting)
        return ngettext("{n} more file waits", "{n} more files wait", n).format(n=n)
    if flow.step is Step.RESULT:
        return _("The whole import can be undone, here or in the list of earlier imports.")
    if flow.step is Step.CHECK and flow.batch.drafts:
        return _of_check(flow.batch.drafts)
    return _("Files are read on this computer only; nothing is written before you say so.")


def _of_check(drafts: Sequence[Draft]) -> str:
    if all(_is_known_already(draft) for draft in drafts):
        return _("Everything in this file is in the workspace already.")
    if all(_is_rejected(draft) for draft in drafts):
        return _("No row can be written: correct what is named above, or go back to the columns.")
    named = drafts[0].template
    if len(drafts) == 1 and named is not None:
        said = _("Mapped as remembered in “{name}”. All of it or nothing; can be undone.")
        return said.format(name=named.name)
    return _("One operation: all of it or nothing. It can be undone as a whole.")


def remembering(flow: Flow) -> str:
    """Return the question whether the mapping is kept; empty where it is not asked."""
    draft = flow.draft
    if flow.step is not Step.MAPPING or draft is None or flow.waiting or flow.batch.reading:
        return ""
    if draft.template is None:
        return _("Remember for the next file")
    return _("Keep changes in the template “{name}”").format(name=draft.template.name)


def primary(flow: Flow) -> tuple[str, bool]:
    """Return the text of the one thing to do (empty: nothing), and whether it can be done."""
    draft = flow.draft
    if flow.run.job is not None or (draft is None and flow.batch.reading is not None):
        return "", False
    if flow.waiting and (draft is None or flow.step is Step.RESULT):
        n = len(flow.waiting)
        if n == 1:
            return _("Next file: {file}").format(file=flow.waiting[0].name), True
        return ngettext("Next: {n} file", "Next: {n} files", n).format(n=n), True
    if draft is None:
        return "", False
    if flow.step is Step.FILE:
        return _("Go on with {file}").format(file=draft.path.name), True
    if flow.step is Step.MAPPING:
        return _("Check, without writing"), not (obstacle(flow) or flow.batch.busy)
    if flow.step is Step.CHECK:
        return _what_is_written([each.effect for each in flow.batch.drafts])
    return _("Import another file"), True


def _is_known_already(draft: Draft | None) -> bool:
    report = draft.checked if draft else None
    return report is not None and report.unchanged == report.rows > 0


def _is_rejected(draft: Draft) -> bool:
    report = draft.checked
    return report is not None and report.rejected == report.rows > 0


def _what_is_written(effects: Sequence[Effect | None]) -> tuple[str, bool]:
    """Return what writing would do, exactly, and whether it would do anything."""
    done = [effect for effect in effects if effect is not None]
    rows = sum(effect.rows for effect in done)
    if len(done) < len(effects) or rows == 0:
        return _("Nothing to write"), False
    text = ngettext(
        "Write {n} row: {created} new, {updated} updated",
        "Write {n} rows: {created} new, {updated} updated",
        rows,
    )
    created = sum(effect.created for effect in done)
    counts = {"n": rows, "created": created, "updated": rows - created}
    return text.format(**{name: f"{count:,}" for name, count in counts.items()}), True
