"""The filter of events, the same on the card and on the page of all events."""

from __future__ import annotations

from collections.abc import Mapping

from profiler_app.domain.profile import EventKind
from profiler_app.domain.text import _

KINDS: Mapping[str, frozenset[EventKind] | None] = {
    "all": None,
    "business": frozenset({"order", "return", "transaction", "risk", "stage"}),
    "talks": frozenset({"interaction", "feedback", "complaint", "survey"}),
    "changes": frozenset({"edit", "import", "tag"}),
}
"""The kinds of each choice; None is all of them."""


def kind_options(line: str) -> list[tuple[str, str]]:
    """Return the choices with their names; business with a shop are purchases."""
    business = _("Purchases") if line == "trade" else _("Business")
    return [
        ("all", _("All")),
        ("business", business),
        ("talks", _("Talks")),
        ("changes", _("Changes")),
    ]
