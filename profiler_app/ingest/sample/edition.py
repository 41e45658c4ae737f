"""The words of one edition: names, places, products, sentences, in Chinese or in English."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from profiler_app.domain.resources import catalog
from profiler_app.domain.text import Language


@dataclass(frozen=True, slots=True)
class Goods:
    """A product or a bank product as the generator needs it; money in minor units."""

    id: int
    code: str
    name: str
    category: str
    subcategory: str | None
    brand: str | None
    line: str
    kind: str
    price: int
    price_text: str
    cost: int
    rate: float
    risk: int
    audience: str
    term: int
    cycle: int
    warranty: int
    life: int


@dataclass(frozen=True, slots=True)
class Edition:
    """The catalog of one language with its products made ready."""

    words: dict[str, Any]
    goods: tuple[Goods, ...]
    bank_goods: tuple[Goods, ...]
    categories: tuple[tuple[Goods, ...], ...]
    costly: tuple[Goods, ...]


@cache
def edition(language: Language) -> Edition:
    """Return the edition of a language (read once)."""
    words = catalog(f"sample_{language}")
    goods = tuple(_goods(n, row) for n, row in enumerate(words["products"], 1))
    first = len(goods) + 1
    bank = tuple(_bank_goods(n, row) for n, row in enumerate(words["bank_products"], first))
    names = dict.fromkeys(item.category for item in goods)
    return Edition(
        words=words,
        goods=goods,
        bank_goods=bank,
        categories=tuple(tuple(g for g in goods if g.category == name) for name in names),
        costly=tuple(item for item in goods if item.price >= 300_000),
    )


def _goods(number: int, row: dict[str, Any]) -> Goods:
    price = row["price"] * 100
    return Goods(
        id=number, code=f"JN-{number:04d}", name=row["name"], category=row["category"],
        subcategory=row["subcategory"], brand=row["brand"], line="trade", kind=row["kind"],
        price=price, price_text=f"{row['price']}.00", cost=price * row["cost"] // 100,
        rate=0.0, risk=0, audience="", term=0,
        cycle=row["cycle"], warranty=row["warranty"], life=row["life"],
    )  # fmt: skip


def _bank_goods(number: int, row: dict[str, Any]) -> Goods:
    return Goods(
        id=number, code=f"YJ-{number:04d}", name=row["name"], category=row["category"],
        subcategory=None, brand=None, line="bank", kind=row["kind"],
        price=0, price_text="", cost=0,
        rate=row["rate"], risk=row["risk"], audience=row["for"], term=row["term"],
        cycle=0, warranty=0, life=0,
    )  # fmt: skip
