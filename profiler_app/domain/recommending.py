"""What may be offered to a customer next, why, and why not."""

from __future__ import annotations

from dataclasses import dataclass


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
