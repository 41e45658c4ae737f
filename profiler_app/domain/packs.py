"""Industry packs: fields, tags, questions and products of a trade, added and taken away as one.

Health itself is in none of them: it has its own field, with consent of its own (IND-02).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.fields import Option
from profiler_app.domain.own_fields import Definition
from profiler_app.domain.questionnaires import Item, Questionnaire
from profiler_app.domain.resources import catalog
from profiler_app.domain.text import N_, label


class PackProblem(UserProblem):
    """A pack that cannot be added or taken away as asked; ``reason`` says why."""

    code: ClassVar[str] = "pack"
    template: ClassVar[str] = N_("The industry pack was not changed: {reason}")


@dataclass(frozen=True, slots=True)
class PackTag:
    """A tag of a pack: ``rule`` as people type it."""

    id: str
    names: Mapping[str, str]
    group: str
    rule: str

    @property
    def label(self) -> str:
        """The name in the current language."""
        return label(self.names)


@dataclass(frozen=True, slots=True)
class PackProduct:
    """A product of a pack; ``cells`` are the columns of its table but for name and code."""

    code: str
    names: Mapping[str, str]
    cells: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything one trade brings."""

    id: str
    names: Mapping[str, str]
    about: Mapping[str, str]
    icon: str
    fields: tuple[Definition, ...]
    tags: tuple[PackTag, ...]
    questionnaire: Questionnaire
    products: tuple[PackProduct, ...]

    @property
    def label(self) -> str:
        """The name in the current language."""
        return label(self.names)

    @property
    def description(self) -> str:
        """What it is about, in the current language."""
        return label(self.about)


@cache
def packs() -> Mapping[str, Pack]:
    """Return every pack by id, in the order they are offered."""
    return {row["id"]: _pack(row) for row in catalog("packs")["packs"]}


def _names(row: Mapping[str, Any]) -> dict[str, str]:
    return {"zh": row["zh"], "en": row["en"]}


def _pack(row: Mapping[str, Any]) -> Pack:
    fields = tuple(_field(each) for each in row["fields"])
    kinds = sorted({kind for each in fields for kind in each.kinds}, reverse=True)
    return Pack(
        id=row["id"],
        names=_names(row),
        about=row["about"],
        icon=row["icon"],
        fields=fields,
        tags=tuple(
            PackTag(each["id"], _names(each), each["group"], each["rule"]) for each in row["tags"]
        ),
        questionnaire=Questionnaire(
            code=f"pack_{row['id']}",
            titles=row["title"],
            items=tuple(_item(each) for each in row["questions"]),
            kinds=tuple(kinds),
        ),
        products=tuple(_product(each, row["line"]) for each in row["products"]),
    )


def _field(row: Mapping[str, Any]) -> Definition:
    return Definition(
        names=_names(row),
        kind=row["kind"],
        dimension=row["dimension"],
        choices=tuple(Option(key, {"zh": zh, "en": en}) for key, zh, en in row.get("choices", ())),
        unit=row.get("unit", ""),
        kinds=tuple(row["kinds"]),
        id=row["id"],
    )


def _item(row: Mapping[str, Any]) -> Item:
    return Item(
        code=row["code"],
        kind=row["kind"],
        texts=_names(row),
        field=row.get("field", ""),
        only=tuple(row.get("only", ())),
        low=row.get("low", 1),
        high=row.get("high", 5),
    )


def _product(row: Mapping[str, Any], line: str) -> PackProduct:
    plain = ("code", "zh", "en")
    cells = {name: value for name, value in row.items() if name not in plain}
    return PackProduct(row["code"], _names(row), {**cells, "line": line})
