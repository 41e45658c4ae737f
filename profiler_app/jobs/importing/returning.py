"""The list of rejected rows: to be put right in a spreadsheet and imported again alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from profiler_app.domain.imports import ImportReport, Reject
from profiler_app.domain.progress import Progress
from profiler_app.domain.text import LANGUAGES, N_, Language, _, in_language

_MARK: Final = N_("Why rejected")
"""The columns of reasons begin so, by which the next import knows them, in either language."""


@cache
def _marks() -> tuple[str, ...]:
    def spoken(language: Language) -> str:
        with in_language(language):
            return _(_MARK)

    return tuple(spoken(language) for language in LANGUAGES)


def is_reason_column(header: str) -> bool:
    """Return whether a column holds the reasons of a list of rejects: nothing is imported."""
    return header.strip().startswith(_marks())


def without_reasons(headers: Sequence[str]) -> dict[str, str]:
    """Return the mapping that ignores the reason columns of an exported list."""
    return {header: "" for header in headers if is_reason_column(header)}


def write_rejects(progress: Progress, workspace: object, path: Path, report: ImportReport) -> int:
    """Write the rejected rows, the reason beside the cell it is about; return their number.

    XLSX (the cell itself is marked) or, by the ending, CSV. Raises the problems of
    ``reports.workbooks``.
    """
    from profiler_app.reports.workbooks import write_csv, write_marked_xlsx

    progress.step(0.0, N_("Writing the list"))
    sheet = _Sheet(report)
    if path.suffix.lower() == ".csv":
        return write_csv(path, sheet.heads, sheet.rows())
    return write_marked_xlsx(path, sheet.heads, sheet.rows(), sheet.marks(), sheet=_("Rejected"))


class _Sheet:
    """The columns of the file, each with wrong cells followed by a column of reasons."""

    def __init__(self, report: ImportReport) -> None:
        self._rejects = report.rejects
        self._columns = [column.column for column in report.mapped.columns]
        wrong = {reject.column for reject in report.rejects}
        self._about = [
            name for name in self._columns if name in wrong and not is_reason_column(name)
        ]
        self._names = [name for name in self._columns if not is_reason_column(name)]
        self._kept = [place for place, name in enumerate(self._columns) if name in self._names]
        mark = _(_MARK)
        self.heads: list[str] = []
        self._place: dict[str, int] = {}
        for name in self._names:
            self._place.setdefault(name, len(self.heads))
            self.heads.append(name)
            if name in self._about:
                self.heads.append(_("{mark}: {column}").format(mark=mark, column=name))
        self._surplus = max(
            (len(reject.cells) - len(self._columns) for reject in self._rejects), default=0
        )
        self.heads.append(mark)

    def rows(self) -> Iterator[list[str]]:
        """Yield the whole rows with their reasons."""
        for reject in self._rejects:
            yield self._row(reject)

    def _row(self, reject: Reject) -> list[str]:
        cells: list[str] = []
        for place in self._kept:
            name = self._columns[place]
            cells.append(reject.cells[place] if place < len(reject.cells) else "")
            if name in self._about:
                cells.append(self._reason(reject) if name == reject.column else "")
        own = reject.column in self._about
        surplus = " | ".join(reject.cells[len(self._columns) :])
        return [*cells, "" if own else f"{self._reason(reject)} {surplus}".strip()]

    @staticmethod
    def _reason(reject: Reject) -> str:
        where = _("Row {n}").format(n=reject.line)
        return f"{where}: {reject.reason}"

    def marks(self) -> Mapping[int, int]:
        """Return by number of the row (from 0) the column of its wrong cell."""
        return {
            row: self._place[reject.column]
            for row, reject in enumerate(self._rejects)
            if reject.column in self._place
        }
