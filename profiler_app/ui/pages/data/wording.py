"""Words and figures of the page."""

from __future__ import annotations

from profiler_app.domain.fields import fields
from profiler_app.domain.quality import ASPECTS, Aspect, Problem, Remedy, SourceQuality
from profiler_app.domain.text import N_, _, ngettext, pgettext

REMEDIES: dict[Remedy, str] = {
    "clean": N_("Set right"),
    "review": N_("Review pairs"),
    "remind": N_("Make reminders"),
    "list": N_("Open list"),
    "unify": N_("Unify"),
}


def aspect_name(aspect: Aspect) -> str:
    """Return an aspect in the current language."""
    return _(ASPECTS[aspect])


def counted(problem: Problem) -> str:
    """Return how many there are of what."""
    n = problem.count
    if problem.unit == "groups":
        text = ngettext("{n} group", "{n} groups", n)
    elif problem.unit == "spellings":
        text = ngettext("{n} spelling", "{n} spellings", n)
    else:
        text = ngettext("{n} customer", "{n} customers", n)
    return text.format(n=f"{n:,}")


def gain(points: float) -> str:
    """Return points to gain; very few are told as such."""
    return f"+{points:.1f}" if points >= 0.05 else "<0.1"


def change(points: float) -> str:
    """Return a change of a score with its sign; the minus is as wide as the plus."""
    rounded = round(points, 1)
    if not rounded:
        return "0"
    return f"{rounded:+.1f}".replace("-", "−")


def share(part: float | None) -> str:
    """Return a share in percent, never rounded up to all of it."""
    if part is None:
        return "—"
    if 0.995 <= part < 1:
        return ">99%"
    return f"{part:.0%}"


def source_name(source: SourceQuality) -> str:
    """Return where customers came from."""
    if source.kind == "import":
        return source.name or "—"
    if source.kind == "sample":
        return _("Sample data")
    return pgettext("source", "Entered by hand")


def field_name(name: str) -> str:
    """Return the label of a field."""
    return fields()[name].label
