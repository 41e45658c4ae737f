"""What a column of texts is compared as, and the different texts it holds in one spelling each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.matching.han import (
    SHORTEST_COMPANY,
    sounds_like_company,
    sounds_of,
)
from profiler_app.analysis.matching.letters import Letters, numbered
from profiler_app.analysis.matching.spelling import NO_DIGIT, NUMBERS, Role, as_date, spelled

Array = NDArray[Any]

_LOOKED_AT = 2000
_AT_ONCE = 200_000
"""So many texts are spelled between two reports of progress."""

_HEADER_WORDS: tuple[tuple[Role, str], ...] = (
    ("email", "e-?mail|邮箱|邮件"),
    ("date", r"birth|\bdob\b|\bdate\b|生日|出生|日期"),
    ("company", r"company|firm|organi[sz]ation|\bsite\b|employer|公司|企业|单位|商户|店名"),
    ("phone", r"phone|mobile|\btel|fax|手机|电话|联系方式"),
    ("digits", r"ssn|soc.*sec|\bid\b|zip|post|证件|身份证|信用代码|邮编|卡号|号码|编号|会员号"),
    ("given", r"given|first.?name|forename|^名$|名字$"),
    ("surname", r"surname|last.?name|family.?name|^姓$|姓氏"),
    ("address", "address|street|地址|住址|住所"),
    ("name", "name|姓名|客户|联系人|称呼"),
)
_BY_HEADER = tuple((role, re.compile(words)) for role, words in _HEADER_WORDS)


@dataclass(frozen=True, eq=False)
class Trait:
    """One column to compare: ``texts[codes[row]]``, code -1 where there is nothing.

    ``counts`` says how many rows have each text.
    """

    name: str
    role: Role
    texts: Sequence[str]
    codes: NDArray[np.int32]
    counts: NDArray[np.int64]

    @cached_property
    def cells(self) -> NDArray[np.object_]:
        """The texts as an array."""
        found = np.empty(len(self.texts), object)
        found[:] = self.texts
        return found

    @cached_property
    def local_parts(self) -> NDArray[np.object_]:
        """What stands before the @ of addresses."""
        found = np.empty(len(self.texts), object)
        found[:] = [text.partition("@")[0] for text in self.texts]
        return found

    @cached_property
    def dates(self) -> NDArray[np.int64]:
        """The texts of a column of dates as numbers YYYYMMDD."""
        return np.array(list(map(int, self.texts)), np.int64)

    @cached_property
    def has_han(self) -> bool:
        """Whether there are Chinese texts."""
        return bool(self.letters.han().any())

    @cached_property
    def han(self) -> NDArray[np.bool_]:
        """Mark the texts with Chinese characters."""
        letters = self.letters
        return letters.with_any(letters.han())

    @cached_property
    def firms(self) -> NDArray[np.bool_]:
        """Mark the texts that are Chinese names of companies."""
        found = np.zeros(len(self.texts), np.bool_)
        long = np.flatnonzero(self.han & (self.letters.lengths >= SHORTEST_COMPANY))
        found[long] = [sounds_like_company(self.texts[code]) for code in long.tolist()]
        return found

    @cached_property
    def people(self) -> NDArray[np.int64]:
        """Which texts are Chinese names of people."""
        return np.flatnonzero(self.han & ~self.firms)

    @cached_property
    def said(self) -> list[str]:
        """How the ``people`` are said."""
        return sounds_of([self.texts[code] for code in self.people.tolist()])

    @cached_property
    def sounds(self) -> NDArray[np.int32]:
        """Number how ``people`` sound: equal numbers sound the same; -1 for other texts."""
        found = np.full(len(self.texts), -1, np.int32)
        found[self.people] = numbered(self.said)[1]
        return found

    @cached_property
    def letters(self) -> Letters:
        """The characters of the texts."""
        return Letters.of(self.texts)

    @cached_property
    def first_numbers(self) -> NDArray[np.int64]:
        """The first number of each text, by key."""
        return self.letters.first_numbers()

    @property
    def known(self) -> int:
        """How many rows have a value."""
        return int(self.counts.sum())


def trait_of(
    name: str,
    cells: Sequence[Any],
    role: Role | None = None,
    step: Callable[[float], None] = lambda _done: None,
) -> Trait:
    """Return a column in the spelling it is compared in; its role is told where none is given.

    ``step`` is told how far it is and may raise Cancelled.
    """
    strings = {*map(type, cells)} == {str}
    raw = cells if strings else ["" if cell is None else str(cell) for cell in cells]
    labels, codes = numbered(raw)
    if labels and "" in labels:  # a cell of nothing is no text
        nothing = labels.index("")
        codes = np.where(codes == nothing, -1, codes - (codes > nothing)).astype(np.int32)
        labels.pop(nothing)
    return trait_of_codes(name, labels, codes, role or role_of(name, raw), step, different=True)


def trait_of_codes(
    name: str,
    labels: Sequence[str],
    codes: Array,
    role: Role,
    step: Callable[[float], None] = lambda _done: None,
    *,
    different: bool = False,
) -> Trait:
    """Return a column of numbered texts; code -1 stands for nothing.

    ``step`` is told how far it is; ``different`` says that no label comes twice.
    """
    spellings: Iterable[str] = _spelled_by_parts(labels, role, step)
    texts: Sequence[str] = labels
    found = np.asarray(codes, np.int32)
    if different:
        spellings = list(spellings)
    if not different or "" in labels or spellings != labels:
        texts, places = numbered(chain(("",), spellings))
        texts, places = texts[1:], places - 1
        found = np.append(places[1:], -1)[codes].astype(np.int32)
    return Trait(name, role, texts, found, np.bincount(found[found >= 0], minlength=len(texts)))


def role_of(header: str, cells: Sequence[str]) -> Role:
    """Tell what a column is from its header, else from what stands in it."""
    words = header.strip().casefold().replace("_", " ")
    for role, pattern in _BY_HEADER:
        if pattern.search(words):
            return _as_filled(role, cells)
    return _by_content(cells)


def _as_filled(role: Role, cells: Sequence[str]) -> Role:
    """Return the role unless the cells clearly are something else."""
    filled = list(islice((cell for cell in cells if cell.strip()), _LOOKED_AT))
    if not filled:
        return "text"
    if role == "date" and sum(bool(as_date(cell)) for cell in filled) < len(filled) / 2:
        return "text"
    if role in NUMBERS and sum(any(c.isdigit() for c in cell) for cell in filled) < len(filled) / 2:
        return "text"
    if role == "address" and sum(map(len, filled)) < 6 * len(filled):
        return "text"
    return role


def _by_content(cells: Sequence[str]) -> Role:
    filled = list(islice((cell.strip() for cell in cells if cell.strip()), _LOOKED_AT))
    if not filled:
        return "text"
    most = 0.8 * len(filled)
    tests: tuple[tuple[Role, Callable[[str], Any]], ...] = (
        ("email", lambda cell: "@" in cell),
        ("date", as_date),
        ("digits", lambda cell: len(NO_DIGIT.sub("", cell)) > len(cell) / 2),
    )
    for role, holds in tests:
        if sum(bool(holds(cell)) for cell in filled) >= most:
            return role
    return "text"


def _spelled_by_parts(
    labels: Sequence[str], role: Role, step: Callable[[float], None]
) -> Iterator[str]:
    for at in range(0, len(labels), _AT_ONCE):
        step(at / len(labels))
        yield from spelled(labels[at : at + _AT_ONCE], role)
