"""Taking filled questionnaires in: the table says itself what it is and whose answers it holds."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from profiler_app.domain.dates import to_day
from profiler_app.domain.forms_round_trip import Layout, answer_in, layout_of
from profiler_app.domain.progress import Progress
from profiler_app.domain.questionnaires import AnswersProblem, Questionnaire
from profiler_app.domain.text import N_, _
from profiler_app.ingest.opening import Table, open_table
from profiler_app.jobs.entries import read_day
from profiler_app.jobs.surveys.answering import stored_answers, write_response
from profiler_app.jobs.surveys.effects import effects, person_of
from profiler_app.jobs.surveys.listing import find_questionnaire, keep_questionnaire
from profiler_app.store.ledger import Operation, operation
from profiler_app.store.surveys import StoredResponse, customers_by_key, responses_of
from profiler_app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Trouble:
    """A row that was not taken: its line in the file, whose it is, why."""

    line: int
    number: str
    reason: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What a table of answers brought: rows by what became of them, values by field changed.

    ``empty`` rows were not filled in. ``operation`` None: nothing was written.
    """

    code: str
    title: str
    created: int = 0
    replaced: int = 0
    unchanged: int = 0
    empty: int = 0
    fills: Mapping[str, int] | None = None
    troubles: tuple[Trouble, ...] = ()
    operation: int | None = None


class _Trial(Exception):
    """Ends a trial, so that its transaction is rolled back."""


def take_in(
    progress: Progress,
    workspace: Workspace,
    path: Path,
    *,
    today: date,
    by: str,
    trial: bool = False,
    refused: Collection[str] = (),
) -> Taken:
    """Take the answers of a table in as one operation; a ``trial`` only says what would happen.

    The same table again changes nothing; other answers of the same customer and day replace the
    former. Rows that do not fit are named and left out. ``refused`` are effects (fields) that are
    left out. Raises UnreadableFile, NothingToImport, AnswersProblem for a table that is not ours.
    """
    progress.step(0.0, N_("Reading the file"))
    table = open_table(path, header_row=1, hold=True)
    layout = layout_of(table.headers)
    if layout is None:
        reason = _(
            "{file} is not a table this program made for answers. Other tables of answers are "
            "taken in on the page of imports."
        )
        raise AnswersProblem(reason=reason.format(file=path.name))
    questionnaire = find_questionnaire(workspace, layout.code)
    taken = Taken(questionnaire.code, questionnaire.title)
    try:
        with operation(workspace, "survey_answers", {"title": questionnaire.title}) as opened:
            work = _Taking(workspace, opened, questionnaire, today, by, frozenset(refused))
            taken = work.run(progress, table, layout)
            opened.facts["count"] = taken.created + taken.replaced
            if trial or not opened.facts["count"]:
                raise _Trial
            taken = replace(taken, operation=opened.id)
    except _Trial:
        pass
    return taken


class _Taking:
    """One table on its way in."""

    def __init__(
        self,
        workspace: Workspace,
        opened: Operation,
        questionnaire: Questionnaire,
        today: date,
        by: str,
        refused: frozenset[str],
    ) -> None:
        self._workspace, self._opened = workspace, opened
        self._questionnaire, self._today, self._by = questionnaire, today, by
        self._refused = refused
        self._survey: tuple[int, Mapping[str, int]] | None = None
        self._fills: dict[str, int] = {}
        self._counts = dict.fromkeys(("created", "replaced", "unchanged", "empty"), 0)
        self._troubles: list[Trouble] = []
        self._seen: set[tuple[int, date]] = set()

    def run(self, progress: Progress, table: Table, layout: Layout) -> Taken:
        """Take every row in."""
        rows = [(line, [cell.strip() for cell in cells]) for line, cells in table.rows()]
        numbers = [cells[layout.customer] for _line, cells in rows]
        known = customers_by_key(self._workspace.connection, numbers)
        self._survey = keep_questionnaire(self._workspace, self._opened, self._questionnaire)
        before = responses_of(
            self._workspace.connection, self._survey[0], {each[0] for each in known.values()}
        )
        for turn, (line, cells) in enumerate(rows):
            progress.step(0.9 * turn / len(rows), N_("Taking in answers"))
            number = cells[layout.customer]
            try:
                self._take(line, cells, layout, known.get(number), before)
            except AnswersProblem as problem:
                self._troubles.append(Trouble(line, number, str(problem.facts["reason"])))
        return Taken(
            self._questionnaire.code,
            self._questionnaire.title,
            **self._counts,
            fills=self._fills,
            troubles=tuple(self._troubles),
        )

    def _take(
        self,
        line: int,
        cells: list[str],
        layout: Layout,
        customer: tuple[int, str, str] | None,
        before: dict[tuple[int, int | None], StoredResponse],
    ) -> None:
        answers = self._answers(cells, layout)
        if not answers:
            self._counts["empty"] += 1
            return
        if customer is None:
            raise AnswersProblem(reason=_("there is no customer of this number."))
        if not self._questionnaire.applies(customer[1], customer[2]):
            raise AnswersProblem(reason=_("the questionnaire does not suit this customer."))
        assert self._survey is not None
        day = self._day(cells, layout)
        if (customer[0], day) in self._seen:
            raise AnswersProblem(reason=_("the customer is in the file twice for this day."))
        self._seen.add((customer[0], day))
        person = person_of(self._workspace, customer[0])
        wanted = stored_answers(self._questionnaire, answers, person, today=self._today)
        old = before.get((customer[0], to_day(day.isoformat())))
        if old is not None:
            codes = {number: code for code, number in self._survey[1].items()}
            if {codes[q]: told[1] for q, told in old.answers.items() if q in codes} == wanted:
                self._counts["unchanged"] += 1
                return
            self._opened.delete("survey_answer", [told[0] for told in old.answers.values()])
        for each in effects(self._questionnaire, answers, person, today=day):
            if not each.fixed and each.key not in self._refused:
                self._fills[each.key] = self._fills.get(each.key, 0) + 1
        write_response(
            self._workspace, self._opened, customer[0], self._questionnaire, self._survey,
            answers, today=self._today, by=self._by, day=day, refused=self._refused,
            source_row=line, replaces=old.id if old else None,
        )  # fmt: skip
        self._counts["replaced" if old else "created"] += 1

    def _answers(self, cells: list[str], layout: Layout) -> dict[str, str]:
        told = {}
        for place, code in layout.columns.items():
            item = self._questionnaire.item(code)
            if item is not None and cells[place]:
                told[code] = answer_in(item, cells[place])
        return self._questionnaire.asked(told)

    def _day(self, cells: list[str], layout: Layout) -> date:
        text = cells[layout.day] if layout.day is not None else ""
        entry = read_day(text, latest=self._today)
        if entry.problem:
            problem = _("the day {day}: {problem}").format(day=text, problem=entry.problem)
            raise AnswersProblem(reason=problem)
        found: date = entry.value or self._today
        return found
