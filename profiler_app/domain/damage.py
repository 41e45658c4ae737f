"""Damage done to a file before it came here: what, where, how much, and what is done about it.

An import finds damage while it reads (``ingest/damage.py``), treats it as asked, and reports it
in ``ImportReport.damage``. The treatments chosen by the user travel in ``ImportRequest.treatments``
(key of a damage -> treatment); where none is chosen the default of the damage counts. A damaged
identifier is never used as a key, whatever is chosen.

For the page: one line for each ``DamageReport.items`` with ``where``, ``sentence`` and
``treatment_words()``; a menu of ``treatments`` (nothing to choose where it holds fewer than two),
``report.chosen(key, treatment)`` gives the mapping for the next request.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final, Literal

from profiler_app.domain.text import N_, _, ngettext

Treatment = Literal["drop", "intact", "repair", "keep"]
"""``drop`` the value, import ``intact`` rows only, ``repair`` the value, ``keep`` it as it is."""

TREATMENTS: Final[tuple[Treatment, ...]] = ("drop", "intact", "repair", "keep")
SHOWN: Final = 20
"""So many lines and examples of one damage are kept."""

Treatments = Mapping[str, Treatment]
NO_TREATMENTS: Final[Treatments] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class DamagedCell:
    """One damaged cell: its line, what stands there, and what a repair makes of it."""

    line: int
    before: str
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Damage:
    """One kind of damage in one column (or in whole rows: ``column`` is None).

    ``count`` cells or rows, the first of them in ``cells``. ``recoverable`` says that a repair
    brings the original back (proven by the way back); ``treatments`` are those on offer (the
    first is the default), ``treatment`` the one that was applied. ``field`` is where the column
    goes; ``key`` marks a column by which customers are recognised.
    """

    code: str
    column: str | None
    count: int
    cells: tuple[DamagedCell, ...]
    recoverable: bool
    treatments: tuple[Treatment, ...]
    treatment: Treatment
    field: str | None = None
    identifier: bool = False

    @property
    def key(self) -> str:
        """What names this damage in ``ImportRequest.treatments``: ``mojibake:姓名``."""
        return damage_key(self.code, self.column)

    @property
    def lines(self) -> tuple[int, ...]:
        """The first lines where it is found."""
        return tuple(cell.line for cell in self.cells)

    @property
    def where(self) -> str:
        """The column, or the line of whole rows, in the current language."""
        if self.column is not None:
            return self.column
        if not self.cells:
            return _("The file")
        return _("line {line}").format(line=self.cells[0].line)

    @property
    def sentence(self) -> str:
        """What happened, with the number of cells or rows, in the current language."""
        return _SENTENCES[self.code](self.count).format(n=f"{self.count:,}")

    def treatment_words(self, treatment: Treatment | None = None) -> str:
        """Return what is done about it in words (by default: what was done)."""
        wanted = treatment or self.treatment
        if self.column is None:
            return _(_OF_ROWS[wanted])
        if wanted == "drop" and self.identifier:
            return _("Left out, never used to recognise customers")
        return _(_OF_CELLS[wanted])

    def as_json(self) -> dict[str, Any]:
        """Return the damage as the command line prints it."""
        return {
            "key": self.key,
            "code": self.code,
            "column": self.column,
            "field": self.field,
            "count": self.count,
            "recoverable": self.recoverable,
            "treatment": self.treatment,
            "treatments": list(self.treatments),
            "what": self.sentence,
            "cells": [
                {"line": cell.line, "before": cell.before, "after": cell.after}
                for cell in self.cells
            ],
        }


@dataclass(frozen=True, slots=True)
class DamageReport:
    """All damage of one file, the worst first: lost for good before repairable, then by count."""

    items: tuple[Damage, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.items)

    def of_column(self, column: str) -> tuple[Damage, ...]:
        """Return the damage of one column."""
        return tuple(each for each in self.items if each.column == column)

    def chosen(self, key: str, treatment: Treatment) -> Treatments:
        """Return the treatments of a next request in which one damage is treated otherwise."""
        now = {each.key: each.treatment for each in self.items}
        return {**now, key: treatment}

    def as_json(self) -> list[dict[str, Any]]:
        """Return the report as the command line prints it."""
        return [each.as_json() for each in self.items]


NO_DAMAGE: Final = DamageReport()


def damage_key(code: str, column: str | None) -> str:
    """Return what names a damage in a request."""
    return f"{code}:{column}" if column is not None else code


def report_of(items: list[Damage]) -> DamageReport:
    """Return a report with its items in order and only the first cells of each."""
    short = [replace(each, cells=each.cells[:SHOWN]) for each in items if each.count]
    return DamageReport(tuple(sorted(short, key=lambda each: (each.recoverable, -each.count))))


_SENTENCES: Mapping[str, Callable[[int], str]] = {
    "digits_lost": lambda n: ngettext(
        "{n} number ends in zeros: Excel keeps only 15 digits",
        "{n} numbers end in zeros: Excel keeps only 15 digits",
        n,
    ),
    "scientific": lambda n: ngettext(
        "{n} number was turned into the form 1.39E+10",
        "{n} numbers were turned into the form 1.39E+10",
        n,
    ),
    "zeros_lost": lambda n: ngettext(
        "{n} number is shorter than the others: zeros in front may be lost",
        "{n} numbers are shorter than the others: zeros in front may be lost",
        n,
    ),
    "truncated": lambda n: ngettext(
        "{n} text is cut off at the longest length its source can hold",
        "{n} texts are cut off at the longest length their source can hold",
        n,
    ),
    "placeholder": lambda n: ngettext(
        "{n} date is a placeholder of the source system",
        "{n} dates are placeholders of the source system",
        n,
    ),
    "serial_date": lambda n: ngettext(
        "{n} date is a serial number of a spreadsheet",
        "{n} dates are serial numbers of a spreadsheet",
        n,
    ),
    "mojibake": lambda n: ngettext(
        "{n} text was read in a wrong character set before",
        "{n} texts were read in a wrong character set before",
        n,
    ),
    "unreadable": lambda n: ngettext(
        "{n} text holds characters that were lost before",
        "{n} texts hold characters that were lost before",
        n,
    ),
    "formula_error": lambda n: ngettext(
        "{n} cell holds an error of a formula",
        "{n} cells hold an error of a formula",
        n,
    ),
    "shifted": lambda n: ngettext(
        "{n} row is moved by one column",
        "{n} rows are moved by one column",
        n,
    ),
    "total_row": lambda n: ngettext(
        "{n} row is a total, not a record",
        "{n} rows are totals, not records",
        n,
    ),
    "broken_line": lambda n: ngettext(
        "{n} line is text of no known character set",
        "{n} lines are text of no known character set",
        n,
    ),
    "mixed_encoding": lambda n: ngettext(
        "{n} line is written in another character set than the others",
        "{n} lines are written in another character set than the others",
        n,
    ),
    "merged": lambda n: ngettext(
        "{n} merged cell was filled downwards",
        "{n} merged cells were filled downwards",
        n,
    ),
}
REASONS: Final[Mapping[str, str]] = {
    "damage_digits_lost": N_("The last digits of “{value}” are lost: Excel keeps only 15."),
    "damage_scientific": N_("“{value}” was rounded by a spreadsheet; its digits are lost."),
    "damage_zeros_lost": N_("“{value}” seems to have lost the zeros in front."),
    "damage_truncated": N_("The text is cut off at the longest length its source can hold."),
    "damage_placeholder": N_("“{value}” is a placeholder, not a date."),
    "damage_serial_date": N_("“{value}” is a serial number, not a date."),
    "damage_mojibake": N_("“{value}” was read in a wrong character set before."),
    "damage_unreadable": N_("“{value}” holds characters that were lost before."),
    "damage_formula_error": N_("“{value}” is an error of a formula."),
    "shifted_row": N_("The cells of this row stand one column beside their place."),
    "broken_line": N_("The line is text of no known character set; export it again."),
}
"""Why a row was refused for its damage, by the code of the reject."""
_OF_CELLS: Mapping[Treatment, str] = {
    "drop": N_("Left out"),
    "intact": N_("Only rows with an intact value are imported"),
    "repair": N_("Repaired"),
    "keep": N_("Imported as it is"),
}
_OF_ROWS: Mapping[Treatment, str] = {
    "drop": N_("Not imported"),
    "intact": N_("Not imported"),
    "repair": N_("Moved back and imported"),
    "keep": N_("Imported as they are"),
}
