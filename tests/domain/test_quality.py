"""M13 on its vectors (DQ-01)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from profiler_app.domain.quality import HALF_LIVES, RULES, WEIGHTS, freshness, total

_NAMES = ("completeness", "validity", "consistency", "uniqueness", "timeliness")
_TOTALS = [
    ((1, 1, 1, 1, 1), 100.0),
    ((0.6, 0.9, 1, 1, 0.5), 76.0),
    ((0.6, 0.9, 1, 0, 0.5), 66.0),
    ((0, 1, 1, 1, 1), 65.0),
]
_AGES = [
    (0, "behaviour", 1.0),
    (180, "behaviour", 0.5),
    (365, "contact", 0.5),
    (90, "behaviour", 0.707107),
]


@pytest.mark.parametrize(("parts", "score"), _TOTALS)
def test_the_total_is_that_of_the_vectors_dq_01(parts: tuple[float, ...], score: float) -> None:
    assert total(dict(zip(_NAMES, parts, strict=True))) == pytest.approx(score)  # type: ignore[arg-type]


@pytest.mark.parametrize(("age", "kind", "t"), _AGES)
def test_what_is_known_loses_half_its_worth_in_a_half_life(age: int, kind: str, t: float) -> None:
    assert freshness(age, kind) == pytest.approx(t, abs=1e-6)


def test_an_aspect_that_is_not_known_has_no_weight() -> None:
    parts = dict.fromkeys(_NAMES, 1.0) | {"timeliness": None}
    assert total(parts) == 100.0  # type: ignore[arg-type]


def test_weights_add_up_to_one_and_half_lives_are_those_of_m13() -> None:
    assert sum(WEIGHTS.values()) == pytest.approx(1)
    assert dict(HALF_LIVES) == {"behaviour": 180, "contact": 365, "background": 730}


def test_every_rule_belongs_to_an_aspect() -> None:
    assert {aspect for aspect, _name, _about in RULES.values()} == set(WEIGHTS)


def test_these_are_the_vectors_of_the_reading_room(shared: Path) -> None:
    path = shared / "vectors" / "models_misc.json"
    stored: dict[str, Any] = json.loads(path.read_text("utf-8"))["dq"]
    assert [(tuple(each["in"]), each["score"]) for each in stored["vectors"]] == _TOTALS
