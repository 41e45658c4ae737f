"""Words and colours the parts of the tab share."""

from __future__ import annotations

from PySide6.QtGui import QColor

from profiler_app.domain.feedback import SaidText
from profiler_app.domain.sentiment import mood_label
from profiler_app.domain.text import _, ngettext
from profiler_app.ui.theme import current

MOOD_ICONS = {
    "positive": ("smile", "success"),
    "neutral": ("minus", "text.tertiary"),
    "negative": ("frown", "danger"),
    "unknown": ("circle-question-mark", "text.tertiary"),
    "": ("circle-dashed", "text.tertiary"),
}
"""Icon and colour of how a text sounds; empty: not judged yet."""


def mood_words(mood: str) -> str:
    """Return how a text sounds, or that it was not judged yet."""
    return mood_label(mood) if mood else _("not judged yet")


def share(value: float | None) -> str:
    """Return a share in percent; a dash where it is unknown."""
    return "—" if value is None else f"{value:.0%}"


def rating(value: float | None) -> str:
    """Return a mean rating; a dash where nobody rated."""
    return "—" if value is None else f"{value:.1f}"


def negative_bar(value: float | None) -> tuple[float, QColor]:
    """Return the bar of a share that sounds dissatisfied."""
    return value or 0.0, current().color("danger.fill")


def open_for(said: SaidText) -> str:
    """Say for how long something has been open."""
    return ngettext("{n} day", "{n} days", said.days).format(n=f"{said.days:,}")


def facts(said: SaidText) -> str:
    """Return what is known about a text besides it, in lines."""
    stars = "" if said.rating is None else _("rating {n} of 5").format(n=said.rating)
    first = " · ".join(part for part in (said.day, said.kind_name, said.channel, stars) if part)
    second = " · ".join(part for part in (said.product, said.topic_names) if part)
    third = ""
    if said.status == "open" and said.due:
        told = _("overdue since {day}") if said.overdue else _("promised by {day}")
        third = told.format(day=said.due)
    elif said.closed:
        third = _("settled on {day}").format(day=said.closed)
        if said.resolution:
            third = f"{third}: {said.resolution}"
    return "\n".join(line for line in (first, second, third) if line)
