"""What a user is told about the columns of a file before it is imported: words and numbers.

``jobs.importing.columns`` makes them: ``column_views`` (one for each column, from the sample, at
once), ``column_detail`` (one column, read through). States and reasons are decided there, so that
the page only shows them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from profiler_app.domain.damage import Damage
from profiler_app.domain.text import _, ngettext

State = Literal["sure", "confirm", "damaged", "unmapped"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A field a column may go to, with the evidence.

    ``fitting`` of ``filled`` cells of the sample are valid for the field; ``checked`` is False for
    fields that accept any text. ``taken_by`` is the column that has the field now.
    """

    field: str
    label: str
    confidence: float
    reason: str
    filled: int
    fitting: int
    checked: bool
    taken_by: str | None = None

    @property
    def evidence(self) -> str:
        """The reason, and how many of the values fit, in the current language."""
        if not self.checked or not self.filled:
            return self.reason
        fit = ngettext(
            "{fitting} of {n} value fits.", "{fitting} of {n} values fit.", self.filled
        ).format(fitting=f"{self.fitting:,}", n=f"{self.filled:,}")
        return _("{reason} {fit}").format(reason=self.reason, fit=fit)


@dataclass(frozen=True, slots=True)
class ColumnView:
    """One column: where it goes, how sure that is and why, what else it may be.

    ``field`` is None when nothing is imported from it; ``label`` is the field's name.
    ``conversion`` says in words how its cells become values. ``candidates`` has the likeliest
    first, the present field among them. ``question`` is what the user is asked in state
    ``confirm``, else empty. ``damage`` is what was found in the sample, or in the whole file where
    a report was given.
    """

    column: str
    index: int
    field: str | None
    label: str
    state: State
    reason: str
    conversion: str
    question: str = ""
    candidates: tuple[Candidate, ...] = ()
    damage: tuple[Damage, ...] = ()


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell before and after; ``after`` is empty where nothing of it is imported."""

    line: int
    before: str
    after: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ColumnDetail:
    """One column read through: ``valid`` + ``blank`` + ``other`` = ``rows`` that were read.

    ``whole`` says that these are all rows of the file. ``cells`` are five, the odd ones first.
    """

    column: str
    rows: int
    valid: int
    blank: int
    other: int
    whole: bool
    cells: tuple[CellView, ...]
