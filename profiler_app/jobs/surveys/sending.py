"""Writing questionnaires to be filled in elsewhere: a workbook for many, a page for one."""

from __future__ import annotations

from pathlib import Path

from profiler_app.domain.listing import ListQuery
from profiler_app.domain.progress import Progress
from profiler_app.domain.questionnaires import Questionnaire, QuestionnaireProblem
from profiler_app.domain.text import N_, _
from profiler_app.jobs import lists
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.segments.saved import all_segments
from profiler_app.reports.questionnaire_book import write_questionnaire_book
from profiler_app.reports.questionnaire_page import write_questionnaire_page
from profiler_app.reports.workbooks import MOST_ROWS, too_many
from profiler_app.store.surveys import forms_for
from profiler_app.store.workspace import Workspace


def write_book(
    progress: Progress,
    workspace: Workspace,
    questionnaire: Questionnaire,
    path: Path,
    *,
    where: str = "",
) -> int:
    """Write a workbook with a row for every customer a rule holds for; return how many.

    Whom the questionnaire does not suit is left out. Raises RuleProblem, QuestionnaireProblem
    where nobody is left, TooManyRowsForSheet, PlaceNotWritable or NoSpaceForFile.
    """
    progress.step(0.0, N_("Looking for customers"))
    found = lists.find(workspace, ColumnSource(workspace), ListQuery(where=where)).ids
    told = forms_for(workspace.connection, sorted(int(each) for each in found))
    rows = [(row[0], row[1]) for row in told if questionnaire.applies(row[2], row[3])]
    if not rows:
        raise QuestionnaireProblem(reason=_("there is nobody it could be given to."))
    if len(rows) > MOST_ROWS:
        raise too_many(path)
    progress.step(0.5, N_("Writing the file"))
    return write_questionnaire_book(path, questionnaire, rows)


def audiences(workspace: Workspace) -> tuple[str, ...]:
    """Return the names of the saved segments, whom a workbook can be for."""
    return tuple(row.name for row, _kind in all_segments(workspace.connection))


def write_page(
    progress: Progress,
    workspace: Workspace,
    questionnaire: Questionnaire,
    path: Path,
    *,
    customer: int | None = None,
) -> str:
    """Write the page that one customer fills in (``None``: whoever it is); return the number."""
    progress.step(0.0, N_("Writing the file"))
    number = ""
    if customer is not None:
        told = forms_for(workspace.connection, [customer])
        if not told or not questionnaire.applies(told[0][2], told[0][3]):
            raise QuestionnaireProblem(reason=_("it does not suit this customer."))
        number = str(told[0][0])
    write_questionnaire_page(path, questionnaire, number)
    return number
