"""Packed texts answer what a loop over plain strings would."""

from __future__ import annotations

import random

import numpy as np
import pytest

from profiler_app.analysis import text_collecting
from profiler_app.analysis.columns import Column
from profiler_app.analysis.evaluation import evaluate
from profiler_app.analysis.packed import PackedTexts
from profiler_app.analysis.sorting import order_of
from profiler_app.analysis.text_coding import collation
from profiler_app.analysis.text_collecting import TextCollector
from profiler_app.domain.fields import fields, options
from profiler_app.domain.rules import parse

SIGNS = "ab王小伟ßÉ \ue001𠮷İzZ1"
EDUCATIONS = tuple(option.id for option in options("education"))
PARTS = ["", "a", "王", "小伟", "ß", "ss", "𠮷", "aab", "zZ1a", "\U0010fffe"]


def some_texts(seed: int, signs: str = SIGNS) -> list[str]:
    dice = random.Random(seed)
    return ["".join(dice.choices(signs, k=dice.randrange(9))) for _ in range(dice.randrange(80))]


def collected(cells: list[str | None]) -> tuple[np.ndarray, PackedTexts]:
    collector = TextCollector()
    for at in range(0, len(cells), 7):
        collector.add(cells[at : at + 7])
    return collector.result()


@pytest.mark.parametrize("by_heart", [3, 10_000])
@pytest.mark.parametrize("seed", range(30))
def test_a_column_keeps_every_cell_and_sorts_its_texts(
    seed: int, by_heart: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_collecting, "_KNOWN_BY_HEART", by_heart)
    cells = [text if len(text) % 5 else None for text in some_texts(seed)]
    codes, texts = collected(cells)
    assert [texts[code] if code >= 0 else None for code in codes] == cells
    assert list(texts) == sorted({cell for cell in cells if cell is not None}, key=collation)


@pytest.mark.parametrize("signs", [SIGNS, "ab01É", "王小伟"])
@pytest.mark.parametrize("seed", range(20))
def test_every_question_is_answered_as_by_a_loop(seed: int, signs: str) -> None:
    _codes, texts = collected(list(some_texts(seed, signs)))
    plain = list(texts)
    assert list(texts.folded()) == [text.casefold() for text in plain]
    for part in PARTS:
        assert texts.containing(part).tolist() == [part in text for text in plain]
        folded = part.casefold()
        found = texts.folded_for(folded).containing(folded).tolist()
        assert found == [folded in text.casefold() for text in plain]
        assert texts.beginning(part).tolist() == [text.startswith(part) for text in plain]
        assert texts.ending(part).tolist() == [text.endswith(part) for text in plain]
        assert texts.equal_to(part) == [i for i, text in enumerate(plain) if text == part]
        first, last = texts.span(part)
        assert plain[first:last] == [text for text in plain if text.startswith(part)]


@pytest.mark.parametrize("seed", range(20))
def test_texts_that_came_later_take_their_place_in_the_order(seed: int) -> None:
    _codes, texts = collected(list(some_texts(seed)))
    late = sorted(set(some_texts(seed + 100)) - set(texts))
    both = texts + late
    assert list(both) == [*texts, *late]
    order = np.argsort(both.ranks(), kind="stable")
    assert [both[i] for i in order.tolist()] == sorted(both, key=collation)
    assert all(both.equal_to(text) == [i] for i, text in enumerate(both))


@pytest.mark.parametrize(
    "rule",
    ["contains(name, 'WEI')", "startswith(name, '王')", "name in ['王小伟', 'b']", "name == 'b'"],
)
def test_a_rule_on_packed_texts_is_the_rule_on_plain_ones(rule: str) -> None:
    names = ["王小伟", "Wei", "b", "王wei", "小王"]
    codes = np.array([0, 1, 2, 3, 4, 4, 0], np.int32)
    known = np.array([True] * 6 + [False])
    parsed = parse(rule, tags={}, money_unit="major")
    answers = []
    for labels in (tuple(names), PackedTexts.of(names)):
        column = Column("text", codes, known, labels)
        answer = evaluate(parsed, {"name": column}, tags={}, size=7)
        answers.append((answer.true.tolist(), answer.unknown.tolist()))
    assert answers[0] == answers[1] and any(answers[0][0])


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("name", ["revenue", "share_of_wallet", "education", "name"])
def test_the_order_of_a_column_is_that_of_sorted(name: str, descending: bool) -> None:
    """Unknown values last, equals as they stand."""
    dice = np.random.default_rng(5)
    field = fields()[name]
    known = dice.random(500) < 0.8
    labels: tuple[str, ...] = ()
    if name == "revenue":
        values = dice.integers(-(2**60), 2**60, 500) // dice.integers(1, 2**40, 500)
    elif name == "share_of_wallet":
        values = np.round(dice.normal(size=500), 1)
    else:
        labels = EDUCATIONS[1::-1] if name == "education" else ("b", "a")
        values = dice.integers(0, 2, 500).astype(np.int32)
    column = Column(field.kind, np.where(known, values, 0), known, labels)
    rank = {"a": 0, "b": 1, EDUCATIONS[0]: 0, EDUCATIONS[1]: 1}

    def key(place: int) -> tuple[bool, float]:
        value = column.value(place)
        number = 0 if value is None else rank.get(value, value)
        return value is None, -number if descending else number

    found = order_of(column, field, descending=descending).tolist()
    assert found == sorted(range(500), key=key)
