"""Why, by whom and when customers are taken out into a file: the watermark of every export."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from profiler_app.domain.import_kinds import kind_of, kinds
from profiler_app.domain.text import N_, _, pgettext

PURPOSES: Final[Mapping[str, str]] = {
    "contact": N_("Contacting customers"),
    "analysis": N_("Analysis"),
    "report": N_("A report"),
    "system": N_("Another system"),
    "customer": N_("A request of the customer"),
    "colleague": N_("Handing over to a colleague"),
    "training": N_("Training and reports of faults"),
    "authority": N_("A duty under the law"),
}
"""What an export is for (PIPL article 6: a clear purpose); the key is what the history keeps."""

_SHOWN: Final = {"clear": N_("in clear"), "masked": N_("masked")}
_WHAT: Final = {
    "contacts": N_("address book"),
    "handover": N_("handover"),
    "twin": N_("training base"),
    "access": N_("everything held on a customer"),
}


@dataclass(frozen=True, slots=True)
class ExportReason:
    """``purpose`` is a key of ``PURPOSES``, ``by`` a login name.

    ``in_clear``: identifiers stand in the file as they are, not masked.
    """

    purpose: str
    by: str
    on: date
    in_clear: bool = False

    @property
    def mark(self) -> str:
        """The watermark in one line, in words an import knows to be no record."""
        return _("Exported: {parts}").format(parts=" · ".join(text for _name, text in self.told))

    @property
    def told(self) -> tuple[tuple[str, str], ...]:
        """The watermark as names and texts, in the current language."""
        shown = _SHOWN["clear" if self.in_clear else "masked"]
        return (
            (pgettext("export", "By"), self.by or "—"),
            (pgettext("export", "On"), self.on.isoformat()),
            (_("Purpose"), _(PURPOSES[self.purpose])),
            (_("Identifiers"), _(shown)),
        )

    def facts(self, what: str, count: int) -> dict[str, Any]:
        """Return what the history keeps: never a name of a file, which may name somebody."""
        shown = "clear" if self.in_clear else "masked"
        return {"what": what, "rows": count, "purpose": self.purpose, "by": self.by, "ids": shown}


def told_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts of an export with its keys in words."""
    what = str(facts.get("what", "—"))
    return {
        **facts,
        "what": _(_WHAT[what]) if what in _WHAT else _label_of(what),
        "purpose": _(PURPOSES.get(str(facts.get("purpose")), "—")),
        "ids": _(_SHOWN.get(str(facts.get("ids")), "—")),
    }


def _label_of(kind: str) -> str:
    return kind_of(kind).label if kind in kinds() else kind
