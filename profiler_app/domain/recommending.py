"""What may be offered to a customer next, why, and why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from profiler_app.domain.text import N_


@dataclass(frozen=True, slots=True)
class Product:
    """A product as recommendations know it; ``category`` and ``kind`` are "" when not known."""

    id: int
    name: str
    category: str = ""
    line: str = ""
    kind: str = ""
    risk: int | None = None
    service_cycle: int | None = None
    active: bool = True


METHODS = {
    "popularity": N_("best sellers"),
    "item_item": N_("bought by the same customers"),
    "ease": N_("foretold by all purchases (EASE)"),
}


@dataclass(frozen=True, slots=True)
class Method:
    """How often a method finds the item bought next among ten: see ``analysis``' ``Hits``."""

    name: str
    tested: int
    rate: float
    gain: float
    rank: float
    coverage: float

    def as_json(self) -> dict[str, float]:
        """Return the measures under their usual names."""
        return {
            "HR@10": round(self.rate, 5),
            "NDCG@10": round(self.gain, 5),
            "MRR@10": round(self.rank, 5),
            "coverage@10": round(self.coverage, 5),
        }


def best_method(methods: Sequence[Method]) -> Method:
    """Return the method that hits most often; of equals the simplest, which comes first."""
    return max(methods, key=lambda method: method.rate)


@dataclass(frozen=True, slots=True)
class TrialReport:
    """A trial of recommendations: who was tested on how much, and every method's hits.

    ``withheld`` pairs stood in both files and were not learnt from; ``not_tested`` are test pairs
    of a customer or an item that was never seen.
    """

    customers: int
    items: int
    purchases: int
    withheld: int
    tested: int
    not_tested: int
    methods: tuple[Method, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the report as the command line prints it."""
        best = best_method(self.methods)
        return {
            "customers": self.customers,
            "items": self.items,
            "purchases": self.purchases,
            "withheld": self.withheld,
            "tested": self.tested,
            "not_tested": self.not_tested,
            "methods": {method.name: method.as_json() for method in self.methods},
            "best": best.name,
            **best.as_json(),
        }
