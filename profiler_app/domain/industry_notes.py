"""What to know before visiting a company of an industry: by division of GB/T 4754 (IND-03).

The notes are general knowledge of how industries buy and pay; they hold no figures.
"""

from __future__ import annotations

from dataclasses import dataclass

from profiler_app.domain.industries import industry
from profiler_app.domain.resources import catalog
from profiler_app.domain.text import N_, _, label, language

_PARTS = {
    "cycle": N_("Buying cycle"),
    "deciders": N_("Who decides"),
    "needs": N_("Typical needs"),
    "risks": N_("Typical risks"),
}


@dataclass(frozen=True, slots=True)
class IndustryNotes:
    """The notes of one division, or of a section where no division is known.

    ``key`` is the letter with the two digits (``C38``), under which notes of one's own are kept.
    ``parts`` are labels with a sentence each, ``questions`` worth asking at a visit.
    """

    key: str
    name: str
    peculiar: str
    parts: tuple[tuple[str, str], ...]
    questions: tuple[str, ...]


def notes_for(code: str) -> IndustryNotes | None:
    """Return the notes of an industry's division in the current language; None: no such code."""
    found = industry(code)
    if "section" not in found.derived:
        return None
    notes = catalog("industry_notes")
    section, division = found.derived["section"], found.derived.get("division", "")
    name = found.derived["division_name" if division else "section_name"]
    of_section, own = notes["sections"][section], notes["divisions"].get(division)
    asked = [*([own["question"]] if own else []), *of_section["questions"]]
    key = f"{section}{division}"
    return IndustryNotes(
        key,
        key if language() == "en" else f"{key} {name}",  # only Chinese names exist
        label(own["note"]) if own else "",
        tuple((_(title), label(of_section[part])) for part, title in _PARTS.items()),
        tuple(label(each) for each in asked),
    )
