"""Calculation vectors of the validators."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from profiler_app.domain.checked import Checked

Vector = dict[str, Any]


@pytest.fixture
def vectors(shared: Path) -> Callable[[str], list[Vector]]:
    """Return a function that reads a file of vectors."""

    def read(name: str) -> list[Vector]:
        found: list[Vector] = json.loads((shared / "vectors" / f"{name}.json").read_text("utf-8"))
        assert found, name
        return found

    return read


@pytest.fixture
def disagreements(
    vectors: Callable[[str], list[Vector]],
) -> Callable[[str, Callable[[Any, Vector], Checked[Any]]], list[str]]:
    """Return a function that lists the vectors a validator answers differently."""

    def compare(name: str, read: Callable[[Any, Vector], Checked[Any]]) -> list[str]:
        found = []
        for vector in vectors(name):
            checked = read(vector["input"], vector["args"])
            full = vector["full"]
            wanted = (full["ok"], full["value"], full["errors"], full["warnings"])
            got = (checked.ok, checked.value, list(checked.errors), list(checked.warnings))
            facts = {k[2:]: v for k, v in vector["expect"].items() if k.startswith("d.")}
            derived = {key: checked.derived.get(key) for key in facts}
            if (got, derived) != (wanted, facts):
                found.append(f"{vector['input']!r}: {got} {derived}, not {wanted} {facts}")
        return found

    return compare
