"""What is bought together: rules, and what was looked at to find them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from profiler_app.domain.text import N_, _

FORMS = ("auto", "pairs", "baskets", "table")
"""How a file tells baskets: found out; basket and item in two columns; the items of a basket in a
line; attributes of which each value is an item."""

UNITS = {
    "order": N_("orders"),
    "customer": N_("customers, 90 days at a time"),
    "line": N_("lines of the file"),
    "key": N_("values of the first column"),
}
"""What counted as one basket."""


@dataclass(frozen=True, slots=True)
class AssociationRule:
    """Who has ``lhs`` also has ``rhs``.

    ``support`` is the share of baskets with both sides, ``coverage`` with the left side,
    ``confidence`` is support / coverage, ``lift`` compares it with the share of the right side.
    ``conviction`` is None for a rule without exception.
    """

    lhs: tuple[str, ...]
    rhs: tuple[str, ...]
    count: int
    support: float
    confidence: float
    coverage: float
    lift: float
    leverage: float
    conviction: float | None


@dataclass(frozen=True, slots=True)
class BasketReport:
    """The rules found, and of what; ``unit`` is one of ``UNITS``."""

    unit: str
    baskets: int
    items: int
    support: float
    confidence: float
    shortest: int
    itemsets: int
    rules: tuple[AssociationRule, ...]

    @property
    def sentence(self) -> str:
        """How much was looked at, in the current language."""
        text = _("{n:,} rules of {baskets:,} baskets ({unit}) with {items:,} different items.")
        return text.format(
            n=len(self.rules), baskets=self.baskets, unit=_(UNITS[self.unit]), items=self.items
        )

    def as_json(self) -> dict[str, Any]:
        """Return the report as the command line prints it."""
        return {
            "unit": self.unit,
            "baskets": self.baskets,
            "items": self.items,
            "min_support": self.support,
            "min_confidence": self.confidence,
            "min_length": self.shortest,
            "itemsets": self.itemsets,
            "count": len(self.rules),
            "rules": [asdict(rule) for rule in self.rules],
        }
