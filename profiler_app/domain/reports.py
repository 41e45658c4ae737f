"""A report: a verdict, figures, and sections of sentences, charts and tables.

The window shows it, and it is written as PDF and as a workbook, all from the same data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from profiler_app.domain.insights import Chart, Mark
from profiler_app.domain.profile import Tone
from profiler_app.domain.text import LANGUAGES, Language, _, in_language, language

Cell = str | int | float


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headers; ``customers`` are whom the rows are about, empty where about nobody.

    ``lists`` are for each row the lists of customers behind it as (name, rule), if there are any.
    """

    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    customers: tuple[int, ...] = ()
    lists: tuple[tuple[tuple[str, str], ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report under its own title."""

    title: str
    lines: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What stands in a report; ``figures`` are (label, figure, note).

    ``others`` is the same in the other languages; both are empty where it is only worded once.
    """

    kind: str
    title: str
    as_of: str
    verdict: str = ""
    tone: Tone = "neutral"
    figures: tuple[tuple[str, str, str], ...] = ()
    sections: tuple[Section, ...] = ()
    language: Language | None = None
    others: tuple[Report, ...] = ()

    def in_current(self) -> Report:
        """Return it in the current language, if it was worded in it."""
        for other in self.others:
            if other.language == language() != self.language:
                rest = tuple(each for each in self.others if each is not other)
                return replace(other, others=(replace(self, others=()), *rest))
        return self

    def without_people(self) -> dict[str, Any]:
        """Return plain JSON values, no table about single customers among them."""
        found = asdict(replace(self, others=()))
        with in_language(self.language or language()):
            again = _("Run it again to see the customers.")
        for section in found["sections"]:
            if section["table"] and section["table"]["customers"]:
                section["table"] = None
                section["lines"] = (*section["lines"], again)
        found["others"] = [each.without_people() for each in self.others]
        return found

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Report:
        """Bring back what ``without_people`` and JSON made of a report."""
        sections = tuple(
            Section(
                each["title"],
                tuple(each["lines"]),
                tuple(map(_chart, each["charts"])),
                None if each["table"] is None else _table(each["table"]),
            )
            for each in stored["sections"]
        )
        figures = tuple((label, shown, note) for label, shown, note in stored["figures"])
        plain = {name: stored[name] for name in ("kind", "title", "as_of", "verdict", "tone")}
        return cls(
            **plain,
            figures=figures,
            sections=sections,
            language=stored.get("language"),  # reports of earlier versions are worded once
            others=tuple(map(cls.from_json, stored.get("others", ()))),
        )


def in_every_language(make: Callable[[], Report]) -> Report:
    """Word a report in every language; return the one of the current language with the others."""
    found = []
    for each in LANGUAGES:
        with in_language(each):
            found.append(replace(make(), language=each))
    return replace(found[0], others=tuple(found[1:])).in_current()


def _table(stored: Mapping[str, Any]) -> Table:
    lists = tuple(
        tuple((name, rule) for name, rule in each) for each in stored.get("lists", ())
    )  # reports of earlier versions have none
    rows = tuple(tuple(row) for row in stored["rows"])
    return Table(tuple(stored["headers"]), rows, lists=lists)


def _chart(stored: Mapping[str, Any]) -> Chart:
    pairs = {
        name: tuple(tuple(each) for each in stored[name]) for name in ("rows", "points", "series")
    }
    marks = tuple(Mark(**each) for each in stored["marks"])
    return Chart(**{**stored, **pairs, "marks": marks, "columns": tuple(stored["columns"])})
