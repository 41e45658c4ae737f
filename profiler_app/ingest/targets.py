"""What a column of an imported file can become: the fields of each target and their names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from profiler_app.domain.fields import Field, fields, of_catalog
from profiler_app.domain.import_kinds import kinds
from profiler_app.domain.imports import Target
from profiler_app.domain.resources import catalog
from profiler_app.domain.separate_consent import SEPARATE
from profiler_app.domain.text import label

_UNIT: Final = re.compile(
    r"[(\[](?:单位[: ]*)?(?:人民币)?(?:(百万|千万|[千万亿])?元?|rmb|cny)[)\]]", re.IGNORECASE
)
_FACTORS: Final = {"千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}
_PLAIN: Final = re.compile("[0-9a-z\u4e00-\u9fff]+")
"""A header in which there is nothing to change, as most that are known."""
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NOISE: Final = re.compile(r"[\s_\-.:;,*#/\\()\[\]{}<>'\"“”·、]+")


@dataclass(frozen=True, slots=True)
class TargetField:
    """A field a column can fill.

    ``kind`` is as in the field catalog, or ``moment``, ``number``, ``key``.
    A key is a number or name as text; ``ref`` says what it refers to (``customer``, ``other``
    customer, ``product``, ``account``, ``campaign``).
    """

    id: str
    names: Mapping[str, str]
    kind: str
    options: str | None = None
    place: str = "row"
    synonyms: tuple[str, ...] = ()
    ref: str | None = None

    @property
    def column(self) -> str:
        """The name within its kind: the column of the table for most fields."""
        return self.id.rpartition(".")[2]

    @property
    def label(self) -> str:
        """The field's name in the current language."""
        return label(self.names)


@of_catalog
def target_fields(target: Target) -> Mapping[str, TargetField]:
    """Return the fields of a target by id; all of them may carry customer fields too.

    Where two fields share a synonym the earlier one is meant.
    """
    declared = catalog("import_targets")
    rows = [*declared.get(target, ()), *declared["parts_of_a_name"]]
    every = [*map(_declared, rows), *_customer_fields()]
    return MappingProxyType({field.id: field for field in every})


def _declared(row: Mapping[str, Any]) -> TargetField:
    return TargetField(
        id=row["id"],
        names={"zh": row["zh"], "en": row["en"]},
        kind=row["kind"],
        options=row.get("options"),
        synonyms=(*row["synonyms"], row["zh"], row["en"]),
        ref=row.get("ref"),
    )


def _customer_fields() -> list[TargetField]:
    more = catalog("import_targets")["more_customer_synonyms"]
    return [
        TargetField(
            id=field.id,
            names=field.names,
            kind=field.kind,
            options=field.options,
            place=field.place,
            synonyms=(*field.synonyms, *more.get(field.id, ()), *_own_names(field)),
        )
        for field in fields().values()
        if field.place in ("column", "attribute") and field.id not in SEPARATE
    ]


def _own_names(field: Field) -> tuple[str, ...]:
    """Return what the program itself calls a field; its customer number is nobody else's."""
    return () if field.id == "number" else (field.id, *field.names.values())


@of_catalog
def synonyms(target: Target) -> Mapping[str, tuple[str, ...]]:
    """Return normalised header -> the ids of the fields it may mean, likeliest first."""
    found: dict[str, list[str]] = {}
    for field in target_fields(target).values():
        for name in field.synonyms:
            ids = found.setdefault(normalise_header(name), [])
            if field.id not in ids:
                ids.append(field.id)
    return MappingProxyType({name: tuple(ids) for name, ids in found.items() if name})


@of_catalog
def known_headers() -> frozenset[str]:
    """Return every normalised header any target knows."""
    return frozenset(name for target in kinds() for name in synonyms(target))


@lru_cache(maxsize=4096)
def normalise_header(header: str) -> str:
    """Return a header as it is compared: NFKC, lower case, without blanks, signs and units.

    ``InvoiceDate`` and ``invoice_date`` are the same; so are 余额（万元） and 余额.
    """
    if _PLAIN.fullmatch(header):
        return header
    text = unicodedata.normalize("NFKC", header).replace("\u200b", "").replace("\ufeff", "")
    text = _UNIT.sub("", text.rsplit("/", 1)[-1] if "/" in text else text)
    return _NOISE.sub("", _CAMEL.sub(" ", text).lower())


def header_unit(header: str) -> int:
    """Return the factor of the money unit in a header: 10,000 for 余额(万元), 1 without one."""
    found = _UNIT.search(unicodedata.normalize("NFKC", header))
    return _FACTORS.get((found and found[1]) or "", 1)
