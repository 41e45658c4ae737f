"""The record of an impact assessment: what is held, what is done with it, and what to judge.

PIPL articles 55 and 56, GDPR article 35. The figures are the workspace's own; the judgement is
written by hand on the page and signed. The history keeps the figures with the day, for good, so
longer than the three years the law asks for.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from profiler_app.domain.fields import fields
from profiler_app.domain.progress import Progress
from profiler_app.domain.purposes import purposes
from profiler_app.domain.tags import known_tags
from profiler_app.domain.text import _
from profiler_app.jobs.consent_register import register
from profiler_app.jobs.history import history
from profiler_app.jobs.printing import login_name
from profiler_app.jobs.privacy_notice import Sections, enabled_fields
from profiler_app.store.held import held_counts, kinds_and_lines
from profiler_app.store.ledger import operation
from profiler_app.store.workspace import Workspace

_SENSITIVE = ("S2", "S3")
_ROOM = "\n\n".join(["＿" * 36] * 4)
"""Lines to write an answer on."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """Counts of customers: all, under fourteen, by sensitive field and by purpose allowed.

    ``exports``, ``looks`` and ``erased`` count operations of the whole history.
    """

    name: str
    day: str
    by: str
    customers: int
    minors: int
    sensitive: dict[str, int]
    allowed: dict[str, int]
    tags: int
    exports: int
    looks: int
    erased: int


def assessment(workspace: Workspace, *, today: date) -> Assessment:
    """Return what an assessment has to know about the workspace on a day."""
    found = register(workspace, today=today)
    delicate = [f for f in enabled_fields(workspace) if f.sensitivity in _SENSITIVE]
    counts = held_counts(workspace.connection, [f.id for f in delicate if f.place == "column"])
    kinds = [entry.kind for entry in history(workspace)]
    return Assessment(
        workspace.settings.name,
        today.isoformat(),
        login_name(),
        sum(kinds_and_lines(workspace.connection).values()),
        next((len(due.customers) for due in found.due if due.code == "minor"), 0),
        {f.id: counts[f.id] for f in delicate if counts.get(f.id)},
        {line.purpose.id: line.granted for line in found.lines},
        len(known_tags()),
        kinds.count("export"),
        kinds.count("reveal"),
        kinds.count("erase"),
    )


def write_assessment(
    _progress: Progress, workspace: Workspace, path: Path, *, today: date
) -> Assessment:
    """Write the record as a PDF and note its figures; the file and the note, or neither.

    Raises PlaceNotWritable or NoSpaceForFile.
    """
    from profiler_app.reports.access_pages import write_pages

    made = assessment(workspace, today=today)
    title = _("Impact assessment · {name}").format(name=made.name)
    with operation(workspace, "assessment", asdict(made)):
        write_pages(path, title, assessment_sections(made), by=made.by, last_alone=True)
    return made


def assessment_sections(made: Assessment) -> Sections:
    """Return the record as titled lists of labels and texts, in the current language."""
    labels = {each.id: each.label for each in purposes()}
    held = [
        (_("Day and person"), f"{made.day} {made.by}"),
        (_("Customers"), f"{made.customers:,}"),
        (_("Under fourteen"), f"{made.minors:,}"),
        *((fields()[name].label, f"{n:,}") for name, n in made.sensitive.items()),
    ]
    done = [
        *((_("Allowed: {purpose}").format(purpose=labels[name]), f"{n:,}")
          for name, n in made.allowed.items()),
        (_("Tags that can be given"), f"{made.tags:,}"),
        (_("Exports so far"), f"{made.exports:,}"),
        (_("Looks at masked numbers so far"), f"{made.looks:,}"),
        (_("Customers erased so far"), f"{made.erased:,}"),
    ]  # fmt: skip
    guarded = [
        (_("File"), _("encrypted as a whole; no network; copies are encrypted, too")),
        (_("Showing"), _("numbers masked, each look and each export noted in a sealed history")),
        (_("Deciding"), _("every tag explained; no consent, no tags; people decide")),
    ]
    questions = (
        _("Are purpose and means lawful, fair and needed?"),
        _("What could happen to people, and how likely is it?"),
        _("Are the safeguards enough for that risk?"),
        _("What is left to do, by whom and until when?"),
        _("Result, day and signature"),
    )
    return [
        (_("What is held, in customers"), held),
        (_("What is done with it"), done),
        (_("What guards it"), guarded),
        (_("To be judged by hand"), [(question, _ROOM) for question in questions]),
    ]
